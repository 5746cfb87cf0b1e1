"""Names that are written family name first, in Latin letters or in their own script."""

from __future__ import annotations

import re

# Frequent family names of China (pinyin, Wade-Giles, Cantonese), Korea and Vietnam.
FAMILY_FIRST = frozenset(
    "ai an bai bao bi bian bu cai cao cen chai chan chang chao che chen cheng cheung "
    "chiang chiu choi chow chu chung cui dai deng ding dong dou du duan fan fang fei "
    "feng fu gan gao ge geng gong gou gu guan guo han hao he heng ho hong hou hsieh "
    "hsu hu hua huang hui huo jang jeon jeong ji jia jian jiang jiao jin jing jung "
    "kang ke kim ko kong kuo kwok kwon lai lam lan lau lee lei leung li lian liang "
    "liao lim lin ling liu lo long lou lu luo lv ma mao mei meng mi miao mo mou "
    "nguyen ni nie ning niu oh ou ouyang pan pang park pei peng pham phan pi pu qi "
    "qian qiao qin qiu qu quan ran rao ren rong ruan sha shan shang shao shen sheng "
    "shi shin shu si sima song su suh sun tan tang tao teng tian tong tran tsai tseng "
    "tu wan wang wei wen weng wong wu xi xia xiang xiao xie xin xing xiong xu xue yan "
    "yang yao ye yeung yi yin ying yoon you yu yuan yue yun zang zeng zha zhai zhan "
    "zhang zhao zhen zheng zhong zhou zhu zhuang zhuo zong zou zuo".split()
)
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_SCRIPT = re.compile(rf"[{_IDEOGRAPHS}\uac00-\ud7af]+")
# Chinese and Korean family names of two characters; the others have one.
_COMPOUND = tuple(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 皇甫 尉迟 尉遲 令狐 东方 東方 慕容 "
    "남궁 황보 제갈 선우 독고".split()
)


def in_own_script(name: str) -> bool:
    """Tell whether a name without its spaces is of Chinese or Korean characters.

    >>> in_own_script("王 伟"), in_own_script("김철수"), in_own_script("Wei Wang")
    (True, True, False)
    """
    return not name.isascii() and _SCRIPT.fullmatch("".join(name.split())) is not None


def split_own_script(name: str) -> tuple[str, str]:
    """Return (family, given) of a name in its own script, which has no space.

    >>> split_own_script("王伟"), split_own_script("欧阳修")
    (('王', '伟'), ('欧阳', '修'))
    """
    two = len(name) > 3 or (len(name) > 2 and name.startswith(_COMPOUND))
    size = 2 if two else 1
    return name[:size], name[size:]

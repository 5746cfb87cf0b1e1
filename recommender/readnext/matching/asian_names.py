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
# Those of Vietnam, where initials are short for a middle name and the given name.
VIETNAMESE = frozenset(
    "bui cao dang dao dinh do doan duong ho hoang huynh le luong ly mai ngo nguyen "
    "pham phan ta tran trinh truong vo vu".split()
)
# Syllables as pinyin and the romanisations of Korean spell them, a few more included.
_SYLLABLE = (
    "(?:zh|ch|sh|ts|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|yeong|yeon|eong|eung|eon|eun|eul|ang|eng|ing|ong|ung|ian|iao"
    "|uai|uan|yun|yul|ai|ei|ao|ou|an|en|in|un|on|ia|ie|iu|ua|ue|ui|uo|ae|oo|er|[aeiouv])"
)
_SYLLABLES = re.compile(f"(?:{_SYLLABLE})+")
_ONE = re.compile(_SYLLABLE)
_TWO = re.compile(f"({_SYLLABLE})({_SYLLABLE})")
_IDEOGRAPHS = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
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


def is_of_syllables(given: str) -> bool:
    """Tell whether a folded given name can be Chinese or Korean, in Latin letters.

    Unlike "Alex", such a name is not cut short: "Yan" is not "Yanping".

    >>> is_of_syllables("xiaoming"), is_of_syllables("jun"), is_of_syllables("alex")
    (True, True, False)
    """
    return _SYLLABLES.fullmatch(given) is not None


def may_be_given(one: str, other: str) -> bool:
    """Tell whether the beginning of a given name, or all of it, is the other one.

    Both are folded and joined. Whole names of syllables have to be equal.

    >>> may_be_given("xiaoming", "xiaomin"), may_be_given("xiaom", "xiaoming")
    (False, True)
    >>> may_be_given("alex", "alexander")
    True
    """
    if one == other:
        return True
    if not one.startswith(other) and not other.startswith(one):
        return False
    return min(len(one), len(other)) < 2 or not (
        is_of_syllables(one) and is_of_syllables(other)
    )


def two_syllables(given: str) -> tuple[str, str] | None:
    """Return both syllables of a joined given name of two, None for any other.

    >>> two_syllables("xiaoming"), two_syllables("xian"), two_syllables("alex")
    (('xiao', 'ming'), None, None)
    """
    found = _TWO.fullmatch(given)
    if found is None or _ONE.fullmatch(given):
        return None
    return found[1], found[2]


def family_first(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether one name is the other with the family name in front.

    Both are all words of a name in order. Given names are joined or not.

    >>> family_first(("chen", "jian", "hua"), ("jianhua", "chen"))
    True
    >>> family_first(("chen", "jian", "hua"), ("hua", "jian", "chen"))
    False
    >>> family_first(("nguyen", "thi", "lan"), ("t", "l", "nguyen"))
    True
    """
    if min(len(one), len(other)) < 2 or one[0] != other[-1]:
        return False
    family, *given = one
    *others, _ = other
    joined, initials = "".join(given), "".join(others)
    if family in VIETNAMESE and len(initials) == 2:
        # "Van", a middle name, was taken for a particle at times.
        return initials.endswith("".join(name[0] for name in given))
    return joined == initials and family in FAMILY_FIRST and is_of_syllables(joined)

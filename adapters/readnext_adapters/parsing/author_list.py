"""Author lists in one field, in the forms in which publishers write them.

"Ida Fern, Jan Roe", "Fern, I., Roe, J. P.", "Fern I, Roe JP", "Fern, Ida; Roe, Jan",
"A, B; C, D" and others, with "et al.", footnote marks, e-mail addresses, ORCID iDs and
affiliations. The separators of a list and the order within its names are not declared,
so that they are inferred from the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readnext.matching.names import catalog_name, fold
from readnext.matching.particles import PARTICLES
from readnext_adapters.parsing.author_marks import (
    is_affiliation,
    is_body,
    is_country,
    strip_marks,
    without_notes,
)
from readnext_adapters.parsing.htmltext import html_text
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.person_order import (
    SUFFIX,
    is_given_initials,
    is_initials_last,
    natural_name,
    turned_name,
)
from readnext_adapters.parsing.personnames import parse_person


class AuthorList(NamedTuple):
    """Names as papers of a catalog have them, labs, and whether the list was cut."""

    names: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    cut: bool = False


NO_AUTHORS = AuthorList()
# Longer lists are those of collaborations, or no lists.
_LONGEST = 200_000
# "King, Martin Luther, Jr." is one name.
_LIST_COMMAS = 3
_STRONG = re.compile(r"\s*[;；|•·、\n]\s*|\s[/和]\s")
_COMMA = re.compile(r"\s*[,，]\s*")
_OTHERS = re.compile(
    r"(?<!\w)(?:\d{1,5}\s(?:more|others?|additional)(?:\sauthors)?|others|other authors"
    r"|et\.?\s?al(?:ii|ia)?|u\.\s?a\.|и\s?др\.)(?!\w)\.?|等人?(?=[\s,;.]|$)",
    re.IGNORECASE,
)
_DOTS = re.compile(r"\.{3,}|…")
_AND = re.compile(
    r"\s*[,;]?\s*(?:&|＆|(?<![\w.-])(?:and|und)(?![\w.-]))\s*", re.IGNORECASE
)
# Words that join two names, but also the parts of one ("Ortega y Gasset").
_SMALL_AND = re.compile(r"\s+(?:y|e|et|i|och|og|en|und)\s+")
_CJK = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]+")
# The most frequent Chinese surnames: what begins with one may be a name.
_CHINESE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
    "贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧葉蘇呂盧鍾譚陸"
)


def parse_author_list(fields: Iterable[str]) -> AuthorList:
    """Return the authors of one or more fields, each person once.

    One field holds one name or a whole list; of several, each holds one name, or names
    separated by semicolons.

    >>> parse_author_list(["Fern, I., Roe, J. P., van den Berg, M."]).names
    ('I. Fern', 'J. P. Roe', 'M. van den Berg')
    >>> parse_author_list(["Fern I, Roe JP, et al."])
    AuthorList(names=('I. Fern', 'J. P. Roe'), labs=(), cut=True)
    """
    found = [one for one in map(_prepared, fields) if one.text]
    many = len(found) > 1
    names = [name for one in found for name in _names(one.text, alone=many)]
    labs = [lab for one in found for lab in one.labs]
    people: dict[str, str] = {}
    for name in names:
        if is_affiliation(name) and people:
            labs.append(name)
        elif name:
            people.setdefault(fold(name), name)
    cut = any(one.cut for one in found)
    return AuthorList(tuple(people.values()), distinct_labs(labs), cut)


class _Field(NamedTuple):
    text: str
    labs: tuple[str, ...]
    cut: bool


def _prepared(field: str) -> _Field:
    """A field without what belongs to no name."""
    text, labs = without_notes(field[:_LONGEST])
    text, others = _OTHERS.subn("", text)
    text, dots = _DOTS.subn(",", text)
    return _Field(text.strip(" ,;.&+") + _end(text), labs, others + dots > 0)


def _end(text: str) -> str:
    """The dot of a last initial or suffix, which ends no sentence."""
    return "." if re.search(r"(?:\b[^\W\d_]|\b[JS]r)\.[\s,;&]*$", text) else ""


def _names(text: str, alone: bool) -> list[str]:
    """The names of a text; one or few if it stands beside others."""
    if is_body(text) and not _STRONG.search(text) and not _lists_people(text):
        return [text]
    groups = [part for part in _STRONG.split(text) if part]
    if len(groups) > 1:
        return _grouped(groups)
    if alone and len(_COMMA.findall(text)) < _LIST_COMMAS:
        joined = _AND.split(text) if _AND.search(text) else [text]
        return [_one(strip_marks(part)) for part in joined]
    return _listed(text)


def _lists_people(text: str) -> bool:
    """Whether a text that names a body begins with a person."""
    parts = [part for part in _COMMA.split(_AND.sub(", ", text)) if part]
    return len(parts) > 1 and " " in parts[0] and not is_body(parts[0])


def _grouped(groups: Sequence[str]) -> list[str]:
    """Names separated by semicolons: "Family, Given" each, or lists themselves."""
    parts = [_parts(group) for group in groups]
    paired = all(len(part) == 2 for part in parts)
    wide = [_is_wide(part) for part in parts if len(part) > 1]
    lists = any(wide) and all(wide) and (not paired or not any(map(_is_turned, parts)))
    names: list[str] = []
    for part in parts:
        listed = lists or len(part) > 3 or (len(part) == 3 and not _has_suffix(part))
        names += _from_parts(part) if listed else [_one(", ".join(part))]
    return names


def _is_wide(parts: Sequence[str]) -> bool:
    """Whether every part is a whole name of several words."""
    return all(" " in part and not _begins_small(part) for part in parts)


def _is_turned(parts: Sequence[str]) -> bool:
    return len(parts) == 2 and is_given_initials(parts[1])


def _has_suffix(parts: Sequence[str]) -> bool:
    return any(SUFFIX.fullmatch(part) for part in parts[1:])


def _begins_small(part: str) -> bool:
    """Whether a part begins with a particle, as family names do."""
    first = part.split(" ")[0]
    return first.casefold() in PARTICLES and first[0].islower()


def _listed(text: str) -> list[str]:
    """The names of a text whose only separators are commas and words."""
    return _from_parts(_parts(text))


def _parts(text: str) -> list[str]:
    """The pieces between commas and words like "and", without footnote marks."""
    pieces = [
        one for part in _COMMA.split(_AND.sub(", ", text)) for one in _joined(part)
    ]
    cleaned = [part for piece in pieces if (part := strip_marks(piece))]
    if len(cleaned) == 1 and (names := _spaced_cjk(cleaned[0])):
        return names
    return cleaned


def _joined(part: str) -> list[str]:
    """The two names in "Ida Fern y Jan Roe" or "I. y Roe"; else the part itself."""
    pieces = _SMALL_AND.split(part)
    if len(pieces) == 2:
        left, right = pieces
        whole = " " in left.strip() and " " in right.strip()
        if whole or is_given_initials(left) or is_initials_last(left):
            return pieces
    return [part]


def _spaced_cjk(text: str) -> list[str]:
    """The Chinese names that only spaces separate, none if it may be one name."""
    words = text.split()
    chinese = len(words) > 1 and all(
        _CJK.fullmatch(word) and word[0] in _CHINESE and 2 <= len(word) <= 4
        for word in words
    )
    return words if chinese else []


def _from_parts(parts: list[str]) -> list[str]:
    """Names of the parts between commas, by the order that all of them suggest."""
    parts = _without_labs(_with_suffixes(parts))
    if len(parts) < 2:
        return [_one(part) for part in parts]
    if _CJK.match(parts[0]):
        return parts
    if _alternate(parts):
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return [turned_name(family, given) for family, given in pairs]
    if len(parts) == 2 and _is_one_turned(parts):
        return [_one(", ".join(parts))]
    shouted = any(_is_shouted(part.split()[-1]) for part in parts)
    if _is_first_turned(parts):
        return [_one(", ".join(parts[:2])), *map(_one, parts[2:])]
    vancouver = not shouted and sum(map(is_initials_last, parts)) * 2 >= len(parts)
    capitals = not vancouver and _family_in_capitals(parts)
    if shouted and not capitals:
        return parts  # "Wei WANG, Na LI", the usual order
    return [natural_name(part, vancouver, capitals) or _one(part) for part in parts]


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """The parts, with "Jr." and the like at the name that they belong to."""
    joined: list[str] = []
    for part in parts:
        if joined and SUFFIX.fullmatch(part):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _without_labs(parts: list[str]) -> list[str]:
    """The parts without affiliations, and countries after them."""
    kept: list[str] = []
    after_lab = False
    for part in parts:
        lab = bool(kept) and is_affiliation(part)
        if not lab and not (after_lab and is_country(part)):
            kept.append(part)
        after_lab = lab or (after_lab and is_country(part))
    return kept


def _alternate(parts: Sequence[str]) -> bool:
    """Whether the parts are family and given names in turn."""
    if len(parts) % 2 or not all(map(_is_family, parts[::2])):
        return False
    if all(map(is_given_initials, parts[1::2])):
        return True
    short = all(len(part.split()) <= 2 for part in parts[1::2])
    return len(parts) >= 4 and short and all(map(_is_plain_family, parts[::2]))


def _is_family(part: str) -> bool:
    return not is_given_initials(part) or len(part) > 2


def _is_plain_family(part: str) -> bool:
    """Whether a part is a family name of one word, or begins with a particle."""
    return " " not in part or _begins_small(part)


def _is_one_turned(parts: Sequence[str]) -> bool:
    """Whether two parts are one name, "Family, Given"."""
    family, given = parts
    if is_initials_last(family) and is_initials_last(given):
        return False
    if is_given_initials(given) or _is_plain_family(family):
        return True
    words = given.split()
    return len(words) - bool(SUFFIX.fullmatch(words[-1])) == 1


def _is_first_turned(parts: Sequence[str]) -> bool:
    """Whether only the first name is "Family, Given": "Fern, Ida, and Jan Roe"."""
    family, given, *others = parts
    first = " " not in given or is_given_initials(given.split()[-1])
    whole = all(" " in one and not is_initials_last(one) for one in others)
    return bool(others) and " " not in family and first and whole


def _family_in_capitals(parts: Sequence[str]) -> bool:
    """Whether each part begins with a family name in capitals: "FERN Ida"."""
    firsts = [part.split()[0] for part in parts]
    lasts = [part.split()[-1] for part in parts]
    return (
        all(len(word) > 1 and word.isupper() and "." not in word for word in firsts)
        and any(len(word) > 3 for word in firsts)
        and not any(word.isupper() and len(word) > 1 for word in lasts)
    )


def _is_shouted(word: str) -> bool:
    """Whether a word is a family name in capitals, too long for initials."""
    return len(word) > 3 and word.isupper() and word.isalpha()


def _one(name: str) -> str:
    """One name as `catalog_name` has it."""
    parts = _COMMA.split(name, maxsplit=1)
    if len(parts) == 2 and is_given_initials(parts[1]):
        return turned_name(*parts)
    author = parse_person(name)
    if author is None:
        return ""
    if len(parts) == 2:
        return catalog_name(author)
    return natural_name(name, is_initials_last(name), False) or name


def author_names(html: str) -> tuple[str, ...]:
    """Return the names of one author list in HTML."""
    return parse_author_list([html_text(html)]).names

"""Names of bodies and their abbreviations: "WHO", "World Health Organization"."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.names import fold, lab_key

_SMALL = frozenset(
    "a an and at by for from in of on the to with de del der des die du e en et fur la "
    "le les und van voor y".split()
)
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = re.compile(r"[A-Z]{2,8}|(?:[A-Z]\.){2,8}")
# "World Health Organization (WHO)", "WHO (World Health Organization)".
_IN_BRACKETS = re.compile(r"\s*\(([A-Z]{2,8})\)|^([A-Z]{2,8}) \(.*\)$")
_INNER_CAPITAL = re.compile(r"[^\W\d_]*[a-z][A-Z]{2}[^\W\d_]*")
_SHORTEST = 3  # letters that hardly stand for two bodies with one title
# "U.S." and "US" are one word, whose letters all count; "co-operation" is one word.
_US = re.compile(r"\bU\. ?S\.(?: ?A\.)?|\bUnited States(?: of America)?\b")
_AS_LETTERS = re.compile(r"\bUS\b")
# Bodies whose abbreviations are not their initials, by their names as `lab_key` has
# them.
_KNOWN = {
    "international organization standardization": "iso",
    "international electrotechnical commission": "iec",
    "european committee standardization": "cen",
    "comite europeen de normalisation": "cen",
    "astm international": "astm",
    "food agriculture organization united nations": "fao",
    "united nations educational scientific cultural organization": "unesco",
    "united nations international childrens emergency fund": "unicef",
    "united nations childrens fund": "unicef",
    "world health organisation": "who",
    "centers disease control prevention": "cdc",
    "us centers disease control prevention": "cdc",
    "centers disease control": "cdc",
    "us environmental protection agency": "epa",
    "us food drug administration": "fda",
    "us national institutes health": "nih",
    "us bureau labor statistics": "bls",
    "european organization nuclear research": "cern",
    "european environment agency": "eea",
    "international committee red cross": "icrc",
    "world bank group": "worldbank",
    "world bank": "worldbank",
    "office national statistics": "ons",
    "statistical office european communities": "eurostat",
    "national institute health care excellence": "nice",
    "us health human services": "hhs",
    "us department health human services": "hhs",
}


@lru_cache(maxsize=2**12)
def initials_of(name: str) -> str:
    """Return the abbreviation of a body, or the initials of its name; "" if too few.

    >>> initials_of("World Commission on Environment and Development")
    'wced'
    >>> initials_of("W.H.O."), initials_of("Acme Corporation"), initials_of("OpenAI")
    ('who', '', '')
    >>> initials_of("Organisation for Economic Co-operation and Development")
    'oecd'
    >>> initials_of("International Organization for Standardization")
    'iso'
    """
    if found := _IN_BRACKETS.search(name):
        return (found[1] or found[2]).lower()
    if _ABBREVIATION.fullmatch(name):
        letters = name.replace(".", "").lower()
    else:
        name = _US.sub("US", name).replace("-", "").replace("'", "").replace("’", "")
        if known := _KNOWN.get(lab_key(name)):
            return known
        words = _WORD.findall(fold(_AS_LETTERS.sub("U S", name)))
        letters = "".join(word[0] for word in words if word not in _SMALL)
    return letters if len(letters) >= _SHORTEST else ""


def without_abbreviation(name: str) -> str:
    """Return the name of a body without its abbreviation in brackets.

    >>> without_abbreviation("World Health Organization (WHO)")
    'World Health Organization'
    """
    found = _IN_BRACKETS.search(name)
    return name[: found.start()] if found and found.start() else name


def is_named_longer(one: str, other: str) -> bool:
    """Tell whether the words of one name are all in the other one.

    >>> is_named_longer("world health organization europe", "world health organization")
    True
    """
    ours, theirs = set(one.split()), set(other.split())
    return ours <= theirs or theirs <= ours


def may_abbreviate(short: str, long: str) -> bool:
    """Tell whether an abbreviation has letters of the other initials, in their order.

    Bodies leave out some of their words: "NICE" is the National Institute for Health
    and Care Excellence.

    >>> may_abbreviate("nice", "nihce"), may_abbreviate("nice", "who")
    (True, False)
    """
    if len(short) < _SHORTEST:
        return False
    left = iter(long)
    return all(letter in left for letter in short)


def is_brand(name: str) -> bool:
    """Tell whether a name is one word with capitals inside, like OpenAI."""
    return " " not in name and _INNER_CAPITAL.fullmatch(name) is not None

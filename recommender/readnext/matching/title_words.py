"""The words of titles: folded, in American spelling, with numbers in digits."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.names import fold
from readnext.matching.spelling import american

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth",
)
_NUMBERS = {
    word: step * n
    for spelled, step, start in ((_UNITS, 1, 1), (_TENS, 10, 2))
    for words in spelled
    for n, word in enumerate(words.split(), start)
}
_POWERS = {"hundred": 100, "thousand": 1000, "hundredth": 100, "thousandth": 1000}
_SHORT = {"vol": "volume", "pt": "part", "ch": "chapter", "ed": "edition", "nr": "no"}
_SHORT |= {"vs": "versus", "0n": "on", "0f": "of"}
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
# The parties of a case, and abbreviations with points.
_AGAINST = re.compile(r"(?<=\w )vs?\.? (?=[A-Z])|(?<=[.,)] )vs?\.? (?=[A-Z])")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?![a-z])")
# "1943-44" is 1943 to 1944.
_PERIOD = re.compile(r"(?<!\d)(1[5-9]|20)(\d\d)\s?[-–—/]\s?(\d\d)(?![\d-])")
_DIGIT = re.compile(r"\d")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TIMES = re.compile(r"(?<=\d)\s*x\s*(?=\d)")
# 3D, 3-D, 3 D and 3-dimensional.
_DIMENSION = re.compile(r"(?<=\d)[\s-](?:d|dimensional)\b")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’`"))
# Mesons, whose charge is written before or behind the quark: "B0s", "Bs0".
_MESON = re.compile(r"([bdk])0([cdls])")
# A scanner takes "l" for "1" and "o" for "0" within a word, and "In" for "1n".
_SCANNED = re.compile(r"[a-z]{3,}[01][a-z]{2,}")
_SCANNED_FIRST = re.compile(r"0[a-z]{4,}|1[mns][a-z]{3,}")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a plain title, folded, numbers in digits.

    >>> words_of("Müller's Theory, Part II (2nd Ed.)")
    ('mullers', 'theory', 'part', '2', '2', 'edition')
    >>> words_of("Colour at Twenty-One"), words_of("Ten Thousand Cells")
    (('color', 'at', '21'), ('10000', 'cells'))
    >>> words_of("3-D ponds"), words_of("Three-Dimensional Ponds")
    (('3d', 'ponds'), ('3d', 'ponds'))
    """
    if " v" in text:
        text = _AGAINST.sub("versus ", text)
    text = fold(text).translate(_APOSTROPHES)
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    if "%" in text or "per cent" in text:
        text = text.replace("%", " percent ").replace("per cent", "percent")
    if "," in text:
        text = _THOUSANDS.sub("", text)
    if "19" in text or "18" in text or "20" in text:
        text = _PERIOD.sub(r"\1\2 \1\3", text)
    if _DIGIT.search(text):
        text = _DIMENSION.sub("d", _TIMES.sub("x", _DECIMAL.sub("point", text)))
    words = _WORD.findall(text)
    if not _NUMBERS.keys().isdisjoint(words):
        words = _joined_numbers(words)
    return tuple(map(_as_typed, words))


def _joined_numbers(words: list[str]) -> list[str]:
    """Words with each number of several words as one: "twenty-one", "ten thousand"."""
    found: list[str] = []
    before = ""
    for word in words:
        number = _NUMBERS.get(word)
        if number and number < 10 and _NUMBERS.get(before, 0) >= 20:
            found[-1] = str(int(found[-1]) + number)
        elif word == "dimensional" and found and found[-1].isdigit():
            found[-1] += "d"
        elif found and word in _POWERS and found[-1].isdigit():
            found[-1] = str(int(found[-1]) * _POWERS[word])
        else:
            found.append(str(number) if number else word)
        before = word
    return found


@lru_cache(maxsize=2**15)
def _as_typed(word: str) -> str:
    """A word in the one form that all its spellings share."""
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1]
    if word[0] in "ivx" and (roman := _ROMAN.fullmatch(word)):
        unit = {"ix": 9, "iv": 4}.get(roman[2])
        if unit is None:
            unit = 5 * ("v" in roman[2]) + roman[2].count("i")
        return str(10 * len(roman[1]) + unit)
    if len(word) > 6 and _SCANNED.fullmatch(word):
        word = word.replace("1", "l").replace("0", "o")
    if word[0] in "01" and _SCANNED_FIRST.fullmatch(word):
        word = ("o" if word[0] == "0" else "i") + word[1:]
    if meson := _MESON.fullmatch(word):
        return f"{meson[1]}{meson[2]}0"
    return _SHORT.get(word) or american(word)


@lru_cache(maxsize=2**16)
def is_usual(word: str) -> bool:
    """Tell whether `words_of` leaves a word as it is, wherever it stands."""
    number = word in _NUMBERS or word in _POWERS or word == "part"
    return not number and _as_typed(word) == word


# Words that tell the members of a series apart, besides numbers and single letters.
_SERIAL = frozenset(
    "january february march april may june july august september october november "
    "december spring summer autumn winter part volume edition chapter revised".split()
)


def series_marks(words: tuple[str, ...]) -> list[str]:
    """Return what tells the members of a series apart: numbers, letters, months.

    >>> series_marks(words_of("SemEval-2016 Task 4"))
    ['2016', '4']
    >>> series_marks(words_of("Type A and B"))
    ['b']
    """
    return list(filter(_is_mark, words))


@lru_cache(maxsize=2**15)
def _is_mark(word: str) -> bool:
    if word in _SERIAL or (len(word) == 1 and word != "a" and word != "s"):
        return True
    return any(map(str.isdigit, word))


_SMALL = frozenset(
    "a an the teh tbe tlie tiie of for in on with using via by and to towards toward "
    "from at as or over upon within into through across its their".split()
)


def content_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without articles, prepositions and the like.

    >>> content_words(words_of("Learning to Fold Paper by Imitation"))
    ('learning', 'fold', 'paper', 'imitation')
    """
    return tuple(w for w in words if w not in _SMALL)

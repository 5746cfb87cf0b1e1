"""Russian and Greek in Latin letters: one key for all systems of transliteration.

"История", "Istoriia", "Istoriya" and "Istorija" are one word. The systems compared are
those of the Library of Congress, BGN/PCGN, ISO 9 and scholars, and ELOT 743 for Greek.
"""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.names import fold
from readnext.matching.title_words import words_of

_LETTERS = dict(zip("абвгдезиклмнопрстуфц", "abvgdeziklmnoprstufc", strict=True)) | {
    **{"ж": "z", "х": "h", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ь": "", "ы": "i"},
    **{"э": "e", "ю": "iu", "я": "ia", "і": "i", "є": "ie", "ґ": "g", "ј": "i"},
    **{"љ": "l", "њ": "n", "ћ": "c", "ђ": "d", "џ": "d"},
    **dict(zip("αβγδεζηθικλμνοπρσςτυφωχξψ", "avgdezitiklmnoprsstifocxp", strict=True)),
    **{"θ": "th", "ψ": "ps"},
}
_TO_LATIN = str.maketrans(_LETTERS)
_GREEK = {"χ": "ch", "υ": "y"}
_COMMON = _GREEK | {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ы": "y",
}
# Of BGN/PCGN, the Library of Congress, and scholars, as Serbian and Croatian have it.
_SYSTEMS = (
    str.maketrans(_COMMON | {"ю": "yu", "я": "ya"}),
    str.maketrans(_COMMON | {"ю": "iu", "я": "ia"}),
    str.maketrans(
        {"ю": "ju", "я": "ja", "ы": "y", "х": "h", "ј": "j", "љ": "lj", "њ": "nj"}
    ),
)
_DIGRAPHS = (("ου", "u"), ("ευ", "ev"), ("αυ", "av"))
# In this order: what one system writes with several letters.
_LATIN = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"shch|sch|sc|sh", "s"),
        (r"tch|ch", "c"),
        (r"zh", "z"),
        (r"kh|x", "h"),
        (r"ts|tz", "c"),
        (r"ph", "f"),
        (r"ou", "u"),
        (r"(?:o|e)ff\b", "ov"),
        (r"[yji]+(?=[aueo])", ""),
        (r"[yji]+", "i"),
        (r"w", "v"),
        (r"(.)\1+", r"\1"),
    )
)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u04ff]{3}")
# Endings of words in transliterated Russian, and of Russian and Greek surnames.
_ENDINGS = tuple(
    "iia iya ija skii skij skiy skaia skaya skaja skoi skoj skoy skogo skikh skich "
    "nykh nych nyi nyj nogo nii nij niia niya nija zki vosti nosti".split()
)
_SURNAME = re.compile(
    r".{2,}(?:sk(?:y|i|ii|ij|iy|yi|yj|aya|aja|aia|aa)|[oe](?:v|ff|va)|enko|i[ct]c?h|poulo[su]"
    r"|[^aeiou]o[iy]|akis|[iy]dis|iadis|shin|kin)"
)
_SMALL = frozenset(("o", "ob"))
_LEAST = 6  # letters of a surname


@lru_cache(maxsize=2**14)
def romanized_key(title: str, surname: str = "") -> str:
    """Return the key of a Russian or Greek title, "" for a title of another language.

    A title in Latin letters is Russian or Greek if it has endings of these languages,
    or if the first author's `surname` has. The key of any other title may be returned
    as well: it is equal to that of the same title alone.

    >>> romanized_key("Морфология сказки"), romanized_key("Morfologiia skazki")
    ('morfologaskazki', 'morfologaskazki')
    >>> romanized_key("Morphology of the folktale")
    ''
    """
    if is_in_other_script(title):
        text = fold(title)
        for pair, letters in _DIGRAPHS:
            text = text.replace(pair, letters)
        text = text.translate(_TO_LATIN)
    elif _ends_like(title) or _is_surname(surname):
        text = fold(title)
    else:
        return ""
    words = words_of(re.sub(r"[ʹʺ]", "", text))
    return "".join(map(_in_one_system, (w for w in words if w not in _SMALL)))


def romanizations(title: str) -> tuple[str, ...]:
    """Return the keys of a title in Cyrillic letters in the usual systems.

    >>> romanizations("Язык")
    ('yazyk', 'iazyk', 'jazyk')
    """
    if not is_in_other_script(title):
        return ()
    text = fold(title).replace("ου", "ou")
    keys = (text.translate(system).translate(_TO_LATIN) for system in _SYSTEMS)
    return tuple(dict.fromkeys("".join(filter(str.isalnum, key)) for key in keys))


def _ends_like(title: str) -> bool:
    # A loop takes half the time of `any` with a generator, for each title.
    for word in title.split():  # noqa: SIM110
        if word.endswith(_ENDINGS):
            return True
    return False


@lru_cache(maxsize=2**16)
def _is_surname(surname: str) -> bool:
    return len(surname) >= _LEAST and _SURNAME.fullmatch(surname) is not None


@lru_cache(maxsize=2**12)
def is_romanized(title: str) -> bool:
    """Tell whether a title by itself is Russian or Greek, in whatever letters."""
    return _ends_like(title) or is_in_other_script(title)


def is_in_other_script(title: str) -> bool:
    """Tell whether a title is in Cyrillic or Greek letters."""
    return not title.isascii() and _OTHER_SCRIPT.search(title) is not None


def _in_one_system(word: str) -> str:
    for pattern, letters in _LATIN:
        word = pattern.sub(letters, word)
    return word


@lru_cache(maxsize=2**16)
def romanized_surname(surname: str) -> str:
    """Return the key of a folded Russian or Greek surname, "" for any other.

    >>> romanized_surname("zhukovskaya") == romanized_surname("zukovskaja")
    True
    >>> romanized_surname("bell")
    ''
    """
    return _in_one_system(surname) if _is_surname(surname) else ""

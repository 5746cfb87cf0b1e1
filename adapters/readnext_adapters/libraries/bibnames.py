"""Parses author and editor fields into persons and organisations.

A field is split while it is still LaTeX, since braces protect: ``{Barnes and
Noble}`` is one name. Each part of a name is decoded afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.paper import Author
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.personnames import BODY, BODY_WORDS

_AND = re.compile(r"(?:^|\s)and(?=\s|$)\s*", re.IGNORECASE)
_AND_OR_BRACE = re.compile(r"(?<!\\)[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
_COMMA_OR_BRACE = re.compile(r"(?<!\\)[{}]|,")
_SEMICOLON_OR_BRACE = re.compile(r"(?<!\\)[{}]|;")
_SPACE_OR_BRACE = re.compile(r"(?<!\\)[{}]|(?<!\\)(?:\s|~)+")
_OTHERS = re.compile(r"(?:others|et\.?\s*al\.?|\.\.\.|…)$", re.IGNORECASE)
_ET_AL = re.compile(r"[\s,]+(?:et\.?\s+al\.?|others)\s*$", re.IGNORECASE)
_ENTITY = re.compile(r"&#?\w+;")
_SUFFIX = re.compile(r"(?:jr|sr)\.?$|(?:II|III|IV|Jr|Sr)\.?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s~-]*){1,4}$")
_EXTENDED = re.compile(
    r"\s*\"?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE
)
_OPEN_MACRO = re.compile(r"\\[A-Za-z]+$")
_GLUE = re.compile(r"^((?:d|l|dell|all)['’]|(?:al|el)-)\s+(?=\w)", re.IGNORECASE)


def parse_names(field: str) -> tuple[Author, ...]:
    """Return the persons and organisations of a name field, without "and others".

    >>> [a.name for a in parse_names("van der Berg, Jan and {Barnes and Noble}")]
    ['Jan van der Berg', 'Barnes and Noble']
    """
    names = (parse_name(raw) for raw in split_names(field))
    return tuple(name for name in names if name is not None)


def split_names(field: str) -> list[str]:
    """Split a name field at the ``and`` outside of braces; repair other separators.

    Semicolons, and commas between full names, separate where nothing else does.
    """
    field = _people_in_braces(field.strip())
    names = _split(field, _AND_OR_BRACE)
    if len(names) == 1 and ";" in field and not _ENTITY.search(field):
        pieces = _split(field, _SEMICOLON_OR_BRACE)
        if all("," in piece or len(piece.split()) > 1 for piece in pieces):
            names = pieces
    if len(names) > 2 and all(_closes_at_end(name) for name in names):
        names = [_person_in_braces(name) for name in names]
    return [name for one in names for name in _comma_list(one)]


def _person_in_braces(name: str) -> str:
    """Open the braces of a person in a list where every name has them."""
    words = _words(name[1:-1])
    return name[1:-1] if 1 < len(words) < 5 and not BODY.search(name) else name


def _people_in_braces(field: str) -> str:
    """Open braces around a whole list of "Family, Given and Family, Given"."""
    if not (field.startswith("{") and field.endswith("}")):
        return field
    inner = field[1:-1]
    if "{" in inner or "}" in inner:
        return field
    people = _AND.split(inner)
    listed = len(people) > 1 and all("," in p or _OTHERS.match(p) for p in people)
    return inner if listed else field


def _comma_list(name: str) -> list[str]:
    """Split "A. Smith, B. Jones, C. Doe" and "Smith, A., Jones, B."."""
    if name.count(",") < 2 and not re.match(r"\w\.", name):
        return [name]
    if _EXTENDED.match(name):
        return [name]
    parts = [part for part in _split(name, _COMMA_OR_BRACE) if part]
    words = [len(_split(part, _SPACE_OR_BRACE)) for part in parts]
    if any(_SUFFIX.match(part) for part in parts[1:]):
        return [name]
    full = all(1 < count < 6 for count in words)
    initial_first = all(re.match(r"\w\.", part) for part in parts)
    if full and (len(parts) > 2 or (len(parts) == 2 and initial_first)):
        return parts
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    paired = len(parts) > 3 and len(parts) % 2 == 0
    if paired and all(len(g) < 12 and _INITIALS.match(g) for _, g in pairs):
        return [f"{family}, {given}" for family, given in pairs]
    return [name]


def _split(text: str, marks: re.Pattern[str]) -> list[str]:
    """Split at the marks outside of braces; the pieces are stripped."""
    pieces: list[str] = []
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(text[start : mark.start()].strip())
            start = mark.end()
    pieces.append(text[start:].strip())
    return pieces


@lru_cache(maxsize=8192)
def parse_name(raw: str) -> Author | None:
    """Return one name as BibTeX understands it; None for "others" and nothing.

    Braces around the whole name make it an organisation's. "Jr." follows the given
    name.

    >>> parse_name("de la Fontaine, Jr., Jean")
    Author(family='de la Fontaine', given='Jean, Jr.', literal='')
    >>> parse_name("{OpenAI}"), parse_name("others")
    (Author(family='', given='', literal='OpenAI'), None)
    """
    raw = " ".join(raw.split()).strip(",; ")
    if et_al := _ET_AL.search(raw, max(0, len(raw) - 12)):
        raw = raw[: et_al.start()].rstrip(" ,")
    if not raw or _OTHERS.match(raw):
        return None
    if _closes_at_end(raw):
        literal = decode_latex(raw)
        named = literal and not _OTHERS.match(literal)
        return Author(literal=literal) if named else None
    if _EXTENDED.match(raw):
        return _extended(raw)
    return _from_parts(_split(raw, _COMMA_OR_BRACE))


def _from_parts(parts: list[str]) -> Author | None:
    """Read "First von Last", "von Last, First" or "von Last, Jr, First"."""
    if len(parts) == 1:
        return _from_words(_words(parts[0]))
    if len(parts) == 2 and _SUFFIX.match(parts[1]):  # "Martin King, Jr."
        return _from_words([*_words(parts[0]), parts[1]])
    if len(parts) == 2:
        return _author(parts[0], parts[1])
    if len(parts) > 3:  # not a valid BibTeX name: keep it whole
        return _author(parts[0], ", ".join(filter(None, parts[1:])))
    family, suffix, given = parts
    if _SUFFIX.match(given) and not _SUFFIX.match(suffix):
        suffix, given = given, suffix
    return _author(family, given, suffix)


def _author(family: str, given: str, suffix: str = "") -> Author | None:
    family, given, suffix = map(decode_latex, (family, given, suffix))
    family = _GLUE.sub(r"\1", family)
    given = ", ".join(filter(None, (given, suffix)))
    if family and given:
        return Author(family, given)
    name = family or given
    if not name:
        return None
    return Author(literal=name) if BODY.search(name) else Author(family=name)


def _closes_at_end(raw: str) -> bool:
    """Tell whether the brace that opens a name is closed by its last character."""
    if raw[:1] != "{":
        return False
    depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", raw):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end() == len(raw) and raw[1:2] != "\\"
    return False


def _words(raw: str) -> list[str]:
    words: list[str] = []
    for word in filter(None, _split(raw, _SPACE_OR_BRACE)):
        if words and _OPEN_MACRO.search(words[-1], max(0, len(words[-1]) - 20)):
            words[-1] += " " + word  # the space only ends the macro, as in "\O yvind"
        else:
            words.append(word)
    return words


def _from_words(words: list[str]) -> Author | None:
    """Read "First von Last"; the von part begins with the first lower-case word."""
    suffix = ""
    if len(words) > 2 and _SUFFIX.match(words[-1]):
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    last = len(words) - 1
    if not BODY_WORDS.isdisjoint(words[1:-1]):
        return Author(literal=decode_latex(" ".join(words)))
    small = [n for n in range(last) if _is_lower(words[n])]
    # A name typed without capitals has no von.
    if small and not (len(small) == last and _is_lower(words[last])):
        last = small[0]
    return _author(" ".join(words[last:]), " ".join(words[:last]), suffix)


def _is_lower(word: str) -> bool:
    """Tell whether a word's first letter outside of braces is a small one."""
    if word[0].isalpha():
        return word[0].islower()
    if word[0] == "{" and word[1:2] != "\\":
        word = re.sub(r"\{[^{}]*\}", "", word)
    letter = next(filter(str.isalpha, decode_latex(word)), "")
    return letter.islower()


def _extended(raw: str) -> Author | None:
    """Read biblatex's ``family=Berg, given=Jan, prefix=van der``."""
    parts: dict[str, str] = {}
    for part in _split(raw, _COMMA_OR_BRACE):
        name, equals, value = part.strip('" ').partition("=")
        if equals:
            parts[name.strip().lower()] = value.strip().strip('"')
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}"
    given = parts.get("given") or parts.get("given-i", "")
    return _author(family, given, parts.get("suffix", ""))

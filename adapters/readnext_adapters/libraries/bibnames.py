"""Parses author and editor fields into persons and organisations.

A field is split while it is still LaTeX, since braces protect: ``{Barnes and
Noble}`` is one name. Each part of a name is decoded afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.paper import Author
from readnext_adapters.libraries.bibnamelist import is_extended, split_names
from readnext_adapters.libraries.bibtext import (
    COMMA_OR_BRACE,
    closes_at_end,
    split_outside,
    words_of_name,
)
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import (
    BODY,
    OTHERS,
    SUFFIX,
    is_body_name,
    parted_initials,
    tidy_name,
)

_ET_AL = re.compile(r"[\s,]+(?:et\.?\s+al\.?|others)\s*$", re.IGNORECASE)
_GLUE = re.compile(r"^((?:d|l|dell|all)['’]|(?:al|el)-)\s+(?=\w)", re.IGNORECASE)


def parse_names(field: str) -> tuple[Author, ...]:
    """Return the persons and organisations of a name field, without "and others".

    >>> [a.name for a in parse_names("van der Berg, Jan and {Barnes and Noble}")]
    ['Jan van der Berg', 'Barnes and Noble']
    """
    names = (parse_name(raw) for raw in split_names(field))
    return tuple(name for name in names if name is not None)


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
    raw = tidy_name(raw).strip(",; ")
    if et_al := _ET_AL.search(raw, max(0, len(raw) - 12)):
        raw = raw[: et_al.start()].rstrip(" ,")
    if not raw or OTHERS.fullmatch(raw):
        return None
    if closes_at_end(raw):
        literal = _text(raw)
        named = literal and not OTHERS.fullmatch(literal)
        return Author(literal=literal) if named else None
    if is_extended(raw):
        return _extended(raw)
    return _from_parts(split_outside(raw, COMMA_OR_BRACE))


def _text(raw: str) -> str:
    return strip_markup(decode_latex(raw))


def _from_parts(parts: list[str]) -> Author | None:
    """Read "First von Last", "von Last, First" or "von Last, Jr, First"."""
    if OTHERS.fullmatch(parts[0]):  # "et al, Michael"
        return None
    if len(parts) == 1:
        return _from_words(words_of_name(parts[0]))
    if len(parts) == 2 and SUFFIX.fullmatch(parts[1]):  # "Martin King, Jr."
        return _from_words([*words_of_name(parts[0]), parts[1]])
    if len(parts) == 2 and SUFFIX.fullmatch(parts[0]):  # "Jr, Martin King"
        return _from_words([*words_of_name(parts[1]), parts[0]])
    if len(parts) == 2:
        return _author(parts[0], parts[1])
    if len(parts) > 3:  # not a valid BibTeX name: keep it whole
        return _author(parts[0], ", ".join(filter(None, parts[1:])))
    family, suffix, given = parts
    if SUFFIX.fullmatch(family):  # "Jr, King, Martin"
        family, suffix = suffix, family
    if SUFFIX.fullmatch(given) and not SUFFIX.fullmatch(suffix):
        suffix, given = given, suffix
    return _author(family, given, suffix)


def _author(family: str, given: str, suffix: str = "") -> Author | None:
    family, given, suffix = map(_text, (family, given, suffix))
    family = _GLUE.sub(r"\1", family)
    given = ", ".join(filter(None, (given, suffix)))
    if family and given:
        return Author(family, given)
    name = family or given
    if not name:
        return None
    return Author(literal=name) if BODY.search(name) else Author(family=name)


def _from_words(words: list[str]) -> Author | None:
    """Read "First von Last"; the von part begins with the first lower-case word."""
    if len(words) == 1 and (parted := parted_initials(words[0])):
        words = parted
    suffix = ""
    if len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
        words[-1] = words[-1].rstrip(",")
    last = len(words) - 1
    if is_body_name(words):
        return Author(literal=_text(" ".join(words)))
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
    for part in split_outside(raw, COMMA_OR_BRACE):
        name, equals, value = part.strip('" ').partition("=")
        if equals:
            parts[name.strip().lower()] = value.strip().strip('"')
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}"
    given = parts.get("given") or parts.get("given-i", "")
    return _author(family, given, parts.get("suffix", ""))

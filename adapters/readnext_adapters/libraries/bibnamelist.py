"""Splits an author or editor field of BibTeX into its names, still LaTeX.

Only ``and`` separates names for BibTeX. Other separators are repaired where every piece
they make looks like a person.
"""

from __future__ import annotations

import re

from readnext_adapters.libraries.bibtext import (
    COMMA_OR_BRACE,
    SPACE_OR_BRACE,
    closes_at_end,
    split_outside,
    words_of_name,
)
from readnext_adapters.parsing.latex import choose_branches
from readnext_adapters.parsing.markup import unescape_markup
from readnext_adapters.parsing.personnames import BODY, OTHERS, SUFFIX

_AND_OR_BRACE = re.compile(r"(?<!\\)[{}]|(?<!\S)and,?(?!\S)", re.IGNORECASE)
_AMPERSAND_OR_BRACE = re.compile(r"(?<!\\)[{}]|(?<![^\s,])\\?&(?!\S)")
_SEMICOLON_OR_BRACE = re.compile(r"(?<!\\)[{}]|;")
_INITIAL_FIRST = re.compile(r"[^\W\d_]\.")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s~-]*){1,4}$")
# "Ash R", "de la Birch TC": initials behind, without points.
_INITIALS_BEHIND = re.compile(
    r"(?P<family>[^\W\d_].*[^\W\d_])\s+(?P<given>[A-Z]{1,3}|(?:[A-Z]\.-?){1,3})"
)
_INITIALS_ONLY = re.compile(r"(?:[^\W\d_]\.[\s~-]*){1,4}")
# A run of blanks is tried from its start only: else its length counts squared.
_ET_AL = re.compile(
    r"(?<![\s,])[\s,]*\\(?:textit|emph|textsl|textrm|itshape)\s*\{\s*(?:and\s+)?"
    r"(?:et\.?\s*al\.?|others)\s*\}",
    re.IGNORECASE,
)
# Marks of footnotes and affiliations.
_MARKS = re.compile(
    r"\$\s*(?:\{\})?\^\s*\{?[\d,;*a-f†‡§¶\s]{1,9}\}?\s*\$|\\footnotemark(?:\[\d*\])?"
    r"|\\textsuperscript\s*\{[\d,;*a-f†‡§¶\s]{1,9}\}|(?<=[^\W\d_])[*†‡§¶]+(?=\s|,|$)"
)
_EXTENDED = re.compile(
    r"\s*\"?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE
)
_ENTITY = re.compile(r"&#?\w+;")


def is_extended(name: str) -> bool:
    """Tell whether a name is written as biblatex's ``family=.., given=..``."""
    return _EXTENDED.match(name) is not None


def split_names(field: str) -> list[str]:
    r"""Return the names of a field.

    >>> split_names(r"Rosa Ash, Tom Birch, and Uma Cedar")
    ['Rosa Ash', 'Tom Birch', 'Uma Cedar']
    >>> split_names(r"Ash, R., Birch, T., \& Cedar, U.")
    ['Ash, R.', 'Birch, T.', 'Cedar, U.']
    """
    if "\\" in field:
        field = _ET_AL.sub(" and others", choose_branches(field))
    if _ENTITY.search(field):
        field = unescape_markup(field)
    field = _without_outer_braces(_MARKS.sub("", field).strip())
    names = [n for one in _at_and(field) for n in _at_ampersands(one)]
    if len(names) == 1 and ";" in field:
        pieces = split_outside(field, _SEMICOLON_OR_BRACE)
        if all("," in piece or len(piece.split()) > 1 for piece in pieces if piece):
            names = pieces
    braced = len(names) > 2 and all(closes_at_end(name) for name in names)
    names = [_person_in_braces(name, braced) for name in names]
    # Commas part names as well where one stands before the last "and", or an "&" does.
    listed = len(names) > 1 and (names[-2].endswith(",") or "&" in field)
    inverted = any(name.count(",") == 1 for name in names)
    found = []
    for number, name in enumerate(names, 1):
        before_last = listed and number == len(names) - 1
        found += _comma_list(name, before_last, inverted and len(names) > 1)
    return _initials_behind(_with_suffixes(found))


def _at_and(field: str) -> list[str]:
    """Split at the words that BibTeX splits at."""
    return split_outside(field, _AND_OR_BRACE)


def _at_ampersands(name: str) -> list[str]:
    """Split at "&" where both sides are people: not in "Barnes & Noble"."""
    if "&" not in name or BODY.search(name):
        return [name]
    pieces = [p for p in split_outside(name, _AMPERSAND_OR_BRACE) if p.strip(", ")]
    return pieces if len(pieces) > 1 and all(map(_is_personal, pieces)) else [name]


def _is_personal(piece: str) -> bool:
    return "," in piece or len(words_of_name(piece)) > 1 or closes_at_end(piece)


def _person_in_braces(name: str, braced: bool) -> str:
    """Open the braces of "{Ash, R.}", and of all people where every name has them."""
    if not closes_at_end(name) or BODY.search(name):
        return name
    inner = name[1:-1]
    _, comma, given = inner.partition(",")
    inverted = comma and _INITIALS_ONLY.fullmatch(given.strip())
    return inner if inverted or (braced and 1 < len(words_of_name(inner)) < 5) else name


def _without_outer_braces(field: str) -> str:
    """Open braces around a whole list of people; those of a body stay."""
    if not closes_at_end(field):
        return field
    inner = field[1:-1]
    people = [piece for piece in _at_and(inner) if piece]
    listed = len(people) > 1 and all(
        "," in p or OTHERS.fullmatch(p) or _is_person(p) for p in people
    )
    return inner if listed else field


def _is_person(name: str) -> bool:
    """Tell whether a name has initials or is inverted: bodies may have an "and"."""
    words = words_of_name(name)
    initials = any(_INITIAL_FIRST.match(word) for word in words[:-1])
    return 1 < len(words) < 5 and initials and not BODY.search(name)


def _comma_list(name: str, listed: bool, inverted: bool) -> list[str]:
    """Split "A. Smith, B. Jones, C. Doe" and "Smith, A., Jones, B.".

    `listed` says that a comma parts the last names, `inverted` that others are written
    "Family, Given".
    """
    if name.count(",") < 2 and not (listed or _INITIAL_FIRST.match(name)):
        return _two_with_initials_behind(name)
    if is_extended(name):
        return [name]
    parts = [part for part in split_outside(name, COMMA_OR_BRACE) if part]
    words = [len(split_outside(part, SPACE_OR_BRACE)) for part in parts]
    if any(SUFFIX.fullmatch(part) for part in parts[1:]):
        return [name]
    full = all(1 < count < 6 for count in words)
    initial_first = all(_INITIAL_FIRST.match(part) for part in parts)
    if full and (len(parts) > 2 or (len(parts) == 2 and (initial_first or listed))):
        return parts
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    paired = len(parts) > 3 and len(parts) % 2 == 0
    short = all(len(given) < 12 and _INITIALS.match(given) for _, given in pairs)
    if paired and (short or (inverted and max(words) < 4)):
        return [f"{family}, {given}" for family, given in pairs]
    behind = [_INITIALS_BEHIND.fullmatch(part) for part in parts]
    return parts if len(parts) > 1 and all(behind) else [name]


def _two_with_initials_behind(name: str) -> list[str]:
    """Split "Ash R, Birch TC"; "Ash III, Rosa P" is one person."""
    parts = split_outside(name, COMMA_OR_BRACE)
    found = [_INITIALS_BEHIND.fullmatch(part) for part in parts]
    two = len(parts) == 2 and not BODY.search(name)
    two = two and all(
        one and one["given"].isalpha() and not SUFFIX.fullmatch(one["given"])
        for one in found
    )
    return parts if two else [name]


def _with_suffixes(names: list[str]) -> list[str]:
    """Put back "Jr." to the name before it, where "and" parts the two."""
    found: list[str] = []
    for name in names:
        if found and found[-1] and SUFFIX.fullmatch(name.strip(" ,{}")):
            found[-1] = f"{found[-1].rstrip(' ,')}, {name.strip(' ,{}')}"
        else:
            found.append(name)
    return found


def _initials_behind(names: list[str]) -> list[str]:
    """Turn "Ash R" to "Ash, R" where all names of a list are written like that.

    Others may be written "Birch, T": a list has one order of family and given name.
    """
    listed = [name for name in names if name and not OTHERS.fullmatch(name)]
    behind = {
        name: found
        for name in listed
        if (found := _INITIALS_BEHIND.fullmatch(name.strip(" ,")))
    }
    other = [n for n in listed if n not in behind and not closes_at_end(n)]
    if len(listed) < 2 or any("," not in name for name in other):
        return names
    return [
        f"{found['family']}, {found['given']}"
        if (found := behind.get(name)) and "," not in found[0]
        else name
        for name in names
    ]

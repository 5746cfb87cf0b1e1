"""Standards, which are known by a number: "ISO 9001:2015", "RFC 2616"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from readnext.matching.authors import people_of
from readnext.matching.title_words import content_words
from readnext.matching.titles import read_title
from readnext.matching.word_forms import stem

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_BODY = (
    r"(?:ISO|IEC|IEEE|ANSI|ASTM|ASME|DIN|EN|BS|PAS|NIST|FIPS|NFPA|RFC|ITU-T|ETSI|CEN"
    r"|TS|TR|SP|AS|NZS|JIS|VDI|SAE|UL|API|AASHTO|ACI|NF)"
)
# The year is behind a colon, or behind the last dash.
_NUMBER = re.compile(
    rf"(?<![\w-])(?P<body>{_BODY}(?:[ /-]{{1,2}}{_BODY})*)"
    r"(?: (?:Std|Standard|PUBS?|No)\.?)?"
    r"[ -]?(?P<number>[A-Z]{0,2} ?\d+(?:\.\d+)*[A-Z]?(?:-\d{1,3}(?!\d))*)"
    r"(?:[:-](?P<year>(?:19|20)\d\d))?(?![\w-])"
)
_STATED = frozenset(("standard", "stand", "techreport", "report", "misc", "manual"))
_LONGEST = 50  # letters of the number of a standard
_ALIKE = 0.5  # of the words of the shorter title


@lru_cache(maxsize=2**10)
def _read(text: str) -> tuple[str, str] | None:
    """The number and the year of the standard that a text begins or ends with."""
    text = text.replace("{", "").replace("}", "").strip()
    found = _NUMBER.match(text)
    if found is None and text[-9:].strip(" .)]")[-1:].isdigit():
        last = text[-_LONGEST:]
        behind = (
            n for n in _NUMBER.finditer(last) if not last[n.end() :].strip(" .)]")
        )
        found = next(behind, None)
    if found is None:
        return None
    number = found["number"].replace(" ", "").lower()
    if number in ("", "0") or (number.isdigit() and len(number) == 1):
        return None
    return f"{'rfc' if found['body'] == 'RFC' else ''}{number}", found["year"] or ""


def _read_in_venue(venue: str) -> tuple[str, str] | None:
    """The standard that a venue begins with, which says the year as venues seldom do.

    >>> _read_in_venue("IEEE Std 754-1985"), _read_in_venue("IEEE 2019")
    (('754', '1985'), None)
    >>> _read_in_venue("RFC 2460, STD 1")
    ('rfc2460', '')
    """
    found = _read(venue) if _NUMBER.match(venue) else None
    return found if found and (found[1] or found[0].startswith("rfc")) else None


def standard_of(record: Identity) -> tuple[str, int | None] | None:
    """Return the number and the year of the standard that a record is of, if it is."""
    if record.type not in _STATED:
        return None
    known = _read(record.number)
    if any(map(str.isdigit, record.full_title)):
        known = _read(record.full_title) or known
    if known is None and record.venue:
        known = _read_in_venue(record.venue)
    if known is None:
        return None
    number, year = known
    people = people_of(record.authors)
    if not number.startswith("rfc") and people and not people[0].is_body:
        return None  # a paper about it
    return number, int(year) if year else record.year


def standards_agree(one: Identity, other: Identity) -> bool | None:
    """Tell whether two records are those of one standard; None if one is of none.

    A standard is revised under its number, so that the years have to be the same.
    """
    ours, theirs = standard_of(one), standard_of(other)
    if ours is None or theirs is None:
        return None
    if ours[0] != theirs[0] or None in (ours[1], theirs[1]) or ours[1] != theirs[1]:
        return False
    a, b = (
        set(map(stem, content_words(read_title(record.full_title).words)))
        for record in (one, other)
    )
    return len(a & b) >= _ALIKE * min(len(a), len(b))

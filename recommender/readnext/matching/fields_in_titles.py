"""What belongs to other fields of a record, but stands in its title: venue, author."""

from __future__ import annotations

import re

from readnext.matching.names import fold
from readnext.matching.title_words import content_words, words_of
from readnext.matching.venues import may_be_one_venue

_LAST_PART = re.compile(
    r"(?:[.,;:]|\s[-–—])\s+(?:In:?\s+)?(?=[A-Z][^.,;]*(?:[.,;][^.,;]*)?$)"
)
_PROCEEDINGS = frozenset("in proc proceedings conference conf journal".split())


def without_venue(title: str, venue: str) -> str:
    """Return a title without a venue behind it, with its number or year.

    >>> without_venue("Tracking of hands, ICCV 2009", "ICCV")
    'Tracking of hands'
    >>> without_venue("Tracking of hands, faces", "ICCV")
    'Tracking of hands, faces'
    """
    if not venue:
        return title
    for found in _LAST_PART.finditer(title):
        behind = title[found.end() :]
        words = set(content_words(words_of(behind))) - _PROCEEDINGS
        named = {word for word in words if not word.isdigit()}
        known = set(content_words(words_of(venue)))
        if named and (named <= known or _is_short_for(named, behind, venue)):
            return title[: found.start()]
    return title


def _is_short_for(named: set[str], behind: str, venue: str) -> bool:
    """Whether one word in capitals is an acronym of a venue, or the reverse."""
    return len(named) == 1 and behind[:2].isupper() and may_be_one_venue(behind, venue)


def without_author(title: str, surname: str) -> str:
    """Return a title without the author's name before it, or behind "by" or a slash.

    >>> without_author("Fox's Lives of Herons", "fox")
    'Lives of Herons'
    >>> without_author("Lives of Herons, by Ada Fox", "fox")
    'Lives of Herons'
    >>> without_author("Lives of herons / Ada B. Fox.", "fox")
    'Lives of herons'
    """
    if surname not in fold(title):
        return title
    name = re.escape(surname)
    cited = r"(?: et al\.?)?,?\s\(?(?:1[6-9]|20)\d\d[a-z]?\)?[:.,]?"
    before = rf"^(?:\w+ )?{name}(?:['’]s?|:|,|{cited})\s+"
    behind = rf"(?:,?\s+by|\s/)\s(?:[\w.]+ ){{0,2}}{name}\W*$"
    return re.sub(f"{before}|{behind}", "", title, flags=re.IGNORECASE)

"""Books and reports: reprints, and reports under the names of bodies and of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.authors import people_of, share_all, share_person
from readnext.matching.book_titles import book_titles
from readnext.matching.ids import dois_differ
from readnext.matching.title_variants import is_sequel, subtitle_variant
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import read_title
from readnext.matching.venues import may_be_one_venue
from readnext.matching.word_lists import same_words

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_REPRINTS = re.compile(
    r"\b(?:reprint(?:ed|s)?|reissued?|facsimile|classics?)\b", re.IGNORECASE
)
# Publishers of paperbacks, who print books of others again.
_PAPERBACKS = re.compile(
    r"\b(?:penguin|pelican|puffin|vintage|dover|anchor books|bantam|ballantine|signet"
    r"|mentor|picador|harper (?:perennial|torchbooks|colophon)|beacon press|everyman"
    r"|schocken|grove press|verso|modern library|world['’]s classics|wordsworth"
    r"|pocket|fontana|granada|free press|fawcett|touchstone|washington square"
    r"|livre de poche|fischer taschenbuch|dtv|rororo|reclam|10/18|points|bison books"
    r"|phoenix|abacus|flamingo|perennial|university paperbacks?|print on demand"
    r"|forgotten books|kessinger|nabu press|project gutenberg)\b",
    re.IGNORECASE,
)
# A book for students or for reference, whose editions are not alike.
_REVISED = frozenset(
    "introduction introductory primer principles fundamentals foundations handbook "
    "textbook manual guide essentials elements methods methodology techniques design "
    "analysis statistics statistical algorithms programming engineering chemistry "
    "physics biology biochemistry mathematics mathematical calculus algebra geometry "
    "topology medicine medical anatomy physiology pharmacology pathology surgery "
    "nursing psychiatry psychology sociology economics econometrics finance accounting "
    "marketing management systems networks learning computer computing data database "
    "software practice applied modern advanced course lectures encyclopedia dictionary "
    "atlas almanac companion reader directory survey research law grammar flora fauna "
    "bibliography catalog processing mechanics theories concepts".split()
)
# Words of titles that many books of one author have, or the book of each year.
_SEVERAL = frozenset(
    "collected complete selected works papers writings letters poems plays stories "
    "proceedings yearbook annual annals report".split()
)
_FEWEST = 3  # content words of a report's title that say which one it is


def main_key(record: Identity) -> str:
    """Return the key of the title of a book or report without its subtitle.

    It is "" for other records, and for titles that say nothing.
    """
    if not is_monograph(record):
        return ""
    title = read_title(record.full_title)
    return "" if title.weight == "none" else "".join(title.main)


def is_monograph(record: Identity) -> bool:
    """Tell whether a record is that of a book or a report, by its type."""
    return kinds.is_book_type(record.type) or kinds.is_report_type(record.type)


def is_reprinted(one: Identity, other: Identity) -> bool:
    """Tell whether a book is another one printed again, by what its publisher is.

    It says so ("Penguin Classics", "Beacon Press (reprint of 1944)"), is one of
    paperbacks, or the book is none of those that are revised.
    """
    if not all(kinds.is_book_type(record.type) for record in (one, other)):
        return False
    if one.edition_key() or other.edition_key() or one.volume != other.volume:
        return False
    if _says_reprint(one, other):
        return True
    venues, words = (one.venue, other.venue), read_title(one.full_title).main
    if not all(venues) or not _SEVERAL.isdisjoint(words) or series_marks(words):
        return False
    if not _REVISED.isdisjoint(words) or words[-1:] == ("theory",):
        return False
    if not may_be_one_venue(*venues):
        return one.title == other.title
    # A revised edition by the same publisher has other pages.
    return not (one.pages and other.pages and one.pages != other.pages)


def _says_reprint(one: Identity, other: Identity) -> bool:
    """Whether one of two publishers says so, or prints nothing but paperbacks."""
    venues = (one.venue, other.venue)
    if any(map(_REPRINTS.search, venues)):
        return True
    return any(map(_PAPERBACKS.search, venues)) and one.venue != other.venue


def may_be_one_reprint(one: Identity, other: Identity) -> bool:
    """Tell whether a book was printed again, with or without its subtitle."""
    if not main_key(one) or main_key(one) != main_key(other):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if not share_all(ours, theirs):
        return False
    if not is_reprinted(one, other):
        return False
    a, b = book_titles(one.full_title, other.full_title)
    return subtitle_variant(a, b) or same_words(
        content_words(a.words), content_words(b.words)
    )


def may_be_one_report(one: Identity, other: Identity) -> bool:
    """Tell whether two records of one year are those of one report of a body.

    Some records name the body, some the people who wrote it, some neither, and the
    titles differ by what stands behind them.
    """
    if not is_monograph(one) or not is_monograph(other):
        return False
    if one.year is None or one.year != other.year or dois_differ(one.doi, other.doi):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    bodies = [bool(people) and people[0].is_body for people in (ours, theirs)]
    if not any(bodies):
        return False
    if all(bodies) and not share_person(ours, theirs):
        return False
    a, b = (read_title(record.full_title).words for record in (one, other))
    return _is_longer(a, b) or _is_longer(b, a)


def _is_longer(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a title is another one with more behind it, which counts no parts."""
    size = len(short)
    if len(content_words(short)) < _FEWEST or len(long) < size:
        return False
    rest = long[size:]
    if long[:size] != short:
        return False
    return not series_marks(rest[:2]) and not is_sequel(rest)

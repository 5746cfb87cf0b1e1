"""Searching the reader's own entries by words."""

from __future__ import annotations

from collections.abc import Sequence

from readnext.matching.names import fold
from readnext.paper import Entry


def search_library(words: str, entries: Sequence[Entry], most: int) -> list[Entry]:
    """Return the entries that have all words, those with them in the title first.

    >>> found = [Entry("a", title="On Moss"), Entry("b", abstract="Moss."), Entry("c")]
    >>> [entry.key for entry in search_library("moss", found, 5)]
    ['a', 'b']
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    ranked = []
    for place, entry in enumerate(entries):
        title = fold(entry.title)
        text = f"{title} {fold(_rest(entry))}"
        if all(word in text for word in wanted):
            in_title = sum(word in title for word in wanted)
            ranked.append((-in_title, place, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda one: one[:2])][:most]


def _rest(entry: Entry) -> str:
    """What an entry says besides its title."""
    names = (author.name for author in entry.authors)
    parts = (
        entry.key,
        *names,
        entry.venue,
        *entry.keywords,
        entry.date,
        entry.abstract,
    )
    return " ".join(filter(None, parts))

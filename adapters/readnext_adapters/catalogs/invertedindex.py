"""Rebuilds OpenAlex's abstracts from their inverted indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from readnext_adapters.parsing.markup import strip_markup

# No abstract is that long; anything longer is a whole paper.
_LONGEST = 200_000
_LAST_PLACE = 10**9
_HEADING = re.compile(
    r"\A(?:[Aa]bstract|ABSTRACT|[Ss]ummary|SUMMARY)(?:\s*[:.—–-]\s+|\s+(?=[A-Z]))"
)
# Single words are often missing; only larger gaps are reported.
_BEARABLE = 1 / 10


def rebuild(index: object, complaints: list[str]) -> str:
    """Return the text of an inverted index; invalid parts are left out and reported.

    Memory grows with the number of positions, not with their values.

    >>> rebuild({"Ducks": [0, 2], "like": [1]}, [])
    'Ducks like Ducks'
    """
    if index is None:
        return ""
    if not isinstance(index, dict):
        complaints.append("abstract left out: not an index of words")
        return ""
    places: dict[int, str] = {}
    if odd := _put(index, places):
        complaints.append(
            f"abstract: {odd} words left out: without a place of their own"
        )
    missing = max(places, default=-1) + 1 - len(places)
    if missing > _BEARABLE * len(places):
        complaints.append(f"abstract with gaps: {missing} words are missing")
    words = list(_first([places[place] for place in sorted(places)]))
    if len(words) < len(places):
        complaints.append(f"abstract cut off after {len(words)} words")
    return _HEADING.sub("", strip_markup(" ".join(words)), count=1)


def _put(index: dict[str, object], places: dict[int, str]) -> int:
    """Put each word at its positions; return the number of invalid positions."""
    odd = 0
    for word, given in index.items():
        for place in given if isinstance(given, list) else (given,):
            if _is_place(place) and place not in places:
                places[place] = word
            else:
                odd += 1
    return odd


def _is_place(value: object) -> TypeGuard[int]:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return 0 <= value <= _LAST_PLACE


def _first(words: list[str]) -> Iterator[str]:
    """Yield words up to the maximum length: one word may have many positions."""
    length = 0
    for word in words:
        length += len(word) + 1
        if length > _LONGEST:
            return
        yield word

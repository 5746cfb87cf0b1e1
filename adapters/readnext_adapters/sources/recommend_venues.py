"""Conferences for a library: the ACL's anthology, and venues in dblp."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext_adapters.sources.field_sources import DBLP_VENUES, spelled_out
from readnext_adapters.sources.recent_papers import Found, Recent

_FEWEST = 2
_LEAST = 0.05  # share of the newest papers for a conference
_MOST = 2
_ACL = re.compile(
    r"\b(?:ACL|EMNLP|NAACL|EACL|CoNLL|TACL)\b|computational linguistics", re.I
)


def venue_sources(recent: Recent) -> Iterator[Found]:
    """Yield the conferences of a library that are not on arXiv, and the ACL's."""
    found = []
    venues = [spelled_out(entry.venue) for entry in recent.entries]
    for key, monthly, pattern in DBLP_VENUES:
        numbers = frozenset(n for n, v in enumerate(venues) if pattern.search(v))
        if len(numbers) >= max(_FEWEST, _LEAST * len(recent.entries)):
            why = f"{recent.of_yours(len(numbers))} are of this conference"
            found.append(Found(f"dblp:{key}", why, monthly, numbers))
    found.sort(key=lambda one: -len(one.covers))
    yield from found[:_MOST]
    acl = {
        n: e for n, e in enumerate(recent.entries) if e.year and _ACL.search(e.venue)
    }
    if len(acl) >= _FEWEST:
        year = max(entry.year or 0 for entry in acl.values())
        newest = frozenset(n for n, entry in acl.items() if entry.year == year)
        why = f"{recent.of_yours(len(acl))} are in the venues of the ACL"
        yield Found(f"acl:{year}.acl", why, 150, newest)

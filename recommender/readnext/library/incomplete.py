"""The reader's own works of which the catalog may know more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from readnext.catalog.store import Catalog
from readnext.library.works import Work
from readnext.matching.identity import Identity
from readnext.matching.ids import is_short_doi
from readnext.paper import Entry, Paper


def lacking(works: Sequence[Work], catalog: Catalog) -> list[Identity]:
    """Return a name of each work of which abstract, labs or references are unknown.

    Of a work with several entries it is the one by which it is found best: with a DOI
    or an arXiv id.
    """
    best = (min(work.identities, key=_rank) for work in _incomplete(works, catalog))
    return [_asked_for(identity) for identity in best]


def short_dois(works: Sequence[Work], catalog: Catalog) -> dict[str, str]:
    """Return the short DOIs of such works that have no other, with their keys."""
    found = [work for work in works if _short_dois(work)]
    return {
        doi: work.key
        for work in _incomplete(found, catalog)
        for doi in _short_dois(work)
    }


def with_long_dois(entries: Sequence[Entry], known: Mapping[str, str]) -> list[Entry]:
    """Return entries with the DOIs that short ones stand for, where they are known."""
    return [
        replace(entry, doi=known.get(entry.doi or "", entry.doi)) for entry in entries
    ]


def _incomplete(works: Sequence[Work], catalog: Catalog) -> Iterator[Work]:
    found = catalog.find([i for work in works for i in work.identities])
    papers = catalog.papers({number for some in found for number in some})
    places = iter(found)
    for work in works:
        numbers = {n for _ in work.identities for n in next(places)}
        if not any(_is_whole(papers[n]) for n in numbers if n in papers):
            yield work


def _short_dois(work: Work) -> list[str]:
    """The short DOIs of a work, unless one of its entries has the longer one."""
    if any(map(_has_doi, work.identities)):
        return []
    return [identity.doi for identity in work.identities if identity.doi]


def _is_whole(paper: Paper) -> bool:
    return bool(paper.abstract and paper.labs and paper.references)


def _rank(identity: Identity) -> tuple[bool, bool]:
    return not _has_doi(identity), identity.arxiv is None


def _has_doi(identity: Identity) -> bool:
    return identity.doi is not None and not is_short_doi(identity.doi)


def _asked_for(identity: Identity) -> Identity:
    """An identity without a short DOI, which no service knows."""
    return identity if _has_doi(identity) else replace(identity, doi=None)

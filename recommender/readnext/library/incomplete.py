"""The reader's own works of which the catalog may know more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from readnext.catalog.store import Catalog
from readnext.library.works import Work
from readnext.matching.identity import Identity
from readnext.matching.ids import is_short_doi
from readnext.paper import Paper


def lacking(works: Sequence[Work], catalog: Catalog) -> list[Identity]:
    """Return a name of each work of which abstract, labs or references are unknown.

    Of a work with several entries it is the one by which it is found best: with a DOI
    or an arXiv id.
    """
    found = catalog.find([i for work in works for i in work.identities])
    papers = catalog.papers({number for some in found for number in some})
    places = iter(found)
    lacks = []
    for work in works:
        numbers = {n for _ in work.identities for n in next(places)}
        if not any(_is_whole(papers[n]) for n in numbers if n in papers):
            lacks.append(_asked_for(min(work.identities, key=_rank)))
    return lacks


def _is_whole(paper: Paper) -> bool:
    return bool(paper.abstract and paper.labs and paper.references)


def _rank(identity: Identity) -> tuple[bool, bool]:
    return not _has_doi(identity), identity.arxiv is None


def _has_doi(identity: Identity) -> bool:
    return identity.doi is not None and not is_short_doi(identity.doi)


def _asked_for(identity: Identity) -> Identity:
    """An identity without a short DOI, which no service knows."""
    return identity if _has_doi(identity) else replace(identity, doi=None)

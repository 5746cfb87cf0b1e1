"""Corrections of a reader's own papers, as far as a catalog has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from readnext.catalog.notice_titles import (
    corrected_by_id,
    corrected_by_title,
    correction_names,
)
from readnext.catalog.store import Catalog
from readnext.matching.authors import people_of, share_person
from readnext.matching.names import fold
from readnext.paper import Entry, Paper


def corrections(
    entries: Sequence[Entry], papers: Sequence[Collection[Paper]], catalog: Catalog
) -> list[list[Paper]]:
    """Return the notices in a catalog that correct each of some entries.

    `papers` are the catalog's records of each entry. Raises CatalogError.
    """
    names = [set(_names(*one)) for one in zip(entries, papers, strict=True)]
    notices: defaultdict[str, list[Paper]] = defaultdict(list)
    for notice in catalog.called(set().union(*names), correction_names):
        for name in correction_names(notice):
            notices[name].append(notice)
    return [
        list(_of_entry(entry, records, mine & notices.keys(), notices))
        for entry, records, mine in zip(entries, papers, names, strict=True)
    ]


def told(notice: Paper) -> str:
    """Return what to say of a notice: its title, and where it is.

    >>> told(Paper("1", "Erratum: Peat", venue="Mires", date="2026-03", doi="10.1/a"))
    '"Erratum: Peat", Mires, 2026, https://doi.org/10.1/a'
    """
    link = f"https://doi.org/{notice.doi}" if notice.doi else notice.url
    year = str(notice.year or "")
    parts = (f'"{notice.title}"', notice.venue, year, link)
    return ", ".join(filter(None, parts))


def _names(entry: Entry, papers: Collection[Paper]) -> Iterator[str]:
    """The names under which a catalog has what corrects an entry."""
    yield from map(corrected_by_title, filter(None, _titles(entry, papers)))
    ids = (entry.doi, *(id_ for p in papers for id_ in (p.doi, p.id, *p.aliases)))
    yield from map(corrected_by_id, filter(None, ids))


def _titles(entry: Entry, papers: Collection[Paper]) -> list[str]:
    return [entry.title, *(paper.title for paper in papers)]


def _of_entry(
    entry: Entry,
    papers: Collection[Paper],
    names: Collection[str],
    notices: dict[str, list[Paper]],
) -> Iterator[Paper]:
    """The notices of some names that correct an entry, each once."""
    titles = {corrected_by_title(title) for title in _titles(entry, papers)}
    found: dict[str, Paper] = {}
    for name in sorted(names):
        for notice in notices[name]:
            if name not in titles or _of_one_place(entry, papers, notice):
                found[notice.id] = notice
    yield from sorted(found.values(), key=lambda notice: (notice.date or "", notice.id))


def _of_one_place(entry: Entry, papers: Collection[Paper], notice: Paper) -> bool:
    """Whether a notice has the venue or an author of a paper of its title."""
    records: list[Entry | Paper] = [entry, *papers]
    if notice.venue and fold(notice.venue) in {fold(one.venue) for one in records}:
        return True
    people = people_of(notice.authors)
    return any(share_person(people, people_of(one.authors)) for one in records)

"""What has changed for the reader's own works: published, corrected, or with code now.

Each change is reported once. What is known when the reports begin is not news: it is
counted, and only what comes later is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from readnext.catalog.store import Catalog
from readnext.library.citing import cited_work
from readnext.library.corrections import corrections, told
from readnext.library.lint import publication
from readnext.library.works import Work
from readnext.paper import Paper

_BEGUN = "library news"  # noted with the first report
_NAMED = 10  # changes that one report names; the next ones name the rest


@dataclass(frozen=True, slots=True)
class Change:
    """A change, by the name under which it is noted, and what to say of it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LibraryNews:
    """What to say, and the names of the changes that this covers."""

    notes: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()


def library_news(
    works: Sequence[Work], catalog: Catalog, reported: Collection[str]
) -> LibraryNews:
    """Return the changes of works that were not yet reported, by a catalog's records.

    `reported` are the names of changes of which earlier reports said something.
    """
    changes = [one for one in _changes(works, catalog) if one.name not in reported]
    if _BEGUN not in reported:
        names = (_BEGUN, *(one.name for one in changes))
        return LibraryNews((_beginning(len(changes)),), names)
    named = changes[:_NAMED]
    return LibraryNews(
        tuple(one.text for one in named), tuple(one.name for one in named)
    )


def _beginning(known: int) -> str:
    already = ""
    if known:
        what = "1 such change is" if known == 1 else f"{known:,} such changes are"
        already = f"; {what} known already, see 'readnext library check'"
    return (
        "from the next issue on, you learn when a preprint that you have is published, "
        f"and when a paper is corrected or gets code{already}"
    )


def _changes(works: Sequence[Work], catalog: Catalog) -> Iterator[Change]:
    numbers = catalog.find([work.identities[0] for work in works])
    papers = catalog.papers({number for some in numbers for number in some})
    found = [[papers[n] for n in some if n in papers] for some in numbers]
    corrected = corrections([work.entry for work in works], found, catalog)
    for work, some, notices in zip(works, found, corrected, strict=True):
        yield from _published(work, some)
        yield from (_corrected(work, notice) for notice in notices)
        yield from _with_code(work, some)


def _published(work: Work, papers: Sequence[Paper]) -> Iterator[Change]:
    paper = publication(work.entry, papers)
    if paper is None:
        return
    doi = f"https://doi.org/{paper.doi}" if paper.doi else ""
    place = ", ".join(filter(None, (paper.venue, str(paper.year or ""), doi)))
    yield Change(
        f"published: {work.entry.title}",
        f"your preprint {cited_work(work).short} has been published: "
        f'"{paper.title}", {place}',
    )


def _corrected(work: Work, notice: Paper) -> Change:
    return Change(
        f"corrected: {work.entry.title}: {notice.id}",
        f'your {cited_work(work).short}, "{work.entry.title}", was corrected: '
        f"{told(notice)}",
    )


def _with_code(work: Work, papers: Sequence[Paper]) -> Iterator[Change]:
    code = next((paper.code for paper in papers if paper.code), "")
    if code:
        yield Change(
            f"code: {work.entry.title}",
            f'your {cited_work(work).short}, "{work.entry.title}", has code: {code}',
        )

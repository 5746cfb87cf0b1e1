"""Papers of the reader's own, and catalogs of another field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from readnext.catalog.store import Catalog
from readnext.library.works import works_of
from readnext.paper import Author, Entry, Paper
from readnext.recommend.own_papers import find_me
from readnext.recommend.session import suggest
from readnext.request import Filters, Request
from readnext.suggestion import Answer
from tests.ranker.planted import library, of, three_topics

ME = "Mia K. Bogs"


def papers() -> list[Paper]:
    """Of each four papers on birds, one is by the reader."""
    found = of(three_topics(), "birds")
    return [
        replace(p, authors=(*p.authors, "M. K. Bogs" if n % 8 else ME))
        if n % 4 == 0
        else p
        for n, p in enumerate(found)
    ]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add([*papers(), *of(three_topics(), "stars")])
        yield catalog


def by_me(answer: Answer) -> int:
    return sum("Bogs" in " ".join(one.paper.authors) for one in answer.suggestions)


@pytest.mark.slow
def test_papers_by_a_name_that_is_given_are_left_out(catalog: Catalog) -> None:
    entries = library(papers()[:30])
    usual = suggest(entries, catalog, Request(20, per_author=0))
    assert by_me(usual) > 0 and not any("Bogs" in note for note in usual.notes)
    left = suggest(entries, catalog, Request(20, me=(ME,)))
    assert by_me(left) == 0 and len(left.suggestions) == 20
    assert any(
        f"by {ME}, which is you; 'suggest --own-papers'" in note for note in left.notes
    )
    kept = Request(20, me=(ME,), own_papers=True, per_author=0)
    assert by_me(suggest(entries, catalog, kept)) > 0
    asked = Request(5, Filters(authors=(ME,)), me=(ME,))
    assert by_me(suggest(entries, catalog, asked)) == 5


def test_who_wrote_a_third_of_the_library_is_the_reader(catalog: Catalog) -> None:
    mine = [p for p in papers() if any("Bogs" in name for name in p.authors)]
    answer = suggest(library([*mine[:15], *papers()[1:40:2]]), catalog, Request(10))
    assert by_me(answer) == 0
    assert any("who wrote a third of your library" in note for note in answer.notes)


def entry(number: int, *names: str) -> Entry:
    authors = tuple(Author(name.split()[-1], name.split()[0]) for name in names)
    return Entry(
        f"k{number}", title=f"On {number} ducks of pond {number}", authors=authors
    )


@pytest.mark.parametrize(
    ("own", "others", "found"),
    [(12, 20, "Mia Bogs"), (12, 30, ""), (11, 5, ""), (40, 60, "Mia Bogs"), (0, 0, "")],
)
def test_detection_needs_many_works(own: int, others: int, found: str) -> None:
    mine = [entry(n, "Mia Bogs", f"Ann Bee{n}") for n in range(own)]
    theirs = [entry(own + n, f"Ann Cee{n}") for n in range(others)]
    me = find_me((), works_of([*mine, *theirs]))
    assert " ".join(me.names) == found and me.detected == bool(found)
    assert me.wrote(Paper("1", "T", ("Bogs, Mia",))) == bool(found)
    assert not me.wrote(Paper("1", "T", ("Bogdan Smith",)))


def test_a_catalog_of_another_field_is_recognised(catalog: Catalog) -> None:
    soups = [
        replace(e, abstract="", title=" ".join(e.title.split()[:3]))
        for e in library(of(three_topics(), "soups")[:20])
    ]
    answer = suggest(soups, catalog, Request(5))
    assert not answer.fits
    assert any("of another field than your library" in note for note in answer.notes)
    birds = library(papers()[:20])
    assert suggest(birds, catalog, Request(5)).fits
    few = suggest(soups[:9], catalog, Request(5))
    assert few.fits  # too few works to tell

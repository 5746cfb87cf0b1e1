"""The index finds what a comparison of all pairs finds, with few comparisons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.library.same_works import same_works
from readnext.matching import index
from readnext.matching.group import RecordGroup, is_among
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.paper import Author, Entry, Paper
from tests.matching.test_identity import entry, paper, read_pairs

MANY = 2000


def labelled() -> list[Identity]:
    """All records of the labelled pairs, as entries and as papers."""
    pairs = read_pairs()
    return [
        Identity.of(made)
        for pair in pairs
        for record in (pair.a, pair.b)
        for made in (entry(record), paper(record))
    ]


def pairs_found(identities: list[Identity]) -> set[tuple[int, int]]:
    """Pairs of records that are one paper, as the index finds them."""
    found = MatchIndex(enumerate(identities))
    return {
        (n, other)
        for n, identity in enumerate(identities)
        for other in found.find(LookupKeys.of(identity))
    }


def test_an_index_finds_each_labelled_pair() -> None:
    for pair in read_pairs():
        a, b = Identity.of(entry(pair.a)), Identity.of(entry(pair.b))
        found = list(MatchIndex([("a", a)]).find(LookupKeys.of(b)))
        shared = set(a.aliases() + a.blocks()) & set(b.aliases() + b.blocks())
        assert found == (["a"] if a.same(b) and shared else []), str(pair)


@pytest.mark.slow
def test_finer_keys_lose_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all keys were shared by very many records."""
    identities = labelled()
    without = pairs_found(identities)
    monkeypatch.setattr(index, "CROWD", 0)
    assert pairs_found(identities) <= without
    assert len(pairs_found(identities)) >= 0.995 * len(without)


@pytest.mark.slow
def test_finer_keys_of_equal_titles_lose_no_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    identities = labelled()
    titles = [identity.title for identity in identities]
    equal = {
        (a, b) for a, b in pairs_found(identities) if titles[a] == titles[b] and a != b
    }
    monkeypatch.setattr(index, "CROWD", 0)
    assert equal <= pairs_found(identities)
    assert len(equal) > 1000


def test_a_group_answers_as_all_its_records_do() -> None:
    identities = labelled()[::3]
    for start in range(0, len(identities) - 4, 4):
        records, asked = identities[start : start + 3], identities[start + 3]
        group = RecordGroup(records)
        assert group.excludes(asked) == any(map(asked.apart, records))
        assert group.shares_id(asked) == any(map(asked.shares_id, records))
        among = any(map(asked.same, group)) and not group.excludes(asked)
        assert among == is_among(asked, records)


def editorials(count: int) -> Iterator[Entry]:
    for n in range(count):
        doi, author = f"10.5555/ed.{n}", Author("Smith", "A.")
        yield Entry(f"{n}", title="Editorial", authors=(author,), date="2010", doi=doi)


def standards(count: int) -> Iterator[Entry]:
    body = Author(literal="Standards Association")
    for n in range(count):
        title = f"Standard {9000 + n}: Requirements for the Testing of Ropes"
        yield Entry(f"{n}", title=title, authors=(body,), date=str(1990 + n % 30))


def equal_titles(count: int) -> Iterator[Entry]:
    for n in range(count):
        people = (Author(f"Fox{n}", "A."), Author(f"Hen{n}", "B."))
        yield Entry(f"{n}", title="On the Motion of Very Long Lines", authors=people)


def one_work(count: int) -> Iterator[Entry]:
    for n in range(count):
        people = (Author("Fox", "A."), Author(f"Hen{n}", "B."))
        yield Entry(f"{n}", title="On the Motion of Very Long Lines", authors=people)


ALIKE = {
    "editorials": (editorials, MANY),
    "standards": (standards, MANY),
    "equal titles": (equal_titles, MANY),
    "one work": (one_work, 1),
}


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list with the number of comparisons so far."""
    count = [0]
    same = Identity.same

    def counted(one: Identity, other: Identity) -> bool:
        count[0] += 1
        return same(one, other)

    monkeypatch.setattr(Identity, "same", counted)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("kind", ALIKE)
def test_a_library_of_records_that_begin_alike(
    kind: str, comparisons: list[int]
) -> None:
    make, works = ALIKE[kind]
    assert len(same_works(make(MANY))) == works
    assert comparisons[0] < MANY * index.CROWD


@pytest.mark.slow
@pytest.mark.parametrize("kind", ALIKE)
def test_a_catalog_of_records_that_begin_alike(
    kind: str, comparisons: list[int], tmp_path: Path
) -> None:
    make: Callable[[int], Iterator[Entry]]
    make, works = ALIKE[kind]
    papers = [
        Paper(e.key, e.title, tuple(a.name for a in e.authors), date=e.date, doi=e.doi)
        for e in make(MANY)
    ]
    with Catalog.open(tmp_path / "catalog", create=True) as catalog:
        catalog.add(papers[: MANY // 2])
        catalog.add(papers[MANY // 2 :])
        assert len(catalog) == works
        found = catalog.find([Identity.of(paper) for paper in papers])
        assert all(found)
    assert comparisons[0] < 2 * MANY * index.CROWD

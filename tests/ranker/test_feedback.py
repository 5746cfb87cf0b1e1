"""Feedback changes the ranking in the right direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.history.feedback import experience
from readnext.history.store import History
from readnext.library.selection import is_refused, split
from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.recommend.session import Session
from readnext.recommend.suggest import suggest
from readnext.request import Request
from readnext.suggestion import Answer, Suggestion
from tests.ranker.planted import library, of, three_topics

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
PAPERS = three_topics()
REQUEST = Request(n=40, diversity=0)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("planted")
    with Catalog.open(folder / "catalog", create=True) as opened:
        opened.add(PAPERS)
        yield opened


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History.open(tmp_path / "history.sqlite") as opened:
        yield opened


def mine() -> list[Entry]:
    """A library of two topics, equally."""
    return library([*of(PAPERS, "birds")[:12], *of(PAPERS, "stars")[:12]])


def ranked(catalog: Catalog, history: History, *, ignored: bool = False) -> list[str]:
    library = split(mine())
    known = experience(history, library.own, ignored=ignored)
    answer = Session.of(library, known).answer(catalog, REQUEST)
    return [one.paper.id for one in answer.suggestions]


def share(ids: list[str], topic: str) -> int:
    return sum(one.startswith(topic) for one in ids)


def test_dismissed_papers_take_their_like_with_them(
    catalog: Catalog, history: History
) -> None:
    before = ranked(catalog, history)
    assert share(before, "stars") >= 12 and share(before, "birds") >= 12
    for paper in of(PAPERS, "stars")[100:103]:
        history.judge(paper, "dismiss", NOW)
    after = ranked(catalog, history)
    assert share(after, "stars") < share(before, "stars")
    assert share(after, "birds") > share(before, "birds")


def test_reasons_cite_liked_papers_as_such(catalog: Catalog, history: History) -> None:
    """No key is made up, and what is liked is not counted as owned."""
    author = "Rosa Ash"
    wing, mine_, other = (
        replace(one, authors=(author,), labs=("Moss Lab",))
        for one in of(PAPERS, "soups")[:3]
    )
    wing = replace(wing, title="Counting Soups with State Correction", venue="")
    suggested = replace(other, id="soups/new", title=f"{other.title} again")
    near = replace(
        wing, id="soups/near", title="Counting Soups with Stationary Correction"
    )
    with Catalog.open(history.path.parent / "catalog", create=True) as mixed:
        mixed.add([*PAPERS[3:], wing, mine_, suggested, near])
        history.judge(wing, "like", NOW)
        mine_with = split([*mine(), *library([mine_])])
        known = experience(history, mine_with.own, ignored=False)
        answer = Session.of(mine_with, known).answer(mixed, Request(300, diversity=0))
    size = len(mine_with.own)
    counted = [size, size, size - 3]  # the catalog lacks the first three
    assert [answer.entries, answer.usable, answer.in_catalog] == counted
    (found,) = (one for one in answer.suggestions if one.paper.id == "soups/new")
    texts = {one.kind: one for one in found.reasons}
    assert texts["authors"].text == f"by {author} (1 in your library, 1 liked)"
    assert len(texts["authors"].cited) == 2
    own = {entry.key for entry in mine_with.own}
    for one in answer.suggestions:
        assert {key for reason in one.reasons for key in reason.keys} <= own
    cites = [r.text for one in answer.suggestions for r in one.reasons]
    assert any(f"{wing.title}\u201d, which you liked)" in text for text in cites)
    (left,) = (note for note in answer.notes if note.startswith("left out: "))
    assert left.endswith(f'which may be "{wing.title}", which you liked')


def test_liked_papers_bring_their_like(catalog: Catalog, history: History) -> None:
    before = ranked(catalog, history)
    soups = of(PAPERS, "soups")
    assert share(before, "soups") == 0
    for paper in soups[:8]:
        history.judge(paper, "like", NOW)
    after = ranked(catalog, history)
    assert share(after, "soups") > 0
    assert not {paper.id for paper in soups[:8]} & set(after)


@pytest.mark.slow
def test_what_was_shown_thrice_counts_slightly_against(
    catalog: Catalog, history: History
) -> None:
    shown = of(PAPERS, "stars")[60:80]
    for day in range(3):
        with history.transaction():
            history.note_run("digest", "p", _list(shown), NOW + dt.timedelta(days=day))
    calm, stung = (ranked(catalog, history, ignored=i) for i in (False, True))
    assert share(stung, "stars") < share(calm, "stars")
    dismissed = [Identity.of(paper) for paper in shown]
    for paper in shown:
        history.judge(paper, "dismiss", NOW)
    hated = ranked(catalog, history)
    assert share(hated, "stars") < share(stung, "stars")
    assert set(dismissed) == set(experience(history, [], ignored=False).dismissed)


def test_undone_feedback_leaves_the_ranking_as_it_was(
    catalog: Catalog, history: History
) -> None:
    before = ranked(catalog, history)
    paper = of(PAPERS, "stars")[100]
    history.judge(paper, "dismiss", NOW)
    number = history.find(Identity.of(paper))
    assert number is not None and history.undo(number, NOW)
    assert ranked(catalog, history) == before


def refusing(catalog: Catalog, count: int) -> list[str]:
    """What is suggested to one who marks some entries on stars in the library."""
    refused = [
        replace(entry, keywords=("readnext:no",))
        for entry in library(of(PAPERS, "stars")[100 : 100 + count])
    ]
    known = experience(None, [*mine(), *refused], ignored=False)
    answer = suggest(mine(), catalog, REQUEST, owned=refused, disliked=known.disliked)
    return [one.paper.id for one in answer.suggestions]


def test_marks_in_the_library_count_without_a_history(catalog: Catalog) -> None:
    before, after = refusing(catalog, 0), refusing(catalog, 3)
    assert share(after, "stars") < share(before, "stars")
    assert not {paper.id for paper in of(PAPERS, "stars")[100:103]} & set(after)


@pytest.mark.slow
def test_what_is_owned_is_not_disliked(catalog: Catalog) -> None:
    """A verdict of old on a paper that came into the library all the same."""
    papers = of(PAPERS, "stars")[100:103]
    disliked = dict.fromkeys(map(Identity.of, papers), 25.0)
    owned = library(papers)
    asked = (mine(), catalog, REQUEST)
    calm = suggest(*asked, owned=owned)
    assert suggest(*asked, owned=owned, disliked=disliked) == calm
    assert suggest(*asked, disliked=disliked).suggestions != calm.suggestions


@pytest.mark.slow
def test_the_unwanted_is_never_suggested(catalog: Catalog) -> None:
    request = Request(n=400, diversity=0)
    whole = suggest(mine(), catalog, request)
    excluded = [one.paper for one in whole.suggestions[:3]]
    stranger = Identity.of(Paper("x", "On nothing at all that the catalog has"))
    rest = suggest(
        *(mine(), catalog, request),
        excluded=[*map(Identity.of, excluded), stranger],
    )
    ids = {one.paper.id for one in rest.suggestions}
    assert ids == {one.paper.id for one in whole.suggestions[3:]}
    assert rest.candidates == whole.candidates - 3


@pytest.mark.parametrize(
    ("tag", "refused"),
    [
        ("readnext:no", True),
        ("ReadNext-No", True),
        ("readnext", False),
        ("no", False),
        ("readnext:yes", False),
    ],
)
def test_a_tag_in_the_library_says_no(tag: str, refused: bool) -> None:
    entry = Entry("a", title="On Ducks", keywords=("pond", tag))
    assert is_refused(entry) is refused
    other = Entry("b", title="On Geese")
    expected = (other,) if refused else (entry, other)
    assert split([entry, other]).chosen == expected


def _list(papers: list[Paper]) -> Answer:
    shown = tuple(
        Suggestion(i + 1, p, f"k{i}", 1.0, 0.1, ()) for i, p in enumerate(papers)
    )
    return Answer(1, 1, 1, "c", 9, 9, "prior", "", shown)

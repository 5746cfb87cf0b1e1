"""A ranking in memory: each verdict counts once, and in the end it is that of all."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.history.store import History, Verdict
from readnext.library.selection import LibrarySplit, split
from readnext.paper import Paper
from readnext.recommend.session import suggest
from readnext.request import Filters, Parts, Request
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.service.answering import Ranked
from readnext_adapters.service.live_ranking import Listing, LiveRanking
from tests.adapters.service.ranks import Ranks
from tests.conftest import FIXTURES

LIBRARY = FIXTURES / "libraries" / "generalization.bib"
REQUEST = Request(20, parts=Parts.of(20))
OTHERS = Request(5, filters=Filters(exclude=("descent",)))


@pytest.fixture(scope="module")
def library() -> LibrarySplit:
    return split(list(entries_of_all([str(LIBRARY)], [])))


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def ranking(
    library: LibrarySplit, papers_of_today: Path, history: Path
) -> Iterator[LiveRanking]:
    with LiveRanking(library, papers_of_today, history, settle=60) as found:
        found.start()
        yield found


def judge(history: Path, paper: Paper, verdict: Verdict) -> None:
    with History.open(history) as store:
        store.judge(paper, verdict, dt.datetime.now(dt.UTC))


def papers(ranking: LiveRanking) -> list[Paper]:
    return [one.paper for one in ranking.listing(REQUEST).answer.suggestions]


def followed(ranking: LiveRanking, verdicts: int) -> None:
    ranking.follow()
    for _ in range(50):
        if ranking.state.verdicts == verdicts:
            return
        ranking.wait(ranking.state.version, 0.5)
    raise AssertionError(ranking.state)


@pytest.mark.slow
def test_the_first_list_is_that_of_the_command(
    ranking: LiveRanking, library: LibrarySplit, papers_of_today: Path
) -> None:
    with Catalog.open(papers_of_today) as catalog:
        expected = suggest(library.own, catalog, REQUEST)
    found = ranking.listing(REQUEST).answer
    assert [one.score for one in found.suggestions] == [
        one.score for one in expected.suggestions
    ]
    assert found.suggestions == expected.suggestions


@pytest.mark.slow
def test_a_verdict_counts_once_however_often_it_is_given(
    ranking: LiveRanking, history: Path
) -> None:
    first, second, *_ = papers(ranking)
    judge(history, first, "like")
    judge(history, second, "dismiss")
    followed(ranking, 2)
    once = ranking.listing(REQUEST).answer.suggestions
    assert {first.id, second.id}.isdisjoint(one.paper.id for one in once)
    for _ in range(3):
        judge(history, first, "like")
        ranking.follow()
    version = ranking.state.version
    followed(ranking, 2)
    ranking.wait(version, 1)
    assert ranking.listing(REQUEST).answer.suggestions == once


def test_it_is_caught_up_when_all_verdicts_so_far_are_followed(
    ranking: LiveRanking, history: Path
) -> None:
    first, second, *_ = papers(ranking)
    known = ranking.caught_up(0)
    assert known is not None and known.verdicts == 0
    busy, gate = threading.Event(), threading.Event()

    def hold() -> bool:
        busy.set()
        return gate.wait(60)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(ranking.alone, hold)
        assert busy.wait(60)
        judge(history, first, "like")
        judge(history, second, "dismiss")
        late = ranking.caught_up(0.1)
        gate.set()
    assert late is None
    state = ranking.caught_up(60)
    assert state is not None and state.verdicts == 2


def test_nothing_is_ranked_again_without_a_verdict(ranking: LiveRanking) -> None:
    version = ranking.state.version
    for _ in range(5):
        ranking.follow()
    papers(ranking)
    ranking.listing(Request(3))
    assert ranking.state.version == version


def test_what_is_ranked_after_undoing_is_what_was_before(
    ranking: LiveRanking, history: Path
) -> None:
    before = ranking.listing(REQUEST).answer.suggestions
    judge(history, before[0].paper, "dismiss")
    followed(ranking, 1)
    with History.open(history) as store:
        number = store.named(before[0].paper.id)
        assert number is not None
        store.undo(number, dt.datetime.now(dt.UTC))
    followed(ranking, 0)
    assert ranking.listing(REQUEST).answer.suggestions == before


@pytest.mark.slow
def test_when_no_verdict_follows_all_is_ranked_again(
    library: LibrarySplit, papers_of_today: Path, history: Path
) -> None:
    """Then the list is the one that the command makes, with the trees learned again."""
    with LiveRanking(library, papers_of_today, history, settle=0.2) as ranking:
        ranking.start()
        for paper in papers(ranking)[:3]:
            judge(history, paper, "like")
        followed(ranking, 3)
        for _ in range(60):
            if ranking.state.version == 3:  # the first one, adjusted, all again
                break
            ranking.wait(ranking.state.version, 1)
        assert ranking.state.version == 3
        with (
            Catalog.open(papers_of_today) as catalog,
            History.read(history) as store,
        ):
            expected = suggest(library.own, catalog, REQUEST, history=store)
        assert ranking.listing(REQUEST).answer.suggestions == expected.suggestions


def test_many_threads_get_the_same_list(ranking: LiveRanking) -> None:
    expected = papers(ranking)
    found: list[list[Paper]] = []
    threads = [
        threading.Thread(target=lambda: found.append(papers(ranking)))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 16


def test_papers_that_came_into_the_catalog_are_ranked(
    library: LibrarySplit, tmp_path: Path, history: Path
) -> None:
    folder = tmp_path / "catalog"
    today = dt.date.today().isoformat()
    with Catalog.open(folder, create=True) as catalog:
        catalog.add([Paper("a", "Moss on walls", date=today)])
        with LiveRanking(library, folder, history) as ranking:
            ranking.start()
            assert [paper.id for paper in papers(ranking)] == ["a"]
            catalog.add([Paper("b", "Deep double descent of ducks", date=today)])
            version = ranking.state.version
            ranking.follow()
            ranking.wait(version, 30)
            assert {paper.id for paper in papers(ranking)} == {"a", "b"}


def test_a_history_that_cannot_be_read_leaves_the_list(
    ranking: LiveRanking, history: Path
) -> None:
    before = papers(ranking)
    history.write_bytes(b"no database at all" * 100)
    ranking.follow()
    for _ in range(50):
        if ranking.state.problem:
            break
        ranking.wait(ranking.state.version, 0.1)
    assert str(history) in ranking.state.problem
    assert papers(ranking) == before
    history.unlink()
    followed(ranking, 0)


def test_without_anything_to_learn_from_it_does_not_start(
    papers_of_today: Path, history: Path
) -> None:
    with (
        LiveRanking(LibrarySplit(), papers_of_today, history) as ranking,
        pytest.raises(UserError),
    ):
        ranking.start()


def test_what_is_asked_while_it_starts_waits_for_the_ranking(
    library: LibrarySplit, papers_of_today: Path, history: Path
) -> None:
    with LiveRanking(library, papers_of_today, history) as ranking:
        ranking.start(wait=False)
        assert len(papers(ranking)) == 20
    with LiveRanking(LibrarySplit(), papers_of_today, history) as ranking:
        ranking.start(wait=False)
        with pytest.raises(UserError):
            papers(ranking)


@pytest.mark.slow
@pytest.mark.parametrize("ask", ["list", "explain", "near", "search"])
def test_an_answer_does_not_wait_for_a_ranking(ranking: LiveRanking, ask: str) -> None:
    first, second, *_ = papers(ranking)
    asked: dict[str, Callable[[], object]] = {
        "list": lambda: ranking.listing(OTHERS).answer.suggestions,
        "explain": lambda: ranking.explain(first),
        "near": lambda: ranking.near([first, second], 5),
        "search": lambda: ranking.search("double descent", 5),
    }
    with Ranks(ranking):
        found = asked[ask]()
    assert found == asked[ask]() != ()


def test_a_list_made_beside_a_ranking_is_not_kept_for_the_next_one(
    ranking: LiveRanking, history: Path
) -> None:
    """A list that was asked for before a verdict and is answered after it."""
    first, *_ = papers(ranking)
    asked, judged = threading.Event(), threading.Event()

    def slow(ranked: Ranked) -> Listing:
        asked.set()
        assert judged.wait(30)
        return ranking._listing(ranked, OTHERS)

    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(ranking._answering.ask, slow)
        assert asked.wait(30)
        judge(history, first, "dismiss")
        followed(ranking, 1)
        judged.set()
        assert before.result().state.version == 1
    assert ranking.listing(OTHERS).state.version == 2

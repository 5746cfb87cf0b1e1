"""The watch list: by people, from labs, and papers that cite the library."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.digest.compose import DigestOrder, Inputs, compose_issue
from readnext.digest.content import lead, parts_of, subject
from readnext.digest.outbox import Message, Outbox, Step
from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Entry, Paper
from readnext.recommend.session import suggest
from readnext.request import Filters, Request, Watch
from readnext.suggestion import (
    WATCHED,
    WATCHED_CITATIONS,
    WATCHED_LABS,
    WATCHED_PEOPLE,
    Answer,
)
from tests.ranker.planted import library, of, paper, three_topics

pytestmark = pytest.mark.slow

DAY = dt.datetime(2026, 11, 22, 7, tzinfo=dt.UTC)
PEOPLE = ("Yoshua Bengio", "Héctor García Molina", "Xiao-Ming Li")
LABS = ("Fen Institute", "Moss Lab")
WATCH = Watch(PEOPLE, LABS, cites=True)
# As catalogs write the people above, and whom their names can be told from.
SPELLINGS = ("Y. Bengio", "Bengio, Yoshua", "Hector Garcia-Molina", "Xiaoming Li")
NAMESAKES = ("Samy Bengio", "Yann Bengio", "Hugo García Molina", "Xiao-Yu Li")
OTHER_LABS = ("Fen Observatory", "Institute of Peat", "Moss and Partners")
Planted = dict[str, str]  # the part of a paper by its id


def mine(papers: Sequence[Paper]) -> list[Entry]:
    """A library of which the first work has a DOI, the second an arXiv id."""
    first, second, *rest = library(of(papers, "birds")[:12])
    return [
        dataclasses.replace(first, key="first", doi="10.5555/first"),
        dataclasses.replace(second, key="second", arxiv="1706.03762"),
        *rest,
    ]


def stream(count: int) -> tuple[list[Paper], Planted]:
    """Papers of three topics, one of ten of them planted, and one of ten a decoy."""
    rng, planted, found = random.Random(7), Planted(), list[Paper]()
    cited = ("https://doi.org/10.5555/FIRST", "10.48550/arXiv.1706.03762")
    for n in range(count):
        made = paper(rng.choice(("birds", "stars", "soups")), 1000 + n, rng)
        made = dataclasses.replace(made, id=f"s{n}", references=("10.5555/none",))
        authors, labs = made.authors, made.labs
        kind = n % 60
        if kind < 2:
            made = dataclasses.replace(made, authors=(*authors, rng.choice(SPELLINGS)))
            planted[made.id] = WATCHED_PEOPLE
        elif kind < 4:
            made = dataclasses.replace(made, labs=(*labs, f"{rng.choice(LABS)}, Graz"))
            planted[made.id] = WATCHED_LABS
        elif kind < 6:
            made = dataclasses.replace(made, references=("x", rng.choice(cited)))
            planted[made.id] = WATCHED_CITATIONS
        elif kind < 9:
            made = dataclasses.replace(made, authors=(rng.choice(NAMESAKES), *authors))
        elif kind < 12:
            made = dataclasses.replace(made, labs=(rng.choice(OTHER_LABS),))
        found.append(made)
    return found, planted


def parts(answer: Answer) -> Planted:
    return {one.paper.id: one.part for one in answer.suggestions if one.part in WATCHED}


def test_a_stream_of_5000_papers_brings_each_planted_one_once(tmp_path: Path) -> None:
    old = three_topics()
    papers, planted = stream(5_000)
    order = DigestOrder(
        "p", "a@example.org", ("b@example.org",), Request(n=10, watch=WATCH)
    )
    seen, ids = Planted(), Counter[str]()
    with (
        Catalog.open(tmp_path / "catalog", create=True) as catalog,
        History.open(tmp_path / "history.sqlite") as history,
    ):
        catalog.add(old, day=DAY.date() - dt.timedelta(days=400))
        inputs = Inputs(split(mine(old)), catalog, str(catalog.folder), history)
        for day in range(10):
            now = DAY + dt.timedelta(days=day)
            date = now.date()
            catalog.add(
                (
                    dataclasses.replace(one, date=date.isoformat())
                    for one in papers[500 * day : 500 * (day + 1)]
                ),
                day=date,
            )
            made = compose_issue(order, inputs, Step("make", 1), now)
            answer = made.content.answer
            seen |= parts(answer)
            ids.update(one.paper.id for one in answer.suggestions)
            for one in answer.suggestions:
                if one.part == WATCHED_CITATIONS:
                    assert one.reasons[0].text in ("cites `first`", "cites `second`")
                elif one.part in WATCHED:
                    assert one.reasons[0].text.endswith(", on your watch list")
            outbox = Outbox(history)
            mail = Message(f"<{day}@x>", "a@example.org", "b@example.org", b"x")
            (issue,) = outbox.prepare("p", answer, [(1, mail)], made.newest, now)
            outbox.begin(issue, now)
            outbox.end(issue, now)
    assert len(planted) > 400 and seen == planted
    assert set(ids.values()) == {1}


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return [
        dataclasses.replace(one, date="2026-11-20") if n % 2 else one
        for n, one in enumerate([*three_topics(), *stream(24)[0]])
    ]


@pytest.fixture(scope="module")
def catalog(papers: list[Paper], tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    opened = Catalog.open(tmp_path_factory.mktemp("watched") / "catalog", create=True)
    opened.add(papers)
    return opened


REQUEST = Request(n=10, watch=WATCH, today=dt.date(2026, 11, 22))


def test_watched_papers_come_after_the_list_and_only_if_they_are_new(
    catalog: Catalog, papers: list[Paper]
) -> None:
    answer = suggest(mine(papers), catalog, REQUEST)
    assert [one.rank for one in answer.suggestions] == list(range(1, 14))
    assert parts(answer) == {
        "s1": WATCHED_PEOPLE,
        "s3": WATCHED_LABS,
        "s5": WATCHED_CITATIONS,
    }
    assert len({one.key for one in answer.suggestions}) == 13
    assert [name for name, _ in answer.parts()] == ["", *WATCHED]


def test_thresholds_do_not_apply_to_watched_papers_but_filters_do(
    catalog: Catalog, papers: list[Paper]
) -> None:
    high = dataclasses.replace(REQUEST, filters=Filters(min_score=1e9))
    assert len(parts(suggest(mine(papers), catalog, high))) == 3
    lab = dataclasses.replace(REQUEST, filters=Filters(labs=("Moss Lab", "Fen Inst")))
    assert set(parts(suggest(mine(papers), catalog, lab)).values()) <= {WATCHED_LABS}


def test_only_the_works_that_are_named_count_as_cited(
    catalog: Catalog, papers: list[Paper]
) -> None:
    named = Watch(cites=True, cited_keys=("second", "third"))
    asked = dataclasses.replace(REQUEST, watch=named)
    (other,) = (one for one in papers if one.id == "s5")
    expected = {"s5": WATCHED_CITATIONS} if "1706" in other.references[1] else {}
    answer = suggest(mine(papers), catalog, asked)
    assert parts(answer) == expected
    assert "watch.cites names `third`, which is not in your library" in answer.notes


def test_an_issue_has_watched_papers_under_headings_of_their_own(
    catalog: Catalog, papers: list[Paper], tmp_path: Path
) -> None:
    order = DigestOrder("p", "a@example.org", ("b@example.org",), REQUEST)
    with History.open(tmp_path / "history.sqlite") as history:
        inputs = Inputs(split(mine(papers)), catalog, str(catalog.folder), history)
        made = compose_issue(order, inputs, Step("make", 1), DAY).content
    assert [part.heading for part in parts_of(made)] == [
        "New",
        "By people on your watch list",
        "From labs on your watch list",
        "Citing works of your library",
    ]
    assert "10 new papers and 3 of your watch list" in subject(made)
    assert "10 new papers and 3 of your watch list." in lead(made)

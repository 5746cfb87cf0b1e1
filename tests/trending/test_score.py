"""What is well received: each signal alone decides, and unknown is not zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.shards import columns_of
from readnext.paper import Paper, Popularity
from readnext.trending.percentile import Places, Standing
from readnext.trending.reasons import trend_reasons
from readnext.trending.score import HALVINGS, Reception, half_life, recency
from readnext.trending.window import Period

JUNE = Period(0, 30)


def paper(
    name: str,
    date: str | None = "2024-06-10",
    *,
    upvotes: int | None = None,
    comments: int | None = None,
    score: float | None = None,
) -> Paper:
    """A paper, of June if nothing else is said."""
    popularity = Popularity(upvotes, comments, score)
    return Paper(name, f"On {name}", date=date, popularity=popularity)


def with_figure(name: str, figure: str, value: int) -> Paper:
    """A paper of June of which one figure is known."""
    known = replace(Popularity(), **{figure: value})
    return replace(paper(name), popularity=known)


def crowd(figure: str, values: Iterable[int]) -> list[Paper]:
    """Papers of June for others to stand among, one a value."""
    return [with_figure(f"{figure} {n}", figure, v) for n, v in enumerate(values)]


def points(papers: Sequence[Paper]) -> dict[str, float]:
    """All points of each paper but those for age."""
    reception = Reception.of(columns_of(papers, range(len(papers))))
    total = np.sum(list(reception.points.values()), axis=0)
    return dict(zip((p.id for p in papers), total.tolist(), strict=True))


def reasons(papers: Sequence[Paper], row: int = 0) -> list[str]:
    """The words on one paper's reception."""
    reception = Reception.of(columns_of(papers, range(len(papers))))
    own = {name: float(found[row]) for name, found in reception.points.items()}
    own["recency"] = 0.0
    return [r.text for r in trend_reasons(papers[row], row, own, reception, JUNE)]


TWENTY = [*range(0, 200, 10)]


@pytest.mark.parametrize("figure", ["upvotes", "comments", "score"])
def test_a_figure_alone_decides(figure: str) -> None:
    papers = [
        *crowd(figure, TWENTY),
        with_figure("high", figure, 185),
        with_figure("low", figure, 5),
        paper("unknown"),
    ]
    found = points(papers)
    assert found["high"] > found["unknown"] > found["low"]
    assert found["unknown"] == 0


def test_code_alone_decides() -> None:
    plain = paper("plain")
    found = points([plain, replace(paper("linked"), code="https://example.org")])
    assert found["linked"] > found["plain"] == 0
    found = points([plain, replace(paper("said"), code="")])
    assert found["said"] > 0


def test_the_other_papers_of_a_lab_alone_decide() -> None:
    liked = [replace(paper(f"g{n}", upvotes=500 + n), labs=("Good",)) for n in range(5)]
    disliked = [replace(paper(f"b{n}", upvotes=0), labs=("Bad",)) for n in range(5)]
    papers = [
        *crowd("upvotes", TWENTY),
        *liked,
        *disliked,
        replace(paper("good"), labs=("good", "Nobody's")),
        replace(paper("bad"), labs=("Bad",)),
        replace(paper("new"), labs=("New",)),
        paper("none"),
    ]
    found = points(papers)
    assert found["good"] > found["none"] == 0 > found["bad"]
    assert found["new"] == 0
    row = [p.id for p in papers].index("good")
    assert reasons(papers, row) == [
        "from good: 5 of its 5 other rated papers were well received"
    ]


def test_a_papers_own_fame_says_nothing_of_its_lab() -> None:
    papers = [*crowd("upvotes", TWENTY), paper("star", upvotes=999)]
    papers.append(replace(paper("lab star", upvotes=999), labs=("Only One",)))
    found = points(papers)
    assert found["star"] == found["lab star"]


def test_age_alone_decides() -> None:
    dates = np.array([20240630, 20240620, 20240531, 0, 20990101], np.int32)
    (last,) = np.array(["2024-06-30"], "M8[D]").astype(float)
    found = recency(dates, Period(last - 30, last)).tolist()
    assert found[0] == HALVINGS
    assert found[0] - found[1] == pytest.approx(10 / half_life(JUNE)) == 1
    assert found[1] > found[2] == found[3] == found[4] == 0


def test_a_vague_date_is_the_middle_of_what_it_can_mean() -> None:
    (last,) = np.array(["2024-06-15"], "M8[D]").astype(float)
    dates = np.array([20240600, 20240608, 20240000, 20240324], np.int32)
    month, eighth, year, march = recency(dates, Period(last - 365, last))
    assert month == eighth
    assert year == pytest.approx(march, abs=HALVINGS / 365)


def test_figures_are_compared_within_their_month() -> None:
    may = [paper(f"may {n}", "2024-05-10", upvotes=1000 + n) for n in range(20)]
    june = crowd("upvotes", range(20))
    found = points([*may, *june])
    assert found["upvotes 19"] > found["may 0"]
    assert found["upvotes 19"] > 0 > found["may 0"]


def test_papers_without_a_figure_are_no_peers() -> None:
    papers = [*crowd("upvotes", TWENTY), paper("mine", upvotes=120)]
    silent = [paper(f"silent {n}") for n in range(300)]
    assert points(papers)["mine"] == points([*papers, *silent])["mine"]


def test_few_comments_are_not_held_against_a_paper_where_none_is_left_out() -> None:
    page = [*crowd("comments", [1, 1, 2, 3, 9]), paper("silent")]
    found = points(page)
    assert found["comments 0"] == found["silent"] == 0
    assert found["comments 4"] > 0
    found = points([*page, paper("none", comments=0)])
    assert found["none"] < 0


def test_labs_without_any_figure_say_nothing() -> None:
    papers = [replace(paper("a"), labs=("X", "Y")), paper("b")]
    assert points(papers) == {"a": 0, "b": 0}
    assert points([]) == {}


def test_reasons_say_how_many_are_left_behind() -> None:
    may = [paper(f"may {n}", "2024-05-10", upvotes=n) for n in range(300)]
    june = [paper("mine", upvotes=98), *crowd("upvotes", [*range(12), 99])]
    assert reasons([*june, *may]) == [
        "98 upvotes, more than 92 % of the papers of that month"
    ]
    first = [paper("mine", upvotes=1234), *june[1:]]
    assert reasons(first) == ["1,234 upvotes, more than any other paper of that month"]
    alone = [paper("mine", "2024-07-01", upvotes=250), *may]
    assert reasons(alone) == [
        "250 upvotes, more than 83 % of the papers in the catalog"
    ]
    assert reasons([paper("mine", score=83.0), paper("x", score=2)]) == ["score 83"]
    one = [paper("mine", comments=1), *[paper(str(n), comments=0) for n in range(3)]]
    assert reasons(one) == ["1 comment"]
    years = [paper(str(n), "2024", upvotes=n) for n in range(20)]
    assert reasons(years, 19) == ["19 upvotes, more than any other paper of that year"]


def test_a_paper_of_which_nothing_is_known_has_a_reason() -> None:
    assert reasons([paper("a", None)]) == ["nothing is known of its reception"]


# ----------------------------------------------------------------- what always holds
counts = st.none() | st.integers(1, 30)
facts = st.tuples(counts, counts, st.none() | st.integers(0, 100), st.integers(1, 2))


def some_papers(
    rows: Sequence[tuple[int | None, int | None, int | None, int]],
) -> list[Paper]:
    return [
        paper(str(n), f"2024-0{month}-01", upvotes=up, comments=said, score=score)
        for n, (up, said, score, month) in enumerate(rows)
    ]


@given(st.lists(facts, min_size=1, max_size=20), st.integers(1, 40), st.data())
def test_more_is_never_worse(
    rows: list[tuple[int | None, int | None, int | None, int]],
    more: int,
    data: st.DataObject,
) -> None:
    zero = paper("zero", upvotes=0, comments=0, score=0)
    papers = [*some_papers(rows), zero]
    row = data.draw(st.integers(0, len(rows) - 1))
    figure = data.draw(st.sampled_from(["upvotes", "comments", "score"]))
    said = papers[row].popularity
    value = getattr(said, figure)
    if value is None:
        return
    better = replace(said, **{figure: value + more})
    before = points(papers)
    papers[row] = replace(papers[row], popularity=better)
    after = points(papers)
    mine = str(row)
    assert after[mine] >= before[mine]
    for other in before.keys() - {mine}:
        assert after[mine] - after[other] >= before[mine] - before[other] - 1e-9


@given(st.lists(facts, max_size=20), st.data())
def test_the_order_of_papers_makes_no_difference(
    rows: list[tuple[int | None, int | None, int | None, int]], data: st.DataObject
) -> None:
    papers = some_papers(rows)
    mixed = data.draw(st.permutations(papers))
    assert points(mixed) == pytest.approx(points(papers))


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 9), st.integers(1, 3)), max_size=30)
)
def test_places_are_what_counting_gives(rows: list[tuple[int | None, int]]) -> None:
    values = np.array([np.nan if v is None else v for v, _ in rows], np.float32)
    groups = np.array([g for _, g in rows], np.int32)
    places = Places.of(values, groups)
    for n, (value, group) in enumerate(rows):
        peers = [v for m, (v, g) in enumerate(rows) if g == group and m != n]
        known = [v for v in peers if v is not None] if value is not None else []
        assert places.others[n] == len(known)
        assert places.below[n] == sum(v < (value or 0) for v in known)
        assert places.equal[n] == sum(v == value for v in known)
    share = Standing.of(values, groups).share
    assert np.isfinite(share).tolist() == np.isfinite(values).tolist()
    assert ((share > 0) & (share < 1) | np.isnan(share)).all()


@given(st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2024, 6, 30)), max_size=20))
def test_newer_is_never_worse(days: list[dt.date]) -> None:
    days.sort()
    numbers = np.array([int(d.strftime("%Y%m%d")) for d in days], np.int32)
    (last,) = np.array(["2024-06-30"], "M8[D]").astype(float)
    found = recency(numbers, Period(last - 100, last))
    assert (np.diff(found) >= 0).all()
    assert ((found >= 0) & (found <= HALVINGS)).all()

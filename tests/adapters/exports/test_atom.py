"""What the feed says besides what stands in every format."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import feedparser

from readnext.paper import Paper
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.atom import render, urn
from tests.adapters.zoterofeedreader import feed_pane


def test_ids_stay_while_ranks_and_times_change(answer: Answer) -> None:
    first = feedparser.parse(render(answer))
    later = replace(
        answer,
        suggestions=answer.suggestions[::-1],
        at=dt.datetime(2026, 7, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    )
    second = feedparser.parse(render(later))
    assert [e.id for e in second.entries] == [e.id for e in first.entries][::-1]
    assert first.feed.updated == first.entries[0].updated == "2026-06-30T12:00:00Z"
    assert second.feed.updated == "2026-07-01T07:00:00Z"
    assert first.feed.id == second.feed.id


def test_each_author_is_one_and_nobody_is_readnext(answer: Answer) -> None:
    """Zotero would give the feed's author to a paper that names none."""
    nameless = Paper("x", "On Moss")
    suggestion = Suggestion(6, nameless, "x", 1.0, None, ())
    more = replace(answer, suggestions=(*answer.suggestions, suggestion))
    entries = feedparser.parse(render(more)).entries
    names = [[author.name for author in entry.authors] for entry in entries]
    assert names[0] == ["Łukasz Müller", "Jan van der Berg", "Ada O'Neil", "OpenAI"]
    assert names[3:] == [["示例实验室"], ["A. Bold", "B", "C", "D"], ["Unknown author"]]


def test_abstract_and_reasons_are_apart(answer: Answer) -> None:
    entry = feedparser.parse(render(answer)).entries[0]
    assert entry.content[0].value == "We gain 5% & more at cost O(n_k)."
    assert entry.summary == (
        'Suggested (very strong match, 80%): close to dai2019xl, on "double descent"; '
        "by Ada O'Neil (2 in your library): one, two."
    )
    assert entry.published == "2024-01-15T00:00:00Z"
    assert entry.dc_identifier == "doi:10.1000/xyz_(123)"


def test_zotero_shows_the_papers_by_rank_and_with_their_abstracts(
    answer: Answer,
) -> None:
    """Papers of all ages; some say neither their day nor an abstract."""
    days = ["1998-03-01", "2026-06-01", None, "2011", "2025-12", "2026-06-30"]
    papers = [
        Paper(f"id{n * 7 % 6}", f"On Moss {n}", ("A. B",), abstract=text, date=day)
        for n, (day, text) in enumerate(
            zip(days, ["Moss & fern.", ""] * 3, strict=True)
        )
    ]
    why = answer.suggestions[0].reasons
    shown = tuple(
        Suggestion(n, paper, f"k{n}", 1.0, 0.5, why) for n, paper in enumerate(papers)
    )
    items = feed_pane(render(replace(answer, suggestions=shown)))
    assert [item.title for item in items] == [paper.title for paper in papers]
    assert [item.abstract for item in items] == [paper.abstract for paper in papers]
    assert [item.guid for item in items] == [urn(paper.id) for paper in papers]


def test_the_published_day_is_the_papers_own_or_left_out(answer: Answer) -> None:
    papers = [Paper("a", "A", date="2011"), Paper("b", "B", date="2011-02-03")]
    shown = tuple(Suggestion(1, paper, "k", 1.0, None, ()) for paper in papers)
    entries = feedparser.parse(render(replace(answer, suggestions=shown))).entries
    assert "published" not in entries[0] and entries[0].prism_coverdate == "2011"
    assert entries[1].published == "2011-02-03T00:00:00Z"


def test_without_a_time_the_feed_is_as_old_as_can_be(answer: Answer) -> None:
    feed = feedparser.parse(render(replace(answer, at=None)))
    assert feed.feed.updated == "1970-01-01T00:00:00Z"


def test_a_urn_has_no_slash_first_and_nothing_but_ascii() -> None:
    assert urn("/a") == "urn:readnext:%2Fa"
    assert urn("\ud800#?") == "urn:readnext:%ED%A0%80%23%3F"

"""Suggestions in a terminal."""

from __future__ import annotations

from dataclasses import replace

from readnext.paper import Paper
from readnext.suggestion import Answer
from readnext_adapters.exports.columns import columns, wrap
from readnext_adapters.exports.links import paper_address
from readnext_adapters.exports.table import NOTHING, names, render


def test_nothing_is_said_in_a_sentence(answer: Answer) -> None:
    assert render(replace(answer, suggestions=()), 80) == NOTHING


def test_long_titles_wrap_under_themselves(answer: Answer) -> None:
    lines = render(answer, 40).splitlines()
    assert lines[0].startswith("1  NeurIPS") and lines[0].endswith(" 80%")
    assert lines[1].startswith("   ")
    assert max(map(columns, lines)) <= 40


def test_ratings_stand_in_one_column(answer: Answer) -> None:
    titles = [x for x in render(answer, 80).splitlines() if x[:1].isdigit()]
    assert {columns(line) for line in titles} == {80}


def test_wide_screens_are_not_filled(answer: Answer) -> None:
    assert max(map(columns, render(answer, 500).splitlines())) == 120


def test_who_and_where() -> None:
    paper = Paper("1", "T", authors=("A", "B"), author_count=7, doi="10.1000/x")
    assert names(paper) == "A, B et al."
    assert names(Paper("1", "T", labs=("Lab",))) == "Lab"
    assert paper_address(paper) == "https://doi.org/10.1000/x"
    assert paper_address(Paper("1", "T", arxiv="2401.00001")).endswith("abs/2401.00001")


def test_combining_marks_and_emoji_are_counted_as_shown() -> None:
    assert columns("e\u0301a\u200d") == 2
    assert columns("🙂") == 2
    assert wrap("ab 学习学习 c", 5) == ["ab", "学习", "学习", "c"]

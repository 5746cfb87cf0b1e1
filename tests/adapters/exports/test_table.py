"""Suggestions in a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

from readnext.paper import Paper
from readnext.suggestion import Answer, Cited, Reason
from readnext_adapters.exports.columns import columns, wrap
from readnext_adapters.exports.links import paper_address
from readnext_adapters.exports.listing import parts
from readnext_adapters.exports.ratings import rating
from readnext_adapters.exports.table import (
    NOTHING,
    names,
    reason_text,
    render,
    render_styled,
)
from readnext_adapters.exports.terminal_style import TerminalStyle


def test_nothing_is_said_in_a_sentence(answer: Answer) -> None:
    assert render(replace(answer, suggestions=()), 80) == NOTHING


def test_long_titles_wrap_under_themselves(answer: Answer) -> None:
    lines = render(answer, 40).splitlines()
    assert lines[0].startswith("1  NeurIPS")
    assert lines[1].startswith("   ")
    assert "   very strong match, 80%" in lines
    assert max(columns(line) for line in lines if "://" not in line) <= 40


def test_an_address_is_never_cut(answer: Answer) -> None:
    address = f"https://example.org/{'long-' * 40}"
    paper = replace(answer.suggestions[0].paper, url=address)
    one = replace(answer.suggestions[0], paper=paper)
    for width in (40, 80, 200):
        shown = render(replace(answer, suggestions=(one,)), width)
        assert f"   {address}\n" in shown


def test_styles_change_nothing_but_the_look(answer: Answer) -> None:
    styled = render_styled(answer, 80, TerminalStyle(on=True))
    assert styled.startswith("1  \x1b]8;;https://example.org/")
    assert "\x1b[32mvery strong match, 80%\x1b[0m" in styled
    plain = re.sub(r"\x1b\[\d+m|\x1b\]8;;[^\x1b]*\x1b\\", "", styled)
    assert plain == render(answer, 80)


def test_parts_have_headings(answer: Answer) -> None:
    new, *old = answer.suggestions
    parts = (replace(new, part="new"), *(replace(one, part="missed") for one in old))
    divided = replace(answer, suggestions=parts, in_parts=True, new_since="2026-04-01")
    shown = render(divided, 80)
    assert shown.startswith("New since 2026-04-01\n\n1  ")
    assert shown.count("\n\nYou may have missed\n\n2  ") == 1
    assert "New since" not in render(replace(divided, in_parts=False), 80)


def test_ratings_are_words_with_a_percentage_that_says_something(
    answer: Answer,
) -> None:
    one = answer.suggestions[0]
    assert rating(one) == "very strong match, 80%"
    assert rating(replace(one, probability=None)) == "very strong match"
    assert rating(replace(one, strength=1, probability=0.004)) == "weak match"
    assert rating(replace(one, strength=0, probability=None)) == "score 1.67"


def test_works_without_a_key_of_the_readers_are_named() -> None:
    link = "zotero://select/library/items/ABCD2345"
    work = Cited("ABCD2345", "Sutton et al. 1999", "Policy gradient methods", link)
    reason = Reason("text", f"close to {work.long}", 1.0, (work.key,), (work,))
    assert reason_text(reason) == (
        "close to Sutton et al. 1999 (\u201cPolicy gradient methods\u201d)"
    )
    found = parts(reason_text(reason), reason.cited)
    assert [(part.text, part.link) for part in found][:2] == [
        ("close to ", ""),
        ("Sutton et al. 1999", link),
    ]
    pdf = "zotero://open-pdf/library/items/PDFA2345"
    with_pdf = parts(reason_text(reason), [replace(work, pdf=pdf)])
    assert [part.pdf for part in with_pdf][:2] == ["", pdf]
    by = Reason("authors", "by Ann Bee (1 in your library)", 1.0, reason.keys, (work,))
    assert reason_text(by) == "by Ann Bee (1 in your library): Sutton et al. 1999"
    unsafe = replace(work, link="javascript:alert(1)")
    assert {part.link for part in parts(by.text, (unsafe,))} == {""}


def test_wide_screens_are_not_filled(answer: Answer) -> None:
    assert max(map(columns, render(answer, 500).splitlines())) <= 120


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


def test_a_free_full_text_has_a_line_of_its_own(answer: Answer) -> None:
    first = answer.suggestions[0]
    free = "https://repository.example/bogs/1.pdf"

    def lines(**changes: str | None) -> list[str]:
        paper = replace(first.paper, **{"arxiv": None, "url": None, **changes})  # type: ignore[arg-type]
        shown = replace(answer, suggestions=(replace(first, paper=paper),))
        return [line.strip() for line in render(shown, 40).splitlines()]

    assert f"PDF: {free}" in lines(doi="10.5555/bogs", pdf=free)
    for changes in (
        {"url": free, "pdf": free},
        {"arxiv": "2401.00001", "pdf": "https://arxiv.org/pdf/2401.00001"},
        {"pdf": "javascript:alert(1)"},
        {"pdf": None},
    ):
        assert not any(line.startswith("PDF") for line in lines(**changes))

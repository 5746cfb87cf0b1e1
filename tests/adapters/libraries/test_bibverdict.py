"""Verdicts on suggestions in BibTeX entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readnext.library.selection import is_refused, is_suggested
from readnext.paper import Entry, Paper, Problem
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.libraries import bibtex

OURS = "title = {Ducks}, readnext-id = {1}, readnext-score = {2}"


def entries(text: str) -> list[Entry]:
    return [x for x in bibtex.read(text.encode(), "t.bib") if isinstance(x, Entry)]


@pytest.mark.parametrize(
    ("fields", "refused", "suggested"),
    [
        (OURS, False, True),
        (f"{OURS}, readnext = {{no}}", True, False),
        (f'{OURS}, READNEXT = " Yes "', False, False),
        (f"{OURS}, readnext = yes", False, False),
        (f"{OURS}, readnext = {{perhaps}}", False, True),
        (f"{OURS}, file = {{ducks.pdf}}", False, False),
        (f"{OURS}, groups = {{To Read}}", False, False),
        (f"{OURS}, keywords = {{readnext:yes}}", False, False),
        ("title = {Ducks}, readnext-id = {1}", False, False),
        ("title = {Ducks}, readnext = {no}", True, False),
        ("title = {Ducks}, readnext = {yes}", False, False),
        ("title = {Ducks}", False, False),
    ],
)
def test_what_an_entry_says(fields: str, refused: bool, suggested: bool) -> None:
    (entry,) = entries(f"@misc{{a, {fields}}}")
    assert (is_refused(entry), is_suggested(entry)) == (refused, suggested)


def test_a_verdict_is_a_keyword_beside_the_others() -> None:
    (entry,) = entries("@misc{a, keywords = {pond, x}, readnext = {no}}")
    assert entry.keywords == ("pond", "x", "readnext:no")


def test_a_verdict_is_not_inherited() -> None:
    text = (
        "@proceedings{p, title = {All Ducks}, readnext = {no}}\n"
        "@inproceedings{a, title = {Ducks}, crossref = {p}}\n"
    )
    assert [is_refused(entry) for entry in entries(text)] == [True, False]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_what_readnext_writes_is_suggested(dialect: str) -> None:
    papers = [
        Paper(
            "a/1", "Ducks", ("Mia Sand",), venue="ICML", date="2024-05", doi="10.1/x"
        ),
        Paper("b", "Geese", venue="Journal of Ponds", date="2024", arxiv="2401.00001"),
        Paper("c", "Swans", url="https://a.org/", abstract="Wet.", keywords=("pond",)),
    ]
    papers.append(replace(papers[1], venue="", categories=("cs.LG",)))
    shown = tuple(Suggestion(1, p, "k", 1.0, 0.5, ()) for p in papers)
    answer = Answer(1, 1, 1, "c", 9, 9, "prior", "", shown)
    read = entries(EXPORT_FORMATS[dialect].render(answer, 80))
    assert len(read) == 4 and all(map(is_suggested, read))


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        ("{nope}", "a: readnext = {nope} is neither yes nor no, so ignored"),
        ('"maybe\n later"', "a: readnext = {maybe later} is neither yes nor no"),
        ("{YES}", ""),
        ("{{no}}", ""),
        ("{}", ""),
    ],
)
def test_a_verdict_that_is_none_is_a_problem(verdict: str, says: str) -> None:
    text = f"\n@misc{{a, title = {{Ducks}}, readnext = {verdict}}}"
    found = list(bibtex.read(text.encode(), "t.bib"))
    problems = [one for one in found if isinstance(one, Problem)]
    assert [one.where for one in problems] == (["t.bib:2"] if says else [])
    assert all(one.why.startswith(says) for one in problems)

"""The health of a library, finding by finding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.library.lint import examine, offers
from readnext.library.lint_rules import lost_characters, mojibake, name_fault
from readnext.paper import Author, Entry, Paper


@pytest.mark.parametrize(
    ("author", "says"),
    [
        (Author("Pond and Sand", "Mia"), '"and"'),
        (Author("Sand", "Mia & Ed"), '"and"'),
        (Author(literal="Sand, Mia and Ed Pond"), '"and"'),
        (Author("Sand et al.", "M."), "et al"),
        (Author(literal="Sand et al"), "et al"),
        (Author("SAND", "MIA"), "capitals"),
        (Author("Ünal-ÖZ".upper(), "Mia"), "capitals"),
        (Author("Sand1", "Mia"), "digits"),
        (Author("Sand", "M., Pond, E., Reed, B."), "commas"),
        (Author(literal="Mia Sand, Ed Pond, Bo Reed"), "commas"),
        (Author(literal="Sand M; Pond E"), "semicolons"),
        (Author("", "Mia"), "no family"),
        (Author("J. R.", "Sand"), "no family"),
        (Author("S\\'and", "Mia"), "LaTeX"),
        (Author("mia@pond.org"), "address"),
    ],
)
def test_broken_names(author: Author, says: str) -> None:
    assert says in name_fault(author)


@pytest.mark.parametrize(
    "author",
    [
        Author("Sand", "Mia"),
        Author("van der Berg", "Jan"),
        Author("King", "Martin Luther, Jr."),
        Author("NG", "A."),
        Author("Ferdinand", "Sandy"),
        Author("IEEE"),
        Author("李", "明"),
        Author("Sand", "M. A."),
        Author("Madonna"),
        Author(literal="OPENAI"),
        Author(literal="Barnes and Noble"),
        Author(literal="Ministry of Ducks, Ponds and Geese"),
        Author(literal="Department of Ducks, University of Ponds, Marshtown"),
        Author(literal="3M"),
    ],
)
def test_sound_names(author: Author) -> None:
    assert name_fault(author) == ""


@pytest.mark.parametrize(
    "word", ["é", "ß", "ø", "’", "–", "…", "œ", "ł", "°", "Привет", "λόγος", "日本語"]
)
def test_mojibake_of_any_letter(word: str) -> None:
    wrong = word.encode().decode("latin-1")
    for character in range(0x80, 0xA0):
        proper = bytes((character,)).decode("cp1252", "ignore")
        wrong = wrong.replace(chr(character), proper or chr(character))
    assert list(mojibake(f"a {wrong} b")) == [(wrong, word)]


@pytest.mark.parametrize(
    "text",
    ["CAFÉ» été”’ Ångström Ärger „Spaß“ naïve", "Îlot: Ñandú", "Ducks", "日本語、ï"],
)
def test_sound_text_is_no_mojibake(text: str) -> None:
    assert list(mojibake(text)) == []


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    list(mojibake(text))
    list(lost_characters(text))
    name_fault(Author(text, text))
    name_fault(Author(literal=text))


PREPRINT = Entry("a", title="On Ducks", arxiv="2101.00001", venue="arXiv", abstract="x")


def said(entry: Entry, *papers: Paper) -> list[str]:
    return [finding.text for finding in offers(entry, papers)]


def test_a_preprint_that_was_published() -> None:
    twin = Paper("1", "On Ducks", doi="10.48550/arxiv.2101.00001", venue="arXiv")
    paper = Paper("2", "All Ducks", doi="10.5555/d", venue="J. Ducks", date="2022-01")
    assert said(PREPRINT, twin) == []
    assert said(PREPRINT, twin, paper) == [
        'your preprint has been published as "All Ducks", J. Ducks, 2022, doi:10.5555/d'
    ]
    known = Entry("a", title="On Ducks", arxiv="2101.00001", doi="10.5555/d")
    assert said(known, paper) == []


def test_an_abstract_and_a_doi() -> None:
    paper = Paper("1", "On Ducks", doi="10.5555/d", abstract="Quack.", venue="J. Ducks")
    entry = Entry("a", title="On Ducks", venue="J. Ducks")
    assert said(entry, paper) == ["an abstract of 6 characters", "the DOI 10.5555/d"]


def test_one_work_three_times_is_one_finding() -> None:
    entries = [
        Entry("a", title="On Ducks and Geese", doi="10.5555/d", where="x.bib:1"),
        Entry("b", title="Ducks", doi="10.5555/d", where="x.bib:5"),
        Entry("c", title="Ducks!", doi="10.5555/d", where="y.bib:1"),
    ]
    health = examine(entries)
    (finding,) = (f for f in health.findings if f.kind == "duplicate")
    assert finding.keys == ("a", "b", "c")
    assert "b (x.bib:5; same DOI), c (y.bib:1; same DOI)" in finding.text
    assert (health.entries, health.usable, health.works) == (3, 3, 1)


def test_a_library_in_good_health() -> None:
    entry = Entry(
        "a",
        title="On Ducks",
        authors=(Author("Sand", "Mia"),),
        date="2024",
        doi="10.5555/d",
        abstract="Quack.",
    )
    assert examine([entry]).findings == ()
    assert examine([]).findings == ()


def test_an_id_of_several_works_is_reported() -> None:
    one = Entry(
        "a", title="Control of otters", authors=(Author("Ash", "R."),), doi="10.1000/o"
    )
    other = replace(one, key="b", title="Winter feeding of warblers", where="x.bib:9")
    third = replace(one, key="c", title="Moss", doi=None, arxiv="2101.00001")
    report = examine([one, other, third])
    (found,) = [finding for finding in report.findings if finding.kind == "id"]
    assert found.keys == ("a", "b")
    assert found.text == "the DOI 10.1000/o is also in b (x.bib:9)"
    assert found.is_fault
    chapters = [replace(entry, type="incollection") for entry in (one, other)]
    assert not examine(chapters).count("id")

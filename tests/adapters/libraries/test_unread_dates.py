"""Dates that name no year: the entry has none, and a problem says so."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from readnext.paper import Entry

Parse = Callable[[str, str], tuple[dict[str, Entry], list[str]]]


def _csl(issued: object) -> str:
    return json.dumps([{"id": "a", "type": "book", "title": "Moss", "issued": issued}])


def _xml(year: str) -> str:
    record = f"<titles><title>Moss</title></titles><dates><year>{year}</year></dates>"
    return f"<xml><records><record>{record}</record></records></xml>"


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("bibtex", "@book{a, title = {Moss}, year = {199X}}", "a: 199X"),
        ("bibtex", "@book{a, title = {Moss}, year = {190x}}", "a: 190x"),
        ("bibtex", "@book{a, title = {Moss}, date = {20XX}}", "a: 20XX"),
        ("bibtex", "@book{a, title = {Moss}, year = {19??}}", "a: 19??"),
        ("bibtex", "@book{a, title = {Moss}, year = {2O21}}", "a: 2O21"),
        ("bibtex", "@book{a, title = {Moss}, year = {MOSS-ANA-376}}", "MOSS-ANA-376"),
        ("bibtex", "@book{a, title = {Moss}, year = {20211}}", "a: 20211"),
        ("ris", "TY  - BOOK\nID  - a\nTI  - Moss\nPY  - 199X\nER  - \n", "a: 199X"),
        ("ris", "TY  - BOOK\nTI  - Moss\nY1  - 20--///\nER  - \n", "20--///"),
        ("enw", "%0 Book\n%T Moss\n%A Ash, Rosa\n%D 19xx\n", "19xx"),
        ("nbib", "PMID- 7\nTI  - Moss\nDP  - 200? Mar\n", "pmid7: 200? Mar"),
        ("csljson", _csl({"literal": "199?"}), "a: 199?"),
        ("csljson", _csl({"date-parts": [["20XX", 2]]}), "a: 20XX"),
        ("csljson", _csl("19uu"), "a: 19uu"),
        ("endnotexml", _xml("199X"), "199X"),
    ],
)
def test_a_year_that_is_none(parse: Parse, kind: str, text: str, said: str) -> None:
    entries, problems = parse(kind, text)
    (entry,) = entries.values()
    assert (entry.title, entry.date) == ("Moss", None)
    (problem,) = problems
    assert problem.endswith(f"{said} is not a date; write a year of four digits")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bibtex", "@book{a, title = {Moss}}"),
        ("bibtex", "@book{a, title = {Moss}, year = {in press}}"),
        ("bibtex", "@book{a, title = {Moss}, year = {}, date = {n.d.}}"),
        ("bibtex", "@book{a, title = {Moss}, date = {-0876}}"),
        ("bibtex", "@book{a, title = {Moss}, year = {0000}}"),
        ("bibtex", "@book{a, title = {Moss}, year = {199X}, date = {1994}}"),
        ("ris", "TY  - BOOK\nTI  - Moss\nPY  - ///\nER  - \n"),
        ("enw", "%0 Book\n%T Moss\n%A Ash, Rosa\n%D Forthcoming\n"),
        ("nbib", "PMID- 7\nTI  - Moss\nDP  - \n"),
        ("csljson", _csl({"raw": "n.d."})),
        ("csljson", _csl({"date-parts": [[]]})),
        ("csljson", _csl([])),
        ("csljson", _csl(None)),
        ("endnotexml", _xml("in print")),
    ],
)
def test_no_year_is_no_problem(parse: Parse, kind: str, text: str) -> None:
    entries, problems = parse(kind, text)
    assert [entry.title for entry in entries.values()] == ["Moss"]
    assert problems == []

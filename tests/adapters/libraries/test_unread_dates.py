"""Dates that name no year: the entry has none, and a problem says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext.paper import Entry
from tests.adapters.zoterofiles import ZoteroFile
from tests.command import Run

Parse = Callable[[str, str], tuple[dict[str, Entry], list[str]]]


def _csl(issued: object) -> str:
    return json.dumps([{"id": "a", "type": "book", "title": "Moss", "issued": issued}])


def _xml(year: str) -> str:
    record = f"<titles><title>Moss</title></titles><dates><year>{year}</year></dates>"
    return f"<xml><records><record>{record}</record></records></xml>"


def _zotero(date: str) -> str:
    return json.dumps([{"key": "A", "data": {**_ITEM, "date": date}}])


def _csv(date: str) -> str:
    return f"Key,Item Type,Publication Year,Author,Title,Date\nA,book,,,Moss,{date}\n"


def _rdf(date: str) -> str:
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:z="http://www.zotero.org/namespaces/export#"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="#item_1">
      <z:itemType>book</z:itemType><dc:title>Moss</dc:title><dc:date>{date}</dc:date>
      </rdf:Description></rdf:RDF>"""


def _better_bibtex(date: str) -> str:
    item = {**_ITEM, "itemID": 1, "date": date}
    config = {"id": "x", "label": "BetterBibTeX JSON"}
    return json.dumps({"config": config, "version": {}, "items": [item]})


_ITEM = {"itemType": "book", "key": "A", "title": "Moss"}


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
        ("zoterojson", _zotero("199X"), "A: 199X"),
        ("zoterojson", _zotero("0000-00-00 199X"), "A: 199X"),
        ("zoterocsv", _csv("19??"), "A: 19??"),
        ("zoterordf", _rdf("20XX"), "20XX"),
        ("bbtjson", _better_bibtex("199X"), "A: 199X"),
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
        ("zoterojson", _zotero("0000-00-00 in press")),
        ("zoterocsv", _csv("n.d.")),
        ("zoterordf", _rdf("")),
        ("bbtjson", _better_bibtex("")),
    ],
)
def test_no_year_is_no_problem(parse: Parse, kind: str, text: str) -> None:
    entries, problems = parse(kind, text)
    assert [entry.title for entry in entries.values()] == ["Moss"]
    assert problems == []


def test_the_database_of_zotero(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "zotero.sqlite"
    file = ZoteroFile(path)
    file.item("AAAA1111", {"title": "Moss", "date": "0000-00-00 199X"})
    file.item("BBBB2222", {"title": "Fen", "date": "0000-00-00 in press"})
    file.close()
    shown = json.loads(run("library", "show", path, "--format", "json").stdout)
    assert [entry["date"] for entry in shown["entries"]] == [None, None]
    (problem,) = shown["problems"]
    assert problem["why"] == "AAAA1111: 199X is not a date; write a year of four digits"

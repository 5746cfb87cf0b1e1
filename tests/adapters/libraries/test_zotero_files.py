"""Zotero's own exports: CSV, RDF, JSON, and Better BibTeX JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from readnext.paper import Author, Entry

Split = tuple[dict[str, Entry], list[str]]
Load = Callable[[str], Split]
Parse = Callable[[str, str], Split]
MOSS = Entry(
    key="fern2021",
    type="article",
    title="Moss & Light",
    authors=(Author("Fern", "Ida"), Author(literal="Peat Collective")),
    editors=(Author("Sedge", "Sam"),),
    date="2021-03-09",
    arxiv="2103.01234",
    url="https://example.org/moss",
    abstract="We watch.",
    venue="Journal of Bog Studies",
    keywords=("moss",),
    collections=("Thesis/To read",),
    auto_keywords=("bogs",),
    language="en",
)


def test_rdf(load: Load) -> None:
    entries, problems = load("zotero.rdf")
    assert entries["fern2021"] == replace(
        MOSS, doi="10.5555/rdf.1", where="zotero.rdf:item 1"
    )
    book = entries["walls"]
    assert (book.isbn, book.venue) == ("9780262033848", "Hedge Press")
    assert problems == ["zotero.rdf standalone notes and files, ignored: 1"]


def test_csv(load: Load) -> None:
    entries, problems = load("zotero.csv")
    assert entries["fern2021"] == replace(
        MOSS,
        title='Moss, "Bogs" and Light',
        authors=(*MOSS.authors, Author("van den Berg", "Jan")),
        doi="10.5555/csv.1",
        url="https://example.org/a",
        keywords=("moss", "light"),
        collections=(),
        added="2022-01-02",
        where="zotero.csv:2",
        auto_keywords=("Computer Science - Machine Learning", "bogs"),
    )
    assert entries["CCCC3333"].title == "Short Row"
    assert problems == [
        "zotero.csv:6 a row of 5 fields, where the head line has 20",
        "zotero.csv standalone notes and files, ignored: 1",
    ]


def test_better_bibtex(load: Load) -> None:
    entries, problems = load("betterbibtex.json")
    assert entries["fern2021"] == replace(
        MOSS,
        authors=(Author("von Fern", "Ida, Jr."), Author(literal="Wall Institute")),
        editors=(Author(literal="Peat Collective"),),
        doi="10.5555/bbt.1",
        isbn="9780262033848",
        added="2022-01-02",
        where="betterbibtex.json:item 1",
        auto_keywords=("bogs", "cs.LG"),
        annotations=2,
    )
    film = entries["ZZZZ9999"]
    assert (film.date, film.authors) == ("1931", (Author("Stone", "Ada"),))
    assert problems == ["betterbibtex.json standalone notes and files, ignored: 1"]


def test_items_of_the_api(load: Load) -> None:
    entries, problems = load("items.json")
    (entry,) = entries.values()
    assert (entry.key, entry.title, entry.arxiv) == (
        "AAAA1111",
        "Moss Again",
        "2103.01234",
    )
    assert (entry.annotations, entry.last_read) == (1, "2023-11-14")
    assert problems == ["items.json standalone notes and files, ignored: 1"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_that_a_spreadsheet_saved(parse: Parse, delimiter: str) -> None:
    rows = [
        ["key", "ITEM TYPE", "Title", "Author", "Publication Year", "Manual Tags"],
        ["A", "book", "Walls", "Stone", "2001", "a"],
    ]
    text = "\n".join(delimiter.join(row) for row in rows)
    entries, problems = parse("zoterocsv", text)
    assert entries["A"].authors == (Author(literal="Stone"),)
    assert (entries["A"].year, entries["A"].keywords, problems) == (2001, ("a",), [])


def test_a_quote_that_is_never_closed_costs_one_row(parse: Parse) -> None:
    head = '"Key","Item Type","Title","Date Added","Author"\n'
    row = '"AAAA000%d","book","T%d","2020-01-01 00:00:00",""\n'
    text = head + row % (1, 1) + row.replace('T%d"', "T%d") % (2, 2) + row % (3, 3)
    entries, problems = parse("zoterocsv", text)
    assert list(entries) == ["AAAA0001", "AAAA0002", "AAAA0003"]
    assert entries["AAAA0003"].title == "T3"
    assert len(problems) == 2


def test_rdf_of_others_is_understood_in_part(parse: Parse) -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:d="http://purl.org/dc/terms/" xmlns:f="http://xmlns.com/foaf/0.1/">
      <rdf:Description rdf:about="http://example.org/1">
        <rdf:type rdf:resource="http://purl.org/ontology/bibo/Article"/>
        <d:title>Walls</d:title><d:creator rdf:resource="#p"/>
        <d:isPartOf rdf:resource="#j"/><d:issued>2001</d:issued>
      </rdf:Description>
      <rdf:Description rdf:about="#j"><d:title>J. Walls</d:title></rdf:Description>
      <f:Person rdf:about="#p"><f:name>Ada Stone</f:name></f:Person>
    </rdf:RDF>"""
    entries, problems = parse("zoterordf", text)
    (entry,) = entries.values()
    assert (entry.title, entry.venue, entry.type) == ("Walls", "J. Walls", "article")
    assert entry.authors == (Author("Stone", "Ada"),)
    assert problems == []

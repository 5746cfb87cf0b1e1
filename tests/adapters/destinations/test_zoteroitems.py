"""Suggestions as items of Zotero."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings

from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.suggestion import Answer, Reason, Suggestion
from readnext_adapters.destinations.zoteroitems import NewItem, item_of
from readnext_adapters.libraries.zoteroextra import parse_extra
from readnext_adapters.libraries.zoteroitem import entry_of_item
from tests.adapters.exports.hostile import ANSWERS
from tests.adapters.zoteroapi import FIELDS
from tests.examples import examples

AT = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
SAND = {"creatorType": "author", "lastName": "Sand", "firstName": "Mia"}


def item(paper: Paper) -> NewItem:
    reasons = (Reason("text", "close to `a`", 0.5, ("a",)),)
    suggestion = Suggestion(1, paper, "k", 1.25, 0.5, reasons)
    return item_of(suggestion, "sand2024", "readnext", AT, ["COLL"])


def test_an_item_in_full() -> None:
    paper = Paper(
        *("x/1", "On Ducks", ("Mia Sand", "OpenAI", "Bo Lee Jr.")),
        abstract="Wet.",
        venue="ICML",
        date="2024-05",
        url="https://a.org/x",
        doi="10.1/x",
        arxiv="2401.00001",
        keywords=("pond", "readnext", "w" * 256),
    )
    assert item(paper) == {
        "itemType": "conferencePaper",
        "title": "On Ducks",
        "creators": [
            SAND,
            {"creatorType": "author", "name": "OpenAI"},
            {"creatorType": "author", "lastName": "Lee", "firstName": "Bo, Jr."},
        ],
        "abstractNote": "Wet.",
        "proceedingsTitle": "ICML",
        "DOI": "10.1/x",
        "date": "2024-05",
        "url": "https://a.org/x",
        "extra": "Citation Key: sand2024\narXiv: 2401.00001\nreadnext-id: x/1\n"
        "readnext-score: 1.25\nreadnext-probability: 0.5\n"
        "readnext-reason: close to `a`\nreadnext-date: 2026-06-30",
        "tags": [{"tag": "readnext"}, {"tag": "pond", "type": 1}],
        "collections": ["COLL"],
    }


@pytest.mark.parametrize(
    ("paper", "kind", "holds"),
    [
        (
            Paper("1", "T", venue="Journal of Ponds", doi="10.1/x"),
            "journalArticle",
            {"publicationTitle": "Journal of Ponds", "DOI": "10.1/x"},
        ),
        (
            Paper("1", "T", arxiv="2401.00001"),
            "preprint",
            {"repository": "arXiv", "archiveID": "arXiv:2401.00001"},
        ),
        (Paper("1", "T", venue="bioRxiv"), "preprint", {"repository": "bioRxiv"}),
        (Paper("1", "T"), "document", {"title": "T"}),
    ],
)
def test_types_and_their_fields(paper: Paper, kind: str, holds: NewItem) -> None:
    made = item(paper)
    assert made["itemType"] == kind
    assert made.items() >= holds.items()


def test_a_doi_without_a_field_stands_in_extra() -> None:
    made = item(Paper("1", "T", doi="10.1/x"))
    assert "DOI" not in made and "\nDOI: 10.1/x\n" in str(made["extra"])


@pytest.mark.slow
@settings(max_examples=examples(300), deadline=None)
@given(answer=ANSWERS)
def test_items_are_sound_and_read_as_what_they_are(answer: Answer) -> None:
    for suggestion in answer.suggestions:
        made = item_of(suggestion, "key", "readnext", answer.at)
        json.dumps(made, ensure_ascii=False).encode()
        assert made.keys() <= FIELDS[str(made["itemType"])]
        assert all(made.values())
        lines = str(made["extra"]).split("\n")
        assert lines[0] == "Citation Key: key"
        # No text of a paper forges a line.
        assert all(
            line.startswith(("DOI:", "arXiv:", "readnext-")) for line in lines[1:]
        )
        entry = entry_of_item({**made}, "zotero:1")
        if isinstance(entry, Entry):
            assert entry.key == "key" and "readnext" in entry.keywords


@pytest.mark.parametrize(
    "paper",
    [
        Paper("1", "On Ducks", ("Mia Sand",), date="2024", doi="10.1000/x"),
        Paper("1", "On Ducks", ("Mia Sand",), venue="ICML", arxiv="2401.00001"),
        Paper("1", "On Ducks", ("Mia Sand",), arxiv="2401.00001"),
        Paper("1", "On Ducks", ("Mia Sand", "OpenAI"), venue="Nature", doi="10.1000/x"),
    ],
)
def test_what_was_sent_is_known_again(paper: Paper) -> None:
    entry = entry_of_item({**item(paper)}, "zotero:1")
    assert isinstance(entry, Entry)
    assert Identity.of(entry).same(Identity.of(paper))
    assert (entry.doi, entry.arxiv, entry.date) == (paper.doi, paper.arxiv, paper.date)
    assert parse_extra(str(item(paper)["extra"]))["readnext-id"] == ["1"]

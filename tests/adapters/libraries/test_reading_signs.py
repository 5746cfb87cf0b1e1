"""What libraries say of reading: tags, fields, days; and ids that imports move."""

from __future__ import annotations

import json

import pytest

from readnext.paper import Entry
from readnext_adapters.libraries import LIBRARY_FORMATS
from readnext_adapters.parsing.readtags import read_by_tags


def only_entry(kind: str, text: str) -> Entry:
    found = list(LIBRARY_FORMATS[kind].read(text.encode(), "file"))
    (entry,) = (item for item in found if isinstance(item, Entry))
    return entry


def zotero(**fields: object) -> str:
    return json.dumps([{"key": "K", "itemType": "book", "title": "Eels"} | fields])


@pytest.mark.parametrize(
    ("tags", "read"),
    [
        (["read"], True),
        (["_Read"], True),
        (["#read"], True),
        (["moss", "read 2021"], True),
        (["✓ Read"], True),
        (["gelesen"], True),
        (["toread"], False),
        (["To Read"], False),
        (["to-read"], False),
        (["_unread"], False),
        (["Reading List"], False),
        (["ungelesen"], False),
        (["à lire"], False),
        (["read", "unread"], None),
        (["reading", "readability", "moss", ""], None),
        (["read" * 30], None),
    ],
)
def test_tags(tags: list[str], read: bool | None) -> None:
    assert read_by_tags(tags) is read


@pytest.mark.parametrize(("tag", "read"), [("read", True), ("toread", False)])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("zoterojson", zotero(tags=[{"tag": "TAG", "type": 1}])),
        ("zoterojson", zotero(tags=[{"tag": "TAG"}])),
        ("bbtjson", json.dumps({"items": json.loads(zotero(tags=[{"tag": "TAG"}]))})),
        ("bibtex", "@book{a, title={Eels}, keywords={moss, TAG}}"),
        ("bibtex", "@book{a, title={Eels}, readstatus={TAG}}"),
        ("ris", "TY  - BOOK\nTI  - Eels\nKW  - moss\nKW  - TAG\nER  - "),
        ("enw", "%0 Book\n%T Eels\n%K TAG\n%D 2001\n"),
        ("csljson", '[{"id": "a", "type": "book", "title": "E", "keyword": "TAG"}]'),
        ("zoterocsv", '"Key","Item Type","Title","Date Added","Automatic Tags"\n'
         '"ABCDEFGH","book","Eels","2021-01-01","moss; TAG"\n'),
    ],
)  # fmt: skip
def test_tags_in_every_format(kind: str, text: str, tag: str, read: bool) -> None:
    assert only_entry(kind, text.replace("TAG", tag)).read is read


def test_a_stated_status_comes_before_tags() -> None:
    text = zotero(tags=[{"tag": "toread"}], extra="Read_Status: Read")
    assert only_entry("zoterojson", text).read is True
    text = "@book{a, title={E}, readstatus={read}, keywords={toread}}"
    assert only_entry("bibtex", text).read is True


@pytest.mark.parametrize("day", [1_767_225_600, 1_767_225_600_000, "1767225600"])
def test_the_day_of_the_last_reading(day: object) -> None:
    file = {"itemType": "attachment", "parentItem": "K", "key": "F", "lastRead": day}
    text = json.dumps([*json.loads(zotero()), file])
    assert only_entry("zoterojson", text).last_read == "2026-01-01"
    items = json.loads(zotero(attachments=[{"lastRead": day}, {"lastRead": 1}, {}]))
    assert only_entry("bbtjson", json.dumps({"items": items})).last_read == "2026-01-01"


@pytest.mark.parametrize(
    "line",
    [
        "_eprint: 2101.01234",
        "_eprint: 2101.01234v2 [cs.LG]",
        "_eprint: arXiv:2101.01234",
        "eprint: 2101.01234",
        "tex.eprint: 2101.01234",
        "_eprinttype: arxiv\n_eprint: https://arxiv.org/abs/2101.01234",
    ],
)
def test_arxiv_ids_that_an_import_moved(line: str) -> None:
    extra = f"my words\n{line}\n_read: yes"
    assert only_entry("zoterojson", zotero(extra=extra)).arxiv == "2101.01234"
    item = {"id": "a", "type": "book", "title": "Eels", "note": extra}
    assert only_entry("csljson", json.dumps([item])).arxiv == "2101.01234"

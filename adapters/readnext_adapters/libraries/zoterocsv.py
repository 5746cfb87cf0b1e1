"""Zotero's CSV export, the only one of its formats with the day of adding."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zoteroitem import (
    entry_of_item,
    is_work,
    with_unread_date,
)
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.jsonvalues import Object

SUFFIXES: tuple[str, ...] = (".csv", ".tsv")

# Full texts in notes exceed the default limit of the module.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_NEEDED = ("item type", "title")
_KNOWN = frozenset(
    ("key", "publication year", "date added", "manual tags", "automatic tags", "author")
)
# Where a row begins, so that a quote that is never closed costs one row only.
_ROW = re.compile(r'^"(?:[A-Z0-9]{8})?"[,;\t]"[a-z][A-Za-z]{2,30}"[,;\t]', re.MULTILINE)
_FIELDS = {
    "Key": "key",
    "Item Type": "itemType",
    "Title": "title",
    "Publication Title": "publicationTitle",
    "Conference Name": "conferenceName",
    "Meeting Name": "meetingName",
    "Series Title": "seriesTitle",
    "Series": "series",
    "ISBN": "ISBN",
    "ISSN": "ISSN",
    "Volume": "volume",
    "Issue": "issue",
    "Edition": "edition",
    "Pages": "pages",
    "DOI": "DOI",
    "Url": "url",
    "Abstract Note": "abstractNote",
    "Date": "date",
    "Filing Date": "filingDate",
    "Date Added": "dateAdded",
    "Language": "language",
    "Extra": "extra",
    "Archive Location": "archiveLocation",
    "Number": "number",
    "Citation Key": "citationKey",
}
_CREATORS = {
    "Author": "author",
    "Editor": "editor",
    "Series Editor": "seriesEditor",
    "Contributor": "contributor",
    "Attorney Agent": "attorneyAgent",
    "Cast Member": "castMember",
    "Composer": "composer",
    "Counsel": "counsel",
    "Interviewer": "interviewer",
    "Producer": "producer",
    "Scriptwriter": "scriptwriter",
}


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is Zotero's CSV.

    >>> detect('"Key","Item Type","Publication Year","Author","Title"')
    True
    >>> detect("Title,Year")
    False
    """
    names = {name.lower() for name in _header(head)}
    return names.issuperset(_NEEDED) and len(names & _KNOWN) > 1


def _header(text: str) -> list[str]:
    line = text.replace("\r", "\n").lstrip("\ufeff\n").partition("\n")[0]
    return next(csv.reader([line], delimiter=_delimiter(line)), [])


def _delimiter(line: str) -> str:
    """Return what parts the columns; spreadsheets change Zotero's comma."""
    return max(",;\t", key=line.count)


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the rows of a file in order; standalone notes and files are ignored."""
    decoded = decode_bytes(data)
    yield from (Problem(f"{name}:1", note) for note in decoded.notes)
    yield from with_keys(_items(decoded.text, name))


def _items(text: str, name: str) -> Iterator[Entry | Problem]:
    text = text.lstrip("\ufeff\n")
    header = _header(text)
    if not {column.lower() for column in header}.issuperset(_NEEDED):
        yield Problem(f"{name}:1", "no head line with the columns of Zotero's CSV")
        return
    columns = _columns(header)
    alone = found = 0
    for line, row in _rows(text):
        where = f"{name}:{line}"
        item = dict(zip(columns, row, strict=False))
        if not is_work({"itemType": item.get("Item Type")}):
            alone += 1
            continue
        found += 1
        data = _data(item)
        yield from with_unread_date(entry_of_item(data, where), data)
        if len(row) != len(columns):
            why = f"a row of {len(row)} fields, where the head line has {len(columns)}"
            yield Problem(where, why)
    if alone:
        yield Problem(name, f"standalone notes and files, ignored: {alone}")
    if not found:
        yield Problem(name, "no item below the head line")
    if text.count('"') % 2:
        yield Problem(name, "a quote is never closed; the file may be cut off")


def _columns(header: list[str]) -> list[str]:
    """Return the columns' names as Zotero writes them, whatever their case."""
    known = {name.lower(): name for name in (*_FIELDS, *_CREATORS)}
    return [known.get(column.strip().lower(), column.strip()) for column in header]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows behind the head line, each with its line."""
    head, _, body = text.partition("\n")
    delimiter = _delimiter(head)
    starts = [0, *(match.start() for match in _ROW.finditer(body)), len(body)]
    line = 2
    for start, end in pairwise(starts):
        piece = body[start:end]
        reader = csv.reader(io.StringIO(piece, newline="\n"), delimiter=delimiter)
        before = 0
        for row in reader:
            if any(field.strip() for field in row):
                yield line + before, row
            before = reader.line_num
        line += piece.count("\n")


def _data(item: Mapping[str, str]) -> Object:
    """Return a row as Zotero's API would give the item."""
    data: Object = {
        name: item[column] for column, name in _FIELDS.items() if item.get(column)
    }
    data.setdefault("date", item.get("Publication Year", ""))
    data["creators"] = [
        _creator(name, role)
        for column, role in _CREATORS.items()
        for name in item.get(column, "").split("; ")
    ]
    data["tags"] = [
        {"tag": tag, "type": kind}
        for column, kind in (("Manual Tags", 0), ("Automatic Tags", 1))
        for tag in item.get(column, "").split("; ")
    ]
    return data


def _creator(name: str, role: str) -> Object:
    """Return "Family, Given" as a person, and what has no comma as one name."""
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return {"creatorType": role, "lastName": family, "firstName": given}
    return {"creatorType": role, "name": name.rstrip(", ")}

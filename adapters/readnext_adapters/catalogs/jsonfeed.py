"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.feeditem import paper_of_item
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.jsonitems import JsonItem, Layout, read_document
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of
from readnext_adapters.parsing.largest import read_whole

SUFFIXES: tuple[str, ...] = (".json",)

_VERSION = re.compile(
    r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version'
)


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is a JSON Feed.

    >>> detect('{"version": "https://jsonfeed.org/version/1.1", "items": []}')
    True
    """
    begins = head.lstrip("\ufeff \t\r\n").startswith("{")
    return begins and _VERSION.search(head) is not None


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a feed; an item without title is a problem.

    Raises InputError if the file is larger than the limit for libraries.
    """
    del as_of  # feeds state their years
    data = read_whole(stream, name)
    if not data.strip():
        return
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    document = read_document(decoded.text, name, LAYOUT)
    feed = _feed(document.whole)
    for item in document.items:
        if isinstance(item, JsonItem):
            yield paper_of_item(_item(item.fields), feed, item.where)
        else:
            yield item


def _listed(document: object) -> list[object] | None:
    items = object_of(document).get("items")
    return items if isinstance(items, list) else None


def _is_item(fields: Object) -> bool:
    return "id" in fields and "items" not in fields


LAYOUT = Layout(_listed, _is_item, "items of a feed")


def _feed(whole: Object) -> Object:
    return {"title": whole.get("title"), "link": whole.get("home_page_url")}


def _item(fields: Object) -> Object:
    """An item with the names of fields that feeds in XML have."""
    people = list_of(fields.get("authors")) or [object_of(fields.get("author"))]
    id_ = fields.get("id")
    link = fields.get("external_url") or fields.get("url")
    return {
        "id": str(id_) if isinstance(id_, int | float) else id_,
        "link": link,
        "links": [{"href": fields.get("url")}],
        "title": fields.get("title"),
        "summary": _escaped(fields.get("summary")),
        "content": [
            {"value": fields.get("content_html")},
            {"value": _escaped(fields.get("content_text"))},
        ],
        "published": fields.get("date_published"),
        "updated": fields.get("date_modified"),
        "authors": people,
        "tags": [{"term": tag} for tag in list_of(fields.get("tags"))],
    }


def _escaped(text: object) -> object:
    """A plain text as HTML."""
    return html.escape(text) if isinstance(text, str) else None

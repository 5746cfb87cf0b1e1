"""Suggestions as an Atom feed (RFC 4287), for feed readers and Zotero.

Zotero takes the abstract from `content` before `summary`, and the date from PRISM's
publicationDate, then `updated`, then `published`. So `content` is the abstract alone,
and `updated` falls by rank, with no publicationDate before it: else Zotero would sort
the list by the papers' age. Reasons are in `summary`. For an entry without an author
Zotero uses the feed's; so the feed has none, and each entry has one.
"""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import quote

from readnext import __version__
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.author_names import written
from readnext_adapters.exports.listing import TITLE, Listed, introduction, listed
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.parsing.safe_text import plain

SUFFIXES: tuple[str, ...] = (".atom", ".xml")

_NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:prism": "http://prismstandard.org/namespaces/basic/2.0/",
}
_FEED = "urn:readnext:suggestions"
_NOBODY = "Unknown author"
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_STEP = dt.timedelta(minutes=1)  # between ranks, so that programs that cut seconds sort


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as a feed dated by the answer."""
    at = answer.at or _NEVER
    feed = ET.Element("feed", _NAMESPACES)
    _add(feed, "id", _FEED)
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", introduction(answer))
    _add(feed, "updated", _moment(at))
    _add(feed, "generator", "readnext", version=__version__)
    for place, suggestion in enumerate(answer.suggestions):
        feed.append(_entry(suggestion, _moment(at - place * _STEP)))
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def urn(id: str) -> str:
    """Return the permanent id of a paper in feeds.

    >>> urn("2401.00001"), urn("a b/ü")
    ('urn:readnext:2401.00001', 'urn:readnext:a%20b/%C3%BC')
    """
    own = quote(id, safe="/:@!$()*+,;=~", errors="surrogatepass")
    # The first character of a URN's own part is no slash (RFC 8141, 2).
    return f"urn:readnext:{'%2F' + own[1:] if own[:1] == '/' else own}"


def _entry(suggestion: Suggestion, updated: str) -> ET.Element:
    item, record = listed(suggestion), plain_record(suggestion.paper)
    entry = ET.Element("entry")
    _add(entry, "id", urn(suggestion.paper.id))
    _add(entry, "title", item.title)
    _add(entry, "updated", updated)
    for name in _authors(suggestion):
        _add(ET.SubElement(entry, "author"), "name", name)
    if item.link:
        _add(entry, "link", rel="alternate", href=item.link)
    for word in record.keywords:
        _add(entry, "category", term=word)
    for name, text in (*_publication(record), ("summary", _summary(item))):
        if text:
            _add(entry, name, text)
    if item.abstract or not item.link:  # an entry needs one of both
        _add(entry, "content", item.abstract)
    return entry


def _authors(suggestion: Suggestion) -> list[str]:
    paper = suggestion.paper
    labs = [lab for found in paper.labs if (lab := plain(found))]
    return written(paper) or labs or [_NOBODY]


def _publication(record: PlainRecord) -> Iterator[tuple[str, str]]:
    """The elements for day, venue and DOI; a year or month is no day."""
    exact = len(record.date) == len("2025-09-25")
    yield "published", f"{record.date}T00:00:00Z" if exact else ""
    yield "prism:coverDate", "" if exact else record.date
    yield "prism:publicationName", record.venue
    yield "dc:identifier", f"doi:{record.doi}" if record.doi else ""


def _summary(item: Listed) -> str:
    """The reasons and the probability.

    "" without an abstract, as Zotero would take them for it.
    """
    if not item.abstract:
        return ""
    reasons = ("".join(part.text for part in reason) for reason in item.reasons)
    why = "; ".join(reasons)
    return f"Suggested ({item.rating}){f': {why}' if why else ''}."


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = text or None


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

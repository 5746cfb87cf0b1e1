"""What Zotero's feed pane shows of a feed, from Zotero's rules rather than ours.

A model of chrome/content/zotero/xpcom/feedReader.js of
https://github.com/zotero/zotero: which elements it reads, in which order of
preference. The pane lists the newest date first.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

_ATOM = "{http://www.w3.org/2005/Atom}"
_PRISM = "{http://prismstandard.org/namespaces/basic/2.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DATES = (
    f"{_PRISM}publicationDate",
    f"{_DC}date",
    "pubDate",
    f"{_ATOM}updated",
    f"{_ATOM}published",
)
_ABSTRACTS = (f"{_ATOM}content", f"{_ATOM}summary")


@dataclass(frozen=True)
class FeedItem:
    guid: str
    title: str
    abstract: str
    date: str


def feed_pane(text: str) -> list[FeedItem]:
    """The items of an Atom feed, as the pane lists them."""
    entries = ET.fromstring(text.encode()).iter(f"{_ATOM}entry")
    return sorted(map(_item, entries), key=lambda item: item.date, reverse=True)


def _item(entry: ET.Element) -> FeedItem:
    return FeedItem(
        guid=entry.findtext(f"{_ATOM}id", ""),
        title=entry.findtext(f"{_ATOM}title", ""),
        abstract=_abstract(entry),
        date=_first(entry, _DATES),
    )


def _first(entry: ET.Element, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := entry.findtext(name))), "")


def _abstract(entry: ET.Element) -> str:
    found = (entry.find(name) for name in _ABSTRACTS)
    chosen = next((one for one in found if one is not None and one.text), None)
    if chosen is None:
        return ""
    is_html = chosen.get("type", "text") != "text"
    text = re.sub(r"<[^>]*>", " ", chosen.text or "") if is_html else chosen.text or ""
    return " ".join(text.split())

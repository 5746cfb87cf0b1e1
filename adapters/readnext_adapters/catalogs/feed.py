"""Feeds of journals: RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom.

feedparser reads them: feeds are often broken XML, and it knows their dialects. Its
input begins with the root element, without a document type, so that no entity can be
defined. Its input is bytes, so that it opens no file or URL.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.feeditem import paper_of_item
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.largest import read_whole
from readnext_adapters.parsing.xmltree import tidy_xml

SUFFIXES: tuple[str, ...] = (".rss", ".atom", ".rdf", ".xml")

EMPTY = "a feed without items"
_PROLOG = re.compile(
    r"\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*)*",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(
    r"<(?:[\w.-]+:)?(?P<name>rss|feed|rdf)(?P<rest>[\s>][^<]{0,4000})", re.I
)
_BEGINS = re.compile(r"<\?xml\b|<(?:rss|rdf:RDF|feed)[\s>]", re.IGNORECASE)
_NO_WARNING = re.compile(
    r"[\[{\"]|<(?:!doctype|html|head|body|[\w.-]+:\w+|\?xml|rss|feed)\b", re.IGNORECASE
)
_LONGEST_WARNING = 4000
_ATOM = re.compile(r"www\.w3\.org/2005/Atom|purl\.org/atom/ns#")
_RSS_1 = re.compile(
    r"purl\.org/rss/1\.0/[\"']|my\.netscape\.com/rdf/simple/0\.9/|channel\.netscape\.com"
)
# Signs of arXiv's own feeds, which have a format of their own.
_ARXIV = re.compile(r"arxiv\.org/(?:schemas/atom|api/|rss/|atom/)|//rss\.arxiv\.org")
_DECLARED = re.compile(r"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,30})[\"']")
# Text encodings, none that decompress or transform.
_KNOWN_ENCODINGS = re.compile(
    r"iso[-_]?(?:8859|2022)|latin|windows-|cp\d|koi8|mac|shift|sjis|euc|gb|big5|utf|hz",
    re.IGNORECASE,
)


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is a feed other than arXiv's.

    >>> detect('<?xml version="1.0"?><rss version="2.0"><channel>')
    True
    >>> detect('<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#">')
    False
    """
    return is_feed(head) and not _ARXIV.search(head[:4000])


def is_feed(text: str) -> bool:
    """Tell from a text's beginning whether it is a feed."""
    text = text.removeprefix("\ufeff")
    root = _ROOT.match(text, _root(text))
    if root is None:
        return False
    name, rest = root["name"].lower(), root["rest"]
    if name == "rss":
        return True
    return bool((_ATOM if name == "feed" else _RSS_1).search(rest))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a feed, and a problem if there are none.

    Raises InputError if the file is larger than the limit for libraries.
    """
    del as_of  # feeds state their years
    data = read_whole(stream, name)
    if not data.strip():
        return
    found = read_feed(feed_text(data), name)
    yield from found or [Problem(name, EMPTY)]


def feed_text(data: bytes) -> str:
    """Return the text of a feed: as UTF-8, as its declaration says, or as guessed."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.match(data[:200].decode("latin-1").lstrip())
    if declared and _KNOWN_ENCODINGS.match(declared[1]):
        try:
            return data.decode(declared[1])
        except (UnicodeError, LookupError):
            pass
    return decode_bytes(data).text


def read_feed(text: str, name: str) -> list[Paper | Problem]:
    """Return the papers of a feed in their order; an item without title is a problem.

    Anything but a feed is one problem.
    """
    text = text.removeprefix("\ufeff").replace("\0", "")
    start = _root(text)
    if "<!entity" in text[:start].lower():
        return [Problem(name, "refused, for it defines entities of its own")]
    if not is_feed(text):
        return [Problem(name, "neither an RSS nor an Atom feed")]
    parsed = _parsed(text[start:])
    if isinstance(parsed, str):
        return [Problem(name, parsed)]
    found: list[Paper | Problem] = []
    for number, item in enumerate(parsed.items, 1):
        found.append(paper_of_item(item, parsed.feed, f"{name}:item {number}"))
    if parsed.damage:
        why = f"damaged ({parsed.damage}); read as far as it can be understood"
        found.append(Problem(name, why))
    return found


def _root(text: str) -> int:
    """Where the root element begins.

    Sites print warnings of their programs before a feed; a web page or JSON that
    quotes one is no feed.
    """
    prolog = _PROLOG.match(text)
    start = prolog.end() if prolog else 0
    begins = _BEGINS.search(text, start, start + _LONGEST_WARNING)
    quoted = _NO_WARNING.match(text.lstrip()) or _NO_WARNING.match(text, start)
    if begins and start < begins.start() and not quoted:
        prolog = _PROLOG.match(text, begins.start())
        return prolog.end() if prolog else begins.start()
    return start


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What feedparser made of a feed."""

    feed: Mapping[str, object]
    items: list[Mapping[str, object]]
    damage: str


def _parsed(text: str) -> _Parsed | str:
    """Parse a feed by feedparser; return a text if it cannot be read."""
    import feedparser  # it loads urllib, which other formats do not need

    data = tidy_xml(text).encode("utf-8", "replace")
    try:
        # feedparser would open a file name or URL; a stream is only read.
        result = feedparser.parse(
            io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # damaged markup may raise anything in it
        return f"cannot be read as a feed: {type(error).__name__}: {error}"
    damage = result.get("bozo_exception") if result.get("bozo") else None
    # Its dictionaries have aliases for old names, and warn of their use.
    return _Parsed(
        dict(dict.items(result["feed"])),
        [dict(dict.items(entry)) for entry in result["entries"]],
        clean(str(damage))[:200] if damage else "",
    )

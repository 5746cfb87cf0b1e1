"""Converts an item of a feed to a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from readnext.dates import loose_date
from readnext.matching.ids import slug_id
from readnext.paper import Paper, Problem
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.htmltext import html_text
from readnext_adapters.parsing.jsonvalues import list_of, object_of
from readnext_adapters.parsing.links_to_code import code_link
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people

Fields = Mapping[str, object]

# The most reliable date of publication first.
_DATES = (
    "prism_publicationdate prism_coverdate prism_coverdisplaydate published updated"
    " created"
).split()
_DOIS = ("prism_doi", "dc_identifier", "doi", "dc_source")
_VENUES = ("prism_publicationname", "journal", "dc_source")
# Anything longer is the text of an article or post.
_LONGEST_ABSTRACT = 10_000
# ScienceDirect's descriptions, which hold nothing else.
_SCIENCEDIRECT = re.compile(
    r"(?:Publication date:\s*(?P<date>.{1,60}?)\s*)?Source:\s*(?P<venue>.{1,300}?)"
    r"(?:\s*Author\(s\):\s*(?P<authors>.*))?"
)
# Nature's items begin with a repetition of other fields.
_PUBLISHED = re.compile(r"[^;.]{1,100}, Published online: [^;]{1,40}; doi:\S+\s*")
_VOLUME = re.compile(r",\s*(?:Volumes?|Issues?|Parts?|Articles?)\s.*", re.IGNORECASE)
# What publishers put before and after the name of a journal.
_FEED_NAME = re.compile(
    r"^(?:ScienceDirect Publication|Latest Results for|Wiley|tandf|SAGE Publications"
    r"(?: [^:]{1,40})?)\s*:?\s+"
    r"|\s*[:|–-]\s*(?:Table of Contents|Latest .{1,40}|Current Issue|Advance Access"
    r"|Recent Articles|new articles|RSS feed)\s*$",
    re.IGNORECASE,
)
_LIST_BREAK = re.compile(r"\s*(?:,\s*and\s+|,|\band\b|&)\s*")


def paper_of_item(item: Fields, feed: Fields, where: str) -> Paper | Problem:
    """Return the paper of an item, or a problem if it has no title."""
    title = strip_markup(_text(item, "title"))
    link = _link(item)
    if not title:
        called = link or clean(_text(item, "id")) or "an item"
        return Problem(where, f"{called[:200]}: no title; left out")
    abstract = _abstract(item)
    facts = _SCIENCEDIRECT.fullmatch(abstract)
    said = facts.groupdict("") if facts else {}
    doi = find_doi(
        [_text(item, name) for name in _DOIS], [_text(item, "id"), link or ""]
    )
    return Paper(
        id=_id(item, link, doi, title),
        title=title,
        authors=tuple(_authors(item)) or tuple(_listed(said.get("authors", ""))),
        abstract="" if facts else abstract,
        venue=_venue(item, feed, said.get("venue", "")),
        date=_date(item) or loose_date(said.get("date", "")),
        url=link,
        doi=doi,
        arxiv=find_arxiv([], [doi or "", link or "", _text(item, "id")]),
        keywords=tuple(dict.fromkeys(_terms(item))),
        code=code_link(abstract),
    )


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _id(item: Fields, link: str | None, doi: str | None, title: str) -> str:
    """The feed's id of the item, else a stable substitute."""
    own = clean(_text(item, "id")) or link or doi
    return f"feed:{own}" if own else slug_id(title)


def _link(item: Fields) -> str | None:
    others = (_text(object_of(x), "href") for x in list_of(item.get("links")))
    for found in (_text(item, "link"), _text(item, "prism_url"), *others):
        # In CDATA, ampersands may be escaped or not.
        link = found.replace("&amp;", "&")
        if link.lower().startswith(("http://", "https://")) and link.isprintable():
            return link.replace(" ", "%20")
    return None


def _abstract(item: Fields) -> str:
    """The description; the content if it is longer and not a whole article."""
    short = html_text(_text(item, "summary"))
    for content in list_of(item.get("content")):
        whole = html_text(_text(object_of(content), "value"))
        if not short or len(short) < len(whole) <= _LONGEST_ABSTRACT:
            short = whole
    return _PUBLISHED.sub("", short, count=1) if "Published online" in short else short


def _authors(item: Fields) -> Iterator[str]:
    """The authors; one field may hold a whole list of them."""
    names = [_text(object_of(x), "name") for x in list_of(item.get("authors"))]
    names = [text for name in names if (text := html_text(name))]
    if len(names) == 1 and ";" not in names[0]:
        return _listed(names[0])
    return (person.name for person in parse_people(names))


def _listed(text: str) -> Iterator[str]:
    """The names in "Ida Berg, Jan Roe and Mia Sand"; "Berg, Ida" is one."""
    parts = [part for part in _LIST_BREAK.split(text) if part]
    many = len(parts) > 1 and all(" " in part and part[0].isupper() for part in parts)
    return (person.name for person in parse_people(parts if many else [text]))


def _venue(item: Fields, feed: Fields, stated: str) -> str:
    """The journal named by the item, else by the feed; else the feed's title."""
    named = (_text(fields, n) for fields in (item, feed) for n in _VENUES[:2])
    if venue := next((v for text in named if (v := html_text(text))), ""):
        return venue
    if stated:
        return _VOLUME.sub("", stated)
    return clean(_FEED_NAME.sub("", html_text(_text(feed, "title"))))


def _date(item: Fields) -> str | None:
    dates = (loose_date(_text(item, name)) for name in _DATES)
    return next(filter(None, dates), None)


def _terms(item: Fields) -> Iterable[str]:
    for tag in list_of(item.get("tags")):
        if term := html_text(_text(object_of(tag), "term")):
            yield term

"""The feed of a journal or any other site, by its http or https URL."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from readnext.errors import InputError, NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, detect_format
from readnext_adapters.catalogs.feed import EMPTY, feed_text
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.http.secret_names import shown
from readnext_adapters.http.urls import checked
from readnext_adapters.sources.protocol import Page, Source

HELP = "feed:URL or the URL alone, e.g. https://example.org/rss (what it lists)"

_POLICY = Policy(spacing=1.0, max_bytes=16 << 20, cached=True)
_PATIENCE = 14
_HEAD = 200_000
_HTML = re.compile(r"<!doctype\s+html|<html|<head|<body", re.IGNORECASE)
_LINK = re.compile(r"<(?:link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
_FEED_TYPE = re.compile(
    r"\btype\s*=\s*[\"']?application/(?:rss|atom|rdf)\+xml", re.IGNORECASE
)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def parse(rest: str, /) -> Source:
    """Return the source of a URL; raise InputError if it is not http or https."""
    try:
        return Feed(checked(rest))
    except NetworkError as error:
        raise InputError(f"feed: {error}") from error


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, one page."""

    address: str

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"feed:{self.address}"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return _POLICY

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return _PATIENCE

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what the feed lists, or nothing if it is unchanged since the cursor.

        A feed lists only what is new, whatever `since` is. Raises NetworkError if there
        is no feed at the URL, or if it cannot be read.
        """
        del since
        answer = client.get(self.address)
        print_ = hashlib.sha256(answer.body).hexdigest()[:16]
        if print_ == cursor:
            yield Page((), print_)
            return
        text = feed_text(answer.body)
        # What came decides: arXiv's feeds, for example, have a format of their own.
        kind = None if _is_page(text) else detect_format(text[:_HEAD], "")
        if kind is None:
            raise NetworkError(_no_feed(redacted(answer.url), answer.url, text[:_HEAD]))
        name = redacted(self.address)
        found = _without_emptiness(tuple(_read(kind, answer.body, name, today)), name)
        if answer.moved:
            why = f"moved for good to {shown(answer.moved)}; use that"
            found = (*found, Problem(name, why))
        yield Page(found, print_)


def _read(
    kind: str, body: bytes, name: str, today: dt.date
) -> Iterator[Paper | Problem]:
    try:
        yield from CATALOG_FORMATS[kind].read(io.BytesIO(body), name, today)
    except InputError as error:
        raise NetworkError(str(error)) from error


def _without_emptiness(
    found: tuple[Paper | Problem, ...], name: str
) -> tuple[Paper | Problem, ...]:
    """Return what was read, nothing of an empty feed.

    Raises NetworkError if there are only problems: what came is cut off, or an error of
    the service.
    """
    problems = [one for one in found if isinstance(one, Problem)]
    if not found or len(problems) < len(found):
        return found
    first = problems[0]
    if len(problems) == 1 and (first.where, first.why) == (name, EMPTY):
        return ()
    where = name if len(problems) == 1 else first.where
    raise NetworkError(f"{where}: {first.why}")


def _is_page(text: str) -> bool:
    """Whether a text is a web page; a feed may quote one."""
    return _HTML.match(text.lstrip("\ufeff \t\r\n")) is not None


def _no_feed(where: str, address: str, text: str) -> str:
    """Report what was returned instead of a feed, and the feed that the page names."""
    if not _HTML.search(text[:20_000]):
        return f"{where} returned neither an RSS nor an Atom feed"
    message = f"{where} returned a web page, not a feed"
    if found := _alternate(address, text):
        return f"{message}; the page names this one: {found}"
    return f"{message}; is a captive portal or proxy intercepting?"


def _alternate(address: str, text: str) -> str:
    """The URL of the first feed that a page names, "" if it names none."""
    for link in _LINK.finditer(text):
        href = _HREF.search(link[1]) if _FEED_TYPE.search(link[1]) else None
        if href is None:
            continue
        target = unescape(next(filter(None, href.groups()), ""))
        try:
            return checked(urljoin(address, target.strip()))
        except (NetworkError, ValueError):
            continue
    return ""

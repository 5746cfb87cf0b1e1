"""Preprints of bioRxiv and medRxiv, by subject: ``biorxiv:neuroscience``.

The API is that of https://api.biorxiv.org/details/biorxiv/help: what was posted from
one day to another, in pages of 30 or 100, in the order of the days. It is queried week
by week, so that an interrupted run continues in the same week.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from readnext.errors import InputError, NetworkError
from readnext.matching.ids import parse_doi
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.biorxiv import (
    papers_of,
    read_answer,
    version_of,
)
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.jsonitems import JsonItem
from readnext_adapters.parsing.jsonvalues import (
    Object,
    first_text,
    list_of,
    object_of,
)
from readnext_adapters.sources.biorxivsubjects import (
    SPELT_VARIOUSLY,
    subjects_of,
    words_of,
)
from readnext_adapters.sources.protocol import Page, Source, base_address

_USUAL = "https://api.biorxiv.org"
# The service states no limit; one request a second is known to work.
_POLICY = Policy(spacing=1.0, rate_limit="biorxiv")
_PATIENCE = 7
_DAYS_BACK = 30
_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)
# Preprints are dated in one time zone and posted in another, some a day late.
_OVERLAP = dt.timedelta(days=2)
_MOST_IN_A_WEEK = 100_000
_BEGAN = {"biorxiv": dt.date(2013, 11, 1), "medrxiv": dt.date(2019, 6, 1)}
_CURSOR = re.compile(
    r"(?P<first>\d{4}-\d\d-\d\d)(?:/(?P<last>\d{4}-\d\d-\d\d)/(?P<offset>\d{1,6}))?"
)


@dataclass(slots=True)
class Kind:
    """The sources of one of the two servers."""

    server: str
    HELP: str

    def parse(self, rest: str, /) -> Source:
        """Return the source of a subject, or of all; InputError if there is none."""
        wanted, subjects = words_of(rest), subjects_of(self.server)
        if wanted == "all" or wanted in subjects:
            return Preprints(self.server, "" if wanted == "all" else wanted)
        near = difflib.get_close_matches(wanted, subjects, 3, 0.6) or subjects
        raise InputError(
            f"{self.server}:{rest}: no such subject; write {self.server}:all, or one "
            f"of {', '.join(name.replace(' ', '-') for name in near)}"
        )


BIORXIV: Kind = Kind(
    "biorxiv",
    "biorxiv:all or biorxiv:SUBJECT, e.g. biorxiv:cell-biology (preprints); 30 days "
    "back at first",
)
MEDRXIV: Kind = Kind(
    "medrxiv",
    "medrxiv:all or medrxiv:SUBJECT, e.g. medrxiv:health-policy (preprints); 30 days "
    "back at first",
)


@dataclass(frozen=True, slots=True)
class Week:
    """What is requested: a range of days, and the number of its posts already received.

    >>> str(Week(dt.date(2026, 6, 1), dt.date(2026, 6, 7), 30))
    '2026-06-01/2026-06-07/30'
    """

    first: dt.date
    last: dt.date
    offset: int = 0

    @classmethod
    def beginning(cls, first: dt.date, today: dt.date) -> Week:
        """Return the week that begins on a day, up to today."""
        first = min(first, today)
        return cls(first, min(first + _WEEK - _DAY, today))

    def __str__(self) -> str:
        return f"{self.first}/{self.last}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Preprints:
    """The preprints of a server, of one subject or, if that is "", of all."""

    server: str
    subject: str

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"{self.server}:{self.subject.replace(' ', '-') or 'all'}"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return _POLICY

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return _PATIENCE

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return f"{_DAYS_BACK} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what was posted since the cursor, `since` or a month ago.

        Raises NetworkError if a request fails or a response cannot be read.
        """
        week: Week | None = self._week(cursor, since, today)
        seen: dict[str, int] = {}
        before: list[tuple[str, int]] = []
        announced = 0
        while week:
            page = self._fetch(client, week)
            versions = [_version(item) for item in page.listed]
            if versions and versions == before:
                raise NetworkError(f"{page.place} returns the same page repeatedly")
            before = versions
            announced = max(page.total or 0, announced if week.offset else 0)
            found = [*self._new(page, seen), *_missing(page, week, announced)]
            week = _following(week, page, today)
            yield Page(tuple(found), str(week) if week else str(today - _OVERLAP))

    def _week(self, cursor: str | None, since: dt.date | None, today: dt.date) -> Week:
        """The first week to request."""
        usual = since or today - dt.timedelta(days=_DAYS_BACK)
        week = _read_cursor(cursor or "", today) or Week.beginning(usual, today)
        began = _BEGAN[self.server]
        return Week.beginning(began, today) if week.first < began else week

    def _fetch(self, client: Client, week: Week) -> _ApiPage:
        base = base_address("READNEXT_BIORXIV_URL", _USUAL)
        url = f"{base}/details/{self.server}/{week}/json"
        if self.subject and self.subject not in SPELT_VARIOUSLY:
            url += f"?category={quote(self.subject.replace(' ', '_'))}"
        response = client.get(url)
        where = redacted(response.url)
        page = _read(response.body, where, f"{self.name} {week}")
        if week.offset + len(page.listed) > _MOST_IN_A_WEEK:
            raise NetworkError(f"{where} returns more preprints than a week can have")
        return page

    def _new(self, page: _ApiPage, seen: dict[str, int]) -> Iterator[Paper | Problem]:
        """The papers of a page, without versions older than one already yielded."""
        latest: dict[str, int] = {}
        for doi, number in map(_version, page.listed):
            latest[doi] = max(number, latest.get(doi, 0))
        for paper in papers_of(filter(self._asked, page.listed), self.server):
            if isinstance(paper, Paper):
                doi = paper.doi or ""
                if latest.get(doi, 0) < seen.get(doi, 0):
                    continue
                seen[doi] = latest.get(doi, 0)
            yield paper

    def _asked(self, item: JsonItem | Problem) -> bool:
        """Whether an item is of the subject; a mirror may ignore the filter."""
        if not self.subject or isinstance(item, Problem):
            return True
        said = words_of(first_text(item.fields, "category"))
        return not said or said.startswith(self.subject)


@dataclass(frozen=True, slots=True)
class _ApiPage:
    """One page: its items, and the stated total."""

    name: str
    place: str
    listed: list[JsonItem | Problem]
    total: int | None


def _read(body: bytes, where: str, name: str) -> _ApiPage:
    """Parse a response; raise NetworkError if it is not of this service."""
    document = read_answer(decode_bytes(body).text, name)
    messages = list_of(document.whole.get("messages"))
    if not messages:
        raise NetworkError(
            f"{where} does not answer as bioRxiv's API does; is a captive "
            "portal or proxy intercepting?"
        )
    message = object_of(messages[0])
    status = clean(first_text(message, "status"))
    if "no posts" in status.lower():
        return _ApiPage(name, where, [], 0)
    if status.lower() != "ok":
        raise NetworkError(f"{where} answered: {status[:200] or 'no status'}")
    # An empty collection is a problem only in a file.
    listed = document.items if document.whole.get("collection") else []
    return _ApiPage(name, where, listed, _number(message, "total"))


def _missing(page: _ApiPage, week: Week, announced: int) -> Iterator[Problem]:
    """A problem if the pages end before the announced total."""
    if not page.listed and announced > week.offset:
        why = f"{announced} preprints were announced, {week.offset} received"
        yield Problem(page.name, why)


def _following(week: Week, page: _ApiPage, today: dt.date) -> Week | None:
    """What to request next, None at the end."""
    known = week.offset + len(page.listed)
    if page.listed and (page.total is None or known < page.total):
        return replace(week, offset=known)
    if week.last >= today:
        return None
    return Week.beginning(week.last + _DAY, today)


def _read_cursor(cursor: str, today: dt.date) -> Week | None:
    """The week of a cursor, None for one that is damaged."""
    found = _CURSOR.fullmatch(cursor)
    try:
        first = dt.date.fromisoformat(found["first"]) if found else None
        last = dt.date.fromisoformat(found["last"]) if found and found["last"] else None
    except ValueError:
        return None
    if first is None or found is None:
        return None
    if last is None:
        return Week.beginning(first, today)
    whole = first <= last <= today and last - first < _WEEK
    return Week(first, last, int(found["offset"])) if whole else None


def _version(item: JsonItem | Problem) -> tuple[str, int]:
    if isinstance(item, Problem):
        return item.where, -1
    doi = parse_doi(first_text(item.fields, "doi")) or ""
    return doi, version_of(item.fields)


def _number(fields: Object, name: str) -> int | None:
    text = first_text(fields, name)
    return int(text[:9]) if text.isascii() and text.isdigit() else None

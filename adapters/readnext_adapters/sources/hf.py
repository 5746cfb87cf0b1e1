"""Hugging Face's daily papers: by day, by week, or what is trending.

A day's papers get upvotes for a week and more, so each run requests the last days again
(https://huggingface.co/docs/hub/api). READNEXT_HF_URL names a mirror.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Paper
from readnext_adapters.catalogs.hfpapers import LAYOUT, record
from readnext_adapters.catalogs.json_response import items_of
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources.json_service import Service
from readnext_adapters.sources.protocol import Item, Page

HELP = "hf:daily, hf:week, hf:trending (Hugging Face's papers); 30 days back at first"

_SERVICE = Service("Hugging Face", "READNEXT_HF_URL", "https://huggingface.co")
_PATH = "/api/daily_papers"
_PAGE = 100
_MOST_PAGES = 30  # a day has fifty papers, a week three hundred
_USUAL = dt.timedelta(days=30)
_OVERLAP = dt.timedelta(days=7)
_FIRST = dt.date(2023, 5, 4)  # before it there were no daily papers
_LAST_WEEK = 52  # the service has no 53rd


def parse(rest: str) -> HuggingFace:
    """Return the source ``hf:rest``; raise InputError if there is none."""
    kind = rest.strip().lower()
    if kind not in ("daily", "week", "trending"):
        raise InputError(f"hf:{rest}: no such source; there are {HELP}")
    return HuggingFace(kind)


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """The papers of days, of weeks, or the trending ones."""

    kind: str

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"hf:{self.kind}"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return Policy(spacing=0.5, rate_limit="huggingface")

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return 7

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return "" if self.kind == "trending" else f"{_USUAL.days} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield the papers day by day, or week by week; the cursor is a day.

        Raises NetworkError if a request fails or a response cannot be read.
        """
        if self.kind == "trending":
            _, items = self._page(client, {"sort": "trending"}, 0, today)
            yield Page(items, today.isoformat())
            return
        reached = _day(cursor, today)
        start = max(reached - _OVERLAP if reached else since or today - _USUAL, _FIRST)
        for number, (day, period) in enumerate(self._periods(start, today)):
            try:
                items = tuple(chain.from_iterable(self._listed(client, period, day)))
            except StatusError as error:
                # In the service's time zone it may still be yesterday.
                if error.status != 400 or day < today or not number:
                    raise
                return
            reached = max(reached or day, day)
            yield Page(items, reached.isoformat())

    def _periods(
        self, start: dt.date, today: dt.date
    ) -> Iterator[tuple[dt.date, dict[str, str]]]:
        """The days or weeks from one day to another, each with its last day."""
        day = start
        while day <= today:
            if self.kind == "daily":
                yield day, {"date": day.isoformat()}
                day += dt.timedelta(days=1)
                continue
            year, week, weekday = day.isocalendar()
            sunday = day + dt.timedelta(days=7 - weekday)
            if week <= _LAST_WEEK:
                yield min(sunday, today), {"week": f"{year}-W{week:02}"}
            day = sunday + dt.timedelta(days=1)

    def _listed(
        self, client: Client, which: dict[str, str], day: dt.date
    ) -> Iterator[tuple[Item, ...]]:
        """The pages of a list. Pages may be short, so only an empty one is the end."""
        seen: set[str] = set()
        before: object = None
        for number in range(_MOST_PAGES):
            answer, items = self._page(client, which, number, day)
            ids = {item.id for item in items if isinstance(item, Paper)}
            if not items or answer == before or (ids and ids <= seen):
                return
            yield items
            seen |= ids
            before = answer
        raise NetworkError(f"{self.name}: the list of {day.isoformat()} does not end")

    def _page(
        self, client: Client, which: dict[str, str], number: int, day: dt.date
    ) -> tuple[object, tuple[Item, ...]]:
        """A page as received, and its items."""
        query = which | {"limit": str(_PAGE), "p": str(number)}
        answer = _SERVICE.get(client, _PATH, query)
        where = f"{self.name} {day.isoformat()} page {number + 1}"
        return answer, items_of(answer, where, LAYOUT, record)


def _day(cursor: str | None, today: dt.date) -> dt.date | None:
    """The day in a cursor, None if it is invalid."""
    try:
        day = dt.date.fromisoformat(cursor or "")
    except ValueError:
        return None
    return min(day, today) if day >= _FIRST else None

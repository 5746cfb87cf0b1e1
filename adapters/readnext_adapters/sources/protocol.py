"""The interface of a catalog's sources, and the pages that they yield."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from readnext.matching.identity import Identity
from readnext.paper import Gone, Paper, Problem
from readnext_adapters.http import Client, Policy

Item = Paper | Gone | Problem


@dataclass(frozen=True, slots=True)
class Page:
    """The items of one response, and the `cursor` from which to continue after it.

    A cursor is a text that only its source interprets. It is stored together with the
    items, so that an interrupted run continues where it stopped. The next run begins at
    the cursor of the last page, and requests only what is new since.
    """

    items: tuple[Item, ...]
    cursor: str


class Source(Protocol):
    """One source as a user names it."""

    @property
    def name(self) -> str:
        """The canonical name."""

    @property
    def policy(self) -> Policy:
        """How requests are sent."""

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what is new since the cursor, page by page.

        Without a cursor the source goes back to `since`, or as far as its default.
        With `since`, the cursor is None. An invalid or expired cursor counts as None.
        Raises NetworkError if a request fails or a response cannot be read.
        """


@runtime_checkable
class StatesFirstRun(Protocol):
    """A source that says how far back its first run goes, e.g. "30 days back".

    The text is "" where a source lists the same whatever ``--since`` is.
    """

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""


@runtime_checkable
class Finder(Protocol):
    """A source that knows papers by their DOI, arXiv id or title."""

    @property
    def name(self) -> str:
        """The canonical name."""

    @property
    def policy(self) -> Policy:
        """How requests are sent."""

    def find(self, client: Client, wanted: Sequence[Identity]) -> Iterator[Page]:
        """Yield the wanted papers, some at a time; cursors are ""."""


@runtime_checkable
class SourceKind(Protocol):
    """A kind of source; `HELP` shows the form of its names and what they fetch."""

    HELP: str

    def parse(self, rest: str, /) -> Source:
        """Return the source named by what follows the colon, or raise InputError."""


def base_address(variable: str, usual: str) -> str:
    """Return the base URL of a service; an environment variable can name a mirror."""
    return os.environ.get(variable, "").strip().rstrip("/") or usual

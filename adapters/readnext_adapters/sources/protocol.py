"""What a source of a catalog is: its interface, and the pages that it yields."""

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
    """The items of one answer, and the `cursor` from which to go on after it.

    A cursor is a text that only its source understands. It is stored together with
    the items, so that a run that breaks off is continued where it stood. The cursor of
    the last page is where the next run begins: it asks only for what is new by then.
    """

    items: tuple[Item, ...]
    cursor: str


class Source(Protocol):
    """One source as a user names it."""

    @property
    def name(self) -> str:
        """Its name in one spelling."""

    @property
    def policy(self) -> Policy:
        """How it is asked."""

    @property
    def patience(self) -> int:
        """Days without a success after which its papers are called old."""

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what is new since the cursor, page by page.

        Without a cursor the source goes back to `since`, or as far as is usual for
        it. With a `since`, the cursor is None. A cursor that is damaged or expired
        counts as none. Raises NetworkError if an answer fails or cannot be read.
        """


@runtime_checkable
class Finder(Protocol):
    """A source that knows papers by their DOI, arXiv id or title."""

    @property
    def name(self) -> str:
        """Its name in one spelling."""

    @property
    def policy(self) -> Policy:
        """How it is asked."""

    def find(self, client: Client, wanted: Sequence[Identity]) -> Iterator[Page]:
        """Yield the papers that are those wanted, some at a time; cursors are ""."""


@runtime_checkable
class SourceKind(Protocol):
    """A kind of source; `HELP` shows its names and says what they fetch."""

    HELP: str

    def parse(self, rest: str, /) -> Source:
        """Return the source named by what follows the colon; InputError if none is."""


def base_address(variable: str, usual: str) -> str:
    """Return the address of a service; an environment variable can name a mirror."""
    return os.environ.get(variable, "").strip().rstrip("/") or usual

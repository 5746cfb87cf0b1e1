"""The source xyz:NAME: a server's list of titles, one a line."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.errors import InputError
from readnext.paper import Paper
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources.protocol import Page

HELP = "xyz:NAME (an example)"
_POLICY = Policy()


@dataclass(frozen=True)
class Xyz:
    """One list of titles."""

    rest: str
    policy: Policy = _POLICY
    patience: int = 3

    @property
    def name(self) -> str:
        """Its name in one spelling."""
        return f"xyz:{self.rest}"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield all titles; the list has no date to go on from."""
        answer = client.get(f"{os.environ['XYZ_URL']}/{self.rest}")
        titles = answer.body.decode().splitlines()
        yield Page(tuple(Paper(f"xyz:{title}", title) for title in titles), "")


def parse(rest: str, /) -> Xyz:
    """Return the source of a name; InputError if it is empty."""
    if not rest:
        raise InputError("xyz: name a list")
    return Xyz(rest)

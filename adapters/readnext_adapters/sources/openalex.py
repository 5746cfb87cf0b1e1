"""OpenAlex: the works of a venue, an institution, an author, a topic, or a search.

Lists are requested by day of publication; filters by the day on which OpenAlex added a
work are for paying users only. A key is free and needed for more than a few requests
(https://developers.openalex.org/guides/authentication). The environment's
READNEXT_OPENALEX_URL names a mirror, READNEXT_CONTACT a mail address to send along.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.errors import InputError, NetworkError
from readnext_adapters.apikeys import KeyPlace
from readnext_adapters.catalogs.json_response import items_of
from readnext_adapters.catalogs.openalex import FIELDS, LAYOUT, record
from readnext_adapters.http import Client, Policy
from readnext_adapters.parsing.jsonvalues import object_of
from readnext_adapters.sources.json_service import Service
from readnext_adapters.sources.paged_runs import PageItems, Run, walk
from readnext_adapters.sources.protocol import Page

HELP = (
    "openalex:S123 (a venue; I... an institution, A... an author, T... a topic, C... a "
    "concept), openalex:filter=FILTER, openalex:WORDS (works of OpenAlex); 90 days "
    "back at first, all works of an author"
)
SERVICE = Service(
    title="OpenAlex",
    variable="READNEXT_OPENALEX_URL",
    usual="https://api.openalex.org",
    key_place=KeyPlace(
        "OpenAlex", "OPENALEX_API_KEY", "READNEXT_OPENALEX_KEY_COMMAND", "openalex"
    ),
    parameter="api_key",
    keys="free at https://openalex.org/settings/api",
)
POLICY = Policy(spacing=0.1, rate_limit="openalex")
WORKS = "/works"
PER_PAGE = "100"

_FILTERS = {
    "S": "primary_location.source.id",
    "I": "authorships.institutions.id",
    "A": "authorships.author.id",
    "T": "topics.id",
    "C": "concepts.id",
}
# Of topics and concepts, ids have more digits than one; T5 and C4 are words.
_ENTITY = re.compile(
    r"(?:https?://openalex\.org/(?:\w+/)?)?([SIA]\d{1,19}|[TC]\d{2,19})"
)
_FILTER = re.compile(r"[a-z_]+(?:\.[a-z_]+)*:\S.*")
_WORK = re.compile(r"(?:https?://openalex\.org/(?:works/)?)?(W\d{1,19})")
_OVERLAP = dt.timedelta(days=14)
_USUAL = dt.timedelta(days=90)


def parse(rest: str) -> OpenAlex:
    """Return the source ``openalex:rest``; InputError if there is none.

    >>> parse("https://openalex.org/S123").name, parse(" graph  networks").name
    ('openalex:S123', 'openalex:search=graph networks')
    """
    kind, equals, value = rest.partition("=")
    value = " ".join(value.split())
    if equals and value and kind.strip().lower() in ("filter", "search"):
        return OpenAlex(kind.strip().lower(), value)
    text = " ".join(rest.split())
    if entity := _ENTITY.fullmatch(text):
        return OpenAlex("entity", entity[1])
    if work := _WORK.fullmatch(text):
        raise InputError(
            f"openalex:{text}: that is one work; those that cite it are "
            f"openalex:filter=cites:{work[1]}"
        )
    if _FILTER.fullmatch(text):
        return OpenAlex("filter", text)
    if not text or (equals and not value):
        raise InputError(f"openalex:{rest}: names nothing; there are {HELP}")
    return OpenAlex("search", text)


@dataclass(frozen=True, slots=True)
class OpenAlex:
    """The works of an entity, of a filter, or of a search."""

    kind: str
    value: str

    @property
    def name(self) -> str:
        """The canonical name."""
        what = self.value if self.kind == "entity" else f"{self.kind}={self.value}"
        return f"openalex:{what}"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return POLICY

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return 14

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return "all works" if self._all_at_first() else f"{_USUAL.days} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield works by day of publication; see `Run` for the cursor.

        The first run fetches all works of an author, and those of some months of
        anything else. Raises NetworkError if a response fails, cannot be read, or is
        repeated.
        """
        usual = None if self._all_at_first() else _USUAL
        run = Run.after(cursor, since, today, _OVERLAP, usual)
        query = self._query(run.start)

        def ask(place: str, number: int) -> PageItems:
            answer = SERVICE.get(client, WORKS, query | {"cursor": place or "*"})
            where = f"{self.name} page {number}"
            items = items_of(answer, where, LAYOUT, record)
            after = _next(answer, where)
            return items, after if items else ""

        return walk(run, ask, self.name)

    def _all_at_first(self) -> bool:
        return self.kind == "entity" and self.value.startswith("A")

    def _query(self, start: dt.date | None) -> dict[str, str]:
        filters = [f"from_publication_date:{start.isoformat()}"] if start else []
        if self.kind == "entity":
            filters.insert(0, f"{_FILTERS[self.value[0]]}:{self.value}")
        if self.kind == "filter":
            filters.insert(0, self.value)
        query = {"search": self.value} if self.kind == "search" else {}
        if filters:
            query["filter"] = ",".join(filters)
        return query | always()


def always() -> dict[str, str]:
    """Return the query parameters of every request for works."""
    query = {"select": FIELDS, "per-page": PER_PAGE}
    contact = os.environ.get("READNEXT_CONTACT", "").strip().removeprefix("mailto:")
    if "@" in contact and contact.isprintable() and "/" not in contact:
        query["mailto"] = contact
    return query


def _next(answer: object, where: str) -> str:
    """The position at which the list continues, "" at its end."""
    meta = object_of(object_of(answer).get("meta"))
    after = meta.get("next_cursor", 0)
    if after is None or isinstance(after, str):
        return after or ""
    raise NetworkError(f"{where}: the response does not state where its list continues")

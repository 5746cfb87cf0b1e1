"""Semantic Scholar: the papers that a query finds, by its bulk search.

The query may join words with ``+``, ``|``, ``-`` and quotes
(https://api.semanticscholar.org/api-docs/graph). Without a key the rate limit is shared
by all users and often exhausted. READNEXT_S2_URL names a mirror.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.errors import InputError, NetworkError
from readnext_adapters.apikeys import KeyPlace
from readnext_adapters.catalogs.json_response import items_of
from readnext_adapters.catalogs.s2 import LAYOUT, record
from readnext_adapters.http import Client, Policy
from readnext_adapters.parsing.jsonvalues import object_of
from readnext_adapters.sources.json_service import Service
from readnext_adapters.sources.paged_runs import PageItems, Run, walk
from readnext_adapters.sources.protocol import Page

HELP = "s2:QUERY (found by Semantic Scholar); 90 days back at first"
SERVICE = Service(
    title="Semantic Scholar",
    variable="READNEXT_S2_URL",
    usual="https://api.semanticscholar.org",
    key_place=KeyPlace(
        "Semantic Scholar", "S2_API_KEY", "READNEXT_S2_KEY_COMMAND", "s2"
    ),
    header="x-api-key",
    keys="free at https://www.semanticscholar.org/product/api",
)
# Fields of both searches and lookups; a search returns no references.
FIELDS = (
    "paperId,externalIds,url,title,abstract,venue,publicationVenue,journal,year,"
    "publicationDate,authors,fieldsOfStudy,s2FieldsOfStudy,openAccessPdf,"
    "citationCount,publicationTypes"
)
GRAPH = "/graph/v1/paper"

_OVERLAP = dt.timedelta(days=30)
_USUAL = dt.timedelta(days=90)


def parse(rest: str) -> SemanticScholar:
    """Return the source ``s2:rest``; InputError if there is no query."""
    query = " ".join(rest.split())
    if not query:
        raise InputError(f"s2:{rest}: names nothing; there are {HELP}")
    return SemanticScholar(query)


@dataclass(frozen=True, slots=True)
class SemanticScholar:
    """The papers that a query finds."""

    query: str

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"s2:{self.query}"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return policy()

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return 14

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return f"{_USUAL.days} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield papers by day of publication; see `Run` for the cursor.

        A paper with only a year counts as of 1 January. Raises NetworkError if a
        response fails, cannot be read, or is repeated.
        """
        run = Run.after(cursor, since, today, _OVERLAP, _USUAL)
        query = {"query": self.query, "fields": FIELDS}
        if run.start:
            query["publicationDateOrYear"] = f"{run.start.isoformat()}:"

        def ask(place: str, number: int) -> PageItems:
            token = {"token": place} if place else {}
            answer = SERVICE.get(client, f"{GRAPH}/search/bulk", query | token)
            where = f"{self.name} page {number}"
            items = items_of(answer, where, LAYOUT, record)
            return items, _next(answer, where)

        return walk(run, ask, self.name)


def policy() -> Policy:
    """Return how requests are sent; with a key, one a second is allowed."""
    spacing = 1.0 if SERVICE.key() else 3.0
    return Policy(attempts=8, deadline=300.0, spacing=spacing, rate_limit="s2")


def _next(answer: object, where: str) -> str:
    """The position at which the list continues, "" at its end."""
    fields = object_of(answer)
    token, total = fields.get("token"), fields.get("total")
    listed = isinstance(fields.get("data"), list)
    if not listed and total != 0:
        raise NetworkError(f"{where}: the response has no list of papers")
    if token is None or isinstance(token, str):
        return token or ""
    raise NetworkError(f"{where}: the response does not state where its list continues")

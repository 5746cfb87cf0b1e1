"""``oai:URL``: what changed in any repository, by OAI-PMH in Dublin Core.

The protocol is http://www.openarchives.org/OAI/openarchivesprotocol.html. The URL is
the repository's base URL, ``#SET`` the identifier of one of its sets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from readnext.errors import InputError, NetworkError, StatusError
from readnext_adapters.catalogs.arxiv.document import ArxivDocument
from readnext_adapters.catalogs.oai_dc import parse as parse_document
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.http.urls import checked
from readnext_adapters.sources.paged_runs import PageItems, Run, walk
from readnext_adapters.sources.protocol import Page, Source

HELP = (
    "oai:URL or oai:URL#SET (the OAI-PMH base URL of a repository); 30 days back at "
    "first"
)

# Repositories build long lists slowly, and ask to come back later with a 503.
_POLICY = Policy(spacing=1.0, deadline=300.0, read_timeout=120.0, longest_wait=120.0)
_PATIENCE = 14
_USUAL = dt.timedelta(days=30)
# Datestamps are days of UTC, and a record may become visible after its datestamp.
_OVERLAP = dt.timedelta(days=2)
_FORMAT = "oai_dc"
_EXPIRED = "badResumptionToken"
_GONE = 410
_ARGUMENTS = frozenset(
    ("verb", "metadataprefix", "set", "from", "until", "resumptiontoken", "identifier")
)


def parse(rest: str, /) -> Source:
    """Return the source of a base URL and a set; raise InputError if it is no URL.

    >>> parse("https://example.org/oai?verb=Identify#bogs").name
    'oai:https://example.org/oai#bogs'
    """
    address, _, part = rest.strip().partition("#")
    try:
        address = checked(address)
    except NetworkError as error:
        raise InputError(f"oai: {error}; there are {HELP}") from error
    return Repository(_base(address), unquote(part).strip())


def _base(address: str) -> str:
    """A URL without the arguments of a request, as it may have been copied."""
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in query if key.lower() not in _ARGUMENTS]
    return parts._replace(query=urlencode(kept)).geturl()


@dataclass(frozen=True, slots=True)
class Repository:
    """The changes of a repository, or of one of its sets."""

    address: str
    set: str = ""
    policy: Policy = _POLICY
    patience: int = _PATIENCE

    @property
    def name(self) -> str:
        """The canonical name."""
        part = f"#{quote(self.set, safe=':/')}" if self.set else ""
        return f"oai:{self.address}{part}"

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return f"{_USUAL.days} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what changed since the cursor, from 30 days ago without one.

        After an expired token the run starts over at its first day. Raises
        NetworkError if a response fails, cannot be read completely or is repeated.
        """
        run = Run.after(cursor, since, today, _OVERLAP, _USUAL)

        def fetch(place: str, number: int) -> PageItems:
            del number
            document = self._ask(client, run, unquote(place))
            # A cursor has no spaces, which a token may have.
            return tuple(document.items), quote(document.token, safe="")

        return walk(run, fetch, redacted(self.name))

    def _ask(self, client: Client, run: Run, token: str) -> ArxivDocument:
        question = {"verb": "ListRecords"}
        if token:
            question["resumptionToken"] = token
        else:
            question["metadataPrefix"] = _FORMAT
            if run.start:
                question["from"] = run.start.isoformat()
            if self.set:
                question["set"] = self.set
        mark = "&" if "?" in self.address else "?"
        url = f"{self.address}{mark}{urlencode(question, quote_via=quote)}"
        where = redacted(self.address)
        document = parse_document(client.get(url).body, where)
        if document.broken:
            raise NetworkError(
                f"{where}: not an answer of OAI-PMH ({document.broken.why}); is this "
                "the base URL of the repository?"
            )
        if document.has_error(_EXPIRED):
            raise StatusError(f"{where}: its list has expired; start again", _GONE)
        if document.errors:
            said = "; ".join(": ".join(filter(None, one)) for one in document.errors)
            raise NetworkError(f"{where}: the repository reports {said}")
        return document

"""``arxiv:cs.LG``: what changed at arXiv since the last run, by OAI-PMH.

New papers, new versions, corrections and deletions of a category, an archive, a group
of archives or of all, as arXiv recommends for mirrors of its metadata
(https://info.arxiv.org/help/oa/index.html).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from readnext.errors import NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv import oai
from readnext_adapters.catalogs.arxiv.categories import Subject, parse_subject
from readnext_adapters.catalogs.arxiv.document import ArxivDocument
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.sources.arxiv.policy import (
    PATIENCE,
    POLICY,
    address,
    day,
    earlier,
    state,
    whole,
)
from readnext_adapters.sources.protocol import Page, base_address

HELP = (
    "arxiv:SUBJECT (arxiv:cs.LG, arxiv:hep-th, arxiv:cs, arxiv:all): arXiv's changes; "
    "14 days back at first"
)

# Of its formats, this one has the date of the first version.
_FORMAT = "arXivRaw"
# The oldest datestamp; earlier ones are rejected.
_OLDEST = dt.date(2005, 9, 16)
_USUAL_DAYS = 14
_EXPIRED = "badResumptionToken"


def parse(rest: str) -> Changes:
    """Return the source of a subject; raise InputError if arXiv has no such subject.

    >>> parse("cs.lg").name
    'arxiv:cs.LG'
    """
    return Changes(parse_subject(rest))


@dataclass(frozen=True, slots=True)
class _Run:
    """The state of a run: the day it goes back to, the day it began, its token."""

    start: dt.date
    began: dt.date
    token: str = ""

    @classmethod
    def after(cls, cursor: str | None, since: dt.date | None, today: dt.date) -> Self:
        """Return the run that a cursor continues or begins."""
        stored = state(cursor)
        start, began = day(stored.get("from")), day(stored.get("began"))
        token = stored.get("token")
        if start is None or began is None or not isinstance(token, str):
            return cls(since or earlier(today, _USUAL_DAYS), today)
        if not token or began > today:
            return cls(min(start, today), today)
        return cls(start, began, token)

    def cursor(self) -> str:
        """Return the cursor at which to continue."""
        days = {"from": self.start.isoformat(), "began": self.began.isoformat()}
        return json.dumps(days | {"token": self.token})

    def end(self) -> str:
        """Return the cursor after the last page, at which the next run begins.

        Datestamps are days in arXiv's time zone: the last two are requested again.
        """
        return _Run(earlier(self.began, 1), self.began).cursor()


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one subject."""

    subject: Subject
    policy: Policy = POLICY
    patience: int = PATIENCE

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"arxiv:{self.subject.name}"

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return f"{_USUAL_DAYS} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what changed since the cursor, from 14 days ago without one.

        After an expired cursor the run starts over at its first day. Raises
        NetworkError if a response fails, cannot be read completely or is repeated.
        """
        run = _Run.after(cursor, since, today)
        base = base_address("READNEXT_ARXIV_OAI_URL", "https://oaipmh.arxiv.org/oai")
        seen: set[object] = {run.token}
        restarted = False
        while True:
            document = self._ask(client, base, run)
            if run.token and not restarted and document.has_error(_EXPIRED):
                run, restarted, seen = replace(run, token=""), True, set()
                continue
            if document.errors:
                raise NetworkError(f"{redacted(base)}: {document.complaint()}")
            run = replace(run, token=document.token)
            yield self._page(document, run)
            if not document.token:
                return
            ids = tuple(x.id for x in document.items if not isinstance(x, Problem))
            if document.token in seen or ids in seen:
                raise NetworkError(f"{redacted(base)} returns the same page repeatedly")
            seen |= {document.token, ids}

    def _ask(self, client: Client, base: str, run: _Run) -> ArxivDocument:
        question = {"verb": "ListRecords"}
        if run.token:
            question["resumptionToken"] = run.token
        else:
            question["metadataPrefix"] = _FORMAT
            if run.start > _OLDEST:
                question["from"] = run.start.isoformat()
            if self.subject.set:
                question["set"] = self.subject.set
        document = client.get(address(base, question))
        return whole(oai.parse(document.body, redacted(base)))

    def _page(self, document: ArxivDocument, run: _Run) -> Page:
        """The items that belong to the subject."""
        items = tuple(
            item
            for item in document.items
            if not isinstance(item, Paper) or self.subject.has(item.categories)
        )
        return Page(items, run.cursor() if run.token else run.end())

"""``arxiv:cs.LG``: what changed at arXiv since the last run, by OAI-PMH.

New papers, new versions, corrections and deletions of a category, an archive, a group
of archives or of all, as arXiv asks those to fetch them who keep a copy
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

HELP = "arxiv:SUBJECT (arxiv:cs.LG, arxiv:hep-th, arxiv:cs, arxiv:all): arXiv's changes"

# Of its formats, this one has the date of the first version.
_FORMAT = "arXivRaw"
# The day of its oldest datestamp; an earlier one is refused.
_OLDEST = dt.date(2005, 9, 16)
_USUAL_DAYS = 14
_EXPIRED = "badResumptionToken"


def parse(rest: str) -> Changes:
    """Return the source of a subject; raise InputError if arXiv has none such.

    >>> parse("cs.lg").name
    'arxiv:cs.LG'
    """
    return Changes(parse_subject(rest))


@dataclass(frozen=True, slots=True)
class _Run:
    """Where a run stands: the day it goes back to, the day it began, its token."""

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
        """Return the cursor at which to go on."""
        days = {"from": self.start.isoformat(), "began": self.began.isoformat()}
        return json.dumps(days | {"token": self.token})

    def end(self) -> str:
        """Return the cursor of the end, with which the next run begins.

        Datestamps are days, and those of arXiv: the last two are asked for again.
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
        """Its name in one spelling."""
        return f"arxiv:{self.subject.name}"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what changed since the cursor, from 14 days ago without one.

        An expired cursor begins again on the day from which it went on. Raises
        NetworkError if an answer fails, cannot be read whole or comes twice.
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
                raise NetworkError(f"{redacted(base)} gives one page again and again")
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

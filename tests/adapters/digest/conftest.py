"""Issues of our own making: one with papers, a quiet day, a day without the network."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from readnext.catalog.source_log import Account
from readnext.digest.content import Content, SourceReport, Status
from readnext.paper import Paper
from readnext.suggestion import Answer, Reason, Suggestion, Topic

MADE = dt.datetime(2026, 11, 22, 6, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
DUCKS = Topic(("ducks", "calibration"), ("sand2024ducks", "field2023geese"))
MOORS = Topic(("peat", "raised bogs"), ("moor2019peat",))
PAPERS = (
    Paper(
        id="arxiv:2401.00001",
        title="On the Calibration of Ducks in Small Ponds",
        authors=("Mia Sand", "Lotte van Dijk", "Noah Field", "Ada O'Neil"),
        labs=("Institute of Ponds", "Duck Lab", "Lab 3", "Lab 4"),
        abstract="We calibrate ducks, e.g. Mallards and Teals, in small ponds. "
        "They are better calibrated than geese! Fig. 3 shows how. "
        "This sentence is the fourth and is left out.",
        venue="Journal of Ponds",
        date="2024-01-05",
        arxiv="2401.00001",
    ),
    Paper(
        id="p/2",
        title="Peat & Heather: <b>Growth</b> on “Raised” Bogs, a Survey of Forty Years",
        authors=("Zoë Ångström",),
        abstract="深い泥炭。次の文。三つ目。四つ目。",
        date="2023",
        url="https://example.org/peat?a=1&b=2",
    ),
    Paper(
        id="it's mine",
        title="Ducks\r\nBcc: all@example.org\u202e and\x00 \x1b[31mGeese",
        url="javascript:alert(1)",
    ),
)
REASONS = (
    Reason(
        "text", 'close to `sand2024ducks`, on "calibration"', 0.5, ("sand2024ducks",)
    ),
    Reason("authors", "by Noah Field (2 in your library)", 0.3, ("field2023geese",)),
)


def suggestions() -> tuple[Suggestion, ...]:
    topics = (DUCKS, MOORS, DUCKS)
    return tuple(
        Suggestion(
            rank=rank,
            paper=paper,
            key=f"key{rank}",
            score=2.0 - rank,
            probability=0.9 - rank / 4,
            reasons=REASONS[: 3 - rank],
            topic=topic,
            strength=6 - rank,
        )
        for rank, (paper, topic) in enumerate(zip(PAPERS, topics, strict=True), 1)
    )


def account(name: str, error: str | None = None) -> Account:
    succeeded = "2026-11-18T05:00:00+00:00" if error else "2026-11-22T05:30:00+00:00"
    tried = "2026-11-22T05:30:00+00:00"
    return Account(name, True, 3, None, tried, succeeded, 35, 2, 0, error)


GOOD = SourceReport(account("hf:daily"), asked=True)
BAD = SourceReport(account("arxiv:cs.LG", "export.arxiv.org answered 503"), asked=True)


@pytest.fixture
def content() -> Content:
    """An issue with papers, after a night on which one source failed."""
    answer = Answer(
        entries=44,
        usable=43,
        in_catalog=20,
        catalog="/catalog",
        papers=1194,
        candidates=950,
        ranker="lightgbm",
        why="trained on 20 of your papers that the catalog knows",
        suggestions=suggestions(),
        owned=20,
        excluded=31,
        below_threshold=150,
    )
    told = "The issue of 2026-11-20 may not have arrived: the connection broke."
    return Content(
        "default",
        MADE,
        1,
        "mia@example.org",
        "mia@example.org",
        answer,
        Status((BAD, GOOD), 37, "2026-11-21", (told,), ("There is 1 problem.",)),
        "mia@desk",
        feedback="mia+readnext@example.org",
        threshold=0.2,
    )


@pytest.fixture
def quiet(content: Content) -> Content:
    """A day on which all went well and nothing was worth reading."""
    answer = replace(
        content.answer,
        suggestions=(),
        candidates=0,
        below_threshold=1143,
        empty_reason="Nothing worth your time: the best of 1143 papers has a "
        "probability of 4.2%; you asked for a probability of 20%.",
    )
    return replace(
        content, answer=answer, status=Status((GOOD,), 0, "2026-11-21"), feedback=None
    )


@pytest.fixture
def cut_off(quiet: Content) -> Content:
    """A day on which nothing could be fetched."""
    return replace(quiet, status=Status((BAD,), 0, "2026-11-21"))

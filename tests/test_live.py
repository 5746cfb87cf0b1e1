"""The real services, for people with a network: ``pytest --live tests/test_live.py``.

One question or two a service; what they answer is read whole.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext_adapters.sources import FINDERS, parse_source
from readnext_adapters.sources.run import asking, finding

NAMES = (
    "arxiv:cs.DL",
    "arxiv-new:cs.LG",
    "arxiv-query:cat:cs.DL",
    "hf:daily",
    "hf:trending",
    "openalex:search=reference managers",
    "s2:reference managers",
    "biorxiv:ecology",
    "medrxiv:all",
    "acl:2024.acl",
    "https://www.nature.com/nature.rss",
)
ATTENTION = Paper("1", "Attention Is All You Need", arxiv="1706.03762")


@pytest.mark.live
@pytest.mark.parametrize("name", NAMES)
def test_first_pages(name: str) -> None:
    today = dt.datetime.now(dt.UTC).date()
    ask = asking(parse_source(name), today - dt.timedelta(days=7), today)
    items = [item for page in islice(ask(None), 2) for item in page.items]
    # Feeds of a day's papers are empty at weekends.
    assert items or name.startswith("arxiv-new")
    assert all(item.title for item in items if isinstance(item, Paper))


@pytest.mark.live
@pytest.mark.parametrize("name", FINDERS)
def test_a_known_paper_is_found(name: str) -> None:
    (page,) = finding(FINDERS[name], [Identity.of(ATTENTION)])
    assert any(isinstance(i, Paper) and "Attention" in i.title for i in page.items)

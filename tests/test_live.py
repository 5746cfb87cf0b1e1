"""The real services, for people with a network: ``pytest --live tests/test_live.py``.

One question or two a service; what they answer is read whole.
"""

from __future__ import annotations

import datetime as dt
import os
from itertools import islice
from pathlib import Path

import pytest

from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext_adapters.sources import FINDERS, SOURCE_KINDS, parse_source
from readnext_adapters.sources.run import asking, finding
from readnext_adapters.sources.short_dois import long_dois
from tests.adapters.sources.stations import FILES

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
    "crossref:0028-0836",
    "crossref:prefix:10.2139",
    "crossref:journal:Nature",
    "crossref:reference managers",
    "europepmc:reference managers",
    "europepmc:journal:0028-0836",
    "inspire:t supergravity",
    "ads:abs:quasar",
    "dblp:journals/tse",
    "hal:bibliography",
    "oai:https://zenodo.org/oai2d#user-eu",
    "datacite:titles.title:bibliography",
    "openreview:ICLR.cc/2026/Conference",
    "https://www.nature.com/nature.rss",
)
ATTENTION = Paper("1", "Attention Is All You Need", arxiv="1706.03762")


def test_every_kind_of_source_is_asked() -> None:
    asked = {parse_source(name).name.partition(":")[0] for name in NAMES}
    assert asked | FILES == {name for name, _ in SOURCE_KINDS.own()}


def skip_without_token(name: str) -> None:
    if name.startswith("ads:") and not os.environ.get("ADS_API_TOKEN"):
        pytest.skip("NASA ADS needs a token in ADS_API_TOKEN")


@pytest.mark.live
@pytest.mark.parametrize("name", NAMES)
def test_first_pages(name: str) -> None:
    skip_without_token(name)
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


@pytest.mark.live
def test_a_short_doi_stands_for_a_longer_one(tmp_path: Path) -> None:
    result = long_dois(["10/aabbe"], lambda _: None, tmp_path)
    assert result.error == ""
    assert result.known["10/aabbe"].startswith("10.")


# The fields that each service must still have for its reader: what the query selects by
# and what no paper of ours could do without.
RELIED_ON = {
    "crossref:0028-0836": ("title", "doi", "date", "venue", "authors"),
    "crossref:prefix:10.2139": ("title", "doi", "date", "authors"),
    "europepmc:journal:0028-0836": ("title", "doi", "date", "venue", "authors", "labs"),
    "inspire:t supergravity": ("title", "date", "authors", "arxiv", "categories"),
    "dblp:journals/tse": ("title", "doi", "date", "venue", "authors"),
    "hal:bibliography": ("title", "date", "authors", "url"),
    "datacite:titles.title:bibliography": ("title", "doi", "date", "authors"),
    "openreview:ICLR.cc/2026/Conference": ("title", "date", "abstract", "url"),
    "ads:abs:quasar": ("title", "date", "venue", "authors", "labs", "keywords"),
}


@pytest.mark.live
@pytest.mark.parametrize("name", RELIED_ON)
def test_the_fields_that_are_relied_on(name: str) -> None:
    skip_without_token(name)
    today = dt.datetime.now(dt.UTC).date()
    ask = asking(parse_source(name), today - dt.timedelta(days=60), today)
    page = next(ask(None))
    papers = [item for item in page.items if isinstance(item, Paper)]
    assert papers
    for field in RELIED_ON[name]:
        assert any(getattr(paper, field) for paper in papers), field

"""The starter catalog inside the package: sound, complete, in our own words."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from readnext.matching.ids import parse_arxiv, slug_id
from readnext.matching.titles import title_key
from readnext.paper import Paper, Problem
from readnext_adapters.exports.links import paper_address
from readnext_adapters.opening.catalog import read_source
from tests.adapters.catalogs.jsonl_lines import to_json

STARTER = str(files("readnext") / "catalog" / "starter.jsonl")
LONGEST_SHARED_RUN = 8


@pytest.fixture(scope="module")
def starter() -> list[Paper | Problem]:
    return list(read_source(STARTER, dt.date(2026, 5, 31)))


def test_starter_is_sound(starter: list[Paper | Problem]) -> None:
    papers = [item for item in starter if isinstance(item, Paper)]
    assert len(starter) == len(papers) == 194
    assert len({paper.id for paper in papers}) == 194
    assert len({title_key(paper.title) for paper in papers}) == 194
    for paper in papers:
        assert paper.id == slug_id(paper.title)
        assert 15 <= len(paper.abstract.split()) <= 60
        assert paper.url is None or paper.url.startswith("https://")
        assert paper.arxiv is None or parse_arxiv(paper.arxiv, bare=True)


def test_most_titles_can_be_opened(starter: list[Paper | Problem]) -> None:
    papers = [item for item in starter if isinstance(item, Paper)]
    assert len([paper for paper in papers if paper_address(paper)]) >= 114
    assert len([paper for paper in papers if paper.authors]) >= 78


def test_ids_are_of_the_month_that_is_stated(starter: list[Paper | Problem]) -> None:
    """An id of arXiv begins with its month: a wrong one would be of another."""
    late = []
    for paper in starter:
        assert isinstance(paper, Paper)
        if paper.arxiv and paper.date:
            month = f"20{paper.arxiv[:2]}-{paper.arxiv[2:4]}"
            if paper.date[:7] != month:
                late.append((paper.date, paper.arxiv))
    # Submitted in the last days of a month, or held back by arXiv for some days.
    assert late == [("2026-03-11", "2604.00025"), ("2020-02-28", "2003.00152")]


def test_starter_is_what_we_would_write(starter: list[Paper | Problem]) -> None:
    lines = Path(STARTER).read_text(encoding="utf-8").splitlines()
    papers = [item for item in starter if isinstance(item, Paper)]
    assert lines == sorted(lines, key=lambda line: str(json.loads(line)["id"]))
    assert lines == [to_json(paper) for paper in papers]


def test_starter_holds_the_papers_of_the_seed_pages(
    starter: list[Paper | Problem], seeds: Path
) -> None:
    pages: dict[str, list[Paper]] = {}
    for path in seeds.glob("00*.txt"):
        for item in read_source(str(path), dt.date(2026, 5, 31)):
            assert isinstance(item, Paper)
            pages.setdefault(item.title, []).append(item)
    assert {item.title for item in starter if isinstance(item, Paper)} == set(pages)
    for item in starter:
        assert isinstance(item, Paper)
        _check_facts(item, pages[item.title])


def _check_facts(paper: Paper, sources: list[Paper]) -> None:
    stated = {p.date for p in sources if p.date and not p.date_guessed}
    if stated:
        assert stated == {paper.date} and not paper.date_guessed
    else:  # the month of arXiv's id, or a year that the page left out
        assert paper.date is None or paper.date_guessed or paper.arxiv
    for source in sources:
        assert paper.authors == source.authors or not source.authors
        assert paper.categories == source.categories
        assert paper.code is not None or source.code is None
        assert paper.author_count == source.author_count or not source.author_count
        shared = _runs(paper.abstract) & _runs(source.abstract)
        assert not shared, f"{paper.id} copies its page: {shared}"


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w'-]+", text.casefold())
    size = LONGEST_SHARED_RUN + 1
    return {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}

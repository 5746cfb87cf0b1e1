"""The starter catalog inside the package: sound, complete, in our own words."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from readnext.matching.ids import slug_id
from readnext.matching.titles import title_key
from readnext.paper import Paper, Problem
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
        assert paper.url is None


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
    else:
        assert paper.date_guessed is (paper.date is not None)
    for source in sources:
        assert paper.authors == source.authors
        assert paper.categories == source.categories
        assert paper.code is not None or source.code is None
        assert paper.author_count == source.author_count or not source.author_count
        shared = _runs(paper.abstract) & _runs(source.abstract)
        assert not shared, f"{paper.id} copies its page: {shared}"


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w'-]+", text.casefold())
    size = LONGEST_SHARED_RUN + 1
    return {tuple(words[n : n + size]) for n in range(len(words) - size + 1)}

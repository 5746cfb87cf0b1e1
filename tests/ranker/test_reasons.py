"""Reasons tell a paper from the others of its list."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from readnext.catalog.store import Catalog
from readnext.paper import Author, Entry, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Request
from readnext.suggestion import Reason, Suggestion
from tests.ranker.planted import library, of, paper, three_topics

DEBRIS = "cid 173 we propose a novel method and show that results need mathcal"


def papers() -> list[Paper]:
    """Papers of one venue, year and lab, whose abstracts have debris of PDF files."""
    rng = random.Random(3)
    birds = [paper("birds", n, rng) for n in range(120)]
    return [
        replace(
            p,
            abstract=f"{p.abstract} {DEBRIS}",
            venue="Proceedings of Ponds",
            date="2024-05-01",
            labs=("Pond Lab",),
            authors=(f"Ann Bird{n % 15}", f"Bob Lone{n}"),
        )
        for n, p in enumerate(birds)
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Suggestion]]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add([*papers(), *of(three_topics(), "stars")])
        answer = suggest(library(papers()[:40]), catalog, Request(12))
        yield list(answer.suggestions)


def reasons(found: list[Suggestion]) -> list[Reason]:
    return [reason for one in found for reason in one.reasons]


def test_no_reason_is_that_of_more_than_a_third(found: list[Suggestion]) -> None:
    assert len(found) == 12
    counts = Counter((r.kind, r.text) for r in reasons(found))
    assert max(counts.values()) <= 4
    kinds = {reason.kind for reason in reasons(found)}
    # All are of one venue, year and lab; that they are of the lab, a third may say.
    assert kinds <= {"text", "authors", "labs"}


def test_a_paper_has_one_to_three_reasons(found: list[Suggestion]) -> None:
    assert {len(one.reasons) for one in found} <= {1, 2, 3}


def test_filler_and_debris_are_not_named(found: list[Suggestion]) -> None:
    said = " ".join(reason.text for reason in reasons(found))
    for word in ("cid", "173", "mathcal", "propose", "novel", "method", "need"):
        assert f'"{word}"' not in said
    assert "cid" not in said and "mathcal" not in said


def test_phrases_stand_in_the_paper(found: list[Suggestion]) -> None:
    for one in found:
        text = f"{one.paper.title} {one.paper.abstract}".lower()
        for reason in one.reasons:
            named = reason.text.split('"')[1::2] if reason.kind == "text" else []
            assert all(phrase.lower() in text for phrase in named)


def test_works_under_item_keys_are_named(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    entries = [
        Entry(
            f"ABCD{n + 2000}",
            title=p.title,
            abstract=p.abstract,
            authors=tuple(Author(x.split()[1], x.split()[0]) for x in p.authors),
            date=p.date,
            where=f"zotero:ABCD{n + 2000}",
        )
        for n, p in enumerate(papers()[:40])
    ]
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add([*papers(), *of(three_topics(), "stars")])
        answer = suggest(entries, catalog, Request(5))
    said = reasons(list(answer.suggestions))
    assert not any("ABCD" in reason.text for reason in said)
    works = [work for reason in said for work in reason.cited]
    assert works and all(work.name.endswith(" 2024") for work in works)
    assert all(
        work.link == f"zotero://select/library/items/{work.key}" for work in works
    )

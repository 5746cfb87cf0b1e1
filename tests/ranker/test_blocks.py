"""Planted truths: each block of features alone finds what only it can know."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.library.convert import as_entry
from readnext.paper import Paper, Popularity
from readnext.recommend.suggest import suggest
from readnext.request import Request

WORDS = [f"{a}{b}" for a in "bam dor fel gis kun lop mer nat pov rus".split() for b in
         "ania ento ilum oria ulen ydon".split()]  # fmt: skip
TOPIC = "wing feather nest migration plumage beak".split()
SIZE, WANTED, OWN = 2000, 60, 35

FEATURES = {
    "authors": {"people", "people_max", "linear"},
    "labs": {"labs"},
    "text": {"near", "terms", "linear"},
    "venue": {"venue"},
    "date": {"years"},
    "citations": {"citations"},
    "popularity": {"popularity"},
}

Plant = Callable[[Paper, int], Paper]


def noise(number: int, rng: random.Random) -> Paper:
    """A paper that says nothing of any reader."""
    return Paper(
        f"p{number}",
        f"{' '.join(rng.sample(WORDS, 3))} {number}",
        authors=(f"Ann Lone{number}", f"Bob Single{number}"),
        labs=(f"Home {number}",),
        abstract=" ".join(rng.choices(WORDS, k=25)),
        venue=f"Conf {rng.randrange(12)}",
        date=f"{rng.randrange(2000, 2024)}-01-01",
        # Many have as much, so that the share of papers with less is below 0.8.
        popularity=Popularity(upvotes=min(rng.randrange(20), 15)),
    )


def _author(paper: Paper, number: int) -> Paper:
    return replace(paper, authors=(*paper.authors, "Cleo Nightingale"))


def _lab(paper: Paper, number: int) -> Paper:
    return replace(paper, labs=(*paper.labs, "Institute of Birds"))


def _topic(paper: Paper, number: int) -> Paper:
    rng = random.Random(number)
    return replace(paper, abstract=f"{paper.abstract} {' '.join(rng.sample(TOPIC, 4))}")


def _venue(paper: Paper, number: int) -> Paper:
    return replace(paper, venue="Ornithology")


def _years(paper: Paper, number: int) -> Paper:
    return replace(paper, date=f"{2024 + number % 2}-01-01")


def _citations(paper: Paper, number: int) -> Paper:
    return replace(paper, references=("p0", f"elsewhere{number % 3}"))


def _popularity(paper: Paper, number: int) -> Paper:
    return replace(paper, popularity=Popularity(upvotes=400 + number))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (_author, "authors"),
        (_lab, "labs"),
        (_topic, "text"),
        (_venue, "venue"),
        (_years, "date"),
        (_citations, "citations"),
        (_popularity, "popularity"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_block_alone_finds_what_was_planted(
    plant: Plant, kind: str, tmp_path: Path
) -> None:
    rng = random.Random(kind)
    papers = [noise(n, rng) for n in range(SIZE)]
    planted = [plant(papers[n], n) for n in range(1, SIZE, SIZE // WANTED)]
    papers[1 :: SIZE // WANTED] = planted
    with Catalog.open(tmp_path / "catalog", create=True) as catalog:
        catalog.add(papers)
        own = [as_entry(p, f"x.bib:{n}") for n, p in enumerate(planted[:OWN], 1)]
        asked = Request(20, diversity=0, explain=True, per_author=0, own_papers=True)
        answer = suggest(own, catalog, asked)
    assert answer.ranker == "lightgbm"
    wanted = {paper.id for paper in planted[OWN:]}
    found = [s.paper.id in wanted for s in answer.suggestions]
    assert sum(found) >= 14, found  # by chance it would be less than one
    assert all(found[:5])
    for one in answer.suggestions[:5]:
        largest = sorted(one.contributions, key=lambda part: -part[1])[:3]
        assert FEATURES[kind] & {name for name, _ in largest}, (kind, largest)

"""Maps of our own making for answers: one of ours, and hostile ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from readnext.suggestion import Answer, Area, Map, Spot, Year
from tests.adapters.exports.hostile import FRAGMENTS

NAMES = ("double descent", "graph kernels", "speech", "proteins", "", "fair division")


def with_map(answer: Answer, works: int = 40, seed: int = 7) -> Answer:
    """Return an answer with a map of so many works in six topics."""
    return _mapped(answer, works, seed, NAMES, lambda random: "A title")


def with_hostile_map(answer: Answer, works: int = 60, seed: int = 7) -> Answer:
    """Return an answer with a map whose every word is what it should not be."""
    random = Random(seed)
    names = tuple("".join(random.choices(FRAGMENTS, k=5)) for _ in range(30))
    return _mapped(
        answer, works, seed, names, lambda r: " ".join(r.choices(FRAGMENTS, k=6))
    )


def _mapped(
    answer: Answer,
    works: int,
    seed: int,
    names: Sequence[str],
    title: Callable[[Random], str],
) -> Answer:
    random = Random(seed)
    middles = [(random.random(), random.random()) for _ in names]

    def spot(rank: int) -> Spot:
        topic = random.randrange(len(names))
        x, y = (min(max(random.gauss(m, 0.06), 0), 1) for m in middles[topic])
        return Spot(x, y, topic, title(random), title(random), rank)

    spots = [spot(0) for _ in range(works)]
    spots += [spot(s.rank) for s in answer.suggestions]
    topics = tuple(
        Area(
            name,
            sum(s.topic == k and not s.rank for s in spots),
            sum(s.topic == k and s.rank > 0 for s in spots),
        )
        for k, name in enumerate(names)
    )
    years = tuple(
        Year(year, random.randrange(40), random.randrange(4))
        for year in (0, 1905, 1962, *range(1985, 2026), 9999)
    )
    return replace(answer, map=Map(works + 3, 3, tuple(spots), topics, years))

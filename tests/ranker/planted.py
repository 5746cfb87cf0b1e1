"""Catalogs whose papers are of one of three topics, for several tests."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from readnext.library.convert import as_entry
from readnext.paper import Entry, Paper

TOPICS = {
    "birds": "wing feather nest migration plumage beak flock song egg flight".split(),
    "stars": "nova dwarf orbit nebula flare corona pulsar redshift dust disk".split(),
    "soups": "broth leek barley simmer ladle onion stock noodle garlic spoon".split(),
}
FILLER = "study method result analysis approach model data paper new system".split()


def paper(topic: str, number: int, rng: random.Random) -> Paper:
    """A paper whose words are those of one topic."""
    words = rng.choices(TOPICS[topic], k=12) + rng.choices(FILLER, k=12)
    rng.shuffle(words)
    return Paper(
        f"{topic}/{number}",
        f"{' '.join(rng.sample(TOPICS[topic], 3))} {number}",
        authors=(f"Ann {topic.title()}{number}", f"Bob {topic.title()}son{number}"),
        labs=(f"Lab {number % 40}",),
        abstract=" ".join(words),
        venue=f"Conf {number % 4}",
        date=f"{2015 + number % 10}-01-01",
    )


def three_topics() -> list[Paper]:
    """120 papers of each topic."""
    rng = random.Random(1)
    return [paper(topic, n, rng) for topic in TOPICS for n in range(120)]


def library(papers: Sequence[Paper]) -> list[Entry]:
    """Entries without abstract, as people have them."""
    bare = (replace(p, abstract="", venue="", labs=()) for p in papers)
    return [as_entry(p, f"x.bib:{n}") for n, p in enumerate(bare, 1)]


def of(papers: Sequence[Paper], topic: str) -> list[Paper]:
    """The papers of a topic."""
    return [p for p in papers if p.id.startswith(topic)]

"""How well `suggest --unread` finds what a reader reads next, by simulation.

    python -m tests.bench.unread FOLDER

FOLDER gets a catalog unless it is there: the papers of the development benchmark that
its libraries have, and every fifth of the others. The libraries are the works that it
has of each; which of them were read, and when, is simulated:

- Works are added one a day, in random order.
- The topics of a library are the clusters (k-means, one for 20 works, three at least)
  of the works' keywords and abstracts as TF-IDF of scikit-learn, which the ranker does
  not use.
- The reader is interested in topics to a degree drawn from a Dirichlet distribution
  (0.5 for each topic), and from the fifth day on reads one work every four days among
  those that were added: by chance, in proportion to the interest in its topic (at least
  0.02) times the recency of its addition (1 on the first day, half of that after a
  fortnight, at least 0.2). So there are three unread works for one that was read.
- A quarter of the works is read when the last one is added. The next ten that would be
  read are to be found among the unread ones.

The measure is nDCG@10, by library the mean of three draws, beside the newest additions
first and the mean of random orders.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.evaluation.metrics import ndcg
from readnext.library.works import works_of
from readnext.paper import Entry, Paper
from readnext.recommend.unread import rank_unread
from readnext.request import Request
from readnext_adapters.opening.catalog import read_source
from readnext_adapters.opening.library import read_library
from tests.bench.trials import BENCH

_DRAWS = 3
_NEXT = 10  # works to be found
_FEWEST = 40  # works of a library in the catalog
_FIRST = dt.date(2024, 1, 1)
_START, _PACE = 5, 4  # days before the first work that is read, and for each


@dataclass(frozen=True, slots=True)
class Draw:
    """A simulated reader: places of works in the order of addition and of reading."""

    added: NDArray[np.int64]
    read: NDArray[np.int64]
    following: NDArray[np.int64]


def topics_of(papers: Sequence[Paper], seed: int) -> NDArray[np.int64]:
    """Return the topic of each paper."""
    texts = [f"{' '.join(one.keywords)} {one.abstract}" for one in papers]
    table = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(
        texts
    )
    found = KMeans(max(len(papers) // 20, 3), random_state=seed, n_init=3)
    return np.asarray(found.fit_predict(table), np.int64)


def simulate(topics: NDArray[np.int64], seed: int) -> Draw:
    """Return what a reader added, read and will read next."""
    rng = np.random.default_rng(seed)
    n = len(topics)
    interest = rng.dirichlet(np.full(topics.max() + 1, 0.5))
    liking = np.maximum(interest[topics], 0.02)
    added = rng.permutation(n)
    day_of = np.empty(n)
    day_of[added] = np.arange(n)
    read: list[int] = []
    for step in range(n // 4 + _NEXT):
        day = min(_START + _PACE * step, n - 1)
        recency = np.maximum(0.5 ** ((day - day_of) / 14), 0.2)
        weight = np.where(day_of <= day, liking * recency, 0)
        weight[read] = 0
        read.append(int(rng.choice(n, p=weight / weight.sum())))
    order = np.array(read, np.int64)
    return Draw(added, order[:-_NEXT], order[-_NEXT:])


def entries_of(works: Sequence[Entry], draw: Draw) -> list[Entry]:
    """Return the library with the signs of reading that Zotero would have."""
    days = {place: _FIRST + dt.timedelta(n) for n, place in enumerate(draw.added)}
    read = {
        place: (_FIRST + dt.timedelta(_START + _PACE * n)).isoformat()
        for n, place in enumerate(draw.read.tolist())
    }
    return [
        replace(
            entry,
            key=f"w{place}",
            added=days[place].isoformat(),
            last_read=read.get(place),
            read=None,
        )
        for place, entry in enumerate(works)
    ]


def figures(
    works: Sequence[Entry], papers: Sequence[Paper], catalog: Catalog, seed: int
) -> tuple[float, float, float]:
    """Return nDCG@10 of readnext, of the newest first, and of a random order."""
    draw = simulate(topics_of(papers, seed), seed)
    entries = entries_of(works, draw)
    hits = {f"w{place}" for place in draw.following.tolist()}
    answer = rank_unread(entries, catalog, Request(n=len(entries), seed=seed))
    ranked = [one.key for one in answer.suggestions]
    unread = set(ranked)
    newest = [f"w{n}" for n in reversed(draw.added.tolist()) if f"w{n}" in unread]
    rng = np.random.default_rng(seed)
    chance = [_ndcg(list(rng.permutation(ranked)), hits) for _ in range(50)]
    return _ndcg(ranked, hits), _ndcg(newest, hits), float(np.mean(chance))


def _ndcg(keys: Sequence[str], hits: set[str]) -> float:
    return ndcg(np.array([n for n, k in enumerate(keys, 1) if k in hits], np.int64))


def make_catalog(folder: Path) -> None:
    """Make the catalog unless it is there."""
    if folder.is_dir():
        return
    known = {
        paper
        for file in (BENCH / "libraries").glob("*.json")
        for paper in json.loads(file.read_text("utf-8"))["matched"].values()
    }
    papers = (
        paper
        for n, paper in enumerate(
            read_source(str(BENCH / "catalog.jsonl.gz"), dt.date.today())
        )
        if isinstance(paper, Paper) and (n % 5 == 0 or paper.id in known)
    )
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(papers)


def main() -> None:
    """Print a line for each library, and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder / "catalog"
    make_catalog(folder)
    rows = []
    with Catalog.open(folder) as catalog:
        for file in sorted((BENCH / "libraries").glob("*.bib")):
            found = [one for one in read_library(str(file)) if isinstance(one, Entry)]
            known = works_of(found)
            numbers = [
                next(iter(some), -1)
                for some in catalog.find([work.identities[0] for work in known])
            ]
            papers = catalog.papers([n for n in numbers if n >= 0])
            pairs = [
                (work.entry, papers[n])
                for work, n in zip(known, numbers, strict=True)
                if n in papers
            ]
            if len(pairs) < _FEWEST:
                continue
            works, own = [e for e, _ in pairs], [p for _, p in pairs]
            try:
                draws = [figures(works, own, catalog, seed) for seed in range(_DRAWS)]
            except UserError as error:
                sys.stdout.write(f"{file.stem}: {error}\n")
                continue
            mean = np.mean(draws, axis=0)
            rows.append(mean)
            sys.stdout.write(
                f"{file.stem[:40]:40} {len(works):5} "
                f"{mean[0]:.3f} {mean[1]:.3f} {mean[2]:.3f}\n"
            )
            sys.stdout.flush()
    total = np.mean(rows, axis=0)
    sys.stdout.write(
        f"{len(rows)} libraries: readnext {total[0]:.3f}, newest first {total[1]:.3f}, "
        f"random {total[2]:.3f}; {total[0] / total[1]:.2f} times newest first; better "
        f"in {sum(r[0] > r[1] for r in rows)}, "
        f"worse in {sum(r[0] < r[1] for r in rows)}\n"
    )


if __name__ == "__main__":
    main()

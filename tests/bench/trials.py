"""Trials on the benchmark's libraries within one process, for studies of the ranker.

A trial is a library, a part of its papers that are hidden, and the candidates among
which they are to be found. The benchmark's own command makes the splits.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.evaluation.metrics import ndcg, ranks_of, recall
from readnext.features.profile import Profile
from readnext.library.works import works_of
from readnext.paper import Entry
from readnext.ranker.join import join
from readnext.ranker.ranker import Ranker
from readnext_adapters.opening.library import read_library

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"


@dataclass(frozen=True, slots=True)
class Trial:
    """`hidden` rows are to be found among `rows` for a `profile`; `mode` as split."""

    library: str
    mode: str
    profile: Profile
    rows: NDArray[np.int64]
    hidden: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder that holds the splits and a catalog of the benchmark."""

    folder: Path

    @property
    def splits(self) -> Path:
        """The folder of the splits."""
        return self.folder / "splits"

    @property
    def catalog(self) -> Path:
        """The folder of the catalog."""
        return self.folder / "catalog"

    def prepare(self) -> None:
        """Make splits and catalog, if they are not there."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.splits.is_dir():
            script = BENCH / "rank_bench.py"
            _run(script, "prepare", "--out", self.splits)
        if not self.catalog.is_dir():
            papers = BENCH / "catalog.jsonl.gz"
            _run("-m", "readnext", "catalog", "add", "--catalog", self.catalog, papers)

    def trials(self, suffixes: Iterable[str] | None = None) -> Iterator[Trial]:
        """Yield the trials of the splits, of some kinds (random, random-2, time)."""
        catalog = Catalog.open(self.catalog)
        columns = catalog.columns()
        ids = {paper.id: n for n, paper in enumerate(catalog.all_papers())}
        for file in sorted(self.splits.glob("*/split.json")):
            name = file.parent.name
            library, _, kind = name.rpartition(".")
            if suffixes is not None and kind not in suffixes:
                continue
            split = json.loads(file.read_text("utf-8"))
            found = read_library(str(file.parent / "train.bib"))
            entries = [entry for entry in found if isinstance(entry, Entry)]
            profile = join(works_of(entries), catalog, columns).profile
            since = int((split["since"] or "0").replace("-", "").ljust(8, "0"))
            free = columns.date >= since
            free[profile.owned] = False
            hidden = np.array([ids[i] for i in split["held_out"]], np.int64)
            mode = kind.partition("-")[0]
            yield Trial(library, mode, profile, np.flatnonzero(free), hidden)


def _run(*arguments: object) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], check=True, cwd=ROOT)


Scorer = Callable[[Profile, NDArray[np.int64]], NDArray[np.float32]]


def ours(profile: Profile, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Score rows as readnext does."""
    return Ranker().fit(profile, lambda _: 0).score(rows).scores


@dataclass(slots=True)
class Means:
    """Means over libraries of nDCG@10 and recall@50, by mode."""

    found: dict[str, dict[str, list[tuple[float, float]]]]

    @classmethod
    def empty(cls) -> Means:
        """Return means of nothing yet."""
        return cls({})

    def add(self, trial: Trial, scores: NDArray[np.float32]) -> None:
        """Take in the scores of one trial."""
        place = np.searchsorted(trial.rows, trial.hidden)
        place = place[
            trial.rows[np.minimum(place, len(trial.rows) - 1)] == trial.hidden
        ]
        ranks = ranks_of(scores, place)
        lost = np.full(len(trial.hidden) - len(place), len(scores) + 1)
        ranks = np.r_[ranks, lost]
        kept = self.found.setdefault(trial.mode, {}).setdefault(trial.library, [])
        kept.append((ndcg(ranks, 10), recall(ranks, 50)))

    def __str__(self) -> str:
        parts = []
        for mode, libraries in sorted(self.found.items()):
            per_library = [np.mean(found, axis=0) for found in libraries.values()]
            ten, fifty = np.mean(per_library, axis=0)
            parts.append(f"{mode} {ten:.4f} / {fifty:.4f}")
        return " | ".join(parts)

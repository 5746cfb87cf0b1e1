"""Searches the prior's weights across libraries of four benchmarks.

    python -m tests.bench.learn_prior FOLDER

FOLDER gets the data of the benchmarks and the features of all trials (half an hour on
two cores) unless they are there. Prints what the weights of
recommender/readnext/ranker/prior.json give, what weights give that were found on other
libraries and on other benchmarks, what is lost without each feature, and the weights
found on all: pairs for a very large and a very small library. Figures are ratios to
the best formula of each benchmark: nDCG@10 / recall@50 or average precision.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from readnext.features.linear import LinearModel
from readnext.features.matrix import NAMES
from readnext.ranker.calibration import common as usual_curve
from readnext.ranker.model import Model
from readnext.ranker.prior import common, weights_for
from readnext.ranker.ranker import Ranker
from readnext.ranker.trees import NEGATIVES, draw
from tests.bench.means import Key, Means, Pair
from tests.bench.trials import NAMES as BENCHMARKS
from tests.bench.trials import Opened, Trial, opened, trials

_PARTS = 4  # of the libraries: each is left out once
_KIN = ("refdb", "arunchaganty")  # libraries that share papers: left out together
_LEAST = 0.001  # what a step must gain
_ENOUGH = 0.05  # log ratio beyond the aim from which on more does not count
# The ratios to the best formula that are aimed at: nDCG@10, and recall@50 or average
# precision. What is short of its aim counts, so that no benchmark pays for another.
_AIMS: dict[Key, Pair] = {
    ("archive", "random"): (2.2, 1.7),
    ("archive", "time"): (2.4, 2.0),
    ("fields", "random"): (1.15, 1.06),
    ("fields", "time"): (1.0, 1.0),
    ("fresh", "titles"): (1.35, 1.25),
    ("fresh", "abstracts"): (1.45, 1.25),
    ("fresh", "complete"): (1.45, 1.25),
    ("reviews", "likes"): (1.0, 1.03),
}
# What is tried: coarse steps, as finer ones follow the noise.
_TRIED: dict[str, Sequence[Pair]] = {
    "near": [(0, 0.9), (0, 1.2), (0.15, 1.2)],
    "linear": [(1, 0), (1, 0.1), (1, 0.3)],
    "terms": [(0, 0.2), (0.1, 0.2), (0.2, 0.2)],
    "people": [(a, b) for a in (0.05, 0.1, 0.2) for b in (0.1, 0.3, 0.45)],
    "labs": [(0, 0), (0.05, 0.05)],
    "venue": [(a, b) for a in (0.3, 0.45) for b in (0.2, 0.6)],
    "years": [(a, b) for a in (0.4, 0.6, 0.8) for b in (0.3, 1, 2)],
}
Pairs = dict[str, Pair]


@dataclass(frozen=True, slots=True)
class Case:
    """Scaled features of a trial's candidates; `works` in the library."""

    trial: Trial
    scaled: NDArray[np.float32]
    places: NDArray[np.int64]
    works: int

    @property
    def group(self) -> str:
        """Which libraries are left out together, whatever the benchmark."""
        library = self.trial.library
        return "kin" if any(name in library for name in _KIN) else library

    @property
    def key(self) -> Key:
        """The benchmark and kind."""
        return self.trial.bench, self.trial.kind

    def scores(self, pairs: Pairs) -> NDArray[np.float32]:
        """Score the candidates by the prior with some weights."""
        many = self.works / (self.works + common()["half"])
        table = np.array([pairs.get(name, (0.0, 0.0)) for name in NAMES])
        weights = np.asarray(table @ [many, 1 - many], np.float32)
        return np.asarray(self.scaled @ weights, np.float32)


def cases(folder: Path) -> list[Case]:
    """Return the features of all trials, built unless they are stored."""
    chosen = [one for one in trials(folder) if one.kind != "verdicts"]
    room = folder / "features"
    room.mkdir(exist_ok=True)
    for one in opened(t for t in chosen if not _stored(room, t).is_file()):
        table, works = _features(one), len(one.profile)
        np.savez(_stored(room, one.trial), X=table, places=one.places, works=works)
    found = []
    for trial in chosen:
        with np.load(_stored(room, trial)) as data:
            found.append(Case(trial, data["X"], data["places"], int(data["works"])))
    return found


def _stored(room: Path, trial: Trial) -> Path:
    return room / f"{trial.bench}-{trial.name}-{trial.kind}.npz"


def _features(one: Opened) -> NDArray[np.float32]:
    """The features as the prior sees them, of all candidates."""
    profile = one.profile
    negatives = draw(profile, NEGATIVES, np.random.default_rng(0))
    linear = LinearModel.fit(profile, negatives)
    weights = weights_for(len(profile))
    model = Model(linear, weights, None, 0.0, usual_curve(), "without trees")
    return Ranker().use(profile, model).scaled(one.rows)


def reached(some: Sequence[Case], pairs: Pairs) -> Means:
    """Return what weights reach."""
    means = Means()
    for case in some:
        means.add(case.trial, case.places, case.scores(pairs))
    return means


def ratios(means: Means, formulas: dict[Key, Pair]) -> dict[Key, Pair]:
    """Return how many times the best formula's measures are reached."""
    found = {}
    for key in means.pairs():
        ours, theirs = means.mean(key), formulas[key]
        found[key] = ours[0] / theirs[0], ours[1] / theirs[1]
    return found


def value(found: dict[Key, Pair]) -> float:
    """Return how far ratios are from their aims, benchmarks alike; 0 is at the aim."""
    by_bench: dict[str, list[float]] = {}
    for key, pair in found.items():
        logs = np.log(np.array(pair) / _AIMS[key])
        by_bench.setdefault(key[0], []).extend(np.minimum(logs, _ENOUGH))
    return float(np.mean([np.mean(values) for values in by_bench.values()]))


def search(some: Sequence[Case]) -> Pairs:
    """Return better weights: one feature's changed at a time, as long as it helps."""
    formulas = best_formulas(some)
    best = {name: (pair[0], pair[1]) for name, pair in common()["weights"].items()}
    highest = value(ratios(reached(some, best), formulas))
    for name, tried in _TRIED.items():
        for pair in tried:
            other = best | {name: pair}
            worth = value(ratios(reached(some, other), formulas))
            if worth > highest + _LEAST:
                best, highest = other, worth
    return best


def best_formulas(some: Sequence[Case]) -> dict[Key, Pair]:
    """Return what the best formula reaches on the same trials, by measure."""
    means = Means(dict.fromkeys((case.trial for case in some), (0.0, 0.0)))
    found: dict[Key, Pair] = {}
    for key in means.pairs():
        both = [means.best_formula(key, measure)[1].values() for measure in (0, 1)]
        found[key] = float(np.mean([*both[0]])), float(np.mean([*both[1]]))
    return found


def left_out(some: Sequence[Case], part: Callable[[Case], int], parts: int) -> Means:
    """Return what is reached on each part by weights found on the others."""
    means = Means()
    for number in range(parts):
        pairs = search([case for case in some if part(case) != number])
        rest = [case for case in some if part(case) == number]
        means.found |= reached(rest, pairs).found
    return means


def out(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    some = cases(parser.parse_args().folder.resolve())
    formulas = best_formulas(some)

    def report(name: str, means: Means) -> None:
        figures = ratios(means, formulas).items()
        parts = [f"{b} {k} {x:.2f}/{y:.2f}" for (b, k), (x, y) in sorted(figures)]
        out(f"{name:22} " + " | ".join(parts))

    standing = {name: tuple(pair) for name, pair in common()["weights"].items()}
    report("prior.json", reached(some, standing))
    for name in standing:
        report(f"without {name}", reached(some, standing | {name: (0.0, 0.0)}))
    groups = sorted({case.group for case in some})
    by_library = left_out(some, lambda c: groups.index(c.group) % _PARTS, _PARTS)
    report("other libraries'", by_library)
    by_bench = left_out(some, lambda c: BENCHMARKS.index(c.trial.bench), 4)
    report("other benchmarks'", by_bench)
    pairs = search(some)
    report("found on all", reached(some, pairs))
    out(json.dumps(pairs, indent=2))


if __name__ == "__main__":
    main()

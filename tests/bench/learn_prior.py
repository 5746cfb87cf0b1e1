"""Searches the prior's weights across the benchmark's libraries.

    python -m tests.bench.learn_prior FOLDER

FOLDER gets splits and a catalog (about 30 s) unless they are there. Prints what the
weights of recommender/readnext/ranker/prior.json give, what weights give that were
found on the other libraries (a fifth is left out at a time), and the weights found on
all of them: pairs for a very large and a very small library.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from readnext.evaluation.metrics import ndcg, ranks_of
from readnext.features.linear import LinearModel
from readnext.features.matrix import NAMES, Measures, features
from readnext.ranker.prior import Scale, common, prior_score
from readnext.ranker.trees import NEGATIVES, draw
from tests.bench.trials import Bench, Means, Trial

_PARTS = 5
_ROUNDS = 2
_FACTORS = (0.5, 2.0)  # what a weight is multiplied by at each step
_LEAST = 0.05  # what a weight of 0 is tried as
_KIN = ("refdb", "arunchaganty")  # three libraries that share papers: left out together

Pairs = NDArray[np.float64]  # weights (NAMES, 2): of large and of small libraries


@dataclass(frozen=True, slots=True)
class Case:
    """Scaled features of a trial's candidates, and which of them are hidden papers."""

    trial: Trial
    scaled: NDArray[np.float32]
    hidden: NDArray[np.int64]

    @property
    def group(self) -> str:
        """Which libraries are left out together."""
        return "kin" if any(k in self.trial.library for k in _KIN) else self.library

    @property
    def library(self) -> str:
        """The library's name."""
        return self.trial.library

    def scores(self, pairs: Pairs) -> NDArray[np.float32]:
        """Score the candidates by the prior with some weights."""
        works = len(self.trial.profile)
        many = works / (works + common()["half"])
        weights = pairs @ np.array([many, 1 - many])
        return prior_score(self.scaled, np.asarray(weights, np.float32))


def case(trial: Trial) -> Case:
    """Return the features of a trial."""
    profile = trial.profile
    model = LinearModel.fit(profile, draw(profile, NEGATIVES, np.random.default_rng(0)))
    table = features(profile, Measures.of(profile, model), trial.rows)
    hidden = np.flatnonzero(np.isin(trial.rows, trial.hidden))
    return Case(trial, Scale.of(table).apply(table), hidden)


def standing() -> Pairs:
    """Return the weights of prior.json."""
    pairs = common()["weights"]
    return np.array([pairs.get(name, (0.0, 0.0)) for name in NAMES], np.float64)


def gain(cases: Sequence[Case], pairs: Pairs) -> float:
    """Return the mean nDCG@10, libraries alike."""
    found: dict[str, list[float]] = {}
    for one in cases:
        ranks = ranks_of(one.scores(pairs), one.hidden)
        found.setdefault(one.library, []).append(ndcg(ranks))
    return float(np.mean([np.mean(values) for values in found.values()]))


def search(cases: Sequence[Case]) -> Pairs:
    """Return better weights, each changed by itself as long as that helps."""
    best = standing()
    highest = gain(cases, best)
    for _ in range(_ROUNDS):
        for place in np.ndindex(best.shape):
            for factor in _FACTORS:
                tried = best.copy()
                tried[place] = max(float(best[place]), _LEAST) * factor
                if (value := gain(cases, tried)) > highest:
                    best, highest = tried, value
    return best


def out(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    bench = Bench(parser.parse_args().folder)
    bench.prepare()
    cases = [case(trial) for trial in bench.trials()]
    groups = sorted({one.group for one in cases})
    found, before = Means.empty(), Means.empty()
    for part in range(_PARTS):
        left_out = groups[part::_PARTS]
        pairs = search([one for one in cases if one.group not in left_out])
        for one in cases:
            if one.group in left_out:
                found.add(one.trial, one.scores(pairs))
                before.add(one.trial, one.scores(standing()))
    out(f"weights as they stand:               {before}")
    out(f"found on others, libraries left out: {found}")
    pairs = search(cases).round(2)
    out(json.dumps(dict(zip(NAMES, pairs.tolist(), strict=True)), indent=2))


if __name__ == "__main__":
    main()

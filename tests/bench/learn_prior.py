"""Learns the prior's weights across the benchmark's libraries.

    python tests/bench/learn_prior.py FOLDER [--write]

FOLDER gets splits and a catalog (about 30 s) unless they are there. Prints what
leaving a fifth of the libraries out gives, then the weights of all of them, as they
stand in recommender/readnext/ranker/prior.json; `--write` puts them there.
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
from scipy.optimize import minimize

from readnext.features.linear import LinearModel
from readnext.features.matrix import NAMES, features
from readnext.ranker.prior import Scale, prior_score, weights_for
from readnext.ranker.trees import NEGATIVES, draw
from tests.bench.trials import ROOT, Bench, Means, Trial

_PRIOR = ROOT / "recommender" / "readnext" / "ranker" / "prior.json"
_PARTS = 5
LEARNT = ("linear", "years", "venue")  # the others are set by hand
_CONTRAST = 3_000
_MANY = 10**6  # works of a reader whose weights are those of prior.json
_KIN = ("refdb", "arunchaganty")  # three libraries that share papers: left out together


@dataclass(frozen=True, slots=True)
class Case:
    """Scaled features of a trial's candidates, and which of them are hidden papers."""

    trial: Trial
    scaled: NDArray[np.float32]
    hidden: NDArray[np.int64]
    sample: NDArray[np.int64]


def case(trial: Trial) -> Case:
    """Return the features of a trial."""
    profile = trial.profile
    model = LinearModel.fit(profile, draw(profile, NEGATIVES, np.random.default_rng(0)))
    table = features(profile, model, trial.rows)
    hidden = np.searchsorted(trial.rows, trial.hidden)
    others = np.setdiff1d(np.arange(len(table)), hidden)
    sample = np.random.default_rng(1).permutation(others)[:_CONTRAST]
    return Case(trial, Scale.of(table).apply(table), hidden, sample)


def learn(cases: Sequence[Case]) -> NDArray[np.float32]:
    """Return weights that put hidden papers first: softmax loss, libraries alike."""
    free = [NAMES.index(name) for name in LEARNT]
    sizes = {key: 0 for key in {(c.trial.library, c.trial.mode) for c in cases}}
    for one in cases:
        sizes[one.trial.library, one.trial.mode] += 1
    tables = [
        (
            c.scaled[c.hidden][:, free].astype(float),
            c.scaled[c.sample][:, free].astype(float),
            np.log((len(c.scaled) - len(c.hidden)) / len(c.sample)),
            1 / sizes[c.trial.library, c.trial.mode],
        )
        for c in cases
    ]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = 1e-3 * float(weights @ weights), 2e-3 * weights
        for found, others, offset, share in tables:
            mine, theirs = found @ weights, others @ weights + offset
            top = max(mine.max(), theirs.max())
            mass, each = np.exp(theirs - top), np.exp(mine - top)
            whole = mass.sum() + each
            total += share * float(np.mean(np.log(whole) + top - mine)) / len(tables)
            slope = (each / whole)[:, None] * found - found
            step = slope.mean(axis=0) + (1 / whole).mean() * (mass @ others)
            gradient = gradient + share * step / len(tables)
        return total, gradient

    start = np.full(len(free), 0.5)
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    weights = weights_for(_MANY, _MANY)
    weights[free] = found / found[LEARNT.index("linear")]
    return weights


def out(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    bench = Bench(chosen.folder)
    bench.prepare()
    cases = [case(trial) for trial in bench.trials()]
    kin = [any(k in c.trial.library for k in _KIN) for c in cases]
    groups = ["kin" if k else c.trial.library for k, c in zip(kin, cases, strict=True)]
    order = sorted(set(groups))
    part = [order.index(group) % _PARTS for group in groups]
    means, before = Means.empty(), Means.empty()
    standing = weights_for(_MANY, _MANY)
    for number in range(_PARTS):
        seen = [c for c, p in zip(cases, part, strict=True) if p != number]
        weights = learn(seen)
        for one, p in zip(cases, part, strict=True):
            if p == number:
                means.add(one.trial, prior_score(one.scaled, weights))
                before.add(one.trial, prior_score(one.scaled, standing))
    out(f"left-out libraries, learnt on the others: {means}")
    out(f"weights as they stand:                    {before}")
    weights = learn(cases)
    found = {name: round(float(weights[NAMES.index(name)]), 2) for name in LEARNT}
    out(json.dumps(found))
    if chosen.write:
        document = json.loads(_PRIOR.read_text("utf-8"))
        document["weights"] |= found
        _PRIOR.write_text(json.dumps(document, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""All figures of the ranking in RESULTS.md, by one command.

    python -m tests.bench.ranking FOLDER [report blocks small calibration diversity]

FOLDER gets splits and a catalog unless they are there. Without a word, all studies
run (about half an hour on two cores): `report` is the benchmark's own, of the real
command; the others run within this process.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readnext.evaluation.baselines import BASELINES
from readnext.evaluation.metrics import ndcg
from readnext.features import linear, matrix
from readnext.features.profile import Profile
from readnext.ranker.diversity import choose
from readnext.ranker.prior import Scale
from readnext.ranker.ranker import Ranker
from readnext.topics.clusters import Topics
from tests.bench.trials import BENCH, Bench, Means, Scorer, Trial, ours

_SIZES = (3, 5, 10, 20, 50)
_BINS = 10


def out(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


# ------------------------------------------------------------------------ report
def report(bench: Bench) -> None:
    """The benchmark's own report of the real command."""
    script, results = BENCH / "rank_bench.py", bench.folder / "results.json"
    run = ["run", "--splits", bench.splits, "--catalog-db", bench.catalog]
    command = f"{sys.executable} -m readnext"
    _call(script, *run, "--readnext", command, "--out", results)
    _call(script, "report", results, BENCH / "dev_baselines.json")


def _call(*arguments: object) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], check=True)


# ------------------------------------------------------------------------ blocks
@contextmanager
def changed(place: Any, **values: object) -> Iterator[None]:  # noqa: ANN401
    """Set constants of a module for a while."""
    kept = {name: getattr(place, name) for name in values}
    for name, value in values.items():
        setattr(place, name, value)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(place, name, value)


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Have some features say nothing."""
    columns = [matrix.NAMES.index(name) for name in names]
    apply = Scale.apply

    def fewer(scale: Scale, table: NDArray[np.float32]) -> NDArray[np.float32]:
        scaled = apply(scale, table)
        scaled[:, columns] = 0
        return scaled

    with changed(Scale, apply=fewer):
        yield


@contextmanager
def no_authors() -> Iterator[None]:
    """Leave authors out of the linear model and of the features."""
    with (
        changed(linear, _PEOPLE=0.0),
        without("people", "people_max"),
    ):
        yield


@contextmanager
def no_trees() -> Iterator[None]:
    """Rank by the prior alone."""
    import readnext.ranker.learning as learning

    with changed(learning, FEWEST=10**9):
        yield


def known_only(profile: Profile) -> Profile:
    """Leave out the works that the catalog does not know."""
    return profile.take(profile.rows >= 0)


def no_text(profile: Profile) -> Profile:
    """Leave the text out everywhere."""
    bare = object.__new__(type(profile.corpus))
    bare.__dict__ |= profile.corpus.__dict__
    bare.text = profile.corpus.text * np.float32(0)
    works = replace(profile.works, text=profile.works.text * np.float32(0))
    return replace(profile, corpus=bare, works=works)


def blocks(bench: Bench) -> None:
    """What is lost without each block: nDCG@10 / recall@50."""
    trials = list(bench.trials(("random", "time")))
    same: Callable[[Profile], Profile] = lambda profile: profile  # noqa: E731
    for name, patch, cut in (
        ("everything", without(), same),
        ("without text", without("mean", "terms"), no_text),
        ("without authors", no_authors(), same),
        ("without labs", without("labs"), same),
        ("without venue", without("venue"), same),
        ("without years", without("years"), same),
        ("without popularity and citations", without("popularity", "citations"), same),
        ("without unknown works", without(), known_only),
        ("without trees (the prior alone)", no_trees(), same),
    ):
        means = Means.empty()
        with patch:
            for trial in trials:
                means.add(trial, ours(cut(trial.profile), trial.rows))
        out(f"{name:34} {means}")


# ------------------------------------------------------------------------- small
def small(bench: Bench) -> None:
    """Libraries of a few known papers and nothing else, beside the baselines."""
    scorers: dict[str, Scorer] = {"readnext": ours}
    for name, formula in BASELINES.items():
        scorers[name] = lambda profile, rows, formula=formula: formula(  # type: ignore[misc]
            profile, profile.corpus.view(rows)
        )
    trials = list(bench.trials(("random",)))
    for size in _SIZES:
        found = {name: Means.empty() for name in scorers}
        for number, trial in enumerate(trials):
            if len(trial.profile.own) >= size:
                profile = _cut(trial, size, number)
                for name, scorer in scorers.items():
                    found[name].add(trial, scorer(profile, trial.rows))
        out(f"{size:3} papers: " + "; ".join(f"{n} {m}" for n, m in found.items()))


def _cut(trial: Trial, size: int, seed: int) -> Profile:
    """A few of a profile's own papers; the rest stays out of the candidates."""
    chosen = np.random.default_rng(seed).permutation(trial.profile.own)[:size]
    part = trial.profile.take(np.isin(trial.profile.rows, chosen))
    return replace(part, owned=trial.profile.owned)


# ------------------------------------------------------- calibration and diversity
def calibration(bench: Bench) -> None:
    """How far probabilities are from what is found among the first 10 and 100."""
    told: dict[tuple[str, int], list[NDArray[np.float64]]] = {}
    for trial in bench.trials():
        ranking = Ranker().fit(trial.profile, lambda _: 0).score(trial.rows)
        order = np.argsort(-ranking.scores, kind="stable")[:100]
        true = np.isin(trial.rows[order], trial.hidden)
        pairs = np.c_[ranking.probabilities[order], true]
        for top in (10, 100):
            told.setdefault((trial.mode, top), []).append(pairs[:top])
            told.setdefault(("all", top), []).append(pairs[:top])
    for (mode, top), parts in sorted(told.items()):
        chance, true = np.concatenate(parts).T
        out(
            f"{mode:7} first {top:3}: expected calibration error "
            f"{_error(chance, true):.3f}, mean probability {chance.mean():.3f}, "
            f"found {true.mean():.3f}"
        )


def _error(chance: NDArray[np.float64], true: NDArray[np.float64]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al., 2015)."""
    place = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(float((chance[place == n] - true[place == n]).sum())) for n in range(_BINS)
    ]
    return sum(gaps) / len(chance)


def diversity(bench: Bench) -> None:
    """What covering the topics costs and gives, on lists of 10 and 20."""
    found: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for trial in bench.trials():
        ranker = Ranker().fit(trial.profile, lambda _: 0)
        ranked = ranker.score(trial.rows)
        order = np.argsort(-ranked.scores, kind="stable")
        topics = Topics.of(trial.profile, 0)
        if len(topics) < 2:
            continue
        true = np.isin(trial.rows[order], trial.hidden)
        for n in (10, 20):
            pool = order[: 5 * n]
            nearest = topics.nearest(trial.profile.corpus.text[trial.rows[pool]])
            for strength in (0.0, 0.5, 1.0, 2.0):
                chosen = choose(
                    ranked.scores[pool], nearest, topics.shares, n, strength
                )
                hits = np.flatnonzero(true[chosen]) + 1
                far = np.full(len(trial.hidden) - len(hits), 10**6)
                figures = (
                    ndcg(np.r_[hits, far], 10),
                    len(np.unique(nearest[chosen])) / len(topics),
                )
                found.setdefault((n, strength), []).append(figures)
    for (n, strength), pairs in sorted(found.items()):
        ten, covered = np.mean(pairs, axis=0)
        out(
            f"list of {n}, strength {strength}: nDCG@10 {ten:.4f}, topics {covered:.1%}"
        )


STUDIES: dict[str, Callable[[Bench], None]] = {
    "report": report,
    "blocks": blocks,
    "small": small,
    "calibration": calibration,
    "diversity": diversity,
}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("studies", nargs="*", metavar="STUDY")
    chosen = parser.parse_args()
    bench = Bench(chosen.folder.resolve())
    bench.prepare()
    for name in chosen.studies or STUDIES:
        out(f"\n## {name}")
        STUDIES[name](bench)


if __name__ == "__main__":
    main()

"""All figures of the ranking in RESULTS.md, by one command.

    python -m tests.bench.ranking FOLDER [STUDY ...] [--benchmarks NAME ...]

FOLDER gets splits and catalogs unless they are there. Without a word, all studies run
(hours on two cores): `report` is the benchmarks' own, of the real command; the others
run within this process: `table` (beside the best formulas, with calibration), `blocks`
(what is lost without each part), `small` (libraries of a few entries), `diversity`,
`stages` (what scoring in stages loses).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readnext.evaluation.baselines import BASELINES
from readnext.evaluation.metrics import ndcg
from readnext.features import linear
from readnext.features.matrix import NAMES as FEATURES
from readnext.features.profile import Profile
from readnext.ranker import candidates, learning
from readnext.ranker.candidates import Candidates
from readnext.ranker.diversity import choose
from readnext.ranker.prior import Scale
from readnext.ranker.ranker import Ranker
from readnext.topics.clusters import Topics
from tests.bench.means import Means
from tests.bench.trials import BENCH, NAMES, Opened, Trial, opened, trials

_SIZES = (3, 5, 10, 20)
_BINS = 10
Study = Callable[[Path, Sequence[Trial]], None]
Patch = Callable[[], AbstractContextManager[None]]


def out(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


# ------------------------------------------------------------------------ report
def report(folder: Path, chosen: Sequence[Trial]) -> None:
    """The benchmarks' own reports of the real command."""
    mine = ["--readnext", f"{sys.executable} -m readnext"]
    for name in sorted({trial.bench for trial in chosen}):
        out(f"\n### {name}")
        room, results = folder / name, folder / name / "results.json"
        if name == "reviews":
            _call("review_bench.py", "run", *mine, "--out", results)
            _call("review_bench.py", "report", results)
            continue
        script = "fresh_bench.py" if name == "fresh" else "rank_bench.py"
        data = ["--splits", room / "splits"]
        if name == "fresh":
            data += ["--catalogs", room / "catalogs"]
        else:
            data += ["--catalog-db", room / "catalog"]
        _call(script, "run", *data, *mine, "--out", results)
        prefix = "dev" if name == "archive" else name
        _call(script, "report", results, BENCH / f"{prefix}_baselines.json")


def _call(script: str, *arguments: object) -> None:
    command = [sys.executable, BENCH / script, *arguments]
    subprocess.run([*map(str, command)], check=True, cwd=BENCH)


# ------------------------------------------------------------------------- table
def table(_: Path, chosen: Sequence[Trial]) -> None:
    """Readnext beside the best formula of each benchmark, and how odds held."""
    means, alone = Means(), Means()
    told: dict[tuple[str, str], list[NDArray[np.float64]]] = {}
    trained: dict[tuple[str, str], list[bool]] = {}
    for one in opened(chosen):
        key = one.trial.bench, one.trial.kind
        ranker = Ranker().fit(one.profile, lambda _: 0)
        found = ranker.score(one.rows)
        means.add(one.trial, one.places, found.scores)
        weights = ranker.model_.weights
        alone.add(
            one.trial, one.places, np.asarray(ranker.scaled(one.rows) @ weights, "f4")
        )
        first = np.argsort(-found.scores, kind="stable")[:10]
        hits = np.isin(first, one.places)
        told.setdefault(key, []).append(np.c_[found.probabilities[first], hits])
        trained.setdefault(key, []).append(ranker.model_.trees is not None)
    for key in means.pairs():
        chance, hit = np.concatenate(told[key]).T
        out(f"{' '.join(key)}: nDCG@10 {means.compare(key, 0)}")
        out(f"    recall@50 or average precision {means.compare(key, 1)}")
        prior = "/".join(f"{value:.3f}" for value in alone.mean(key))
        out(
            f"    prior alone {prior}; trees in {sum(trained[key])} of "
            f"{len(trained[key])}; first ten: calibration error "
            f"{_error(chance, hit):.3f}, mean {chance.mean():.3f}, "
            f"found {hit.mean():.3f}"
        )


def _error(chance: NDArray[np.float64], true: NDArray[np.float64]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al., 2015)."""
    place = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(float((chance[place == n] - true[place == n]).sum())) for n in range(_BINS)
    ]
    return sum(gaps) / len(chance)


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
    columns = [FEATURES.index(name) for name in names]
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
    with changed(linear, _PEOPLE=0.0), without("people", "people_max"):
        yield


def known_only(profile: Profile) -> Profile:
    """Leave out the works that the catalog does not know."""
    return profile.take(profile.rows >= 0)


def blocks(_: Path, chosen: Sequence[Trial]) -> None:
    """What is lost without each block: nDCG@10 / recall@50 or average precision."""
    as_is: Callable[[Profile], Profile] = lambda profile: profile  # noqa: E731
    cases: list[tuple[str, Patch, Callable[[Profile], Profile]]] = [
        ("everything", without, as_is),
        ("without trees", partial(changed, learning, FEWEST=10**9), as_is),
        ("without authors", no_authors, as_is),
        ("without works that the catalog lacks", without, known_only),
        ("unknown works in full", partial(changed, linear, _UNKNOWN=1.0), as_is),
        *((f"without {name}", partial(without, name), as_is) for name in FEATURES),
    ]
    found = {name: Means() for name, _, _ in cases}
    for one in opened(chosen):
        for name, patch, cut in cases:
            with patch():
                profile = cut(one.profile)
                ranker = Ranker().fit(profile, lambda _: 0)
                scores = ranker.score(one.rows).scores
            found[name].add(one.trial, one.places, scores)
    for name, means in found.items():
        out(f"{name:36} {means}")


# ------------------------------------------------------------------------- small
def small(_: Path, chosen: Sequence[Trial]) -> None:
    """Libraries of a few entries and nothing else, beside the formulas."""
    found = {
        size: {name: Means() for name in ("readnext", *BASELINES)} for size in _SIZES
    }
    for number, one in enumerate(opened(chosen)):
        for size, means in found.items():
            if len(one.profile) < size:
                continue
            profile = _cut(one, size, number)
            ranker = Ranker().fit(profile, lambda _: 0)
            view = profile.corpus.view(one.rows)
            means["readnext"].add(one.trial, one.places, ranker.score(one.rows).scores)
            for name, formula in BASELINES.items():
                means[name].add(one.trial, one.places, formula(profile, view))
    for size, means in found.items():
        for name, reached in means.items():
            out(f"{size:3} entries, {name:16} {reached}")


def _cut(one: Opened, size: int, seed: int) -> Profile:
    """A few of a library's works; the rest stays out of the candidates.

    Where the catalog knows works of the library, those are taken.
    """
    known = np.flatnonzero(one.profile.rows >= 0)
    pool = known if len(known) >= size else np.arange(len(one.profile))
    kept = np.zeros(len(one.profile), np.bool_)
    kept[np.random.default_rng(seed).permutation(pool)[:size]] = True
    return replace(one.profile.take(kept), owned=one.profile.owned)


# --------------------------------------------------------------------- diversity
def diversity(_: Path, chosen: Sequence[Trial]) -> None:
    """What covering the topics costs and gives, on lists of 10 and 20."""
    found: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for one in opened(chosen):
        ranked = Ranker().fit(one.profile, lambda _: 0).score(one.rows)
        order = np.argsort(-ranked.scores, kind="stable")
        topics = Topics.of(one.profile, 0)
        if len(topics) < 2:
            continue
        true = np.isin(order, one.places)
        for n in (10, 20):
            pool = order[: 5 * n]
            nearest = topics.nearest(one.profile.corpus.text(one.rows[pool]))
            for strength in (0.0, 0.5, 1.0, 2.0):
                scores = ranked.scores[pool]
                picked = choose(scores, nearest, topics.shares, n, strength)
                hits = np.flatnonzero(true[picked]) + 1
                far = np.full(len(one.places) - len(hits), 10**6)
                covered = len(np.unique(nearest[picked])) / len(topics)
                figures = ndcg(np.r_[hits, far], 10), covered
                found.setdefault((n, strength), []).append(figures)
    for (n, strength), pairs in sorted(found.items()):
        ten, covered = np.mean(pairs, axis=0)
        out(f"list of {n}, strength {strength}: nDCG@10 {ten:.4f}, {covered:.1%}")


# ------------------------------------------------------------------------ stages
def stages(_: Path, chosen: Sequence[Trial]) -> None:
    """What scoring in stages loses of the ranking that scores every paper in full."""
    # By the share of papers whose abstracts are read, and the number scored in full.
    cases = ((1.0, 5_000), (1.0, 1_000), (0.2, 5_000), (0.1, 5_000))
    full, found = Means(), {case: Means() for case in cases}
    shared: dict[tuple[float, int], list[int]] = {case: [] for case in cases}
    for one in opened(chosen):
        ranker = Ranker().fit(one.profile, lambda _: 0)
        whole = ranker.score(one.rows).scores
        full.add(one.trial, one.places, whole)
        for share, shortlist in cases:
            read = int(share * len(one.rows))
            with changed(candidates, MANY=read, READ=read, SHORTLIST=shortlist):
                every = np.ones(len(one.rows), np.bool_)
                scores = Candidates(ranker, one.rows).ranking(every).scores
            found[share, shortlist].add(one.trial, one.places, scores)
            both = np.intersect1d(_best(scores), _best(whole))
            shared[share, shortlist].append(len(both))
    out(f"{'every paper in full':36} {full}")
    for (share, shortlist), numbers in shared.items():
        name = f"{share:.0%} read, {shortlist:,} in full"
        out(f"{name:36} {found[share, shortlist]}")
        mean, least = sum(numbers) / len(numbers), min(numbers)
        told = f"of the first 100: mean {mean:.2f}, least {least}"
        out(f"{'':36} {told}")


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.argsort(-scores, kind="stable")[:100]


STUDIES: dict[str, Study] = {
    "report": report,
    "table": table,
    "blocks": blocks,
    "small": small,
    "diversity": diversity,
    "stages": stages,
}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("studies", nargs="*", metavar="STUDY")
    parser.add_argument("--benchmarks", nargs="+", default=NAMES, metavar="NAME")
    parser.add_argument("--kinds", nargs="+", metavar="KIND")
    given = parser.parse_args()
    folder = given.folder.resolve()
    chosen = trials(folder, given.benchmarks)
    if given.kinds:
        chosen = [trial for trial in chosen if trial.kind in given.kinds]
    for name in given.studies or STUDIES:
        out(f"\n## {name}")
        STUDIES[name](folder, chosen)


if __name__ == "__main__":
    main()

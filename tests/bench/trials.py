"""Trials of four ranking benchmarks within one process, for studies of the ranker.

A trial is a library, a part of its papers that are hidden, and the candidates among
which they are to be found. The benchmarks' own commands make the splits. `archive`: a
catalog that holds the library, machine learning; `fields`: the same in other fields;
`fresh`: a window of new papers without the library; `reviews`: systematic reviews, ten
included papers as the library.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.features.profile import Profile
from readnext.history.feedback import experience
from readnext.library.selection import split as split_library
from readnext.library.works import works_of
from readnext.paper import Entry
from readnext.ranker.join import join
from readnext_adapters.opening.library import read_library

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"
NAMES = ("archive", "fields", "fresh", "reviews")
_DRAWS, _KNOWN = 3, 10  # draws of a review; papers of each kind that are given


@dataclass(frozen=True, slots=True)
class Trial:
    """The papers `wanted` (ids) are to be found in `catalog` by the library `file`.

    `kind`: of the benchmark's (random, time; titles, abstracts, complete; likes,
    verdicts). `since`: candidates are dated then or later, YYYYMMDD.
    """

    bench: str
    kind: str
    library: str
    name: str
    catalog: Path
    file: Path
    since: int
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A trial's reader, the candidates' rows, and the places of the hidden ones.

    A place of -1 stands for a hidden paper that is no candidate.
    """

    trial: Trial
    profile: Profile
    rows: NDArray[np.int64]
    places: NDArray[np.int64]


def trials(folder: Path, names: Iterable[str] = NAMES) -> list[Trial]:
    """Return all trials of some benchmarks, whose data are made in `folder`."""
    makers = {
        "archive": _archive,
        "fields": _fields,
        "fresh": _fresh,
        "reviews": _reviews,
    }
    return [one for name in names for one in makers[name](folder / name)]


def opened(chosen: Iterable[Trial]) -> Iterator[Opened]:
    """Yield trials with their data, those of one catalog after each other."""
    path = None
    for trial in sorted(chosen, key=lambda one: str(one.catalog)):
        if path != trial.catalog:
            path, catalog = trial.catalog, Catalog.open(trial.catalog)
            columns = catalog.columns()
            numbers = columns.numbers.tolist()
            papers = catalog.papers(numbers)
            rows_of = {papers[number].id: n for n, number in enumerate(numbers)}
        found = read_library(str(trial.file))
        library = split_library([one for one in found if isinstance(one, Entry)])
        known = experience(None, library.own, ignored=False)
        works, rest = works_of(library.chosen), works_of(library.rest)
        joined = join(works, catalog, columns, rest, known.disliked, known.refused)
        profile = joined.profile
        free = columns.date >= trial.since
        free[profile.owned] = False
        rows = np.flatnonzero(free)
        place_of = np.full(len(columns), -1, np.int64)
        place_of[rows] = np.arange(len(rows))
        hidden = [rows_of.get(paper, -1) for paper in trial.wanted]
        places = np.array([-1 if n < 0 else place_of[n] for n in hidden], np.int64)
        yield Opened(trial, profile, rows, places)


def reference(bench: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return what the formulas of a benchmark reach: measures by formula and split."""
    if bench == "reviews":
        text = (BENCH / "reviews_2026-11-22.json").read_text("utf-8")
        rows: dict[str, dict[str, dict[str, float]]] = json.loads(text)
        return {name: rows[name] for name in rows if not name.startswith("readnext")}
    prefix = "dev" if bench == "archive" else bench
    text = (BENCH / f"{prefix}_baselines.json").read_text("utf-8")
    return {n: found["splits"] for n, found in json.loads(text)["formulas"].items()}


def _archive(folder: Path) -> Iterator[Trial]:
    _call(folder / "splits", BENCH / "rank_bench.py", "prepare")
    yield from _splits(folder, BENCH / "catalog.jsonl.gz")


def _fields(folder: Path) -> Iterator[Trial]:
    data = BENCH / "fields"
    papers = data / "catalog.jsonl.gz"
    options = ["--libraries", data / "libraries", "--catalog", papers]
    _call(folder / "splits", BENCH / "rank_bench.py", "prepare", *options)
    yield from _splits(folder, papers)


def _splits(folder: Path, papers: Path) -> Iterator[Trial]:
    """Trials of splits that share one catalog."""
    add_catalog(folder / "catalog", papers)
    for file in sorted((folder / "splits").glob("*/split.json")):
        split = json.loads(file.read_text("utf-8"))
        since = int((split["since"] or "0").replace("-", "").ljust(8, "0"))
        yield _trial(folder.name, file, split, folder / "catalog", since)


def _fresh(folder: Path) -> Iterator[Trial]:
    _call(folder / "splits", BENCH / "fresh_bench.py", "prepare")
    for file in sorted((folder / "splits").glob("*/split.json")):
        split = json.loads(file.read_text("utf-8"))
        window = folder / "splits" / f"{split['window']}.jsonl"
        own = [file.parent / "own.jsonl"] if split["mode"] == "complete" else []
        name = file.parent.name if own else split["window"]
        catalog = folder / "catalogs" / name
        add_catalog(catalog, window, *own)
        yield _trial(folder.name, file, split, catalog, 0)


def _trial(
    bench: str, file: Path, split: dict[str, str], catalog: Path, since: int
) -> Trial:
    library, name = split["library"], file.parent.name
    wanted = tuple(split["held_out"])
    source = file.parent / "train.bib"
    return Trial(bench, split["mode"], library, name, catalog, source, since, wanted)


def _reviews(folder: Path) -> Iterator[Trial]:
    script = _module(BENCH / "review_bench.py")
    for path in sorted((BENCH / "reviews").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            papers = [json.loads(line) for line in lines]
        for draw in range(_DRAWS):
            name = f"{path.name[:-9]}#{draw}"
            room = folder / name
            room.mkdir(parents=True, exist_ok=True)
            # The draw of the benchmark's own command.
            rng = random.Random(f"{path.name}#{draw}")
            library = rng.sample([one for one in papers if one["label"]], _KNOWN)
            refused = rng.sample([one for one in papers if not one["label"]], _KNOWN)
            others = [one for one in papers if one not in library + refused]
            wanted = tuple(one["id"] for one in others if one["label"])
            shown = [json.dumps(_bare(one)) + "\n" for one in others]
            (room / "catalog.jsonl").write_text("".join(shown), "utf-8")
            add_catalog(room / "catalog", room / "catalog.jsonl")
            for kind, no in (("likes", []), ("verdicts", refused)):
                file = room / f"{kind}.bib"
                file.write_text(script.bib(library, no), "utf-8")
                catalog = room / "catalog"
                short = path.name[:-9]
                yield Trial("reviews", kind, short, name, catalog, file, 0, wanted)


def _bare(paper: dict[str, str]) -> dict[str, str]:
    return {name: paper[name] for name in ("id", "title", "abstract")}


def _module(path: Path) -> ModuleType:
    """A script beside the project as a module."""
    sys.path.insert(0, str(path.parent))
    try:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


def add_catalog(catalog: Path, *papers: Path) -> None:
    """Make a catalog, unless it is there."""
    if not catalog.is_dir():
        catalog.parent.mkdir(parents=True, exist_ok=True)
        add = ["-m", "readnext", "catalog", "add", "--catalog", catalog, *papers]
        subprocess.run([sys.executable, *map(str, add)], check=True, cwd=ROOT)


def _call(out: Path, *arguments: object) -> None:
    """Run a script that writes `out`, unless that is there."""
    if not out.is_dir():
        out.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, *arguments, "--out", out]
        subprocess.run([*map(str, command)], check=True, cwd=BENCH)

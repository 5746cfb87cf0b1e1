"""What readnext costs beside the road of arxiv-sanity-lite, in one run.

    python -m tests.bench.side_by_side PAPERS LIBRARY ... [--readers N] [--more N]

PAPERS is a catalog file with abstracts (.jsonl.gz); each LIBRARY is a reader's, or
several readers' if there are to be more of them. arxiv-sanity-lite's road weighs the
terms of all papers anew (TF-IDF of 20,000 words and pairs of title, abstract and
authors) and fits a linear SVM for each reader against all of them. Both sides go from
the records to the first hundred papers: for one reader; for all of them; and once
more after new papers, the last ones of the file. Prints CPU seconds of whole processes
and how many times more the other road takes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tests.bench.growth import Cost

_WORDS = r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b"
_LISTED = 100


# --------------------------------------------------------------- the other road
def texts(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the ids and texts of papers."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            words = paper["title"], paper["abstract"], *paper["authors"]
            yield paper["id"], " ".join(words)


def suggest_all(file: Path, libraries: Sequence[str]) -> None:
    """Print a list for each library, by the formula of arxiv-sanity-lite."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    from readnext.paper import Entry
    from readnext_adapters.opening.library import read_library

    ids, words = zip(*texts(file), strict=True)
    owned = []
    for library in libraries:
        entries = [one for one in read_library(library) if isinstance(one, Entry)]
        owned.append([f"{one.title} {one.abstract}" for one in entries])
    weigh = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=_WORDS,
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
        dtype=np.float32,
    )
    table = weigh.fit_transform(words)
    for own in owned:
        rows = sparse.vstack([table, weigh.transform(own)])
        sides = np.repeat([0, 1], [len(ids), len(own)])
        model = LinearSVC(class_weight="balanced", C=0.01, max_iter=10_000, tol=1e-6)
        scores = model.fit(rows, sides).decision_function(table)
        best = np.argsort(-scores)[:_LISTED]
        sys.stdout.write(" ".join(ids[place] for place in best.tolist()) + "\n")


# --------------------------------------------------------------------- measuring
def other(file: Path, readers: Sequence[str]) -> float:
    """Return the CPU seconds of the other road."""
    command = [sys.executable, "-m", __spec__.name, str(file), *readers]
    return Cost.of_command([*command, "--formula"]).seconds


def lists(catalog: Path, readers: Sequence[str], folder: Path) -> float:
    """Return the CPU seconds of readnext for the lists of some readers."""
    where = ("--catalog", catalog, "-n", _LISTED)
    if len(readers) == 1:
        return Cost.of("suggest", *readers, *where, "--format", "json").seconds
    return Cost.of("batch", *readers, *where, "-o", folder / "lists").seconds


def measure(
    papers: Path, readers: Sequence[str], more: int, folder: Path
) -> Iterator[tuple[str, float, float]]:
    """Yield each case with the CPU seconds of readnext and of the other road."""
    with gzip.open(papers, "rt", encoding="utf-8") as lines:
        every = list(lines)
    first, new = folder / "first.jsonl.gz", folder / "new.jsonl.gz"
    for file, some in (first, every[:-more]), (new, every[-more:]):
        with gzip.open(file, "wt", encoding="utf-8", compresslevel=1) as written:
            written.writelines(some)
    catalog = folder / "catalog"
    added = Cost.of("catalog", "add", first, "--catalog", catalog).seconds
    one = lists(catalog, readers[:1], folder)
    yield "1 reader", added + one, other(first, readers[:1])
    all_ = lists(catalog, readers, folder)
    yield f"{len(readers)} readers", added + all_, other(first, readers)
    later = Cost.of("catalog", "add", new, "--catalog", catalog).seconds
    later += lists(catalog, readers, folder)
    yield f"{more:,} new papers, {len(readers)} readers", later, other(papers, readers)


def main() -> None:
    """Measure both roads, or take the other one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("libraries", nargs="+", metavar="LIBRARY")
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--more", type=int, default=1_000)
    parser.add_argument("--formula", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.formula:
        suggest_all(chosen.papers, chosen.libraries)
        return
    # Dask, which this loads, is not to count on the other road.
    from tests.bench.cluster import readers_of

    with tempfile.TemporaryDirectory(prefix="readnext-") as name:
        libraries = list(map(Path, chosen.libraries))
        readers = readers_of(libraries, chosen.readers, Path(name, "readers"))
        for case, own, others in measure(
            chosen.papers, readers, chosen.more, Path(name)
        ):
            sys.stdout.write(f"| {case} | {own:.1f} | {others:.1f} ")
            sys.stdout.write(f"| {others / own:.2f} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

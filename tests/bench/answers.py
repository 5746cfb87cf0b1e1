"""How long a page or an assistant waits for an answer while all is ranked again.

    python -m tests.bench.answers LIBRARY.bib CATALOG [--rounds 3]

Prints the median and the longest time of lists with a filter that was not asked for
before, of `why`, and of papers near one, and the time of the ranking itself. All is in
this process, as in that of the service.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Paper
from readnext.request import Filters, Parts, Request
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.service.live_ranking import LiveRanking

_PAUSE = 0.3  # seconds between two questions
_SETTLE = 0.05  # seconds from the fit after a verdict to the ranking of all
_PATIENCE = 600.0
_MANY = 100


def kinds(ranking: LiveRanking, papers: list[Paper]) -> dict[str, Callable[[], object]]:
    """Return the questions; each is another one whenever it is asked."""
    turns = itertools.count()

    def listing() -> object:
        words = (f"word{next(turns)}",)
        filters = Filters(exclude=words)
        return ranking.listing(Request(20, filters=filters, parts=Parts.of(20)))

    def paper() -> Paper:
        return papers[next(turns) % len(papers)]

    return {
        "filtered list": listing,
        "why": lambda: ranking.explain(paper()),
        "near": lambda: ranking.near([paper()], 20),
    }


def asked_while_ranking(
    ranking: LiveRanking, history: Path, paper: Paper, ask: Callable[[], object]
) -> Iterator[float]:
    """Yield how long each answer took after a verdict, until all is ranked again."""
    version = ranking.state.version
    with History.open(history) as store:
        store.judge(paper, "like", dt.datetime.now(dt.UTC))
    ranking.follow()
    ranking.wait(version, _PATIENCE)
    while ranking.state.version < version + 2:
        start = time.perf_counter()
        ask()
        yield time.perf_counter() - start
        time.sleep(_PAUSE)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    parser.add_argument("catalog", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    library = split(list(entries_of_all([chosen.library], [])))
    with tempfile.TemporaryDirectory() as name:
        history = Path(name) / "history.sqlite"
        with LiveRanking(library, chosen.catalog, history, settle=_SETTLE) as ranking:
            ranking.start()
            found = ranking.listing(Request(_MANY)).answer.suggestions
            papers = [one.paper for one in found]
            for kind, ask in kinds(ranking, papers[:20]).items():
                seconds: list[float] = []
                spent = 0.0
                for _ in range(chosen.rounds):
                    start = time.perf_counter()
                    paper = papers.pop()
                    seconds += asked_while_ranking(ranking, history, paper, ask)
                    spent += time.perf_counter() - start
                middle, worst = statistics.median(seconds), max(seconds)
                sys.stdout.write(
                    f"{kind:<14} {middle * 1000:6.0f} ms, at most {worst * 1000:.0f} "
                    f"ms; {len(seconds)} asked in {spent:.1f} s\n"
                )


if __name__ == "__main__":
    main()

"""Flip random bytes of a catalog, and see what its readers say.

    python -m tests.catalog.flips FOLDER FLIPS SEED

Every file is as likely to be hit as it is long. Each flip is read, verified and rebuilt
in processes of their own, since a damaged array can end one. Prints the trials as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import random
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm  # noqa: F401 - before the processes are forked, not in each
import sklearn.svm  # noqa: F401

from readnext.catalog.rebuild import rebuild
from readnext.catalog.store import Catalog
from readnext.catalog.verify import verify
from readnext.errors import UserError
from readnext.library.convert import as_entry
from readnext.matching.identity import Identity
from readnext.paper import Gone, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Request

_DAY = dt.date(2026, 11, 20)
_WORDS = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in ("rn", "st", "lk")]


class Trial(NamedTuple):
    """One flip: what it did, and whether `verify` and `rebuild` report it.

    `kind` is "reported" or "no effect", or else what went wrong, with `detail`.
    """

    kind: str
    verified: bool
    lost: bool
    detail: list[str]


class _Done(NamedTuple):
    """What a function returned ("result"), reported as an error, or crashed with."""

    kind: str
    value: Any


def _paper(number: int, rng: random.Random) -> Paper:
    weights = [1 / (rank + 3) for rank in range(len(_WORDS))]
    text = rng.choices(_WORDS, weights, k=60)
    return Paper(
        f"p/{number}",
        f"{' '.join(text[:8])} {number}",
        tuple(f"{w} {v}".title() for w, v in zip(text[9:12], text[12:15], strict=True)),
        labs=(f"{text[3]} Institute",),
        abstract=" ".join(text),
        venue=f"Journal of {text[5]}",
        doi=f"10.5555/{number}",
        date=f"{2000 + number % 26}-03-01",
        categories=(f"q.{text[0]}",),
    )


def _fill(folder: Path, papers: list[Paper]) -> None:
    """Make a catalog of three sources with merged, removed and withdrawn papers."""
    again = [replace(p, id=f"o/{p.id}", venue="") for p in papers[40:60]]
    gone: list[Paper | Gone] = [Gone("p/70"), replace(papers[71], withdrawn=True)]
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(papers[:150], "file.jsonl", day=_DAY)
        catalog.add(again, "b.jsonl", day=_DAY)
        catalog.add(papers[130:], "late.jsonl", day=_DAY)
        catalog.add(gone, "file.jsonl", day=_DAY)
        with catalog.source_log() as log:
            log.register("live", 3)
            log.begin("live", dt.datetime(2026, 11, 20, tzinfo=dt.UTC))


def _state(folder: Path, papers: list[Paper]) -> tuple[object, ...]:
    """What a catalog answers in all ways in which it is asked."""
    entries = [as_entry(p, f"x:{n}") for n, p in enumerate(papers[:40:2])]
    names = list(map(Identity.of, papers))
    labs = Filters(labs=(f"{_WORDS[0]} Institute",))
    requests = [Request(20, today=_DAY), Request(9, today=_DAY, filters=labs)]
    with Catalog.open(folder) as catalog:
        columns = catalog.columns()
        return (
            [repr(suggest(entries, catalog, request)) for request in requests],
            list(catalog.all_papers()),
            catalog.papers(range(99)),
            catalog.find(names),
            catalog.withdrawn(names),
            catalog.called(names[7].aliases()),
            [catalog.of_id(paper.id) for paper in papers],
            (len(catalog), catalog.newest(), catalog.count_since(100)),
            (catalog.accounts(), catalog.papers_by_source(), repr(catalog.arrivals())),
            [catalog.names(k) for k in ("people", "labs", "venue", "categories")],
            (
                columns.numbers.tolist(),
                columns.date.tolist(),
                columns.terms.whole().sum(),
            ),
        )


def _alone(function: Callable[[], object], out: Path) -> _Done:
    """Call a function in a process of its own."""
    out.unlink(missing_ok=True)
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        return (
            _Done(*pickle.loads(out.read_bytes()))
            if out.exists()
            else _Done("crash", f"status {status}")
        )
    try:
        done = ("result", function())
    except UserError as error:
        done = ("reported", str(error))
    except BaseException:
        done = ("crash", traceback.format_exc())
    out.write_bytes(pickle.dumps(done))
    os._exit(0)


def _flip(folder: Path, rng: random.Random) -> str:
    """Change one byte; return where."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.stat().st_size)
    (path,) = rng.choices(files, [p.stat().st_size for p in files])
    data = bytearray(path.read_bytes())
    place = rng.randrange(len(data))
    data[place] ^= rng.randrange(1, 256)
    path.write_bytes(bytes(data))
    return f"{path.relative_to(folder)} {place}"


def _trial(folder: Path, papers: list[Paper], before: object, where: str) -> Trial:
    out = folder.parent / "outcome"
    verified = _alone(lambda: [p.why for p in verify(folder)], out)
    read = _alone(lambda: _state(folder, papers), out)
    rebuilt = _alone(lambda: [p.why for p in rebuild(folder).problems], out)
    after = _alone(lambda: _state(folder, papers), out)
    said = verified.kind == "reported" or bool(verified.value)
    lost = rebuilt.kind == "reported" or bool(rebuilt.value)
    all_ = (verified, read, rebuilt, after)
    kind = "reported" if read.kind == "reported" else "no effect"
    if any(one.kind == "crash" for one in all_):
        kind = "crash"
    elif read.kind == "result" and read.value != before:
        kind = "silent"
    elif read.kind == "reported" and not said:
        kind = "not verified"
    elif not lost and after != ("result", before):
        kind = "not restored"
    sound = kind in ("reported", "no effect")
    detail = [] if sound else [where, *(f"{one}"[-1500:] for one in all_)]
    return Trial(kind, said, lost, detail)


def run(folder: Path, flips: int, seed: int) -> list[Trial]:
    """Return the trials of so many flips."""
    rng = random.Random(seed)
    papers = [_paper(number, rng) for number in range(240)]
    # A rebuild drops the names that only a removed paper had.
    papers[70] = replace(papers[69], id="p/70", title=papers[70].title, doi=None)
    sound, damaged = folder / "sound", folder / "damaged"
    _fill(sound, papers)
    shutil.copytree(sound, damaged)  # answers name their catalog
    before = _alone(lambda: _state(damaged, papers), folder / "outcome")
    if before.kind != "result":
        raise RuntimeError(before.value)
    trials = []
    for _ in range(flips):
        shutil.rmtree(damaged, ignore_errors=True)
        shutil.copytree(sound, damaged)
        where = _flip(damaged, rng)
        trials.append(_trial(damaged, papers, before.value, where))
    return trials


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.stdout.write(json.dumps(run(Path(given[0]), int(given[1]), int(given[2]))))

"""Commands that write, killed at any moment: nothing is lost, doubled or torn.

Each command is run again and again, and killed at a random moment; then it is run to
its end. A process that has everything imported forks for each run, so that the kills
meet the command and not its imports. The figures are printed at the end of the tests.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from readnext.catalog.schema import DATABASE
from readnext.catalog.store import Catalog
from tests.kills import Killed, kills, strays, unlisted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]
KILLS = kills(25)  # of each command
PAPERS = 400

FORKING = """
import os, signal, sys, time
import lightgbm, sklearn.svm
import readnext_adapters.cli.catalog, readnext_adapters.cli.suggest
import readnext_adapters.cli.feedback, readnext.recommend.session
from readnext_adapters.cli import main
from readnext_adapters.cli.main import cli
for name in cli.list_commands(None):
    cli.get_command(None, name)
print("ready", flush=True)
for line in sys.stdin:
    seconds, *arguments = line.rstrip("\\n").split("\\t")
    process = os.fork()
    if not process:
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        sys.argv = ["readnext", *arguments]
        try:
            main()
        except SystemExit as end:
            os._exit(end.code or 0)
    if seconds:
        time.sleep(float(seconds))
        os.kill(process, signal.SIGKILL)
    print(os.waitpid(process, 0)[1], flush=True)
"""


class Runner:
    """Runs commands in forks of one process, to their end or until they are killed."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment | {"OMP_NUM_THREADS": "1"},
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def __call__(self, *arguments: object, kill: float | None = None) -> bool:
        """Run a command, killed after so many seconds; tell whether it was."""
        assert self._process.stdin
        words = ("" if kill is None else kill, *arguments)
        self._process.stdin.write("\t".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        status = int(self._line())
        if kill is None:
            assert status == 0, (arguments, status)
        return os.WIFSIGNALED(status)

    def close(self) -> None:
        with self._process:  # the end of its input ends it
            pass


@pytest.fixture
def runner(environment: dict[str, str]) -> Iterator[Runner]:
    runner = Runner(environment)
    yield runner
    runner.close()


@pytest.fixture
def killed(
    runner: Runner, request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[..., None]:
    """Kill a command again and again, and then run it to its end."""
    chance = random.Random(7)

    def kill_often(
        *arguments: object,
        check: Callable[[], object],
        prepare: Callable[[], object] = lambda: None,
    ) -> None:
        prepare()
        start = time.monotonic()
        runner(*arguments)
        whole = time.monotonic() - start
        check()
        usual = _replaced(tmp_path)
        hits = 0
        for _ in range(KILLS):
            prepare()
            hits += runner(*arguments, kill=chance.uniform(0, whole))
            check()
        runner(*arguments)
        check()
        left = strays(tmp_path)
        more = max(_replaced(tmp_path) - usual, 0)
        Killed(_name(arguments), KILLS, hits, len(left) + more).record(request.node)
        assert (left, more) == ([], 0)

    return kill_often


def _replaced(folder: Path) -> int:
    return sum(unlisted(path.parent) for path in folder.glob("*/" + DATABASE))


def _name(arguments: Sequence[object]) -> str:
    """The command and the options without values, as `suggest -o --update`."""
    words = [word for word in arguments if isinstance(word, str)]
    end = 2 if words[0] in ("catalog", "feedback") else 1
    options = (word for word in words[end:] if word in ("-o", "--update"))
    return " ".join([*words[:end], *options])


def source(folder: Path, name: str, start: int) -> Path:
    path = folder / f"{name}.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": f"p{n}", "title": f"On Duck {n} of Pond {n % 7}"}) + "\n"
            for n in range(start, start + PAPERS)
        )
    )
    return path


def ids(folder: Path) -> list[str]:
    with Catalog.open(folder) as catalog:
        found = [paper.id for paper in catalog.all_papers()]
        assert len(found) == len(set(found)) == len(catalog.columns())
    return found


def test_a_catalog(
    runner: Runner,
    killed: Callable[..., None],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    folder, whole = tmp_path / "c", tmp_path / "whole"
    first, second = source(tmp_path, "a", 0), source(tmp_path, "b", PAPERS)
    catalog = ("--catalog", folder)
    runner("catalog", "add", first, "--catalog", whole)

    def fresh() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)

    def at_least(number: int, most: int) -> Callable[[], None]:
        def check() -> None:
            assert number <= len(ids(folder)) <= most

        return check

    add = ("catalog", "add", second, *catalog)
    killed(*add, prepare=fresh, check=at_least(PAPERS, 2 * PAPERS))
    assert len(ids(folder)) == 2 * PAPERS
    same = at_least(2 * PAPERS, 2 * PAPERS)
    killed("catalog", "compact", *catalog, check=same)
    killed("catalog", "rebuild", *catalog, check=same)
    shutil.rmtree(whole)
    shutil.copytree(folder, whole)
    remove = ("catalog", "remove", "b.jsonl", "--yes", *catalog)
    shutil.rmtree(folder)
    shutil.copytree(whole, folder)
    hits = 0
    for number in range(KILLS):
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        hits += runner(*remove, kill=number / KILLS * 0.3)
        assert len(ids(folder)) in (PAPERS, 2 * PAPERS)
    if len(ids(folder)) > PAPERS:
        runner(*remove)
    assert len(ids(folder)) == PAPERS
    runner("catalog", "verify", *catalog)
    Killed("catalog remove", KILLS, hits, len(strays(folder))).record(request.node)
    assert strays(folder) == []


def test_outputs(runner: Runner, killed: Callable[..., None], tmp_path: Path) -> None:
    folder = tmp_path / "c"
    runner("catalog", "add", source(tmp_path, "a", 0), "--catalog", folder)
    library = tmp_path / "mine.bib"
    entries = "".join(
        f"@article{{k{n}, title={{A Duck {n} on Pond {n % 7}}}}}\n" for n in range(30)
    )
    library.write_text(entries)
    output = tmp_path / "next.bib"
    suggest = ("suggest", library, "--catalog", folder, "-o", output, "-n", "20")

    def complete() -> None:
        if output.exists():
            text = output.read_text()
            assert text.count("@") == 20
            assert text.rstrip().endswith("}")
        assert library.read_text() == entries

    killed(*suggest, check=complete, prepare=lambda: output.unlink(missing_ok=True))
    written = output.read_text()
    killed(*suggest, "--update", check=complete)
    assert output.read_text().count("@") == written.count("@")


def test_feedback(
    runner: Runner, killed: Callable[..., None], tmp_path: Path, data: Path
) -> None:
    from readnext.history.store import History

    folder = tmp_path / "c"
    runner("catalog", "add", source(tmp_path, "a", 0), "--catalog", folder)
    verdicts = [f"p{n}" for n in range(10)]

    def whole() -> None:
        history = data / "history.sqlite"
        if history.exists():
            with History.open(history) as opened:
                found = [one.paper.id for one in opened.judged()]
            assert len(found) == len(set(found))
            assert set(found) <= set(verdicts)

    like = ("feedback", "like", *verdicts, "--catalog", folder)
    killed(*like, check=whole)
    with History.open(data / "history.sqlite") as opened:
        assert {one.paper.id for one in opened.judged()} == set(verdicts)

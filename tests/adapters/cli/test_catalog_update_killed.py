"""An update that is killed at any moment, while others read the catalog."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.paper import Paper
from tests.adapters.serving import Server
from tests.bogs import Bogs, work
from tests.kills import Killed, kills, strays, unlisted

Run = Callable[..., "subprocess.CompletedProcess[str]"]
KILLS = kills(50)
NEW, PAGE = 6, 10  # works that appear before each run, works a page
WORKS = NEW * KILLS
LIBRARY = """
@article{a, title = {Growth of Sphagnum on raised bogs}, author = {Ann Sphagnum3}}
@article{b, title = {Respiration of heather and otters on fens}, year = 2024}
@article{c, title = {Peat, a drainage problem}, year = 2023}
"""


def papers(folder: Path) -> list[Paper]:
    with Catalog.open(folder) as catalog:
        return sorted(catalog.all_papers(), key=lambda paper: paper.id)


class Reader(threading.Thread):
    """Asks for suggestions all the while; keeps what went wrong."""

    def __init__(self, run: Run, catalog: Path, library: Path) -> None:
        super().__init__()
        self.run_command, self.catalog, self.library = run, catalog, library
        self.done, self.lists = threading.Event(), 0
        self.wrong: list[str] = []

    def run(self) -> None:
        while not self.done.is_set():
            asked = ("suggest", self.library, "--catalog", self.catalog, "-n", "30")
            answer = self.run_command(*asked, "--format", "json")
            if answer.returncode != 0:
                self.wrong.append(answer.stderr)
                continue
            self.lists += 1
            self.check(answer.stdout)

    def check(self, text: str) -> None:
        """Every suggestion is one whole work, and none comes twice."""
        suggestions = json.loads(text)["suggestions"]
        if len({s["id"] for s in suggestions}) < len(suggestions):
            self.wrong.append("a paper twice")
        for found in suggestions:
            number = int(found["id"].removeprefix("openalex:W")) - 1000
            whole = work(number)
            lab = whole["authorships"][0]["institutions"][0]["display_name"]
            if (found["title"], found["labs"]) != (whole["title"], [lab]):
                self.wrong.append(f"half a paper: {found}")


@pytest.fixture
def environment(environment: dict[str, str], server: Server) -> dict[str, str]:
    return environment | {"READNEXT_OPENALEX_URL": server.url}


@pytest.fixture
def server() -> object:
    with Server().running() as running:
        yield running


@pytest.mark.slow
def test_killed_again_and_again(
    run_process: Run,
    environment: dict[str, str],
    server: Server,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    library = tmp_path / "mine.bib"
    library.write_text(LIBRARY)
    calm, torn = tmp_path / "calm", tmp_path / "torn"
    update = ("catalog", "update", "openalex:S123", "--catalog")
    server.behave = Bogs(PAGE, PAGE)  # a first page, so that there is what to read
    for folder in (calm, torn):
        assert run_process(*update, folder).returncode == 0
    server.behave = bogs = Bogs(WORKS, PAGE)
    begun = time.monotonic()
    assert run_process(*update, calm, "--since", "2020").returncode == 0
    whole = time.monotonic() - begun
    assert len(papers(calm)) == WORKS

    reader = Reader(run_process, torn, library)
    reader.start()
    chance = random.Random(5)
    command = [sys.executable, "-m", "readnext", *update, str(torn)]
    hits = 0
    for number in range(KILLS):
        bogs.count = NEW * (number + 1)
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, min(whole, 3.0)))
        process.kill()
        hits += process.wait() < 0
        papers(torn)
    # The first run resumes; what has appeared meanwhile on pages that it had passed
    # comes with the second.
    ended = [run_process(*update, torn) for _ in range(2)]
    reader.done.set()
    reader.join()
    assert [done.returncode for done in ended] == [0, 0], ended[-1].stderr
    assert papers(torn) == papers(calm)
    with Catalog.open(torn) as catalog:
        (account,) = catalog.accounts()
        assert account.error is None and len(catalog.columns()) == WORKS
    assert reader.wrong == [] and reader.lists > KILLS // 10
    left, more = strays(torn), max(unlisted(torn) - unlisted(calm), 0)
    Killed("catalog update", KILLS, hits, len(left) + more).record(request.node)
    assert (left, more) == ([], 0)

"""What all tests share: where things are, and the real command."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.paper import Paper
from readnext.settings import starter_file
from readnext_adapters.opening.catalog import read_source
from tests import command, kills
from tests.command import Done, Run
from tests.examples import register_profiles

register_profiles()

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="ask the real services, too")


def pytest_configure(config: pytest.Config) -> None:
    """One thread for each worker of pytest-xdist, or they wait for each other.

    Modules are compiled once, not in each of the many processes that tests start.
    """
    # What a shell starts in the background ignores Ctrl-C, and so do its children.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if getattr(config.option, "numprocesses", None):
        os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if config.getoption("--live"):
        return
    skipped = pytest.mark.skip(reason="asks real services; run with --live")
    for item in items:
        if "live" in item.keywords:
            item.add_marker(skipped)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests that kill commands counted."""
    done = [*terminalreporter.getreports("passed")]
    done += terminalreporter.getreports("failed")
    for line in kills.table(done):
        terminalreporter.write_line(line)


@pytest.fixture
def fixtures() -> Path:
    return FIXTURES


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the project; a test without it is skipped."""
    if not SHARED.is_dir():
        pytest.skip("the folder of shared data is not beside the project")
    return SHARED


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home, so that no setting of this machine has a say."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def data(home: Path) -> Path:
    """The folder where the user's data are on this system."""
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "readnext"
    return home / ".local" / "share" / "readnext"


@pytest.fixture(scope="session")
def papers_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog with the papers of the starter catalog, as if all were of today."""
    folder = tmp_path_factory.mktemp("today") / "catalog"
    today = dt.date.today()
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(
            replace(paper, date=today.isoformat(), date_guessed=False)
            for paper in read_source(str(starter_file()), today)
            if isinstance(paper, Paper)
        )
    return folder


@pytest.fixture
def own_catalog(data: Path, papers_of_today: Path) -> Path:
    """The catalog of a user who fetches papers: a digest never mails the starter's."""
    folder = data / "catalog"
    shutil.copytree(papers_of_today, folder)
    return folder


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a user who never ran readnext."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    paths = [str(ROOT / "recommender"), str(ROOT / "adapters")]
    return kept | {"HOME": str(home), "PYTHONPATH": os.pathsep.join(paths)}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the real command in an empty home; it never may show a traceback.

    It runs in this process where that makes no difference, which saves the second
    that Python takes to start; `run_process` always starts a process.
    """

    def run_command(
        *arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None
    ) -> Done:
        words = [str(argument) for argument in arguments]
        own = command.needs_process(words, env or {})
        start = command.run_process if own else command.run_here
        return _checked(start(words, stdin, tmp_path, environment | (env or {})))

    return run_command


@pytest.fixture
def run_process(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the real command as `run` does, in a process of its own."""

    def run_command(
        *arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None
    ) -> Done:
        words = [str(argument) for argument in arguments]
        variables = environment | (env or {})
        return _checked(command.run_process(words, stdin, tmp_path, variables))

    return run_command


def _checked(done: Done) -> Done:
    assert "Traceback" not in done.stderr, done.stderr
    return done

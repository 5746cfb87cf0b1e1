"""What all tests share: where things are, and the real command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import command
from tests.command import Done, Run
from tests.examples import register_profiles

register_profiles()

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="ask the real services, too")


def pytest_configure(config: pytest.Config) -> None:
    """One thread for each worker of pytest-xdist, or they wait for each other."""
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

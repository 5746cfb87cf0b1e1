"""What all tests share: where things are, and the real command in a subprocess."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure. In CI the examples are the same each time, so that
# what is red there is red again elsewhere; on a desk they are new ones each time.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="ask the real services, too")


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
    """Run the real command in an empty home; it never may show a traceback."""

    def run_command(
        *arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "readnext", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment | (env or {}),
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run_command

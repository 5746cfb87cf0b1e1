"""The shape of the project: who may import whom, and what a start may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

CORE = ROOT / "recommender" / "readnext"
ADAPTERS = ROOT / "adapters" / "readnext_adapters"


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def core_files() -> list[Path]:
    return [p for p in sorted(CORE.rglob("*.py")) if p.parent != CORE / "cli"]


def test_there_are_core_files() -> None:
    assert len(core_files()) > 20


@pytest.mark.parametrize("path", core_files(), ids=lambda p: str(p.relative_to(CORE)))
def test_the_recommender_imports_no_adapter(path: Path) -> None:
    assert not [m for m in imported(path) if m.startswith("readnext_adapters")]


def test_the_joint_imports_adapters() -> None:
    joint = [m for path in (CORE / "cli").glob("*.py") for m in imported(path)]
    assert any(m.startswith("readnext_adapters") for m in joint)


@pytest.mark.parametrize(
    "path", sorted(ADAPTERS.rglob("*.py")), ids=lambda p: str(p.relative_to(ADAPTERS))
)
def test_no_adapter_imports_the_ranker_or_the_command(path: Path) -> None:
    rooms = (
        "readnext.ranker",
        "readnext.features",
        "readnext_adapters.cli",
        "readnext.suggest",
    )
    found = [m for m in imported(path) if m.startswith(rooms)]
    assert not [m for m in found if m != "readnext.suggestion"]


@pytest.mark.parametrize("folder", [CORE, ADAPTERS], ids=["core", "adapters"])
def test_packages_are_typed(folder: Path) -> None:
    assert (folder / "py.typed").is_file()


@pytest.mark.parametrize(
    "arguments", [[], ["suggest"], ["trending"], ["catalog", "add"]]
)
def test_help_loads_nothing_heavy(
    arguments: list[str], environment: dict[str, str]
) -> None:
    program = (
        "import sys; from readnext_adapters.cli import main\n"
        f"sys.argv = ['readnext', *{arguments!r}, '--help']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'lightgbm', 'bibtexparser', 'sqlite3'}\n"
        "heavy |= {'jinja2', 'matplotlib', 'readnext_adapters.exports'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert done.stderr.strip() == "[]"
    assert "Example:" in done.stdout


def test_formats_without_templates_load_none(environment: dict[str, str]) -> None:
    program = (
        "import sys; from readnext_adapters.exports import WRITERS\n"
        "heavy = {'jinja2', 'markupsafe', 'matplotlib'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")

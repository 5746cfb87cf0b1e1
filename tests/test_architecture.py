"""The shape of the project: which imports are allowed, and what a start may load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.import_graph import (
    Import,
    circles,
    folder_graph,
    imports_of,
    in_words,
    modules,
)

ROOT = Path(__file__).resolve().parents[1]

CORE = ROOT / "recommender" / "readnext"
ADAPTERS = ROOT / "adapters" / "readnext_adapters"


def test_the_core_imports_no_adapter() -> None:
    known = modules()
    core = [name for name in known if name.split(".")[0] == "readnext"]
    assert len(core) > 80
    wrong = [
        str(one)
        for name in core
        if name != "readnext.__main__"
        for one in imports_of(name, known[name], known)
        if one.imported.split(".")[0] == "readnext_adapters"
    ]
    assert not wrong, "\n".join(wrong)


def test_the_command_is_where_core_and_adapters_meet() -> None:
    graph = folder_graph()
    assert any(f.startswith("readnext.") for f in graph["readnext_adapters.cli"])
    edges = [f for f, targets in graph.items() if "readnext_adapters.cli" in targets]
    assert not edges, in_words(graph, ["readnext_adapters.cli", *edges])


def test_folders_form_no_circle() -> None:
    graph = folder_graph()
    found = circles(graph)
    said = "\n\n".join(in_words(graph, circle) for circle in found)
    assert not found, f"{said}\n\nThe whole graph:\n{in_words(graph)}"


def test_a_circle_would_be_found() -> None:
    one = Import("a.x", "b.y", 3)
    graph = {"a": {"b": [one]}, "b": {"c": [one]}, "c": {"a": [one]}, "d": {"a": [one]}}
    assert circles(graph) == [["a", "b", "c"]]
    assert "a -> b\n    a.x:3 imports b.y" in in_words(graph, ["a", "b", "c"])


@pytest.mark.parametrize(
    "rooms", [("readnext.ranker", "readnext.features")], ids=["ranker"]
)
def test_no_adapter_but_the_command_imports_the_ranker(rooms: tuple[str, ...]) -> None:
    known = modules()
    wrong = [
        str(one)
        for name, path in known.items()
        if name.startswith("readnext_adapters.")
        and not name.startswith("readnext_adapters.cli")
        for one in imports_of(name, path, known)
        if one.imported.startswith(rooms)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", [CORE, ADAPTERS], ids=["core", "adapters"])
def test_packages_are_typed(folder: Path) -> None:
    assert (folder / "py.typed").is_file()


@pytest.mark.parametrize(
    "arguments",
    [[], ["suggest"], ["trending"], ["catalog", "add"], ["serve"], ["mcp"]],
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
        "heavy |= {'jinja2', 'matplotlib', 'readnext_adapters.exports.table'}\n"
        "heavy |= {'flask', 'waitress', 'mcp', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert done.stderr.strip() == "[]"
    assert "Example:" in done.stdout


def test_formats_without_templates_load_none(environment: dict[str, str]) -> None:
    program = (
        "import sys; from readnext_adapters.exports import EXPORT_FORMATS\n"
        "plain = set(EXPORT_FORMATS) - {'html', 'markdown'}\n"
        "for name in plain: EXPORT_FORMATS[name]\n"
        "heavy = {'jinja2', 'markupsafe', 'matplotlib'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")

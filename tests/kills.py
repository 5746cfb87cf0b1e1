"""Tests that kill commands: how often, what may be left over, and one table of it all.

`python -m tests.bench.kills` runs all of them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from readnext.catalog.schema import DATABASE

_PROPERTY = "kills"
_HOME = (".cache", ".local", ".config")
_OF_SQLITE = ("-wal", "-shm", "-journal")  # which a complete run deletes


def kills(usual: int) -> int:
    """Return how often each command is to be killed: READNEXT_KILLS, or as usual."""
    return int(os.environ.get("READNEXT_KILLS", usual))


class Killed(NamedTuple):
    """A command's runs, how many were killed, and files left over after the next run.

    A test fails if anything is lost, doubled or torn.
    """

    command: str
    runs: int
    killed: int
    strays: int

    def record(self, node: pytest.Item) -> None:
        """Keep the figures for the table at the end of the tests."""
        node.user_properties.append((_PROPERTY, tuple(self)))


def strays(folder: Path) -> list[str]:
    """Return the temporary files in a folder."""
    found = [
        path
        for path in folder.rglob("*")
        if (path.name.startswith(".") and path.name not in _HOME)
        or path.name.endswith(_OF_SQLITE)
    ]
    return sorted(str(path.relative_to(folder)) for path in found)


def unlisted(catalog: Path) -> int:
    """Return how many shards of a catalog are out of use.

    A run leaves those that it replaces to processes that read them, and the next run
    that writes deletes them.
    """
    uri = f"{(catalog / DATABASE).as_uri()}?immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as db:
        (listed,) = db.execute("SELECT count(*) FROM shards").fetchone()
    return len(list((catalog / "shards").glob("*"))) - int(listed)


def _properties(report: pytest.TestReport) -> Iterator[tuple[str, Any]]:
    """The properties that tests recorded; pytest gives their values no type."""
    yield from report.user_properties


def table(reports: Iterable[pytest.TestReport]) -> list[str]:
    """Return the lines of the table of all commands that were killed, or none."""
    rows: list[tuple[Killed, bool]] = [
        (Killed._make(value), report.passed)
        for report in reports
        for name, value in _properties(report)
        if name == _PROPERTY and report.when == "call"
    ]
    if not rows:
        return []
    lines = [
        "| command | runs | killed | lost, doubled or torn | stray files |",
        "|---|---|---|---|---|",
    ]
    for row, passed in rows:
        wrong = "0" if passed else "see the failure"
        lines.append(
            f"| {row.command} | {row.runs} | {row.killed} | {wrong} | {row.strays} |"
        )
    runs = sum(row.runs for row, _ in rows)
    killed = sum(row.killed for row, _ in rows)
    left = sum(row.strays for row, _ in rows)
    wrong = "0" if all(passed for _, passed in rows) else "see the failures"
    return [*lines, f"| all | {runs} | {killed} | {wrong} | {left} |"]

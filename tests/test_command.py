"""A command run in the tests' process does what it does in a process of its own."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest

from tests import command
from tests.conftest import FIXTURES

TINY = str(FIXTURES / "libraries" / "tiny.bib")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["suggest", TINY, "-n", "3"], ""),
        (["suggest", "-", "--format", "json"], "@misc{a, title={Ærø: Übung}}"),
        (["library", "check", TINY, "--strict"], ""),
        (["suggest", "missing.bib"], ""),
        (["suggest", TINY, "--since", "yesterday"], ""),
        (["catalog", "update", "--help"], ""),
        ([], ""),
    ],
    ids=["list", "stdin", "strict", "missing", "usage", "help", "nothing"],
)
def test_both_ways_are_the_same(
    environment: dict[str, str], tmp_path: Path, arguments: list[str], stdin: str
) -> None:
    here = command.run_here(arguments, stdin, tmp_path, environment)
    there = command.run_process(arguments, stdin, tmp_path, environment)
    found = [(done.returncode, done.stdout, done.stderr) for done in (here, there)]
    assert found[0] == found[1]
    assert here.stdout or here.stderr


def test_this_process_is_left_as_it_was(
    environment: dict[str, str], tmp_path: Path
) -> None:
    def state() -> tuple[object, ...]:
        streams = sys.stdin, sys.stdout, sys.stderr
        files = [os.fstat(number)[:2] for number in range(3)]
        return (
            streams,
            files,
            dict(os.environ),
            Path.cwd(),
            sys.argv,
            gc.get_threshold(),
        )

    before = state()
    command.run_here(["suggest", TINY], "", tmp_path, environment | {"X": "1"})
    command.run_here(["suggest", "--wrong"], "", tmp_path, environment)
    assert state() == before


@pytest.mark.parametrize(
    ("arguments", "added", "expected"),
    [
        (["suggest", "a.bib"], {"HOME": "/", "S2_API_KEY": "key"}, False),
        (["suggest", "a.bib", "--offline"], {}, True),
        (["--debug", "suggest", "a.bib"], {}, True),
        (["suggest", "a.bib"], {"LC_ALL": "C"}, True),
        (["suggest", "a.bib"], {"PYTHONIOENCODING": "latin-1"}, True),
    ],
)
def test_what_lasts_has_its_own_process(
    arguments: list[str], added: dict[str, str], expected: bool
) -> None:
    assert command.needs_process(arguments, added) is expected

"""Small things that a user stumbles over: near misses, one line for many problems."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
RIS = "TY  - JOUR\nTI  - {title}\nKW  - {tag}\nER  - \n"
CSL = (
    '[{"id": "a", "type": "book", "title": "Double descent in practice"}, '
    '{"id": "b", "type": "book", "title": "On ducks and geese"}]'
)


def test_the_bare_command_shows_its_help(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Commands:" in done.stdout


@pytest.mark.parametrize("command", ["suggest", "backtest", "library"])
def test_a_library_that_is_nearly_named(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "mylib.bib").write_text("@misc{a, title={Ducks}}")
    words = (command, "check") if command == "library" else (command,)
    done = run(*words, "mylb.bib")
    assert done.returncode == 2
    assert "No such file or directory; did you mean mylib.bib?" in done.stderr
    folder = run(*words, str(tmp_path))
    assert folder.returncode == 2 and f"e.g. {tmp_path}/mylib.bib" in folder.stderr
    far = run(*words, "zzz")
    assert far.returncode == 2 and "did you mean" not in far.stderr


def test_a_tag_that_is_nearly_named(run: Run, tmp_path: Path) -> None:
    text = RIS.format(title="On ducks", tag="birds")
    (tmp_path / "a.ris").write_text(text + RIS.format(title="On bogs", tag="mires"))
    done = run("suggest", "a.ris", "--tag", "brids")
    assert done.returncode == 1 and "did you mean 'birds'?" in done.stderr
    none = run("suggest", "a.ris", "--tag", "zzz")
    assert "its tags are birds, mires" in none.stderr
    assert "has no collections" in run("suggest", "a.ris", "--collection", "x").stderr


def test_many_problems_are_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a b.bib").write_text("@misc{a, title={Ducks}}\n@misc{b, = \n" * 5)
    done = run("suggest", "a b.bib", "--format", "json")
    lines = [line for line in done.stderr.splitlines() if "problem" in line]
    assert len(lines) == 1
    assert lines[0].endswith("problems in a b.bib: readnext library check 'a b.bib'")
    assert "a b.bib:" in run("library", "check", "a b.bib").stdout


@pytest.mark.parametrize(
    ("command", "option"),
    [("suggest", "-o"), ("trending", "-o"), ("digest", "--output")],
)
def test_a_bad_folder_is_refused_at_once(
    run: Run, tmp_path: Path, command: str, option: str
) -> None:
    (tmp_path / "a.json").write_text(CSL)
    words = ("a.json",) if command != "trending" else ()
    to = ("--to", "a@example.org") if command == "digest" else ()
    done = run(command, *words, *to, option, "none/next.bib")
    assert done.returncode == 1 and "no such folder" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_warnings_of_libraries_stay_off_the_screen(
    environment: dict[str, str], tmp_path: Path
) -> None:
    program = (
        "import sys, warnings\n"
        "from readnext_adapters.cli import main, config\n"
        "config.path.callback = lambda: warnings.warn('divide by zero')\n"
        "sys.argv[0] = 'readnext'\nmain()\n"
    )
    for more, shown in (((), ""), (("--debug",), "divide by zero")):
        done = subprocess.run(
            [sys.executable, "-c", program, "config", "path", *more],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert done.returncode == 0 and shown in done.stderr
        assert bool(done.stderr) == bool(shown)

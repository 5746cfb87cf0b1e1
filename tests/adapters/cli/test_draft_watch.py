"""`readnext suggest --draft` beside an editor, and in a script that checks."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from readnext_adapters.cli.draft_watch import saves
from readnext_adapters.opening.manuscript import draft_texts
from tests.command import Run
from tests.conftest import FIXTURES

LIBRARY = FIXTURES / "libraries" / "generalization.bib"
KEYS = re.findall(r"^@\w+\{([^,\s]+)", LIBRARY.read_text("utf-8"), re.MULTILINE)
HEAD = "\\documentclass{article}\n\\begin{document}\n"
CITED = f"Networks generalize well~\\cite{{{','.join(KEYS[:30])}}} in practice.\n"
CALIBRATION = "We measure the calibration of large deep networks on images.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "main.tex"
    path.write_text(f"{HEAD}{CITED}\n\\input{{related}}\n\\end{{document}}\n")
    (tmp_path / "related.tex").write_text("Much has been written about all of this.\n")
    return path


def asked(draft: Path, *more: object) -> tuple[object, ...]:
    return ("suggest", LIBRARY, "--draft", draft, *more)


@pytest.mark.slow
def test_a_script_fails_where_too_many_citations_are_missing(
    run: Run, draft: Path
) -> None:
    done = run(*map(str, asked(draft, "-n", "11", "--fail-over", "10")))
    assert done.returncode == 0
    strong = len(re.findall(r"^\s*(?:very )?strong match", done.stdout, re.MULTILINE))
    said = f"readnext: citations that the draft probably misses: {strong}"
    assert said in done.stderr.splitlines()
    likely = ("-n", "10", "--min-probability", "1%", "--fail-over")
    done = run(*map(str, asked(draft, *likely, "9")))
    assert done.returncode == 1 and "probably misses: 10" in done.stderr
    assert done.stdout.count(" match") == 10
    more = ("-n", "300", "--min-probability", "1%", "--fail-over", "200")
    assert run(*map(str, asked(draft, *more))).returncode == 0


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--fail-over", "3"), "--fail-over needs --draft"),
        (("--watch",), "--watch needs --draft"),
        (("--draft", "x.tex", "--fail-over", "20"), "could never fail"),
        (("--watch", "--draft", "x.tex", "--fail-over", "3"), "leave out --fail-over"),
        (("--watch", "--draft", "x.tex", "-o", "x.md"), "leave out -o"),
        (("--watch", "--draft", "x.aux"), "--watch needs the manuscript's source"),
    ],
)
def test_what_does_not_fit(
    run: Run, tmp_path: Path, more: tuple[str, ...], says: str
) -> None:
    for name in ("x.tex", "x.aux"):
        (tmp_path / name).write_text(f"\\cite{{{KEYS[0]}}}")
    done = run("suggest", LIBRARY, *more)
    assert done.returncode == 2 and says in done.stderr


class Watcher:
    """The command, whose lines can be waited for."""

    def __init__(self, arguments: tuple[object, ...], env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "readnext", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=env,
            # A shell that runs tests in the background has them ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, sign: str) -> list[str]:
        """The lines up to the one that has a text."""
        found: list[str] = []
        while not found or sign not in found[-1]:
            try:
                found.append(self.lines.get(timeout=60))
            except Empty:
                raise AssertionError(found) from None
        return found

    def papers(self, number: int) -> str:
        """What it says until so many papers are listed, and what else comes then."""
        found = [line for _ in range(number) for line in self.until(" match")]
        return "\n".join([*found, self.rest()])

    def rest(self) -> str:
        """What else it says within a moment."""
        time.sleep(2)
        return "\n".join(self.lines.get() for _ in range(self.lines.qsize()))


def test_a_save_during_the_first_ranking_is_noticed(draft: Path) -> None:
    before = draft_texts(draft)
    draft.write_text(draft.read_text().replace("practice", "theory"))
    old, new = next(saves(draft, before))
    assert old == before and "theory" in new[draft]


@pytest.fixture
def watcher(draft: Path, environment: dict[str, str]) -> Iterator[Watcher]:
    found = Watcher(asked(draft, "--watch", "-n", "4"), environment)
    yield found
    found.process.kill()
    found.process.communicate()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends Ctrl-C as POSIX does")
def test_each_save_brings_papers_for_what_it_changed(
    watcher: Watcher, draft: Path
) -> None:
    first = watcher.until("Ctrl-C ends")
    assert first[-1] == f"readnext: watching {draft} and 1 included file; Ctrl-C ends"
    assert sum(" match" in line for line in first) == 4
    # A paragraph of the manuscript, saved as editors do: written beside, then renamed.
    beside = draft.with_suffix(".new")
    text = draft.read_text().replace("\\input", f"{CALIBRATION}\n\\input")
    beside.write_text(text)
    beside.replace(draft)
    heading = watcher.until("We measure the calibration")[-1]
    assert heading.startswith(f"{draft}:5: ")
    listed = watcher.papers(4)
    assert listed.count(" match") == 4
    assert "Calibration" in listed.split(" match")[0]
    # The same words in other lines, and another file, are no change.
    draft.write_text(text.replace("large deep", "large\ndeep"))
    assert watcher.rest() == ""
    # An included file, in which nothing of the catalog occurs at first.
    part = draft.with_name("related.tex")
    part.write_text("Qwertz uiop asdf ghjkl yxcvb nm.\n")
    watcher.until("No paper of the catalog has words of this paragraph.")
    # A broken state of the manuscript ends nothing.
    draft.write_text(HEAD)
    watcher.until("no citation found")
    draft.write_text(text + "\n% a comment alone\n")
    watcher.rest()
    part.write_text("Training longer closes the generalization gap in large batches.\n")
    assert watcher.until("Training longer")[-1].startswith(f"{part}:1: ")
    assert watcher.papers(4).count(" match") == 4
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(30) == 0
    watcher.until("watching ended")

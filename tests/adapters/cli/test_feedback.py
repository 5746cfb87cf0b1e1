"""`readnext feedback` and `readnext history` as a user calls them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TITLE = "More Data Can Hurt for Linear Regression: Sample-wise Double Descent"


def first_id(run: Run) -> str:
    """The id of a paper of the starter catalog."""
    found = run(
        "suggest", "--like", "Deep double descent", "--format", "json", "-n", "1"
    )
    return str(json.loads(found.stdout)["suggestions"][0]["id"])


def test_verdicts_by_id_and_title_and_back(run: Run) -> None:
    paper = first_id(run)
    done = run("feedback", "like", paper)
    assert done.returncode == 0 and done.stdout.startswith("liked: ")
    assert done.stdout.endswith(f"({paper})\n")
    by_title = run("feedback", "dismiss", TITLE)
    assert by_title.stdout.startswith(f"dismissed: {TITLE} (")
    assert run("feedback", "undo", TITLE).stdout.startswith(f"undone: {TITLE} (")
    again = run("feedback", "undo", TITLE)
    assert again.returncode == 1
    assert (
        again.stderr == f"readnext: {TITLE}: no feedback on such a paper is recorded\n"
    )


@pytest.mark.parametrize("name", ["no/such-id", "A Title that Nobody Gave to a Paper"])
def test_unknown_papers_are_told_and_nothing_is_recorded(run: Run, name: str) -> None:
    done = run("feedback", "like", TITLE, name)
    assert done.returncode == 1 and done.stdout == ""
    assert f"{name}: no suggestion has that id or key" in done.stderr
    assert run("feedback", "undo", TITLE).returncode == 1


def test_an_empty_history_says_so(run: Run) -> None:
    assert run("history").stdout == "Nothing has been suggested yet.\n"
    found = json.loads(run("history", "--format", "json").stdout)
    assert found["months"] == [] and found["total"]["suggested"] == 0

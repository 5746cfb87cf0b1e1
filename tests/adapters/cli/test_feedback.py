"""`readnext feedback` and `readnext history` as a user calls them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LIBRARY = Path(__file__).parents[3] / "fixtures" / "libraries" / "generalization.bib"
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
    assert f"{name}: no suggestion has that number, id, key or title" in done.stderr
    assert run("feedback", "undo", TITLE).returncode == 1


@pytest.mark.slow
def test_numbers_are_those_of_the_last_list(run: Run) -> None:
    shown = run("suggest", LIBRARY, "-n", "4").stdout  # through a pipe
    titles = [x[1:].strip() for x in shown.splitlines() if x[:1].isdigit()]
    done = run("feedback", "dismiss", "2", "4")
    assert done.stdout.count("dismissed: ") == 2
    assert titles[1][:40] in done.stdout and titles[3][:40] in done.stdout
    run("suggest", LIBRARY, "--format", "json")  # a program's list has ids
    assert titles[0][:40] in run("feedback", "like", "1").stdout
    wrong = run("feedback", "like", "9")
    assert wrong.returncode == 1
    assert wrong.stderr == "readnext: 9: the last list has the numbers 1 to 4\n"
    listed = run("feedback", "list").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["dismissed", "dismissed", "liked"]
    assert titles[0][:40] in run("feedback", "undo").stdout
    found = json.loads(run("feedback", "list", "--format", "json").stdout)
    assert [one["verdict"] for one in found["feedback"]] == ["dismiss", "dismiss"]
    assert run("feedback", "undo", "2").returncode == 0
    run("suggest", LIBRARY, "-n", "2")
    assert "numbers 1 to 2" in run("feedback", "like", "4").stderr


def test_a_title_need_not_be_whole_or_right(run: Run) -> None:
    begin = " ".join(TITLE.split()[:5])
    assert f"liked: {TITLE} (" in run("feedback", "like", begin).stdout
    wrong = TITLE.replace("Regression", "Regresion")
    assert f"dismissed: {TITLE} (" in run("feedback", "dismiss", wrong).stdout
    assert f"undone: {TITLE} (" in run("feedback", "undo", "more data").stdout
    done = run("feedback", "like", "Data can hurt linear regression double descent")
    assert done.returncode == 1 and f'did you mean "{TITLE}"?' in done.stderr


@pytest.mark.slow
def test_the_middle_of_a_title_names_a_paper(run: Run) -> None:
    words = TITLE.replace(":", "").split()
    middle = " ".join(words[2:6]).lower()
    assert f"liked: {TITLE} (" in run("feedback", "like", middle).stdout  # not listed
    cut = f"{middle[:-2]}, of which nothing is known"
    assert run("feedback", "like", cut).returncode == 1
    run("suggest", LIBRARY, "-n", "60")
    several = run("feedback", "dismiss", "neural networks")
    assert several.returncode == 1 and "which one?" in several.stderr
    two = " ".join(words[-2:])
    assert f"dismissed: {TITLE} (" in run("feedback", "dismiss", two).stdout


def test_a_beginning_of_several_titles_is_no_name(run: Run) -> None:
    shown = run("suggest", LIBRARY, "-n", "60").stdout
    assert shown.count("\n") > 60
    done = run("feedback", "like", "The")
    assert done.returncode == 1 and 'The: which one? "The ' in done.stderr


def test_links_are_printed(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "two.jsonl"
    source.write_text(
        '{"id": "x/1", "title": "Wings of Ducks", "arxiv": "2401.00001"}\n'
        '{"id": "x/2", "title": "Beaks of Ducks"}\n'
    )
    shown = run("suggest", LIBRARY, "--catalog", source, "--archive").stdout
    places = [x.split("  ")[1] for x in shown.splitlines() if x[:1].isdigit()]
    number = str(places.index("Wings of Ducks") + 1)
    assert (
        run("feedback", "open", number).stdout == "https://arxiv.org/abs/2401.00001\n"
    )
    without = run("feedback", "open", "Beaks of Ducks")
    assert without.returncode == 1 and "no address is known" in without.stderr


def test_an_empty_history_says_so(run: Run) -> None:
    assert run("history").stdout.startswith("Nothing is recorded yet: ")
    found = json.loads(run("history", "--format", "json").stdout)
    assert found["months"] == [] and found["total"]["suggested"] == 0
    assert run("feedback", "list").stdout == "No feedback is recorded.\n"
    assert run("feedback", "undo").stderr == "readnext: no feedback is recorded\n"

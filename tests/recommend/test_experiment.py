"""Two settings of the ranker in one list: fair shares, credit, and what it shows."""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import InputError
from readnext.history.experiment import Outcome, outcome
from readnext.history.store import History
from readnext.paper import Paper
from readnext.recommend.experiment import interleaved, team_draft
from readnext.request import Experiment, RankerSetting
from readnext.suggestion import Answer, Suggestion
from readnext.user_settings import parse_settings
from tests.command import Run
from tests.history.test_store import answer

DAY = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
names = st.lists(st.integers(0, 30), unique=True, max_size=20)


def listed(numbers: list[int]) -> list[Suggestion]:
    papers = [Paper(f"p{n}", f"Pond {n}") for n in numbers]
    return list(answer(*papers).suggestions)


@given(names, names, st.integers(1, 20), st.integers(0, 999))
def test_both_pick_their_best_in_turn(
    one: list[int], other: list[int], n: int, seed: int
) -> None:
    found = team_draft(listed(one), listed(other), n, random.Random(seed))
    ids = [s.paper.id for s in found]
    assert len(ids) == len(set(ids)) == min(n, len({*one, *other}))
    for team, numbers in (("a", one), ("b", other)):
        own = [s.paper.id for s in found if s.team == team]
        assert own == [i for i in (f"p{k}" for k in numbers) if i in own]
    if len(one) >= n and len(other) >= n:
        counts = Counter(s.team for s in found)
        assert abs(counts["a"] - counts["b"]) <= 1
    again = team_draft(listed(one), listed(other), n, random.Random(seed))
    assert again == found


def test_no_team_has_the_better_places() -> None:
    same, firsts, taken = listed(list(range(20))), Counter[str](), Counter[str]()
    for seed in range(2000):
        found = team_draft(same, same, 9, random.Random(seed))
        firsts[found[0].team] += 1
        taken[found[2].team] += 1  # whatever the reader takes by its place
    assert 900 < firsts["a"] < 1100 and 900 < taken["a"] < 1100


def test_parts_stay_and_what_is_watched_is_in_no_team() -> None:
    def parted(numbers: list[int]) -> Answer:
        parts = ["new", "new", "missed", "missed", "watched people"]
        some = [replace(s, part=p) for s, p in zip(listed(numbers), parts, strict=True)]
        return replace(answer(), suggestions=tuple(some), in_parts=True)

    found = interleaved(parted([1, 2, 3, 4, 5]), parted([6, 2, 7, 4, 5]), 1)
    parts = [one.part for one in found.suggestions]
    assert parts == ["new", "new", "missed", "missed", "watched people"]
    assert [one.rank for one in found.suggestions] == [1, 2, 3, 4, 5]
    assert [bool(one.team) for one in found.suggestions] == [True] * 4 + [False]
    assert len({one.key for one in found.suggestions}) == 5


# ------------------------------------------------------------- what it shows
@pytest.fixture
def history(data: Path) -> Iterator[History]:
    data.mkdir(parents=True, exist_ok=True)
    with History.open(data / "history.sqlite") as opened:
        yield opened


def show(history: History, numbers: range, team: str) -> None:
    some = tuple(replace(s, team=team) for s in listed(list(numbers)))
    with history.transaction():
        history.note_run("digest", "p", replace(answer(), suggestions=some), DAY)


def like(history: History, numbers: range) -> None:
    for one in listed(list(numbers)):
        history.judge(one.paper, "like", DAY)


@pytest.mark.parametrize(
    ("a", "b", "better"),
    [(30, 8, "a"), (5, 25, "b"), (3, 1, ""), (9, 7, ""), (0, 0, "")],
)
def test_planted_outcomes(
    run: Run, history: History, a: int, b: int, better: str
) -> None:
    show(history, range(100), "a")
    show(history, range(100, 200), "b")
    show(history, range(100), "b")  # shown again: the first team keeps the credit
    like(history, range(a))
    like(history, range(100, 100 + b))
    found = outcome(history)
    assert (found.shown, found.taken) == ({"a": 100, "b": 100}, {"a": a, "b": b})
    assert found.better == better
    done = run("history", "--experiment")
    assert done.returncode == 0
    assert (f"{better} is better" if better else "too early to tell") in done.stdout
    read = json.loads(run("history", "--experiment", "--format", "json").stdout)
    assert read["better"] == (better or None) and read["taken"] == {"a": a, "b": b}


@pytest.mark.slow
@pytest.mark.parametrize("more", [("--profile", "x"), ("--issue", "2026-11-20")])
def test_options_of_lists_are_refused(run: Run, more: tuple[str, str]) -> None:
    refused = run("history", "--experiment", *more)
    assert refused.returncode == 2 and "--experiment counts all" in refused.stderr


def test_intervals_hold_what_they_promise() -> None:
    """Of readers without a preference, about one in twenty is told of one."""
    draw, told = random.Random(5), 0
    for _ in range(2000):
        a = sum(draw.random() < 0.5 for _ in range(60))
        told += bool(Outcome({"a": 0, "b": 0}, {"a": a, "b": 60 - a}).better)
    assert 0.02 < told / 2000 < 0.08


def test_settings() -> None:
    text = '[experiment]\na = { diversity = 0.2 }\nb = { ranker = "prior" }\n'
    found = parse_settings(text, "s.toml").experiment
    assert found == Experiment(
        RankerSetting(diversity=0.2), RankerSetting(trained=False)
    )
    assert parse_settings("", "s.toml").experiment is None
    for wrong in ('{ ranker = "best" }', "{ depth = 1 }", "{ diversity = 2 }", "3"):
        with pytest.raises(InputError, match=r"experiment\.b is"):
            parse_settings(f"[experiment]\nb = {wrong}\n", "s.toml")


@pytest.mark.slow
def test_a_digest_records_the_teams(
    run: Run, fixtures: Path, own_catalog: Path, home: Path, data: Path, tmp_path: Path
) -> None:
    assert own_catalog.is_dir()
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[experiment]\nb = { ranker = "prior", diversity = 0.0 }\n')
    path.chmod(0o600)
    library = fixtures / "libraries" / "generalization.bib"
    to = ("--to", "mia@example.org", "--output", tmp_path / "issue.eml")
    done = run("digest", library, *to, "-n", "8", "--no-update")
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(data / "history.sqlite")) as db:
        rows = db.execute(
            "SELECT team FROM teams JOIN shown USING (run, paper) ORDER BY rank"
        ).fetchall()
    teams = Counter(team for (team,) in rows)
    assert sum(teams.values()) >= 6 and abs(teams["a"] - teams["b"]) <= 1
    done = run("history", "--experiment")
    assert "too early to tell" in done.stdout and "a: " in done.stdout

"""A digest that is killed at any moment is sent once, or reported as unknown.

The slow test kills 50 runs, or as many as READNEXT_KILLS says; the other one a few.
The figures are printed (pytest -s).
"""

from __future__ import annotations

import email
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.adapters.delivery.mailserver import MailServer
from tests.kills import Killed, kills, strays

LIBRARY = Path(__file__).parents[3] / "fixtures" / "libraries" / "tiny.bib"
KILLS = kills(50)
FROM_THE_START = 0.3  # part of the runs that are killed anywhere, not while sending
DELAY = 0.04  # seconds that the server takes for each answer
PAPERS = 3

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")


@dataclass(frozen=True)
class Desk:
    """A home, and the environment of a run in it."""

    home: Path
    environment: dict[str, str]
    to: tuple[str, ...] = ("mia@example.org",)

    def command(self, mail: MailServer) -> list[str]:
        url = f"smtp://127.0.0.1:{mail.port}?tries=1"
        to = [word for one in self.to for word in ("--to", one)]
        asked = [*to, "-n", str(PAPERS), "--smtp", url]
        return [sys.executable, "-m", "readnext", "digest", str(LIBRARY), *asked]

    def start(self, mail: MailServer) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(mail),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment | {"HOME": str(self.home)},
        )

    def run(self, mail: MailServer) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(mail),
            capture_output=True,
            text=True,
            env=self.environment | {"HOME": str(self.home)},
            check=False,
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        found = list(self.home.rglob("history.sqlite"))
        if not found:
            return []
        with closing(sqlite3.connect(found[0])) as db:
            if not db.execute("PRAGMA user_version").fetchone()[0]:
                return []  # killed before there were tables
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return db.execute(query).fetchall()

    def states(self) -> list[object]:
        return [state for (state,) in self.rows("SELECT state FROM issues")]


def killed(desk: Desk, mail: MailServer, after: str, wait: float) -> bool:
    """Start a run and kill it some time after the server heard a command.

    Without a command, the time counts from the start. Tell whether it was alive.
    """
    with desk.start(mail) as process:
        while after and after not in mail.commands and process.poll() is None:
            time.sleep(0.001)
        time.sleep(wait)
        process.kill()
        return process.wait() < 0


def outcome(desk: Desk, mail: MailServer) -> str:
    """Run the digest again, and check what is left; tell how it ended."""
    again = desk.run(mail)
    ids = mail.ids()
    (state,) = desk.states()
    shown = desk.rows("SELECT run, count(*) FROM shown GROUP BY run")
    assert desk.rows("SELECT run, 3 FROM issues") == shown, "papers of no issue"
    assert len(desk.rows("SELECT * FROM runs")) == 1
    assert again.stdout == ""
    if state == "sent":
        assert again.returncode == 0, again.stderr
        assert again.stderr == "" or "was already sent" in again.stderr
        assert len(ids) == 1, "not exactly once"
        return "sent once"
    assert state == "sending"
    assert again.returncode == 1
    assert "is unknown" in again.stderr
    assert len(ids) <= 1, "sent twice"
    return f"unknown, {'arrived' if ids else 'did not arrive'}"


@pytest.fixture
def blank(home: Path, own_catalog: Path, environment: dict[str, str]) -> Desk:
    """A home in which no digest was ever made."""
    assert own_catalog.is_relative_to(home)
    return Desk(home, environment)


@pytest.fixture
def ready(blank: Desk, tmp_path: Path) -> Desk:
    """A home with an issue that is prepared, as the server was full."""
    desk = copy(blank, tmp_path / "ready")
    with MailServer(answers={"RCPT": ["552 full"]}).running() as mail:
        assert desk.run(mail).returncode == 1
    assert desk.states() == ["prepared"]
    return desk


def duration(desk: Desk) -> float:
    """How long an undisturbed run takes."""
    with MailServer(delay=DELAY).running() as mail:
        started = time.monotonic()
        assert desk.run(mail).returncode == 0
    return time.monotonic() - started


def leftovers(folder: Path) -> list[str]:
    """Files that are left over in the homes of all trials."""
    return [name for home in folder.glob("home[0-9]*") for name in strays(home)]


Plan = tuple[Desk, str, float, bool]


def plans(blank: Desk, ready: Desk, tmp_path: Path, kills: int) -> list[Plan]:
    """Where and when to kill: anywhere in whole runs, and all over the sending."""
    seed = random.randrange(2**32)
    sys.stdout.write(f"\nseed {seed}\n")
    rng = random.Random(seed)
    found: list[Plan] = []
    whole = duration(copy(blank, tmp_path / "measured"))
    for number in range(kills):
        home = tmp_path / f"home{number}"
        if number < kills * FROM_THE_START:
            desk, after, longest = copy(blank, home), "", 1.1 * whole
        else:
            desk, longest = copy(ready, home), 2 * DELAY
            after = rng.choice(["MAIL", "RCPT", "DATA", "DATA"])
        found.append((desk, after, rng.uniform(0, longest), rng.random() < 0.5))
    return found


def copy(desk: Desk, home: Path) -> Desk:
    shutil.copytree(desk.home, home)
    return replace(desk, home=home)


def trial(plan: Plan) -> tuple[bool, str, str]:
    desk, after, wait, hasty = plan
    with MailServer(delay=DELAY, hasty=hasty).running() as mail:
        hit = killed(desk, mail, after, wait)
        states: Sequence[object] = desk.states() or ["nothing"]
        found = str(states[0]) if hit else "it was over"
        return hit, found, outcome(desk, mail)


@pytest.mark.parametrize("kills", [3, pytest.param(KILLS, marks=pytest.mark.slow)])
def test_killed_at_any_moment(
    blank: Desk,
    ready: Desk,
    tmp_path: Path,
    kills: int,
    request: pytest.FixtureRequest,
) -> None:
    with ThreadPoolExecutor(2) as pool:
        trials = list(pool.map(trial, plans(blank, ready, tmp_path, kills)))
    hits = sum(hit for hit, _, _ in trials)
    left = leftovers(tmp_path)
    Killed("digest", kills, hits, len(left)).record(request.node)
    assert left == []
    for (found, end), count in sorted(Counter(t[1:] for t in trials).items()):
        sys.stdout.write(f"{count:4}  left: {found:12} then: {end}\n")
    # The moments are well chosen only if they leave more than one state behind.
    assert kills < 50 or {"prepared", "sending"} <= {found for _, found, _ in trials}


# ------------------------------------------------------------------- two recipients
BOTH = ("mia@example.org", "lab@example.org")


def outcome_of_two(desk: Desk, mail: MailServer) -> str:
    """Run the digest for two again, and check what each of them got."""
    again = desk.run(mail)
    rows = desk.rows("SELECT recipient, state FROM issues")
    states = {str(recipient): state for recipient, state in rows}
    assert set(states) == set(BOTH)
    assert len(desk.rows("SELECT * FROM runs")) == 1, "two lists"
    shown = desk.rows("SELECT count(*) FROM shown")
    assert shown == [(PAPERS,)]
    got = Counter(str(email.message_from_bytes(m)["To"]) for m in mail.accepted)
    for recipient, state in states.items():
        assert state in ("sent", "sending")
        assert got[recipient] <= 1, "sent twice"
        assert got[recipient] == 1 or state == "sending", "lost"
    unknown = sum(state == "sending" for state in states.values())
    assert again.returncode == (1 if unknown else 0), again.stderr
    return f"{2 - unknown} sent, {unknown} unknown"


def trial_of_two(plan: Plan) -> tuple[bool, str, str]:
    desk, after, wait, hasty = plan
    with MailServer(delay=DELAY, hasty=hasty).running() as mail:
        hit = killed(desk, mail, after, wait)
        found = "+".join(sorted(map(str, desk.states()))) or "nothing"
        return hit, found, outcome_of_two(desk, mail)


@pytest.mark.slow
def test_two_recipients_lose_nothing_and_get_nothing_twice(
    blank: Desk, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    both = replace(blank, to=BOTH)
    ready = copy(both, tmp_path / "both")
    with MailServer(answers={"RCPT": ["552 full", "552 full"]}).running() as mail:
        assert ready.run(mail).returncode == 1
    assert ready.states() == ["prepared", "prepared"]
    rng = random.Random(random.randrange(2**32))
    chosen = plans(both, ready, tmp_path, KILLS)
    # After the first message, all over the second one, too.
    chosen = [(d, a, w * rng.choice([1, 3, 6]), h) for d, a, w, h in chosen]
    with ThreadPoolExecutor(2) as pool:
        trials = list(pool.map(trial_of_two, chosen))
    hits = sum(hit for hit, _, _ in trials)
    left = leftovers(tmp_path)
    Killed("digest to two", KILLS, hits, len(left)).record(request.node)
    assert left == []
    for (found, end), count in sorted(Counter(t[1:] for t in trials).items()):
        sys.stdout.write(f"{count:4}  left: {found:20} then: {end}\n")
    assert KILLS < 50 or len({found for _, found, _ in trials}) > 2

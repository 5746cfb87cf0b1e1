"""One gate for all processes of the machine."""

from __future__ import annotations

import heapq
import itertools
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import NetworkError, StatusError
from readnext_adapters.http import Client, Policy, rate_limit
from readnext_adapters.http.rate_limit import FILE, RateLimiter, State, as_of
from tests.adapters.clock import Make, Time
from tests.adapters.serving import Answer, Asked, Server

DUCKS = Policy(spacing=3.0, rate_limit="ducks")
SPACING = 0.2

# Asks some times and prints when it passed the gate: the clock is read a last time
# after each answer, and before that when it entered.
WORKER = """
import json, sys, time
from pathlib import Path
from readnext_adapters.http import Client, Policy
url, folder, times, spacing = sys.argv[1:]
seen = []
def wall():
    seen.append(time.time())
    return seen[-1]
policy = Policy(spacing=float(spacing), rate_limit="ducks", cached=True)
entered = []
with Client(policy, wall=wall, folder=Path(folder)) as client:
    for _ in range(int(times)):
        assert client.get(url).body == b"quack"
        entered.append(seen[-2])
print(json.dumps(entered))
"""

# Waits at the gate, and says so.
WAITER = """
import signal, sys, time
from pathlib import Path
from readnext_adapters.http import Client, Policy
# A shell has what it runs in the background ignore the interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)
def sleep(seconds):
    print("waits", flush=True)
    time.sleep(seconds)
url, folder = sys.argv[1:]
policy = Policy(spacing=60.0, rate_limit="ducks")
Client(policy, sleep=sleep, folder=Path(folder)).get(url)
"""

# Holds the lock of the file, and says so.
HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("holds", flush=True)
time.sleep(600)
"""


def start(
    environment: dict[str, str], program: str, *arguments: object
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def rows(folder: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / FILE)
    try:
        return connection.execute("SELECT * FROM gates").fetchall()
    finally:
        connection.close()


def gaps(times: list[float]) -> list[float]:
    return [b - a for a, b in itertools.pairwise(sorted(times))]


@pytest.mark.slow
def test_processes_take_turns(
    server: Server, environment: dict[str, str], tmp_path: Path
) -> None:
    arrived: list[float] = []

    def answer(asked: Asked) -> Answer:
        arrived.append(time.monotonic())
        if asked.headers.get("if-none-match") == '"1"':
            return Answer(status=304)
        return Answer(b"quack", headers={"ETag": '"1"'})

    server.behave = answer
    workers = [
        start(environment, WORKER, server.url, tmp_path, 3, SPACING) for _ in range(4)
    ]
    entered: list[float] = []
    for worker in workers:
        out, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err
        entered += json.loads(out)
    assert len(entered) == len(arrived) == 12
    # To the digits that a float of the time has.
    assert min(gaps(entered)) >= SPACING - 1e-6
    # Of the ways to the server each may take another time, but not all of them.
    assert arrived[-1] - arrived[0] >= 11 * SPACING / 2
    assert sum(a.headers.get("if-none-match") is None for a in server.asked) < 12


def test_one_that_is_interrupted_leaves_the_gate_in_order(
    server: Server, environment: dict[str, str], tmp_path: Path
) -> None:
    server.say(Answer(b"quack"))
    other = RateLimiter("ducks", 60.0, tmp_path)
    assert (other.reserve(0), other.enter()) == (0, 0)
    waiter = start(environment, WAITER, server.url, tmp_path)
    assert waiter.stdout
    assert waiter.stdout.readline() == "waits\n"
    waiter.send_signal(signal.SIGINT)
    _, err = waiter.communicate(timeout=60)
    assert "KeyboardInterrupt" in err
    # Its slot stays empty: the next is two spacings after the first.
    assert 60 < other.reserve(1000) <= 120
    assert server.asked == []


def test_one_that_is_killed_holds_no_lock(
    environment: dict[str, str], tmp_path: Path
) -> None:
    ducks = RateLimiter("ducks", 60.0, tmp_path)
    assert ducks.enter() == 0
    before = rows(tmp_path)
    holder = start(environment, HOLDER, tmp_path / FILE)
    assert holder.stdout
    assert holder.stdout.readline() == "holds\n"
    holder.kill()
    holder.communicate(timeout=60)
    assert ducks.reserve(1000) > 0
    assert rows(tmp_path) != before  # it did not make do with its memory


def test_while_another_holds_the_lock_for_long(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limit, "_BUSY_TIMEOUT", 0.05)
    ducks = RateLimiter("ducks", 60.0, tmp_path)
    assert ducks.enter() == 0
    holder = start(environment, HOLDER, tmp_path / FILE)
    assert holder.stdout
    assert holder.stdout.readline() == "holds\n"
    try:
        assert ducks.enter() > 59  # from memory
    finally:
        holder.kill()
        holder.communicate(timeout=60)


def test_all_hosts_of_a_gate_are_one(server: Server, make: Make, clock: Time) -> None:
    server.say(Answer(b"ok"))
    for host in ("127.0.0.1", "localhost", "127.0.0.1"):
        with make(DUCKS) as client:
            client.get(server.url.replace("127.0.0.1", host))
    assert sum(clock.slept) == pytest.approx(6.0)
    with make(Policy(spacing=3.0, rate_limit="geese")) as client:
        client.get(server.url)
    assert sum(clock.slept) == pytest.approx(6.0)


def test_within_a_client_too(server: Server, make: Make, clock: Time) -> None:
    server.say(Answer(b"ok"))
    with make(DUCKS) as client:
        for _ in range(3):
            client.get(server.url)
    assert sum(clock.slept) == pytest.approx(6.0)


@pytest.mark.parametrize("status", [200, 429, 503])
@pytest.mark.parametrize("header", ["Retry-After", "Backoff"])
def test_all_leave_a_service_alone(
    server: Server, make: Make, clock: Time, status: int, header: str
) -> None:
    server.say(Answer(status=status, headers={header: "40"}), Answer(b"ok"))
    with make(Policy(spacing=3.0, rate_limit="ducks", attempts=1)) as client:
        if status == 200:
            client.get(server.url)
        else:
            with pytest.raises(StatusError):
                client.get(server.url)
    with make(DUCKS) as other:
        assert other.get(server.url).body == b"ok"
    assert sum(clock.slept) == pytest.approx(40.0)


def test_a_gate_that_is_closed_for_too_long(
    server: Server, make: Make, clock: Time, tmp_path: Path
) -> None:
    RateLimiter("ducks", 3.0, tmp_path, clock).postpone(3600)
    before = rows(tmp_path)
    with make(DUCKS) as client:
        for _ in range(2):
            with pytest.raises(NetworkError, match="asks for a pause of 3600 s"):
                client.get(server.url)
    assert (clock.slept, server.asked) == ([], [])
    assert rows(tmp_path) == before  # no slot was taken


def test_one_that_sleeps_when_the_gate_is_closed_waits_on(
    server: Server, clock: Time, tmp_path: Path
) -> None:
    server.say(Answer(b"ok"))
    other = RateLimiter("ducks", 3.0, tmp_path, clock)
    assert other.enter() == 0
    told: list[float] = []

    def sleep(seconds: float) -> None:
        if not told:
            told.append(clock.now + 40)
            other.postpone(40)
        clock.sleep(seconds)

    with Client(DUCKS, clock=clock, sleep=sleep, wall=clock, folder=tmp_path) as client:
        client.get(server.url)
    assert clock.now == pytest.approx(told[0])


@pytest.mark.parametrize("back", [1.0, 3600.0, 1e9])
def test_a_clock_that_is_set_back(tmp_path: Path, back: float) -> None:
    clock = Time()
    clock.now = 2e9
    ducks = RateLimiter("ducks", 3.0, tmp_path, clock)
    assert ducks.enter() == 0
    clock.now += 1 - back
    # That second cannot be known of.
    wait = ducks.reserve(100)
    assert 2 - 1e-5 <= wait <= 3 + 1e-5
    clock.sleep(wait)
    assert ducks.enter() == 0


@pytest.mark.parametrize("time", [3e9, 1e300, "9e999", "'soon'", "x'00'"])
@pytest.mark.parametrize("column", ["free", "closed", "written"])
def test_a_time_that_cannot_be(tmp_path: Path, time: object, column: str) -> None:
    clock = Time()
    clock.now = 2e9
    ducks = RateLimiter("ducks", 3.0, tmp_path, clock)
    ducks.enter()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute(f"UPDATE gates SET {column} = {time}")
    connection.commit()
    connection.close()
    wait = ducks.reserve(100)
    assert wait <= 3 + 1e-5
    clock.sleep(wait)
    if (wait := ducks.enter()) > 0:
        clock.sleep(wait)
        assert ducks.enter() == 0
    assert ducks.enter() == pytest.approx(3.0)


@pytest.mark.parametrize("damage", ["no database", "no page"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / FILE
    one, other = (RateLimiter("ducks", 60.0, tmp_path) for _ in range(2))
    assert one.enter() == 0
    sound = path.read_bytes()
    cut = 0 if damage == "no database" else 4096
    path.write_bytes(sound[:cut] + b"\xff" * (len(sound) - cut))
    assert one.reserve(1000) >= 0
    assert one.enter() >= 0
    assert other.enter() > 0
    assert rows(tmp_path)


@pytest.mark.parametrize("obstacle", ["file for folder", "folder for file"])
def test_without_a_file_a_process_spaces_its_own(
    server: Server, clock: Time, tmp_path: Path, obstacle: str
) -> None:
    folder = tmp_path / "cache"
    if obstacle == "file for folder":
        folder.write_text("")
    else:
        (folder / FILE).mkdir(parents=True)
    server.say(Answer(b"ok"))
    for _ in range(3):
        with Client(
            DUCKS, clock=clock, sleep=clock.sleep, wall=clock, folder=folder
        ) as client:
            client.get(server.url)
    assert sum(clock.slept) == pytest.approx(6.0)


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_the_file_is_the_users_own(tmp_path: Path) -> None:
    RateLimiter("ducks", 3.0, tmp_path / "new").enter()
    assert stat.S_IMODE((tmp_path / "new" / FILE).stat().st_mode) == 0o600


def test_without_a_gate_there_is_no_file(
    server: Server, make: Make, tmp_path: Path
) -> None:
    server.say(Answer(b"ok"))
    with make(Policy(spacing=3.0)) as client:
        client.get(server.url)
    assert list(tmp_path.iterdir()) == []


Late = st.floats(0, 20)


@given(
    arrivals=st.lists(st.floats(0, 50), min_size=1, max_size=12),
    late=st.lists(Late, min_size=1),
    closings=st.lists(st.tuples(st.floats(0, 50), st.floats(0, 40)), max_size=3),
)
def test_no_two_enter_together(
    arrivals: list[float], late: list[float], closings: list[tuple[float, float]]
) -> None:
    """However late one wakes, and whenever the service wants to be left alone."""
    spacing = 3.0
    lateness = itertools.cycle(late)
    state = State()
    entered: list[float] = []
    shut: list[tuple[float, float]] = []
    steps = [(at, n, "reserve", 0.0) for n, at in enumerate(arrivals)]
    steps += [(at, 99 + n, "close", s) for n, (at, s) in enumerate(closings)]
    heapq.heapify(steps)
    for _ in range(1000):
        if not steps:
            break
        now, who, step, seconds = heapq.heappop(steps)
        state = as_of(state, now)
        if step == "close":
            state, _ = rate_limit.postpone(state, seconds)
            shut.append((now, now + seconds))
            continue
        if step == "reserve":
            state, wait = rate_limit.reserve(state, spacing, 1e6)
        else:
            state, wait = rate_limit.enter(state, spacing)
            if not wait:
                entered.append(now)
                continue
        delay = next(lateness) if wait else 0.0
        heapq.heappush(steps, (now + wait + delay, who, "enter", 0.0))
    assert len(entered) == len(arrivals)
    assert all(gap >= spacing - 1e-9 for gap in gaps(entered))
    assert not any(a < at < b - 1e-9 for at in entered for a, b in shut)


@given(
    st.floats(0, 1e10),
    st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(0, 86_400)), max_size=9),
)
def test_no_clock_shuts_the_gate_for_ever(
    now: float, jumps: list[tuple[float, float]]
) -> None:
    state = as_of(State(), now)
    longest = 0.0
    for jump, seconds in jumps:
        now += jump
        longest = max(longest, seconds, 3.0)
        state, _ = rate_limit.postpone(as_of(state, now), seconds)
        state, _ = rate_limit.reserve(state, 3.0, 1e9)
    _, wait = rate_limit.reserve(state, 3.0, 1e9)
    assert 0 <= wait <= longest + 3.0 * len(jumps) + 1e-3

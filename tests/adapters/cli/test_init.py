"""`readnext init` as a script and as a person uses it."""

from __future__ import annotations

import os
import pty
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.user_settings import parse_settings
from tests.adapters.delivery.mailserver import MailServer
from tests.adapters.serving import Answer, Asked, Server
from tests.bogs import Bogs
from tests.kills import Killed, kills, strays

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIXTURE = Path(__file__).parents[3] / "fixtures" / "libraries" / "tiny.bib"
KILLS = kills(50)
JSON = {"Content-Type": "application/json"}
NO_NETWORK = ("--skip", "fetch", "--skip", "complete")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "mine.bib"
    path.write_bytes(FIXTURE.read_bytes())
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        bogs = Bogs(30, 10)

        def behave(asked: Asked) -> Answer:
            found = bogs(asked)
            # The services know none of the user's own papers.
            if asked.path.startswith("/nothing/graph"):
                return Answer(b"[null, null, null]", headers=JSON)
            if found.status == 404 and asked.path == "/works":
                return Answer(b'{"results": [], "meta": {}}', headers=JSON)
            return found

        running.behave = behave
        yield running


@pytest.fixture
def environment(environment: dict[str, str], server: Server) -> dict[str, str]:
    return environment | {
        "READNEXT_OPENALEX_URL": server.url,
        "READNEXT_HF_URL": f"{server.url}/nothing",
        "READNEXT_S2_URL": f"{server.url}/nothing",
    }


@pytest.fixture
def settings(home: Path) -> Path:
    return home / ".config/readnext/settings.toml"


def test_a_script_sets_everything_up(
    run: Run, library: Path, settings: Path, home: Path
) -> None:
    """From an empty home to a first list and a digest, and every command then works."""
    with MailServer().running() as mail:
        done = run(
            *("init", "--yes", "--library", "mine.bib", "--me", "Mia Bogs"),
            *("--source", "openalex:S123", "--to", "mia@example.org"),
            *("--smtp", f"smtp://127.0.0.1:{mail.port}?tries=1"),
        )
        assert done.returncode == 0, done.stderr
        heads = ("Library", "Names", "Sources", "Fetch", "Complete", "List", "Digest")
        assert [one for one in done.stdout.splitlines() if one in heads] == list(heads)
        assert "openalex:S123: 30 added" in done.stdout
        found = parse_settings(settings.read_text(), "s")
        assert (found.me, found.sources) == (("Mia Bogs",), ("openalex:S123",))
        assert found.libraries == (str(library),)
        assert run("suggest", "-n", "2").returncode == 0
        assert run("digest", "--list").stdout.count("weekly") == 1
        assert run("digest").returncode == 0
        assert mail.recipients == ["mia@example.org"]
    doctor = run("doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert "30 papers, updated" in doctor.stdout


def test_what_is_set_stays(run: Run, library: Path, settings: Path) -> None:
    first = ("init", "--yes", "--library", library, "--source", "openalex:S123")
    assert run(*first, "--to", "a@example.org", "--output", "a.eml").returncode == 0
    text = "# mine\n" + settings.read_text()
    settings.write_text(text)
    again = run("init", "--yes", *NO_NETWORK)
    assert again.returncode == 0, again.stderr
    assert again.stdout.count(" as it is set") == 2
    assert "profiles stay as they are set: weekly" in again.stdout
    assert settings.read_text() == text
    changed = run("init", "--yes", "--source", "openalex:S456", *NO_NETWORK)
    assert changed.returncode == 0
    assert settings.read_text() == text.replace("S123", "S456")


def test_a_step_that_fails_stops_no_other(
    run: Run, library: Path, settings: Path, server: Server
) -> None:
    done = run("init", "--yes", "--library", library, "--source", "hf:daily")
    assert done.returncode == 1
    assert "Not done: fetch" in done.stdout and "--skip library" in done.stdout
    assert "List" in done.stdout and settings.exists()
    wrong = run("init", "--yes", "--library", "none.bib", *NO_NETWORK)
    assert wrong.returncode == 1 and "none.bib: No such file" in wrong.stderr
    assert "none.bib" not in settings.read_text()


@pytest.mark.slow
def test_without_a_network_the_rest_is_set_up(
    run: Run, library: Path, settings: Path, server: Server
) -> None:
    done = run("init", "--yes", "--source", "openalex:S123", "--offline")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("left out: ") == 2 and server.asked == []
    assert "'readnext catalog update' fetches the papers" in done.stderr
    settings.write_text("libary = 1\n")
    wrong = run("init", "--yes")
    assert wrong.returncode == 2 and wrong.stdout == ""
    assert f"{settings}:1: unknown key" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no terminal to ask on; add --yes"),
        (("--yes", "--smtp", "smtp://h", "--sendmail", "x"), "choose one of"),
        (("--yes", "--skip", "zzz"), "'zzz' is not one of"),
    ],
)
def test_wrong_usage_changes_nothing(
    run: Run, settings: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("init", *arguments)
    assert done.returncode == 2 and said in done.stderr
    assert not settings.exists()


# ------------------------------------------------------------------ on a terminal
def on_terminal(
    arguments: list[str], answers: list[str], cwd: Path, environment: dict[str, str]
) -> tuple[int, str]:
    """Run init on a terminal; give each answer when a question waits for it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "readnext", "init", *arguments]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env=environment
    ) as process:
        os.close(theirs)
        seen, new, left = "", "", list(answers)
        deadline = time.monotonic() + 100
        while time.monotonic() < deadline:
            ready, _, _ = select.select([ours], [], [], 0.2)
            try:
                text = os.read(ours, 4096).decode("utf-8", "replace") if ready else ""
            except OSError:  # the process has ended
                break
            seen, new = seen + text, new + text
            if left and new.endswith(": ") and not text:
                os.write(ours, f"{left.pop(0)}\n".encode())
                new = ""
            elif new.endswith("]: ") and not text:
                process.send_signal(signal.SIGINT)  # as Ctrl-C
                new = ""
        os.close(ours)
        return process.wait(20), seen


@pytest.mark.slow
def test_a_person_is_asked(
    library: Path, settings: Path, home: Path, environment: dict[str, str]
) -> None:
    (library.parent / "other.ris").write_text("TY  - JOUR\nTI  - On ducks\nER  -\n")
    answers = ["1", "Mia Bogs; M. Bogs", "openalex:S123", "n", "n", "mia@example.org"]
    answers += ["cat", "n", "n"]
    code, seen = on_terminal([], answers, library.parent, environment)
    assert code == 0, seen
    assert "1  " in seen and "other.ris" in seen
    assert "Done." in seen
    found = parse_settings(settings.read_text(), "s")
    assert found.libraries == (str(library),)
    assert found.me == ("Mia Bogs", "M. Bogs")
    assert found.profiles["weekly"]["sendmail"] == "cat"
    again, text = on_terminal([], ["n", "n"], library.parent, environment)
    assert again == 130 and "stopped" in text
    assert parse_settings(settings.read_text(), "s").profiles == found.profiles


# ------------------------------------------------------------------------- killed
@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_any_moment(
    library: Path,
    settings: Path,
    home: Path,
    environment: dict[str, str],
    request: pytest.FixtureRequest,
) -> None:
    """After a kill, the settings are whole, and init run again completes them."""
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    sys.stdout.write(f"\nseed {seed}\n")
    command = [sys.executable, "-m", "readnext", "init", "--yes"]
    command += ["--library", str(library), "--me", "Mia Bogs"]
    command += ["--source", "openalex:S123", "--skip", "complete"]
    command += ["--to", "mia@example.org", "--output", str(home / "a.eml")]
    started = time.monotonic()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    whole, text = time.monotonic() - started, settings.read_text()
    hits = 0
    for _ in range(KILLS):
        if rng.random() < 0.5:
            settings.unlink(missing_ok=True)
        with subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            begun = time.monotonic()
            time.sleep(rng.uniform(0, whole))
            ended = process.poll() is not None
            process.kill()
            hits += process.wait() < 0
        if ended:  # the machine is less busy than it was
            whole = min(whole, time.monotonic() - begun)
        if settings.exists():
            parse_settings(settings.read_text(), "s")
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert settings.read_text() == text
    # A run that was killed between two pages is continued with the second one.
    with Catalog.open(home / ".local/share/readnext/catalog") as catalog:
        assert len(catalog) == 30
    left = strays(home)
    Killed("init", KILLS, hits, len(left)).record(request.node)
    assert hits and left == []
    assert [path.name for path in settings.parent.iterdir()] == ["settings.toml"]

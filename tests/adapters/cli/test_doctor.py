"""`readnext doctor`: what is wrong, and what to type."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.serving import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIXTURE = Path(__file__).parents[3] / "fixtures" / "libraries" / "tiny.bib"


@pytest.fixture
def file(home: Path) -> Path:
    """The settings of a user whose library is there."""
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True)
    shutil.copy(FIXTURE, home / "mine.bib")
    path.write_text(f"library = '{home}/mine.bib'\n")
    return path


def findings(run: Run, code: int) -> dict[str, list[dict[str, str]]]:
    """The findings that are not fine, by subject."""
    done = run("doctor", "--format", "json")
    assert done.returncode == code, done.stdout + done.stderr
    document = json.loads(done.stdout)
    found: dict[str, list[dict[str, str]]] = {}
    for one in document["checks"]:
        if one["state"] != "ok":
            found.setdefault(one["subject"], []).append(one)
    errors = [one for some in found.values() for one in some if one["state"] == "error"]
    assert document["broken"] == len(errors)
    return found


def test_a_new_user_is_sent_to_init(run: Run) -> None:
    found = findings(run, 0)
    assert found["settings"][0]["fix"] == "readnext init"
    assert found["library"][0]["fix"] == "readnext config set library FILE"


@pytest.mark.usefixtures("own_catalog")
def test_what_is_fine_is_said(run: Run, file: Path) -> None:
    done = run("doctor")
    assert done.returncode == 0 and done.stdout.endswith("Nothing is broken.\n")
    for subject in ("version", "settings", "library", "catalog", "history", "disk"):
        assert any(subject in line.split()[:2] for line in done.stdout.splitlines())


@pytest.mark.usefixtures("own_catalog")
@pytest.mark.parametrize(
    ("more", "subject", "said"),
    [
        ("me = 3", "settings", ":2: me is 3"),
        ("[profiles.a]\ncolour = 1", "settings", ":3: profile a: unknown key"),
        ("[profiles.a]\nto = 'a@b.example'", "digest", "a: choose one transport"),
        (
            "[profiles.a]\nto = 'a@b.example'\nsendmail = 'no-such-mta'",
            "digest",
            "no-such-mta: no such program",
        ),
        (
            "[profiles.a]\nto = 'a@b.example'\nsmtp = 'smtp://a@h.example'",
            "digest",
            "there is no password",
        ),
        ("[profiles.a]\nto = 'a'\noutput = '/tmp/x'", "digest", "'a' is not a mail"),
    ],
)
def test_wrong_settings_and_digests(
    run: Run, file: Path, more: str, subject: str, said: str
) -> None:
    file.write_text(file.read_text() + more + "\n")
    (found,) = findings(run, 1)[subject]
    assert said in found["text"] and found["fix"]


BOX = "[feedback]\nimap = 'imaps://mia@mail.example.org/Answers'\n"


@pytest.mark.usefixtures("own_catalog")
@pytest.mark.parametrize(
    ("more", "state", "said"),
    [
        ("", "", ""),
        (f"{BOX}password-command = 'echo secret'", "ok", "then marked as read"),
        (
            f"{BOX}move-to = 'Done'\npassword-command = 'echo secret'",
            "ok",
            "from mia@mail.example.org:993/Answers, then moved to Done",
        ),
        (BOX, "error", "there is no password"),
        (f"{BOX}password-command = 'false'", "error", "settings.toml:4: "),
        ("[feedback]\nimap = 'imaps://mail.example.org'", "error", "no user"),
        ("[feedback]\nmove-to = 'Done'", "warning", "names no mailbox"),
    ],
)
def test_the_mailbox_of_answers(
    run: Run, file: Path, more: str, state: str, said: str
) -> None:
    """No server is asked: there is none."""
    file.write_text(f"{file.read_text()}{more}\n")
    done = run("doctor", "--format", "json")
    checks = json.loads(done.stdout)["checks"]
    found = [one for one in checks if one["subject"] == "feedback"]
    assert [one["state"] for one in found] == ([state] if state else [])
    assert all(said in one["text"] and "secret" not in one["text"] for one in found)
    assert done.returncode == (state == "error")


def test_a_library_that_is_gone(run: Run, file: Path, home: Path) -> None:
    (home / "mine.bib").unlink()
    (found,) = findings(run, 1)["library"]
    assert "mine.bib" in found["text"] and "config set library" in found["fix"]


def test_catalogs_and_sources(run: Run, file: Path, own_catalog: Path) -> None:
    (found,) = findings(run, 0)["catalog"]
    assert "without a network source" in found["text"]
    offline = ("--offline",)
    assert run("catalog", "update", "openalex:S1", *offline).returncode == 1
    with Server().running() as server:
        absent = {"READNEXT_HF_URL": server.url}
        assert run("catalog", "update", "hf:daily", env=absent).returncode == 1
    (source,) = findings(run, 1)["source"]
    assert source["text"].startswith("hf:daily: no success so far: ")
    assert source["fix"] == "readnext catalog update hf:daily"
    for database in own_catalog.glob("*.sqlite"):
        database.write_bytes(b"not a database" * 100)
    (found,) = findings(run, 1)["catalog"]
    assert found["state"] == "error" and found["fix"]


@pytest.mark.usefixtures("own_catalog")
def test_a_schedule_whose_program_is_gone(run: Run, file: Path, home: Path) -> None:
    units = home / ".config/systemd/user"
    units.mkdir(parents=True)
    (units / "readnext-a.timer").write_text("[Timer]\n")
    (units / "readnext-a.service").write_text(
        '[Service]\nExecStart="/none/bin/python" "-P" "-m" "readnext" "digest"\n'
    )
    (found,) = findings(run, 1)["schedule"]
    assert "/none/bin/python: no such program" in found["text"]

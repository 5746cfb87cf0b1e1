"""`readnext schedule` as a user calls it."""

from __future__ import annotations

import plistlib
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.usefixtures("own_catalog")
def test_a_line_for_cron_runs_the_digest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my lib.bib").write_text("@misc{a, title={Double descent}}")
    done = run(
        *("schedule", "cron", "my lib.bib", "--to", "mia@example.org", "-n", "2"),
        *("--output", "out/100%.eml", "--at", "06:05", "--on", "mon"),
    )
    assert done.returncode == 0, done.stderr
    minute, hour, day, month, weekday, rest = done.stdout.split(" ", 5)
    assert (minute, hour, day, month, weekday) == ("5", "6", "*", "*", "1")
    assert rest.endswith(" # readnext:default\n")
    command = shlex.split(rest.replace("\\%", "%"), comments=True)
    assert command[:4] == [sys.executable, "-m", "readnext", "digest"]
    assert str(tmp_path / "my lib.bib") in command
    assert f"--output={tmp_path / 'out/100%.eml'}" in command
    (tmp_path / "out").mkdir()
    again = run(*command[3:])
    assert again.returncode == 0, again.stderr
    assert b"double descent" in (tmp_path / "out/100%.eml").read_bytes().lower()


def test_other_schedulers_print_files_and_commands(run: Run, home: Path) -> None:
    done = run("schedule", "systemd", "--at", "07:30")
    service = home / ".config/systemd/user/readnext-profiles.service"
    assert (
        f"# {service}\n" in done.stdout and "OnCalendar=*-*-* 07:30:00" in done.stdout
    )
    assert (
        "# then: systemctl --user enable --now readnext-profiles.timer" in done.stdout
    )
    mac = run("schedule", "launchd", "x.bib", "--to", "a@example.org", "--dry-run")
    text = mac.stdout.partition("\n")[2].rpartition("# then")[0]
    arguments = plistlib.loads(text.strip().encode())["ProgramArguments"]
    assert arguments[-2:] == ["--to=a@example.org", "--dry-run"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cron", "--at", "25:00"], "is not a time of day"),
        (["cron", "--at", "7"], "is not a time of day"),
        (["cron", "--install", "--remove"], "exclude each other"),
        (["cron", "-", "--to", "a@example.org", "--dry-run"], "no standard input"),
        (["cron", "x.bib", "--no-such-option"], "No such option"),
        (["cron", "x.bib", "-n", "zero"], "not a valid integer"),
        (["upstart"], "'upstart' is not one of"),
    ],
)
def test_wrong_usage_is_told(run: Run, arguments: list[str], said: str) -> None:
    done = run("schedule", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_an_entry_is_set_up_and_taken_away(run: Run, tmp_path: Path) -> None:
    kept, program = tmp_path / "kept", tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = -l ] && exec cat {kept}\ncat > {kept}\n')
    program.chmod(0o755)
    kept.write_text("0 0 * * * backup\n")
    path = {"PATH": f"{program.parent}:/usr/bin:/bin"}
    digest = ("x.bib", "--to", "a@example.org", "--dry-run", "--profile", "lab")
    done = run("schedule", "cron", *digest, "--install", env=path)
    assert done.stdout == "lab: installed with cron\n"
    first, second = kept.read_text().splitlines()
    assert first == "0 0 * * * backup" and second.endswith("# readnext:lab")
    gone = run("schedule", "cron", "--profile", "lab", "--remove", env=path)
    assert gone.stdout == "lab: removed\n"
    assert kept.read_text() == "0 0 * * * backup\n"
    again = run("schedule", "cron", "--profile", "lab", "--remove", env=path)
    assert again.stdout == "lab: no entry found\n"

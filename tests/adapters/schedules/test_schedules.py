"""Entries for schedulers: read back by the schedulers' own rules and programs."""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import UserError
from readnext_adapters.schedules import SCHEDULERS, cron
from readnext_adapters.schedules.install import install, remove
from readnext_adapters.schedules.job import Job

COMMAND = (
    "/opt/my venv/bin/python",
    "-m",
    "readnext",
    "digest",
    "/home/mia/50% of it/lib's.bib",
    "--to",
    "mia@example.org",
    "--exclude",
    'a "quoted" $HOME \\ word',
)
JOB = Job("weekly", COMMAND, 6, 5, weekday=0)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_the_shell_of_cron_sees_the_command(words: list[str]) -> None:
    line = SCHEDULERS["cron"](Job("x", tuple(words)), Path()).crontab
    minute, hour, day, month, weekday, command = line.split(" ", 5)
    assert (minute, hour, day, month, weekday) == ("0", "7", "*", "*", "*")
    for pairs in (False, True):
        read = as_cron_reads(command, pairs=pairs)
        assert shlex.split(read, comments=True) == words


def as_cron_reads(command: str, *, pairs: bool) -> str:
    """What cron passes to the shell: the text up to the first bare percent sign.

    A backslash before a percent sign is dropped, and in Debian's version 3.0pl1-162,
    unlike the original, also one of `pairs` (both were tried).
    """
    dropped, found, escaped = "\\%" if pairs else "%", "", False
    for char in command:
        if escaped:
            found = found[:-1] + char if char in dropped else found + char
            escaped = False
        elif char == "%":
            return found
        else:
            found += char
            escaped = char == "\\"
    return found


@pytest.mark.parametrize(
    "word", ["50%", "\\%", "\\\\%", "'\\%'", "%\\", "a\\%b'c%", "$HOME `id` %s \\"]
)
def test_percent_signs_and_backslashes_reach_the_program(word: str) -> None:
    job = Job("x", ("/usr/bin/printf", "%s", word), environment={"A": word})
    line = SCHEDULERS["cron"](job, Path()).crontab.split(" ", 5)[5]
    for pairs in (False, True):
        read = as_cron_reads(line, pairs=pairs)
        done = subprocess.run(["/bin/sh", "-c", read], capture_output=True, text=True)
        assert done.stdout == word


@pytest.fixture(scope="module")
def real_crontab() -> str:
    """Debian's crontab, which can check a file without installing it."""
    found = shutil.which("crontab")
    known = found and subprocess.run([found, "-h"], capture_output=True, text=True)
    if not found or not known or "-n" not in known.stderr + known.stdout:
        pytest.skip("no crontab here that can check a file")
    return found


def test_cron_accepts_the_line(real_crontab: str, tmp_path: Path) -> None:
    for job in (JOB, Job("x", COMMAND, environment={"A": "50% \\%"})):
        file = tmp_path / "tab"
        file.write_text(SCHEDULERS["cron"](job, Path()).crontab + "\n")
        check = [real_crontab, "-n", str(file)]
        done = subprocess.run(check, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        file.write_text(file.read_text().replace(" * * ", " 77 * ", 1))
        assert subprocess.run(check, capture_output=True).returncode


def test_a_line_too_long_for_cron_is_refused() -> None:
    with pytest.raises(UserError, match="too long for cron"):
        SCHEDULERS["cron"](Job("x", ("a" * 1000,)), Path())


def test_weekdays_are_those_of_each_scheduler() -> None:
    assert SCHEDULERS["cron"](JOB, Path()).crontab.startswith("5 6 * * 1 ")
    sunday = Job("x", ("a",), weekday=6)
    assert SCHEDULERS["cron"](sunday, Path()).crontab.startswith("0 7 * * 0 ")
    (text,) = SCHEDULERS["launchd"](sunday, Path()).files.values()
    assert plistlib.loads(text.encode())["StartCalendarInterval"]["Weekday"] == 0
    timer = list(SCHEDULERS["systemd"](JOB, Path()).files.values())[1]
    assert "OnCalendar=Mon *-*-* 06:05:00\n" in timer


@pytest.mark.parametrize(
    ("chosen", "folder"),
    [("/conf", "/conf"), ("", "/h/.config"), ("relative", "/h/.config")],
)
def test_systemd_units_are_in_the_folder_of_settings(
    monkeypatch: pytest.MonkeyPatch, chosen: str, folder: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", chosen)
    plan = SCHEDULERS["systemd"](JOB, Path("/h"))
    assert {path.parent for path in plan.files} == {Path(folder, "systemd/user")}


def test_launchd_reads_the_command() -> None:
    job = Job("weekly", COMMAND, environment={"A": "<&>"})
    ((path, text),) = SCHEDULERS["launchd"](job, Path("/Users/mia")).files.items()
    assert plistlib.loads(text.encode())["EnvironmentVariables"] == {"A": "<&>"}
    assert path == Path("/Users/mia/Library/LaunchAgents/org.readnext.weekly.plist")
    assert plistlib.loads(text.encode())["ProgramArguments"] == list(COMMAND)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_finds_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    odd = tmp_path / 'a "b" $HOME %h \\x41'
    odd.mkdir()
    program = odd / "true"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    environment = {"A": 'x "%h" \\'}
    job = Job("weekly", (str(program), *COMMAND[1:]), 6, 5, 0, environment)
    for path, text in SCHEDULERS["systemd"](job, tmp_path).files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    folder = tmp_path / ".config/systemd/user"
    done = subprocess.run(
        ["systemd-analyze", "verify", folder / "readnext-weekly.timer"],
        capture_output=True,
        text=True,
    )
    assert "readnext-weekly" not in done.stderr
    service = (folder / "readnext-weekly.service").read_text()
    assert service.count("/true") == 1
    calendar = ["systemd-analyze", "calendar", "Mon *-*-* 06:05:00"]
    assert subprocess.run(calendar, capture_output=True).returncode == 0


def test_other_lines_of_a_crontab_stay_byte_for_byte() -> None:
    plan = SCHEDULERS["cron"](JOB, Path())
    old = "# mine\nMAILTO=me\n\n*/5 * * * * backup\t# readnext:weeklyish\n"
    once = cron.merged(old, plan, keep=True)
    assert once == old + plan.crontab + "\n"
    later = SCHEDULERS["cron"](Job("weekly", ("x",)), Path())
    assert cron.merged(once, later, keep=True) == old + later.crontab + "\n"
    assert cron.merged(once, plan, keep=False) == old


@pytest.mark.parametrize("name", ["", "a b", "../x", "-x", "x" * 70])
def test_names_that_would_harm_a_file_name_are_refused(name: str) -> None:
    with pytest.raises(UserError, match="is not a valid schedule name"):
        Job(name, ("x",))


@pytest.mark.parametrize("word", ["a\nb", "a\x0bb", "\x07", "a\x85b", "\0", "\x7f"])
def test_control_characters_are_refused(word: str) -> None:
    with pytest.raises(UserError, match="control characters"):
        Job("x", (word,))
    with pytest.raises(UserError, match="control characters"):
        Job("x", ("a",), environment={"A": word})


@pytest.mark.parametrize(
    "word",
    [
        "--smtp=smtp://mia:hunter2@mail.example.org",
        "--sendmail=curl --user-token=abc",
        "--via=x:https://h/?api_key=abc",
        "--via=x:password = abc",
    ],
)
def test_secrets_are_refused(word: str) -> None:
    with pytest.raises(UserError, match="looks like a password") as error:
        Job("x", ("readnext", word))
    assert "hunter2" not in str(error.value)
    Job("x", ("readnext", "--sendmail=msmtp -t --passwordeval='pass mail'"))
    Job("x", ("readnext", "--smtp=smtp://mia@example.org:587"))


@pytest.fixture
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that keeps a crontab in a file, as the system's does."""
    kept = tmp_path / "kept"
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = "-l" ]; then test -f {kept} && cat {kept} && exit 0\n'
        'echo "no crontab for mia" >&2; exit 1; fi\n'
        f"cat > {kept}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return kept


def test_cron_is_set_up_and_taken_away(crontab: Path) -> None:
    plan = SCHEDULERS["cron"](JOB, Path())
    install(plan)
    install(plan)
    assert crontab.read_text() == plan.crontab + "\n"
    assert remove(plan) and not remove(plan)
    assert crontab.read_text() == ""


def test_a_missing_scheduler_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"crontab: No such file.*without --install"):
        install(SCHEDULERS["cron"](JOB, tmp_path))

"""`readnext schedule` as a user calls it."""

from __future__ import annotations

import plistlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.usefixtures("own_catalog")


BIB = "@misc{a, title={Double descent}}\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "my lib.bib"
    path.write_text(BIB)
    return path


@pytest.mark.slow
def test_a_line_for_cron_runs_the_digest(
    run: Run, home: Path, tmp_path: Path, library: Path
) -> None:
    (tmp_path / "out").mkdir()
    done = run(
        *("schedule", "cron", "my lib.bib", "--to", "mia@example.org", "-n", "2"),
        *("--output", "out/100%.eml", "--at", "06:05", "--on", "mon"),
        *("--since", "9y"),
    )
    assert done.returncode == 0, done.stderr
    minute, hour, day, month, weekday, rest = done.stdout.split(" ", 5)
    assert (minute, hour, day, month, weekday) == ("5", "6", "*", "*", "1")
    assert rest.endswith(" # readnext:default\n")
    line = rest.replace("\\%", "%")
    words = shlex.split(line, comments=True)
    command = words[words.index(sys.executable) :]
    assert command[:2] == [sys.executable, "-P"] and "digest" in command
    assert str(library) in command and "--since=9y" in command
    assert f"--output={tmp_path / 'out/100%.eml'}" in command
    # In the home folder, as cron does it, where a file has the name of a module.
    for name in ("random", "json", "click"):
        (home / f"{name}.py").write_text("raise SystemExit('from the home folder')")
    cron = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LOGNAME": "mia"}
    again = subprocess.run(
        ["/bin/sh", "-c", line], cwd=home, env=cron, capture_output=True, text=True
    )
    assert again.returncode == 0, again.stderr
    assert b"double descent" in (tmp_path / "out/100%.eml").read_bytes().lower()


@pytest.mark.slow
def test_other_schedulers_print_files_and_commands(
    run: Run, home: Path, library: Path
) -> None:
    settings = home / ".config/readnext/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"[profiles.a]\nlibrary = '{library}'\nto = 'a@example.org'\n"
        f"output = '{home}/a.eml'\n"
    )
    done = run("schedule", "systemd", "--at", "07:30")
    assert done.returncode == 0, done.stderr
    service = home / ".config/systemd/user/readnext-profiles.service"
    assert (
        f"# {service}\n" in done.stdout and "OnCalendar=*-*-* 07:30:00" in done.stdout
    )
    assert (
        "# then: systemctl --user enable --now readnext-profiles.timer" in done.stdout
    )
    mac = run("schedule", "launchd", library, "--to", "a@example.org", "--dry-run")
    text = mac.stdout.partition("\n")[2].rpartition("# then")[0]
    arguments = plistlib.loads(text.strip().encode())["ProgramArguments"]
    assert arguments[-2:] == ["--to=a@example.org", "--dry-run"]
    one = run("schedule", "cron", "a")
    assert " digest a # readnext:a\n" in one.stdout


TO = ("--to", "a@example.org")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.bib", *TO, "--output", "a.eml"), "none.bib: No such file"),
        (("my lib.bib", *TO), "choose one transport"),
        (("my lib.bib", "--dry-run"), "missing recipient"),
        (("my lib.bib", "--to", "mia", "--dry-run"), "'mia' is not a mail address"),
        (("my lib.bib", *TO, "--output", "none/a.eml"), "none/a.eml: no such folder"),
        (("my lib.bib", *TO, "--sendmail", "no-such-mta -t"), "no such program"),
        (("my lib.bib", *TO, "--smtp", "smtp://a@h.example"), "there is no password"),
        (("my lib.bib", *TO, "--dry-run", "--catalog", "none"), "none: no such folder"),
        (("my lib.bib", *TO, "--dry-run", "--collection", "x"), "no entry with a"),
        ((), "no profile; name a LIBRARY"),
    ],
)
def test_what_could_not_run_is_refused(
    run: Run, library: Path, arguments: tuple[str, ...], said: str
) -> None:
    """The password is that of this shell, which a scheduler does not have."""
    shell = {"READNEXT_SMTP_PASSWORD": "hunter2"}
    done = run("schedule", "cron", *arguments, env=shell)
    assert done.returncode == 1 and done.stdout == "", done.stderr
    assert "cron could not run it" in done.stderr and said in done.stderr
    assert "hunter2" not in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_a_home_that_is_not_there_is_named(
    run: Run, tmp_path: Path, library: Path
) -> None:
    gone = tmp_path / "gone"
    done = run(
        *("schedule", "cron", library, "--to", "mia@example.org"),
        *("--output", tmp_path / "out.eml"),
        env={"HOME": str(gone)},
    )
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert line.startswith(f"readnext: {gone}: there is no such folder; set HOME")


def test_a_password_of_the_settings_is_found(
    run: Run, home: Path, library: Path
) -> None:
    secret = home / "secret"
    secret.write_text("hunter2\n")
    secret.chmod(0o600)
    assert run("config", "set", "mail.password-file", secret).returncode == 0
    done = run("schedule", "cron", library, *TO, "--smtp", "smtp://a@h.example")
    assert done.returncode == 0, done.stderr
    assert "hunter2" not in done.stdout


@pytest.mark.slow
def test_sendmail_has_its_whole_path(
    run: Run, home: Path, library: Path, tmp_path: Path
) -> None:
    program = tmp_path / "bin" / "my-mta"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\ncat > /dev/null\n")
    program.chmod(0o755)
    path = {"PATH": f"{program.parent}:/usr/bin:/bin"}
    done = run("schedule", "cron", library, *TO, "--sendmail", "my-mta -t", env=path)
    assert done.returncode == 0, done.stderr
    assert f"--sendmail={program} -t" in done.stdout
    run("config", "set", "defaults.sendmail", "my-mta -t")
    run("config", "set", "profiles.a.library", library)
    run("config", "set", "profiles.a.to", "a@example.org")
    done = run("schedule", "cron", "a", env=path)
    assert done.returncode == 1 and "write its whole path" in done.stderr


def test_settings_elsewhere_are_found_by_the_job(
    run: Run, library: Path, tmp_path: Path
) -> None:
    elsewhere = {"XDG_CONFIG_HOME": str(tmp_path / "conf")}
    run("config", "set", "library", library, env=elsewhere)
    run("config", "set", "profiles.a.to", "a@example.org", env=elsewhere)
    run("config", "set", "profiles.a.output", tmp_path / "a.eml", env=elsewhere)
    done = run("schedule", "cron", "a", env=elsewhere)
    assert done.returncode == 0, done.stderr
    assert f"XDG_CONFIG_HOME={tmp_path}/conf " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["cron", "--at", "25:00"], "is not a time of day"),
        (["cron", "--at", "7"], "is not a time of day"),
        (["cron", "--install", "--remove"], "exclude each other"),
        (["cron", "-", "--to", "a@example.org", "--dry-run"], "no standard input"),
        (["cron", "x.bib", "--test"], "--test is for one run"),
        (["cron", "x.bib", "--no-such-option"], "No such option"),
        (["cron", "x.bib", "-n", "zero"], "not a valid integer"),
        (["upstart"], "'upstart' is not one of"),
    ],
)
def test_wrong_usage_is_told(run: Run, arguments: list[str], said: str) -> None:
    done = run("schedule", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.slow
def test_an_entry_is_set_up_and_taken_away(
    run: Run, tmp_path: Path, library: Path
) -> None:
    kept, program = tmp_path / "kept", tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = -l ] && exec cat {kept}\ncat > {kept}\n')
    program.chmod(0o755)
    kept.write_text("0 0 * * * backup\n")
    path = {"PATH": f"{program.parent}:/usr/bin:/bin"}
    digest = (library, "--to", "a@example.org", "--dry-run", "--profile", "lab")
    done = run("schedule", "cron", *digest, "--install", env=path)
    assert done.stdout == "lab: installed with cron\n"
    first, second = kept.read_text().splitlines()
    assert first == "0 0 * * * backup" and second.endswith("# readnext:lab")
    gone = run("schedule", "cron", "--profile", "lab", "--remove", env=path)
    assert gone.stdout == "lab: removed\n"
    assert kept.read_text() == "0 0 * * * backup\n"
    again = run("schedule", "cron", "--profile", "lab", "--remove", env=path)
    assert again.stdout == "lab: no entry found\n"
    run("config", "set", "profiles.week.library", library)
    run("config", "set", "profiles.week.to", "a@example.org")
    run("config", "set", "profiles.week.output", tmp_path / "a.eml")
    assert "installed" in run("schedule", "cron", "week", "--install", env=path).stdout
    assert run("config", "unset", "profiles.week.to").returncode == 0
    gone = run("schedule", "cron", "week", "--remove", env=path)
    assert gone.stdout == "week: removed\n"


@pytest.mark.slow
def test_a_digest_without_papers_is_refused(
    run: Run, library: Path, own_catalog: Path
) -> None:
    shutil.rmtree(own_catalog)
    arguments = ("schedule", "cron", library, *TO, "--dry-run")
    done = run(*arguments)
    assert done.returncode == 1 and "the starter catalog is not sent" in done.stderr
    assert run("config", "set", "sources", "arxiv:cs.LG").returncode == 0
    assert run(*arguments).returncode == 0

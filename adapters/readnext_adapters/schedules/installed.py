"""The jobs of readnext that are installed with a scheduler."""

from __future__ import annotations

import plistlib
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readnext_adapters.schedules.systemd import unit_folder

_MARK = re.compile(r"# readnext:(?P<name>\S+)$")
_VARIABLE = re.compile(r"[A-Za-z_]\w*=")
_TIMEOUT = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class InstalledJob:
    """A job, and the program of its command that is `missing`, "" for none."""

    scheduler: str
    name: str
    missing: str


def installed_jobs(home: Path) -> list[InstalledJob]:
    """Return the jobs of this user, by scheduler; one that cannot be asked has none."""
    return [*_cron(_crontab()), *_systemd(unit_folder(home)), *_launchd(home)]


def _crontab() -> str:
    try:
        done = subprocess.run(
            ("crontab", "-l"),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout


def _cron(crontab: str) -> Iterator[InstalledJob]:
    for line in crontab.splitlines():
        mark = _MARK.search(line)
        if mark and not line.lstrip().startswith("#"):
            command = line.split(None, 5)[-1].replace("\\%", "%")
            yield InstalledJob("cron", mark["name"], _missing(_split(command)))


def _systemd(folder: Path) -> Iterator[InstalledJob]:
    for timer in sorted(folder.glob("readnext-*.timer")):
        name = timer.stem.removeprefix("readnext-")
        try:
            text = timer.with_suffix(".service").read_text("utf-8")
        except OSError:
            yield InstalledJob("systemd", name, str(timer.with_suffix(".service")))
            continue
        start = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
        words = _split(start[1].replace("%%", "%")) if start else []
        yield InstalledJob("systemd", name, _missing(words))


def _launchd(home: Path) -> Iterator[InstalledJob]:
    folder = home / "Library" / "LaunchAgents"
    for path in sorted(folder.glob("org.readnext.*.plist")):
        name = path.stem.removeprefix("org.readnext.")
        try:
            words = plistlib.loads(path.read_bytes())["ProgramArguments"]
        except (OSError, ValueError, KeyError, TypeError):
            yield InstalledJob("launchd", name, str(path))
            continue
        yield InstalledJob("launchd", name, _missing(list(map(str, words))))


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command, comments=True)
    except ValueError:
        return []


def _missing(words: Sequence[str]) -> str:
    """The program, or the script it runs, that is not there any more."""
    command = [word for word in words if not _VARIABLE.match(word)]
    if not command:
        return "the command"
    scripts = [word for word in command[1:3] if word.startswith("/")]
    return next((one for one in (command[0], *scripts) if not Path(one).exists()), "")

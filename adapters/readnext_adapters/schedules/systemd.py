"""A service and a timer of systemd's user manager (systemd.service(5), .timer(5))."""

from __future__ import annotations

import os
from pathlib import Path

from readnext_adapters.schedules.job import DAYS, Job, Plan

_SERVICE = """\
[Unit]
Description=readnext digest ({name})
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
{environment}ExecStart={command}
"""
_TIMER = """\
[Unit]
Description=Time of the readnext digest ({name})

[Timer]
OnCalendar={time}
Persistent=true
RandomizedDelaySec=300

[Install]
WantedBy=timers.target
"""


def plan(job: Job, home: Path) -> Plan:
    """Return the two unit files, and the commands that start and stop the timer.

    A run missed while the machine was off is run later (Persistent).
    """
    folder = unit_folder(home)
    unit = f"readnext-{job.name}"
    program, *arguments = job.command
    if set(program) & set("\"'\\$"):
        # systemd accepts no such path as that of a program, the shell does.
        program, arguments = "/bin/sh", ["-c", 'exec "$0" "$@"', *job.command]
    words = [_quoted(word).replace("$", "$$") for word in arguments]
    service = _SERVICE.format(
        name=job.name,
        command=" ".join([_quoted(program), *words]),
        environment="".join(
            f"Environment={_quoted(f'{key}={text}')}\n"
            for key, text in job.environment.items()
        ),
    )
    day = "" if job.weekday is None else f"{DAYS[job.weekday].title()} "
    time = f"{day}*-*-* {job.hour:02}:{job.minute:02}:00"
    manager = ("systemctl", "--user")
    return Plan(
        {
            folder / f"{unit}.service": service,
            folder / f"{unit}.timer": _TIMER.format(name=job.name, time=time),
        },
        (
            (*manager, "daemon-reload"),
            (*manager, "enable", "--now", f"{unit}.timer"),
        ),
        ((*manager, "disable", "--now", f"{unit}.timer"),),
    )


def unit_folder(home: Path) -> Path:
    """Return the folder of the user's units."""
    return _config_home(home) / "systemd" / "user"


def _config_home(home: Path) -> Path:
    """The folder of the user's settings (XDG Base Directory: absolute, or ignored)."""
    chosen = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return chosen if chosen.is_absolute() else home / ".config"


def _quoted(part: str) -> str:
    """A word as systemd reads it, also its specifiers (systemd.service(5), quoting)."""
    escaped = part.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("%", "%%") + '"'

"""A line of a crontab (crontab(5))."""

from __future__ import annotations

import shlex
from pathlib import Path

from readnext_adapters.schedules.job import Job, Plan


def plan(job: Job, home: Path) -> Plan:
    """Return the line; a comment at its end identifies it."""
    mark = f"# readnext:{job.name}"
    return Plan(crontab=f"{_time(job)} {_command(job.command)} {mark}", mark=mark)


def _time(job: Job) -> str:
    day = "*" if job.weekday is None else str((job.weekday + 1) % 7)
    return f"{job.minute} {job.hour} * * {day}"


def _command(command: tuple[str, ...]) -> str:
    """The command for the shell; cron reads a bare percent sign as a line break."""
    return shlex.join(command).replace("%", "\\%")


def merged(crontab: str, plan: Plan, *, keep: bool) -> str:
    """Return a crontab with the plan's line in place of an older one, or without it.

    All other lines are unchanged.
    """
    lines = [line for line in crontab.splitlines() if not line.endswith(plan.mark)]
    if keep:
        lines.append(plan.crontab)
    return "".join(f"{line}\n" for line in lines)

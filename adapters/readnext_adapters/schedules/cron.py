"""A line of a crontab (crontab(5))."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from readnext.errors import UserError
from readnext_adapters.schedules.job import Job, Plan

_LONGEST = 990  # bytes of a command that Debian's cron accepts, with some reserve


def plan(job: Job, home: Path) -> Plan:
    """Return the line; a comment at its end identifies it.

    Raises UserError if cron would not accept the line.
    """
    mark = f"# readnext:{job.name}"
    command = f"{_command(job)} {mark}"
    if len(command.encode()) > _LONGEST:
        raise UserError(
            f"the command is too long for cron ({len(command):,} characters); put its "
            "options into a profile of the settings file"
        )
    return Plan(crontab=f"{_time(job)} {command}", mark=mark)


def _time(job: Job) -> str:
    day = "*" if job.weekday is None else str((job.weekday + 1) % 7)
    return f"{job.minute} {job.hour} * * {day}"


def _command(job: Job) -> str:
    """The command for the shell, as cron passes it on.

    A bare percent sign would be a line break, and cron takes a backslash before it
    away; some versions of cron make one backslash of two. So that no backslash is
    followed by either, a closing and an opening quote come between: an argument with
    a backslash is always quoted.
    """
    variables = [f"{key}={shlex.quote(text)}" for key, text in job.environment.items()]
    line = " ".join([*variables, shlex.join(job.command)])
    apart = re.sub(r"\\(?=[\\%])", lambda found: f"{found[0]}''", line)
    return apart.replace("%", "\\%")


def merged(crontab: str, plan: Plan, *, keep: bool) -> str:
    """Return a crontab with the plan's line in place of an older one, or without it.

    All other lines are unchanged.
    """
    lines = [line for line in crontab.splitlines() if not line.endswith(plan.mark)]
    if keep:
        lines.append(plan.crontab)
    return "".join(f"{line}\n" for line in lines)

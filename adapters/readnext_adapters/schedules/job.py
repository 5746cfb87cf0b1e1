"""A command that runs on a schedule, and what a scheduler needs for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from readnext.errors import UserError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What would be a secret in a place that others can read: ps, logs, backups.
_SECRET = re.compile(
    r"(?:passw(?:or)?d|secret|token|api[-_]?key)\s*[=:]\s*\S|://[^/@\s:]+:[^/@\s]+@",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Job:
    """A command of absolute paths, run at a time of day, on one weekday or every day.

    `name` identifies the job. `weekday` is 0 for Monday, None for every day.
    `environment` are variables that the command needs besides the scheduler's own.
    """

    name: str
    command: tuple[str, ...]
    hour: int = 7
    minute: int = 0
    weekday: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,60}", self.name):
            raise UserError(
                f"{self.name!r} is not a valid schedule name; use letters, digits, - "
                "and _"
            )
        for part in (*self.command, *self.environment.values()):
            # A line break ends a crontab line; XML, as of launchd, has no other one.
            if any(ord(char) < 32 or 127 <= ord(char) < 160 for char in part):
                raise UserError(
                    "a schedule cannot contain line breaks or other control "
                    f"characters: {part!r}; rename the file"
                )
            if _SECRET.search(part):
                raise UserError(
                    "a schedule entry can be read by others, and one of its arguments "
                    "looks like a password; put it into the settings ('readnext config "
                    "set mail.password-file FILE') or the keyring"
                )


@dataclass(frozen=True, slots=True)
class Plan:
    """The files and commands that install a job, and the commands that remove it.

    A `crontab` line goes into the user's crontab, in place of one with its `mark`.
    """

    files: dict[Path, str] = field(default_factory=dict)
    install: tuple[tuple[str, ...], ...] = ()
    remove: tuple[tuple[str, ...], ...] = ()
    crontab: str = ""
    mark: str = ""

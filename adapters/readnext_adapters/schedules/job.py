"""A command that runs on a schedule, and what a scheduler needs for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from readnext.errors import UserError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Job:
    """A command of absolute paths, run at a time of day, on one weekday or every day.

    `name` identifies the job. `weekday` is 0 for Monday, None for every day.
    """

    name: str
    command: tuple[str, ...]
    hour: int = 7
    minute: int = 0
    weekday: int | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,60}", self.name):
            raise UserError(
                f"{self.name!r} is not a valid schedule name; use letters, digits, - "
                "and _"
            )
        if any(char in part for part in self.command for char in "\n\r\0"):
            raise UserError("a schedule cannot contain line breaks; rename the file")


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

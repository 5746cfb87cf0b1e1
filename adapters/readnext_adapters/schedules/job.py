"""A command that is to be run by itself, and what a scheduler needs for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from readnext.errors import UserError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Job:
    """A command of absolute paths, run at a time of day, on one weekday or on all.

    `name` tells jobs apart. `weekday` is 0 for Monday, None for every day.
    """

    name: str
    command: tuple[str, ...]
    hour: int = 7
    minute: int = 0
    weekday: int | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,60}", self.name):
            raise UserError(
                f"{self.name!r} can name no schedule; use letters, digits, - and _"
            )
        if any(char in part for part in self.command for char in "\n\r\0"):
            raise UserError("a schedule can hold no line break; rename the file")


@dataclass(frozen=True, slots=True)
class Plan:
    """What sets a job up: files with their texts, then commands; and what undoes it.

    A `crontab` line goes into the user's crontab, in place of one with its `mark`.
    """

    files: dict[Path, str] = field(default_factory=dict)
    install: tuple[tuple[str, ...], ...] = ()
    remove: tuple[tuple[str, ...], ...] = ()
    crontab: str = ""
    mark: str = ""

"""Digest profiles: the user's settings file as arguments of the command.

A profile is a table ``[profiles.NAME]`` of TOML. Its keys are the options of
``readnext digest`` without the dashes, and `library`; they take the same
values and are checked by the same rules. `schedule` is "daily" or "weekly": how often
a run without arguments sends an issue.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from readnext.errors import InputError

_SCHEDULES = {"daily": 1, "weekly": 7}
_PATHS = frozenset(("library", "catalog", "output", "model"))
_LIVE = "zotero:"
_EXAMPLE = '[profiles.weekly] with library = "~/mylib.bib" and to = "me@example.org"'


@dataclass(frozen=True, slots=True)
class DigestProfile:
    """A configured digest: its name, its arguments, and its interval in days."""

    name: str
    arguments: tuple[str, ...]
    days: int


def read_profiles(path: Path) -> list[DigestProfile]:
    """Return the profiles of a settings file, in its order.

    Raises InputError if it is missing or invalid.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: no such settings file; name a LIBRARY, or create it with "
            f"{_EXAMPLE}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    return parse_profiles(text, str(path))


def parse_profiles(text: str, where: str) -> list[DigestProfile]:
    """Return the profiles of a settings file's text; see `read_profiles`."""
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: {error}") from error
    tables = settings.get("profiles")
    if not isinstance(tables, dict) or not tables:
        raise InputError(f"{where}: it has no profiles; add {_EXAMPLE}")
    return [_profile(name, table, where) for name, table in tables.items()]


def _profile(name: str, table: object, where: str) -> DigestProfile:
    place = f"{where}: profile {name}"
    if not isinstance(table, dict):
        raise InputError(f"{place}: not a table; write {_EXAMPLE}")
    values = dict(table)
    schedule = values.pop("schedule", "daily")
    if not isinstance(schedule, str) or schedule not in _SCHEDULES:
        known = " or ".join(_SCHEDULES)
        raise InputError(f"{place}: schedule is {schedule!r}; write {known}")
    libraries = _texts(values.pop("library", None), f"{place}: library")
    if not libraries:
        raise InputError(f'{place}: no library; write library = "~/mylib.bib"')
    arguments = [_path(library, f"{place}: library") for library in libraries]
    for key, value in values.items():
        arguments += _option(key, value, f"{place}: {key}")
    return DigestProfile(name, ("--profile", name, *arguments), _SCHEDULES[schedule])


def _option(key: str, value: object, place: str) -> list[str]:
    """The arguments for a key and its value."""
    option = "--" + key.replace("_", "-") if len(key) > 1 else f"-{key}"
    if value is False:
        return []
    if value is True:
        return [option]
    texts = _texts(value, place)
    if key in _PATHS:
        texts = [_path(text, place) for text in texts]
    if len(option) == 2:
        return [part for text in texts for part in (option, text)]
    return [f"{option}={text}" for text in texts]


def _texts(value: object, place: str) -> list[str]:
    """A value, or each value of a list, as on the command line."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    for one in values:
        if isinstance(one, bool) or not isinstance(one, str | int | float | dt.date):
            raise InputError(f"{place} is {one!r}; write a string, a number or a list")
    return [one.isoformat() if isinstance(one, dt.date) else str(one) for one in values]


def _path(text: str, place: str) -> str:
    """An absolute path, since a scheduler may run in any folder."""
    if text.startswith(_LIVE):
        return text
    path = Path(text).expanduser()
    if not path.is_absolute():
        raise InputError(
            f"{place} is {text!r}; write an absolute path, starting with / or ~"
        )
    return str(path)

"""Digest profiles: tables of the settings file as options of the command.

A profile is a table ``[profiles.NAME]``. Its keys are the options of ``readnext
digest`` without the dashes, and `library`; what it lacks comes from ``[defaults]`` and
from the default library. `schedule` is "daily" or "weekly": how often a run without
arguments sends an issue. Which options exist is known to the command alone, which
checks their names and values.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from readnext.errors import InputError
from readnext.user_settings import (
    UserSettings,
    absolute,
    as_text,
    did_you_mean,
    is_usable_path,
)

SCHEDULES = {"daily": 1, "weekly": 7}
PATHS = frozenset(("library", "catalog", "output", "model"))
TRANSPORTS = frozenset(("smtp", "sendmail", "output", "via"))
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
EXAMPLE = '[profiles.weekly] with to = "you@example.org"'


@dataclass(frozen=True, slots=True)
class DigestProfile:
    """A configured digest: its libraries, its options, and its interval in days.

    `options` map the names of options, without dashes, to a text, a truth value or a
    list of texts; `places` to the file and line where each is set.
    """

    name: str
    libraries: tuple[str, ...]
    options: Mapping[str, object]
    days: int
    places: Mapping[str, str] = field(default_factory=dict)


def is_profile(name: str) -> bool:
    """Tell whether a name is valid for a profile: it is part of files and addresses."""
    return bool(_NAME.fullmatch(name))


def find_profile(settings: UserSettings, name: str) -> DigestProfile:
    """Return a profile of the settings.

    Raises InputError, with file and line, if there is none of that name or a value
    cannot be one of an option.
    """
    own = settings.profiles.get(name)
    if own is None:
        raise InputError(unknown_profile(settings, name))
    if not is_profile(name):
        raise InputError(
            f"{settings.source.place('profiles', name)}: profile {name!r}: a profile "
            "name has up to 40 letters, digits, - and _"
        )
    values = {**_defaults(settings, own), **own}
    places = {
        key: settings.source.place(*_where(settings, name, key)) for key in values
    }
    days = _days(name, values.pop("schedule", "daily"), places)
    named = values.pop("library", None)
    libraries = (
        settings.libraries
        if named is None
        else tuple(_texts("library", named, places["library"]))
    )
    if not libraries:
        where = settings.source.place("profiles", name)
        raise InputError(
            f'{where}: profile {name}: no library; write library = "~/mylib.bib"'
        )
    options = {key: _value(key, value, places[key]) for key, value in values.items()}
    return DigestProfile(name, libraries, options, days, places)


def _defaults(
    settings: UserSettings, own: Mapping[str, object]
) -> Mapping[str, object]:
    """The common values; a profile with a transport of its own has no other one."""
    if TRANSPORTS.isdisjoint(own):
        return settings.defaults
    return {k: v for k, v in settings.defaults.items() if k not in TRANSPORTS}


def unknown_profile(settings: UserSettings, name: str) -> str:
    """Return the message for a name that is not that of a profile."""
    where = settings.source.label
    if not settings.profiles:
        return f"{where}: no profile {name!r}, nor any other; add {EXAMPLE}"
    return f"{where}: no profile {name!r}{did_you_mean(name, settings.profiles)}"


def _where(settings: UserSettings, name: str, key: str) -> tuple[str, ...]:
    """The keys that lead to a value as the file spells them."""
    table = ("profiles", name) if key in settings.profiles[name] else ("defaults",)
    for spelled in (key, key.replace("-", "_")):
        if settings.source.has(*table, spelled):
            return (*table, spelled)
    return table


def _days(name: str, schedule: object, places: Mapping[str, str]) -> int:
    if isinstance(schedule, str) and schedule in SCHEDULES:
        return SCHEDULES[schedule]
    known = " or ".join(SCHEDULES)
    raise InputError(
        f"{places['schedule']}: profile {name}: schedule is {schedule!r}; write {known}"
    )


def _value(key: str, value: object, place: str) -> object:
    """A value as the command line takes it."""
    if isinstance(value, bool):
        return value
    texts = _texts(key, value, place)
    return texts if isinstance(value, list) else texts[0]


def _texts(key: str, value: object, place: str) -> list[str]:
    """A value, or each value of a list, as text; paths are made absolute."""
    values = value if isinstance(value, list) else [value]
    for one in values:
        if isinstance(one, bool) or not isinstance(one, str | int | float | dt.date):
            raise InputError(
                f"{place}: {key} is {one!r}; write a string, a number or a list"
            )
    texts = list(map(as_text, values))
    if key not in PATHS:
        return texts
    for text in texts:
        if not is_usable_path(text):
            raise InputError(
                f"{place}: {key} is {text!r}; write an absolute path, starting with / "
                "or ~"
            )
    return list(map(absolute, texts))

"""Changes to the settings file that keep its comments, order and layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.digest.profiles import PATHS
from readnext.errors import InputError, UserError
from readnext.files import replace_file
from readnext.paper import Problem
from readnext.private_files import make_folder
from readnext.settings import settings_file
from readnext.settings_tables import TABLES
from readnext.user_settings import (
    KEYS,
    UserSettings,
    did_you_mean,
    parse_settings,
    settings_text,
)

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Value = bool | int | float | str | list[str]
# Keys whose values are lists as soon as there are several.
_LISTS = frozenset(
    "library sources me source to category author lab venue exclude collection "
    "tag people labs cites".split()
)
_TYPED_TABLES = ("defaults", "profiles", "watch")
_HEAD = "# Settings of readnext; 'readnext config --help' explains them.\n"


def change_settings(changes: Mapping[tuple[str, ...], Value | None]) -> Path:
    """Set keys of the settings file, None removes one; return the file.

    Raises InputError, and changes nothing, if the file would not be valid.
    """
    path = settings_file()
    old = settings_text(path)
    new = changed(old or _HEAD, changes, str(path))
    for problem in problems_in(new, str(path)):
        if problem.why not in {one.why for one in problems_in(old, str(path))}:
            raise InputError(f"not changed: {problem.why}")
    if path.exists() and b"\r\n" in path.read_bytes():
        new = new.replace("\n", "\r\n")
    make_folder(path.parent)
    replace_file(path.resolve(), new, new_mode=0o600)
    return path


def changed(
    text: str, changes: Mapping[tuple[str, ...], Value | None], label: str
) -> str:
    """Return the text of a settings file with some keys set or removed."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise InputError(f"{label}: not valid TOML: {error}") from None
    for keys, value in changes.items():
        if value is None:
            _remove(document, keys, label)
        else:
            _set(document, keys, value)
    return tomlkit.dumps(document)


def _set(document: TOMLDocument, keys: Sequence[str], value: Value) -> None:
    import tomlkit

    table = document
    for depth, key in enumerate(keys[:-1]):
        if key not in table:
            # [profiles] itself needs no header before [profiles.weekly].
            table[key] = tomlkit.table(depth < len(keys) - 2)
        inner = table[key]
        if not isinstance(inner, dict):
            raise InputError(f"not changed: {key} is not a table")
        table = inner  # type: ignore[assignment]
    table[_spelled(table, keys[-1])] = value


def _remove(document: TOMLDocument, keys: Sequence[str], label: str) -> None:
    table = document
    for key in keys[:-1]:
        table = table.get(key, {})
    name = _spelled(table, keys[-1])
    if name not in table:
        raise UserError(f"{label}: {'.'.join(keys)} is not set")
    del table[name]


def _spelled(table: Mapping[str, object], key: str) -> str:
    """A key as the file spells it already, with - or _."""
    other = key.replace("-", "_")
    return other if other in table and key not in table else key


def problems_in(text: str, label: str) -> list[Problem]:
    """Return everything that is wrong in a settings file, also in its profiles."""
    import tomllib

    from readnext.user_settings import SettingsText, problems_of

    try:
        found = problems_of(tomllib.loads(text), SettingsText(text, label))
        settings = None if found else parse_settings(text, label)
    except (ValueError, RecursionError, InputError):
        try:
            parse_settings(text, label)
        except InputError as error:
            return [_problem(error, label)]
        return []
    for check in _checks(settings) if settings else ():
        try:
            check()
        except InputError as error:
            found.append(_problem(error, label))
    # A mistake in the defaults is one of each profile.
    places = {problem.where: problem for problem in reversed(found)}
    return sorted(places.values(), key=found.index)


def _checks(settings: UserSettings) -> Iterator[Callable[[], object]]:
    """What examines the values that formats, sources and options have a say in."""
    from readnext_adapters.cli import settings_use

    for command in settings.formats:
        yield partial(settings_use.checked_format, settings, command)
    yield partial(settings_use.check_sources, settings)
    for checked, name in _profiles_of(settings):
        yield partial(settings_use.check_profile, checked, name)


def _profiles_of(settings: UserSettings) -> Iterator[tuple[UserSettings, str]]:
    """The profiles to check; where there is none, one of the defaults alone."""
    for name in settings.profiles:
        yield settings, name
    if settings.defaults and not settings.profiles:
        alone = {"default": dict[str, object]()}
        yield replace(settings, profiles=alone, libraries=("zotero:",)), "default"


def _problem(error: InputError, label: str) -> Problem:
    """An error as place and reason."""
    text = str(error)
    rest = text.removeprefix(label)
    line, _, why = rest.lstrip(":").partition(": ")
    if rest != text and line.isdigit():
        return Problem(f"{label}:{line}", why)
    return Problem(label, rest.removeprefix(": "))


def read_key(text: str) -> tuple[str, ...]:
    """Return the parts of a key such as ``profiles.weekly.to``; else UsageError."""
    keys = tuple(text.split("."))
    if not all(keys):
        raise click.UsageError(f"{text!r} is not a key; write e.g. library")
    head = keys[0]
    if head not in KEYS:
        raise click.UsageError(f"unknown key {head!r}{did_you_mean(head, KEYS)}")
    depth = {"profiles": 3, "defaults": 2, **dict.fromkeys(TABLES, 2)}.get(head, 1)
    if len(keys) != depth:
        shapes = {1: head, 2: f"{head}.KEY", 3: f"{head}.NAME.KEY"}
        raise click.UsageError(f"{text!r} is not a key; write {shapes[depth]}")
    return keys


def read_value(keys: Sequence[str], texts: Sequence[str]) -> Value:
    """Return the value of a key from words of the command line.

    Paths are made absolute, since the file is used in every folder. In the tables of
    options, numbers and true or false are values of their own kinds.
    """
    name = keys[-1].replace("_", "-")
    options = keys[0] in _TYPED_TABLES
    if name in PATHS:
        texts = [_absolute(text) for text in texts]
    if len(texts) > 1:
        if name not in _LISTS:
            raise click.UsageError(f"{'.'.join(keys)} takes one value")
        return list(texts)
    if name in ("me", "sources"):
        return list(texts)
    return _typed(texts[0]) if options and name not in PATHS else texts[0]


def libraries_not_there(keys: Sequence[str], value: Value) -> list[str]:
    """Return the files of a library that a key is set to and that do not exist."""
    if keys[-1] != "library":
        return []
    names = [value] if isinstance(value, str) else value
    return [
        name
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, str)
        and not name.startswith("zotero:")
        and not Path(name).expanduser().exists()
    ]


def _absolute(text: str) -> str:
    """A path for the settings file: absolute, or in the home folder as typed."""
    if text.startswith(("zotero:", "~")):
        return text
    return str(Path(text).absolute())


def _typed(text: str) -> Value:
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text)
    except ValueError:
        return text

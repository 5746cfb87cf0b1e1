"""The user's settings: one TOML file with a default library, profiles and more.

::

    library = "~/papers/mylib.bib"      # or a list; used where no LIBRARY is named
    catalog = "~/papers/catalog"        # the folder of the user's own catalog
    sources = ["arxiv:cs.LG"]           # fetched by 'catalog update' and digests
    me = ["Mia Bogs"]                   # the names under which the user publishes

    [formats]                           # the default of --format, by command
    suggest = "table"

    [mail]                              # where to find the mail server's password
    password-command = "pass show mail"

    [feedback]                          # where the mails of the feedback links arrive
    imap = "imaps://mia@mail.example.org/INBOX"

    [watch]                             # whose new papers are listed in any case
    people = ["Mia Bogs"]
    labs = ["Fen Institute"]
    cites = true                        # or a list of citation keys

    [keys]                              # of the page, see settings_tables.PAGE_KEYS
    like = "y"

    [experiment]                        # two settings of the ranker, in turn
    b = { ranker = "prior" }

    [defaults]                          # values of all profiles
    sendmail = "msmtp -t"

    [profiles.weekly]                   # a digest; see readnext.digest.profiles
    to = "mia@example.org"

Keys may be written with - or _. Whatever is unknown or wrong is an error that names
the file and the line.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from readnext.errors import InputError
from readnext.files import read_file
from readnext.paper import Problem
from readnext.private_files import remove_access
from readnext.request import Experiment, Watch
from readnext.settings_tables import (
    PAGE_KEYS,
    TABLES,
    experiment_of,
    key_of_two,
    page_keys,
    watch_of,
)
from readnext.toml_lines import lines_of

KEYS = ("library", "catalog", "sources", "me", *TABLES, "defaults", "profiles")
_LIVE = "zotero:"
_LARGEST = 1 << 20  # bytes of a settings file
_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_AT_END = " (at end of document)"


@dataclass(frozen=True, slots=True)
class SettingsText:
    """The text of a settings file, which knows the line of each key."""

    text: str
    label: str

    def place(self, *keys: str) -> str:
        """Return file:line of a key, the file alone if it is not there."""
        line = lines_of(self.text).get(keys)
        return f"{self.label}:{line}" if line else self.label

    def has(self, *keys: str) -> bool:
        """Tell whether the file has a key."""
        return _has(tomllib.loads(self.text), keys)


@dataclass(frozen=True, slots=True)
class UserSettings:
    """The settings, without the profiles' own values checked.

    `defaults` and each of the `profiles` map options of a digest, spelled with -, to
    their values as TOML has them.
    """

    source: SettingsText
    libraries: tuple[str, ...] = ()
    catalog: Path | None = None
    sources: tuple[str, ...] = ()
    me: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    mail: Mapping[str, str] = field(default_factory=dict)
    feedback: Mapping[str, str] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)
    experiment: Experiment | None = None
    keys: Mapping[str, str] = field(default_factory=lambda: PAGE_KEYS)
    defaults: Mapping[str, object] = field(default_factory=dict)
    profiles: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def read_settings(path: Path) -> UserSettings:
    """Return the settings of a file; empty ones if there is no such file.

    Raises InputError for the first thing that is wrong.
    """
    return parse_settings(settings_text(path), str(path))


def settings_text(path: Path) -> str:
    """Return the text of a settings file, "" if there is no such file.

    If it has addresses, other users lose access to it. Raises InputError if it cannot
    be read, is no ordinary file, or is not UTF-8.
    """
    try:
        data = read_file(path, _LARGEST)
        if b"@" in data:
            remove_access(path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8; save the file as UTF-8") from None


def parse_settings(text: str, label: str) -> UserSettings:
    """Return the settings of a file's text; see `read_settings`."""
    source = SettingsText(text, label)
    table = _parsed(source)
    if found := problems_of(table, source):
        first = found[0]
        more = len(found) - 1
        others = f" (and {more} more: 'readnext config show')" if more else ""
        raise InputError(f"{first.where}: {first.why}{others}")
    texts = {name: _as_texts(table.get(name, [])) for name in ("library", "sources")}
    folder = table.get("catalog")
    return UserSettings(
        source,
        libraries=tuple(map(absolute, texts["library"])),
        catalog=Path(absolute(folder)) if folder else None,
        sources=texts["sources"],
        me=_as_texts(table.get("me", [])),
        formats=with_dashes(table.get("formats", {})),
        mail=with_dashes(table.get("mail", {})),
        feedback=with_dashes(table.get("feedback", {})),
        watch=watch_of(table.get("watch", {})),
        experiment=experiment_of(table.get("experiment", {})),
        keys=page_keys(table.get("keys", {})),
        defaults=with_dashes(table.get("defaults", {})),
        profiles={
            name: with_dashes(values)
            for name, values in table.get("profiles", {}).items()
        },
    )


def _parsed(source: SettingsText) -> dict[str, Any]:
    """The file as TOML; InputError with the line of a mistake in its syntax."""
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:  # numbers and nesting, too
        said = str(error)
        if at := _AT_LINE.search(said):
            where, why = f"{source.label}:{at[1]}", said[: at.start()]
        else:
            last = source.text.rstrip("\n").count("\n") + 1
            where, why = f"{source.label}:{last}", said.removesuffix(_AT_END)
        raise InputError(f"{where}: not valid TOML: {why}") from None


def problems_of(table: Mapping[str, Any], source: SettingsText) -> list[Problem]:
    """Return what is wrong outside the profiles, in the order of the file."""
    found = []
    for key, value in table.items():
        why = _wrong_key(key, KEYS) or _wrong_value(key, value)
        if why:
            found.append(Problem(source.place(key), why))
        elif key in TABLES:
            found += _problems_in(key, value, source)
        elif key == "profiles":
            found += [
                Problem(source.place(key, name), f"profile {name} is not a table")
                for name, values in value.items()
                if not isinstance(values, dict)
            ]
    return found


def _problems_in(
    name: str, table: Mapping[str, Any], source: SettingsText
) -> list[Problem]:
    """What is wrong in a table whose keys are known."""
    found = []
    for key, value in table.items():
        known, checks = key.replace("_", "-"), TABLES[name]
        why = _wrong_key(known, tuple(checks))
        if not why and (instead := checks[known](value)):
            why = f"{name}.{key} is {value!r}; {instead}"
        if why:
            found.append(Problem(source.place(name, key), why))
    if name == "keys" and not found and (why := key_of_two(table)):
        found.append(Problem(source.place(name), why))
    return found


def _wrong_key(key: str, known: Sequence[str]) -> str:
    if key in known:
        return ""
    return f"unknown key {key!r}{did_you_mean(key, known)}"


def _wrong_value(key: str, value: object) -> str:
    """Why a value does not fit its key at the top, "" if it does."""
    if key in (*TABLES, "defaults", "profiles"):
        return "" if isinstance(value, dict) else f"{key} is {value!r}; write a table"
    if key == "catalog":
        if not isinstance(value, str) or not value.strip():
            return f"catalog is {value!r}; write the path of a folder"
        return _wrong_path(value)
    several = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and one.strip() for one in several):
        return f"{key} is {value!r}; write a string or a list of strings"
    if key == "library":
        return next(filter(None, map(_wrong_path, several)), "")
    return ""


def is_usable_path(text: str) -> bool:
    """Tell whether a path means the same in any folder, as a scheduler needs."""
    return text.startswith(_LIVE) or Path(text).expanduser().is_absolute()


def _wrong_path(text: str) -> str:
    if is_usable_path(text):
        return ""
    return f"{text!r} is not an absolute path; start it with / or ~"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "; did you mean ...?" for the nearest known word, else the list of all.

    >>> did_you_mean("libary", ["library", "me"]), did_you_mean("x", ["library", "me"])
    ("; did you mean 'library'?", '; there are library, me')
    """
    words = list(known)
    by_case = {one.casefold(): one for one in words}
    near = get_close_matches(word.casefold(), by_case, 1, 0.6)
    if near:
        return f"; did you mean {by_case[near[0]]!r}?"
    return f"; there are {', '.join(words)}" if words else ""


def absolute(text: str) -> str:
    """Return a library's name or a path with the home folder written out."""
    return text if text.startswith(_LIVE) else str(Path(text).expanduser())


def with_dashes(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its keys spelled as options are."""
    return {key.replace("_", "-"): value for key, value in table.items()}


def _as_texts(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def as_text(value: object) -> str:
    """Return a number, a date or a text as the command line takes it."""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _has(table: object, keys: Sequence[str]) -> bool:
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return False
        table = table[key]
    return True

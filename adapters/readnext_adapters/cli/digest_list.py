"""`readnext digest --list`: the profiles, their recipients and when they are due.

Recipients who unsubscribed by mail stay in the settings, and are marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from readnext.digest.profiles import EXAMPLE, DigestProfile, unknown_profile
from readnext.errors import InputError
from readnext.history.store import History
from readnext.settings import history_file, user_settings
from readnext_adapters.cli.digest_order import named_recipients
from readnext_adapters.cli.digest_profiles import last_day, next_due
from readnext_adapters.cli.screen import print_text
from readnext_adapters.cli.settings_use import check_profile

_HEADS = ("profile", "library", "recipients", "last issue", "next due")


def list_profiles(names: Sequence[str]) -> None:
    """Print the profiles as a table; exit code 1 if one of them is not valid."""
    settings = user_settings()
    for name in names:
        if name not in settings.profiles:
            raise InputError(unknown_profile(settings, name))
    chosen = list(names or settings.profiles)
    if not chosen:
        click.echo(f"No profile in {settings.source.label}; add {EXAMPLE}.")
        return
    rows: list[Sequence[str]] = []
    wrong = []
    for name in chosen:
        try:
            rows.append(_row(check_profile(settings, name)))
        except InputError as error:
            rows.append((name, "not valid"))
            wrong.append(str(error))
    for line in _aligned([_HEADS, *rows]):
        print_text(line)
    for text in wrong:
        print_text(f"readnext: {text}", err=True)
    if wrong:
        raise click.exceptions.Exit(1)


def _row(profile: DigestProfile) -> tuple[str, ...]:
    home = str(Path.home())
    libraries = ", ".join(profile.libraries).replace(home, "~")
    last, due = last_day(profile.name), next_due(profile)
    when = "now" if due <= dt.date.today() else due.isoformat()
    return (profile.name, libraries, _recipients(profile), last or "never", when)


def _recipients(profile: DigestProfile) -> str:
    """The addresses of a profile's recipients, and who unsubscribed when."""
    to = profile.options.get("to", "none")
    recipients = to if isinstance(to, list) else [str(to)]
    with History.read(history_file()) as history:
        return named_recipients(history, profile.name, recipients)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table as lines."""
    widths = [
        max(len(row[column]) for row in rows if len(row) > column)
        for column in range(max(map(len, rows)))
    ]
    for row in rows:
        cells = zip(row, widths, strict=False)
        yield "  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip()

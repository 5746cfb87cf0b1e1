"""`readnext digest` without arguments: runs the profiles of the settings file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import click

from readnext.digest.outbox import Outbox
from readnext.digest.profiles import DigestProfile, read_profiles
from readnext.history.store import History
from readnext.settings import history_file, settings_file
from readnext_adapters.cli.errors_in_words import report_error
from readnext_adapters.cli.problems import note


def run_profiles(run: Callable[[list[str]], None], more: list[str]) -> None:
    """Run the digest of each profile that is due; if one fails, the others still run.

    `run` takes the arguments of a digest, `more` are added to those of each. Raises
    InputError if the settings cannot be read; ends with exit code 1 if one failed.
    """
    failed = False
    for profile in read_profiles(settings_file()):
        try:
            if _is_due(profile) or "--force" in more:
                run([*profile.arguments, *more])
        except click.exceptions.Exit as end:
            failed |= end.exit_code != 0
        except click.Abort:
            raise
        # Whatever one profile raises, even a bug, the others are still run.
        except Exception as error:
            _report(profile, error)
            failed = True
    if failed:
        raise click.exceptions.Exit(1)


def _report(profile: DigestProfile, error: Exception) -> None:
    """Print in one line why a profile failed."""
    if isinstance(error, click.ClickException):
        note(f"{settings_file()}: profile {profile.name}: {error.format_message()}")
        return
    report_error(error, f"profile {profile.name}: ")


def _is_due(profile: DigestProfile) -> bool:
    """Tell whether enough days have passed since the last issue of a profile."""
    if profile.days <= 1:
        return True
    with History.open(history_file()) as history:
        last = Outbox(history).last(profile.name)
    if last is None:
        return True
    return (dt.date.today() - dt.date.fromisoformat(last.day)).days >= profile.days

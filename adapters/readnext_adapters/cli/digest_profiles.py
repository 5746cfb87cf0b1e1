"""`readnext digest` for profiles of the settings file: which ones, and running them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Sequence
from pathlib import Path

import click

from readnext.digest.outbox import Outbox
from readnext.digest.profiles import DigestProfile, find_profile, unknown_profile
from readnext.errors import InputError, UserError
from readnext.history.store import History
from readnext.settings import history_file
from readnext.user_settings import UserSettings, did_you_mean
from readnext_adapters.cli.errors_in_words import report_error, say
from readnext_adapters.cli.problems import note

# What several profiles cannot share: their issues would go to one person or file.
_OF_ONE = {"to": "--to", "output": "--output"}


def are_profiles(settings: UserSettings, names: Sequence[str]) -> bool:
    """Tell whether names are those of profiles; otherwise they are libraries.

    Raises UsageError for a mixture, and for a name that can be neither.
    """
    known = [name for name in names if name in settings.profiles]
    if known and len(known) == len(names):
        return True
    if known:
        other = next(name for name in names if name not in known)
        raise click.UsageError(
            f"{known[0]!r} is a profile and {other!r} is not"
            f"{did_you_mean(other, settings.profiles)}; a run takes either profiles or "
            "libraries"
        )
    for name in names:
        if not _may_be_library(name):
            near = did_you_mean(name, settings.profiles)
            raise InputError(f"no file and no profile {name!r}{near}")
    return False


def _may_be_library(name: str) -> bool:
    """Tell whether a name looks like a file, there or not, or like a live library."""
    return name == "-" or any(c in name for c in "./\\:") or Path(name).exists()


def refuse_for_several(given: Container[str], names: Sequence[str]) -> None:
    """Raise UsageError for options that cannot apply to several profiles at once."""
    for option, shown in _OF_ONE.items():
        if len(names) > 1 and option in given:
            raise click.UsageError(
                f"{shown} cannot apply to several profiles; name one of "
                f"{', '.join(names)}, or a LIBRARY"
            )


def run_profiles(
    run: Callable[[str], None],
    settings: UserSettings,
    names: Sequence[str] = (),
    *,
    force: bool = False,
    to_files: bool = True,
) -> None:
    """Run the digest of each profile that is due; if one fails, the others still run.

    `run` runs the digest of a name. Without `names`, all profiles are run. `to_files`
    says that those with an `output` write to it; one file is for one profile. Raises
    InputError for an unknown name; ends with exit code 1 if one failed.
    """
    for name in names:
        if name not in settings.profiles:
            raise InputError(unknown_profile(settings, name))
    from readnext.catalog.loaded import keeping_columns

    with keeping_columns():
        failed = _run_each(run, settings, names, force=force, to_files=to_files)
    if failed:
        raise click.exceptions.Exit(1)


def _run_each(
    run: Callable[[str], None],
    settings: UserSettings,
    names: Sequence[str],
    *,
    force: bool,
    to_files: bool,
) -> bool:
    """Run the digest of each profile that is due; tell whether one failed."""
    failed = False
    written: dict[str, str] = {}
    for name in names or settings.profiles:
        try:
            profile = find_profile(settings, name)
            due, today = next_due(profile), dt.date.today()
            # A second run of a day sends what the first could not.
            if force or due <= today or last_day(name) == today.isoformat():
                if to_files:
                    _refuse_written(profile, written)
                run(name)
            elif names:
                note(f"profile {name}: not due before {due}; --force sends one now")
        except click.exceptions.Exit as end:
            failed |= end.exit_code != 0
        except click.Abort:
            raise
        # Whatever one profile raises, even a bug, the others are still run.
        except Exception as error:
            _report(settings, name, error)
            failed = True
    return failed


def _refuse_written(profile: DigestProfile, written: dict[str, str]) -> None:
    """Raise InputError for a file that has the mail of another profile; note it."""
    output = profile.options.get("output")
    if output is None:
        return
    if other := written.get(str(output)):
        raise InputError(
            f"{profile.places['output']}: profile {profile.name}: output is the file "
            f"of profile {other}, whose mail would be lost; name another file"
        )
    written[str(output)] = profile.name


def _report(settings: UserSettings, name: str, error: Exception) -> None:
    """Print in one line why a profile failed."""
    if isinstance(error, click.ClickException):
        where = settings.source.place("profiles", name)
        say(f"{where}: profile {name}: {error.format_message()}")
    elif f"profile {name}: " in str(error):
        report_error(error)
    elif isinstance(error, UserError):
        # An option is a key in the settings, where it has no dashes.
        say(f"profile {name}: {str(error).removeprefix('--')}")
    else:
        report_error(error, f"profile {name}: ")


def next_due(profile: DigestProfile) -> dt.date:
    """Return the day from which a profile's next issue is due."""
    last = last_day(profile.name)
    if last is None:
        return dt.date.today()
    return dt.date.fromisoformat(last) + dt.timedelta(profile.days)


def last_day(profile: str) -> str | None:
    """Return the day of a profile's last issue, None if there was none."""
    with History.read(history_file()) as history:
        last = Outbox(history).last(profile, dt.date.today())
    return last.day if last else None

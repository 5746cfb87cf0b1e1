"""`readnext schedule`: run a digest regularly."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readnext.settings import user_settings
from readnext_adapters.cli import options
from readnext_adapters.cli.digest import digest
from readnext_adapters.cli.digest_profiles import are_profiles
from readnext_adapters.cli.typed_arguments import as_arguments, typed

if TYPE_CHECKING:
    from readnext_adapters.schedules.job import Job, Plan

_ONCE = {"listing": "list", "test": "test", "checking": "check"}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _time(_: click.Context, __: click.Parameter, value: str) -> tuple[int, int]:
    hour, colon, minute = value.partition(":")
    fits = colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2
    if not fits or int(hour) > 23 or int(minute) > 59:
        raise click.BadParameter(f"{value!r} is not a time of day; write e.g. 07:00")
    return int(hour), int(minute)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("scheduler", type=click.Choice(("cron", "systemd", "launchd")))
@click.argument(
    "arguments", nargs=-1, type=click.UNPROCESSED, metavar="[DIGEST ARGUMENTS]..."
)
@click.option(
    "--at",
    "time",
    default="07:00",
    show_default=True,
    metavar="HH:MM",
    callback=_time,
    help="Time of day.",
)
@click.option(
    "--on",
    "day",
    type=click.Choice(_DAYS),
    help="Run once a week, on this day. [default: every day]",
)
@click.option("--install", is_flag=True, help="Install it instead of printing it.")
@click.option("--remove", is_flag=True, help="Uninstall it.")
@options.common
def schedule(
    scheduler: str,
    arguments: tuple[str, ...],
    time: tuple[int, int],
    day: str | None,
    install: bool,
    remove: bool,
) -> None:
    """Print or install a scheduler entry that runs a digest.

    The arguments are those of 'readnext digest'; without any, the profiles of the
    settings file are run. The digest is checked as the scheduler would run it, without
    this shell's environment; what could not run is refused. Paths are made absolute. An
    existing entry of the same profile is replaced.

    \b
    Example:
      readnext schedule cron mylib.bib --to you@example.org --sendmail 'msmtp -t'
      readnext schedule systemd --at 06:30 --on mon --install
    """
    if install and remove:
        raise click.UsageError("--install and --remove exclude each other")
    from readnext_adapters.cli.schedule_check import check_job
    from readnext_adapters.schedules import SCHEDULERS
    from readnext_adapters.schedules.install import install as set_up
    from readnext_adapters.schedules.install import remove as take_away

    job = _job(arguments, time, day, checked=not remove)
    if not remove:
        check_job(job, scheduler)
    plan = SCHEDULERS[scheduler](job, Path.home())
    if remove:
        gone = take_away(plan)
        click.echo(f"{job.name}: {'removed' if gone else 'no entry found'}")
    elif install:
        set_up(plan)
        click.echo(f"{job.name}: installed with {scheduler}")
    else:
        click.echo(_shown(plan), nl=False)


def _job(
    arguments: tuple[str, ...], time: tuple[int, int], day: str | None, *, checked: bool
) -> Job:
    """The job that runs a digest; UsageError if the digest would not start.

    To remove a job, only its profile must be known.
    """
    from readnext_adapters.schedules.environment import carried, program
    from readnext_adapters.schedules.job import Job

    context = digest.make_context(
        "readnext digest", list(arguments), resilient_parsing=not checked
    )
    values = typed(context)
    name = str(values.get("profile") or _name(values, checked=checked))
    if "profile" not in values and not arguments:
        name = "profiles"
    words = as_arguments(digest, values, convert=_converted)
    if once := sorted(_ONCE.keys() & values.keys()):
        raise click.UsageError(f"--{_ONCE[once[0]]} is for one run, not a schedule")
    weekday = _DAYS.index(day) if day else None
    return Job(name, (*program(), "digest", *words), *time, weekday, carried())


def _name(values: Mapping[str, Any], *, checked: bool) -> str:
    """The name of a job whose arguments name no profile by an option."""
    from readnext.digest.profiles import is_profile

    names = list(values.get("names", ()))
    if not checked:
        # A profile that is to be removed may be gone from the settings.
        known = names and all(is_profile(name) for name in names)
    else:
        known = names and are_profiles(user_settings(), names)
    return "_".join(names)[:60] if known else "default"


def _converted(option: click.Parameter, text: str) -> str:
    """An argument for the scheduler, whose folder is another one."""
    if isinstance(option, click.Argument):
        return text if text in user_settings().profiles else _library(text)
    if option.name == "sendmail":
        return _with_whole_path(text)
    if isinstance(option.type, click.Path):
        return str(Path(text).absolute())
    return text


def _with_whole_path(command: str) -> str:
    """A command with the path of its program, which a scheduler may not find."""
    try:
        name, *rest = shlex.split(command)
    except ValueError:
        return command  # the check says what is wrong
    found = shutil.which(name)
    return shlex.join([str(Path(found).absolute()), *rest]) if found else command


def _library(name: str) -> str:
    if name == "-":
        raise click.UsageError("a scheduler has no standard input; name a file")
    return name if name.startswith("zotero:") else str(Path(name).absolute())


def _shown(plan: Plan) -> str:
    """What a plan installs, for the user to install by hand."""
    if plan.crontab:
        return f"{plan.crontab}\n"
    parts = [f"# {path}\n{text}" for path, text in plan.files.items()]
    commands = "".join(f"# then: {' '.join(command)}\n" for command in plan.install)
    return "\n".join(parts) + "\n" + commands

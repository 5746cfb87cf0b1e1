"""The last step of `readnext init`: a digest by mail, its test and its schedule."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.settings import user_settings
from readnext_adapters.cli.digest import digest
from readnext_adapters.cli.schedule import schedule
from readnext_adapters.cli.screen import print_text
from readnext_adapters.cli.settings_edit import Value, change_settings

if TYPE_CHECKING:
    from readnext_adapters.cli.init_steps import Setup

_SCHEDULES = {"day": ("daily", "daily"), "week": ("weekly", "weekly")}
_PROGRAMS = (("msmtp", "msmtp -t"), ("sendmail", "sendmail -t -i"))


def set_up_digest(setup: Setup) -> None:
    """Write a profile unless there is one, then test and schedule it if asked to."""
    profiles = user_settings().profiles
    if profiles and not setup.answers.to:
        print_text(f"  profiles stay as they are set: {', '.join(profiles)}")
        name = next(iter(profiles))
    else:
        written = _write_profile(setup)
        if written is None:
            click.echo("  no digest")
            return
        name = written
    if setup.agrees("  Send a test mail, to the sender alone?", default=False):
        _invoke(digest, ["--profile", name, "--test"])
    _offer_schedule(setup, name)


def _write_profile(setup: Setup) -> str | None:
    """Write the profile of a digest; return its name, None if none is wanted."""
    to = list(setup.answers.to)
    if not to:
        answer = setup.asked("  Send suggestions by mail to (empty for no digest)")
        to = answer.replace(",", " ").split()
    if not to:
        return None
    name, interval = _SCHEDULES[setup.answers.every]
    transport = dict(setup.answers.transport) or _transport(setup)
    values: dict[str, Value] = {
        "to": to if len(to) > 1 else to[0],
        "schedule": interval,
        **transport,
    }
    if setup.answers.to:
        old = user_settings().profiles.get(name, {})
        for key in ("smtp", "sendmail", "output"):
            if key in old and key not in values and transport:
                change_settings({("profiles", name, key): None})
    change_settings({("profiles", name, key): value for key, value in values.items()})
    print_text(f"  profile {name}: {interval}, to {', '.join(to)}")
    return name


def _transport(setup: Setup) -> Mapping[str, str]:
    """How mail is sent: by a mail program that is installed, or a server."""
    defaults = user_settings().defaults
    if any(key in defaults for key in ("smtp", "sendmail", "output", "via")):
        return {}
    known = next((cmd for name, cmd in _PROGRAMS if shutil.which(name)), "")
    answer = setup.asked(
        "  Mail program, or mail server, smtp://USER@HOST or smtps://USER@HOST", known
    )
    if not answer:
        raise UserError("a digest needs --sendmail CMD, --smtp URL or --output FILE")
    return {
        "smtp" if answer.startswith(("smtp://", "smtps://")) else "sendmail": answer
    }


def _offer_schedule(setup: Setup, name: str) -> None:
    """Install the schedule of a profile, if that is wanted."""
    usual = "launchd" if sys.platform == "darwin" else "cron"
    usual = "systemd" if shutil.which("systemctl") else usual
    chosen = setup.answers.scheduler
    if chosen is None and setup.agrees(
        f"  Run the digest every morning at 7 with {usual}?", default=False
    ):
        chosen = usual
    if chosen is None:
        click.echo(
            f"  not scheduled; later: readnext schedule {usual} {name} --install"
        )
        return
    _invoke(schedule, [chosen, name, "--install"])


def _invoke(command: click.Command, arguments: list[str]) -> None:
    with command.make_context(f"readnext {command.name}", arguments) as context:
        command.invoke(context)

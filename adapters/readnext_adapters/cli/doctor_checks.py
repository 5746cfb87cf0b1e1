"""The checks of `readnext doctor`: each yields what is fine and what is wrong."""

from __future__ import annotations

import datetime as dt
import platform
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Literal

import click

from readnext import __version__
from readnext.errors import InputError, UserError
from readnext.paper import Problem
from readnext.plurals import counted
from readnext.settings import (
    default_catalog,
    history_file,
    settings_file,
    user_catalog,
    user_settings,
)
from readnext.user_settings import UserSettings, parse_settings, settings_text

State = Literal["ok", "warning", "error"]
_LITTLE, _LEAST = 1e9, 1e8  # bytes that are free on the disk
_OLD = 14  # days after which a catalog that is not updated is old


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to type if something is to be done."""

    subject: str
    state: State
    text: str
    fix: str = ""


def examine() -> list[Finding]:
    """Return the findings of all checks; one that fails is an error of its own."""
    from readnext_adapters.cli.doctor_zotero import zotero_findings

    settings = _settings_or_none()
    checks: list[tuple[str, Callable[[UserSettings], Iterator[Finding]]]] = [
        ("library", _library),
        ("catalog", _catalog),
        ("digest", _digests),
        ("feedback", _feedback),
        ("schedule", _schedules),
        ("zotero", lambda _: zotero_findings()),
    ]
    found = list(_versions())
    checks.insert(0, ("settings", lambda _: _settings()))
    for subject, check in checks:
        try:
            found += check(settings)
        except UserError as error:
            found.append(Finding(subject, "error", str(error)))
    return [*found, *_history(), *_disk()]


def _settings_or_none() -> UserSettings:
    """The settings; empty ones where they are not valid, which is reported."""
    try:
        return user_settings()
    except InputError:
        return parse_settings("", str(settings_file()))


def _versions() -> Iterator[Finding]:
    from readnext.heavy_imports import lightgbm

    python = platform.python_version()
    text = f"readnext {__version__}, Python {python}, {platform.system()}"
    yield Finding("version", "ok", f"{text}, {sys.executable}")
    try:
        yield Finding("ranker", "ok", f"LightGBM {lightgbm().__version__}")
    except (ImportError, OSError) as error:
        why = str(error).partition("\n")[0]
        fix = "install libgomp1 (Linux) or libomp (macOS)"
        yield Finding("ranker", "warning", f"LightGBM cannot be loaded: {why}", fix)
    if find_spec("keyring") is None:
        yield Finding("keyring", "ok", "not installed, so passwords are not kept there")


def _settings() -> Iterator[Finding]:
    from readnext_adapters.cli.settings_edit import problems_in

    path = settings_file()
    if not path.exists():
        yield Finding("settings", "warning", f"{path}: not there yet", "readnext init")
        return
    problems = problems_in(settings_text(path), str(path))
    for problem in problems:
        fix = f"correct {problem.where}"
        yield Finding("settings", "error", f"{problem.where}: {problem.why}", fix)
    if not problems:
        yield Finding("settings", "ok", str(path))


def _library(settings: UserSettings) -> Iterator[Finding]:
    from readnext_adapters.cli.open_library import entries_of

    if not settings.libraries:
        text = "no default library"
        yield Finding("library", "warning", text, "readnext config set library FILE")
    for name in settings.libraries:
        problems: list[Problem] = []
        try:
            titles = [entry.title for entry in entries_of(name, problems)]
        except UserError as error:
            fix = "readnext config set library FILE"
            yield Finding("library", "error", str(error), fix)
            continue
        usable = sum(map(bool, titles))
        said = f"{name}: {counted(len(titles), 'entry')}, {usable:,} usable"
        if not usable:
            text = f"{name}: no entry with a title"
            yield Finding("library", "error", text, f"readnext library show {name}")
        elif problems:
            what = counted(len(problems), "problem")
            text = f"{said}, {what}"
            fix = f"readnext library check {name}"
            yield Finding("library", "warning", text, fix)
        else:
            yield Finding("library", "ok", said)


def _catalog(settings: UserSettings) -> Iterator[Finding]:
    from readnext.catalog.schema import OldCatalogError, is_catalog
    from readnext.catalog.store import Catalog

    folder = settings.catalog or default_catalog()
    if folder.is_file():
        text = f"{folder}: a file, which is read each time"
        yield Finding("catalog", "ok", text)
        return
    if not is_catalog(folder):
        fix = "readnext catalog update" if settings.sources else "readnext init"
        state: State = "error" if settings.catalog else "warning"
        yield Finding("catalog", state, f"{folder}: not there yet", fix)
        return
    try:
        with Catalog.open(folder) as catalog:
            accounts, papers = catalog.accounts(), len(catalog)
    except OldCatalogError as error:
        yield Finding("catalog", "error", str(error), "readnext catalog rebuild")
        return
    except UserError as error:
        fix = f"readnext catalog verify, or move {folder} away and run readnext init"
        yield Finding("catalog", "error", str(error), fix)
        return
    live = [account for account in accounts if account.live]
    if not papers:
        yield Finding("catalog", "error", f"{folder}: empty", "readnext catalog update")
    else:
        yield from _age(
            f"{folder}: {counted(papers, 'paper')}", [a.succeeded for a in live]
        )
    now = dt.datetime.now(dt.UTC)
    for account in live:
        since = f"since {account.succeeded[:10]}" if account.succeeded else "so far"
        fix = f"readnext catalog update {shlex.quote(account.name)}"
        if account.error:
            text = f"{account.name}: no success {since}: {account.error}"
            yield Finding("source", "error", text, fix)
        elif account.is_late(now):
            text = f"{account.name}: not fetched {since}"
            yield Finding("source", "warning", text, fix)
        else:
            text = f"{account.name}: fetched {(account.succeeded or '')[:10]}"
            yield Finding("source", "ok", text)


def _age(text: str, times: list[str | None]) -> Iterator[Finding]:
    """Whether a catalog with papers is old."""
    days = sorted(time[:10] for time in times if time)
    if not times:
        text = f"{text}, without a network source"
        fix = "readnext catalog sources LIBRARY --add"
        yield Finding("catalog", "warning", text, fix)
    elif not days:
        yield Finding(
            "catalog", "warning", f"{text}, never updated", "readnext catalog update"
        )
    else:
        age = (dt.date.today() - dt.date.fromisoformat(days[-1])).days
        state: State = "warning" if age > _OLD else "ok"
        fix = "readnext catalog update" if age > _OLD else ""
        yield Finding("catalog", state, f"{text}, updated {days[-1]}", fix)


def _digests(settings: UserSettings) -> Iterator[Finding]:
    """Whether each profile could run: library, transport, password."""
    from readnext_adapters.cli.digest import ONE, digest

    for name in settings.profiles:
        arguments, out = ["--profile", name, "--check"], StringIO()
        fix = f"readnext digest {name} --check, once it is corrected"
        try:
            with (
                redirect_stdout(out),
                digest.make_context("readnext digest", arguments, obj=ONE) as context,
            ):
                digest.invoke(context)
        except UserError as error:
            yield Finding("digest", "error", f"{name}: {error}", fix)
        except click.ClickException as error:
            yield Finding("digest", "error", f"{name}: {error.format_message()}", fix)
        else:
            yield Finding("digest", "ok", out.getvalue().strip())


def _feedback(settings: UserSettings) -> Iterator[Finding]:
    """Whether answers by mail could be read: address, folder, password."""
    from readnext_adapters.cli.digest_answers import answers_are_read, mailbox

    if not settings.feedback:
        return
    if not answers_are_read():
        text = "[feedback] names no mailbox, so that answers by mail are not read"
        fix = "readnext config set feedback.imap imaps://USER@HOST/INBOX"
        yield Finding("feedback", "warning", text, fix)
        return
    address, _, folder = mailbox()
    then = f"then moved to {folder}" if folder else "then marked as read"
    text = f"answers by mail are read from {address.key}, {then}"
    yield Finding("feedback", "ok", text)


def _schedules(settings: UserSettings) -> Iterator[Finding]:
    from readnext_adapters.schedules.installed import installed_jobs

    jobs = installed_jobs(Path.home())
    for job in jobs:
        text = f"{job.scheduler}: {job.name}"
        if job.missing:
            text = f"{text}: {job.missing}: no such program"
            fix = f"readnext schedule {job.scheduler} ... --install, as the first time"
            yield Finding("schedule", "error", text, fix)
        else:
            yield Finding("schedule", "ok", text)
    if settings.profiles and not jobs:
        text = "no digest is scheduled"
        name = "systemd" if shutil.which("systemctl") else "cron"
        name = "launchd" if sys.platform == "darwin" else name
        fix = f"readnext schedule {name} --install"
        yield Finding("schedule", "warning", text, fix)


def _history() -> Iterator[Finding]:
    from readnext.history.store import History

    path = history_file()
    if not path.exists():
        yield Finding("history", "ok", f"{path}: nothing was suggested yet")
        return
    try:
        with History.read(path) as history:
            months = history.months()
    except UserError as error:
        yield Finding("history", "error", str(error), f"move {path} away")
        return
    suggested = sum(month[1] for month in months)
    yield Finding("history", "ok", f"{path}: {counted(suggested, 'paper')} suggested")


def _disk() -> Iterator[Finding]:
    try:
        folder = user_catalog()
    except InputError:
        folder = default_catalog()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:,.1f} GB free for {folder}"
    if free < _LEAST:
        yield Finding("disk", "error", text, "free some space")
    else:
        yield Finding("disk", "warning" if free < _LITTLE else "ok", text)

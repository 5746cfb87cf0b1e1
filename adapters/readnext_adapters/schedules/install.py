"""Installs and removes scheduled jobs."""

from __future__ import annotations

import subprocess

from readnext.errors import UserError
from readnext.files import replace_file
from readnext_adapters.schedules import cron
from readnext_adapters.schedules.job import Plan


def install(plan: Plan) -> None:
    """Write the files and run the commands of a plan; UserError if one fails."""
    if plan.crontab:
        _write_crontab(cron.merged(_crontab(), plan, keep=True))
    for path, text in plan.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text)
    for command in plan.install:
        _run(command)


def remove(plan: Plan) -> bool:
    """Undo `install`; tell whether there was anything to undo."""
    if plan.crontab:
        old = _crontab()
        new = cron.merged(old, plan, keep=False)
        if new != old:
            _write_crontab(new)
        return new != old
    found = [path for path in plan.files if path.exists()]
    if found:
        for command in plan.remove:
            _run(command)
    for path in found:
        path.unlink()
    return bool(found)


def _crontab() -> str:
    """The user's crontab, "" where there is none yet."""
    done = _run(("crontab", "-l"), may_fail=True)
    if done.returncode and "no crontab" not in done.stderr:
        raise UserError(f"crontab -l: {done.stderr.strip() or 'failed'}")
    return "" if done.returncode else done.stdout


def _write_crontab(text: str) -> None:
    _run(("crontab", "-"), text)


def _run(
    command: tuple[str, ...], stdin: str = "", *, may_fail: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a scheduler's own command; raise UserError if it is missing or fails."""
    try:
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise UserError(
            f"{command[0]}: {error.strerror}; without --install the entry is printed"
        ) from error
    if done.returncode and not may_fail:
        reason = done.stderr.strip() or f"exit code {done.returncode}"
        raise UserError(f"{' '.join(command)}: {reason}")
    return done

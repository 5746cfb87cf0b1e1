"""Whether a scheduled digest could run: it is tried as the scheduler would run it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.errors import UserError

if TYPE_CHECKING:
    from readnext_adapters.schedules.job import Job

_TIMEOUT = 300.0  # seconds


def check_job(job: Job, scheduler: str) -> None:
    """Raise UserError, with what is missing, if a job could not run.

    Its command is run with --check in the scheduler's environment, not in that of
    this shell, and in the home folder.
    """
    from readnext_adapters.schedules.environment import surroundings

    home = Path.home()
    if not home.is_dir():
        raise UserError(
            f"{home}: there is no such folder; set HOME to your home folder, where a "
            "scheduler starts programs"
        )
    try:
        done = subprocess.run(
            [*job.command, "--check"],
            env=surroundings(scheduler, job.environment),
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError(
            f"the digest could not be checked within {_TIMEOUT:g} s"
        ) from None
    except OSError as error:
        raise UserError(f"{job.command[0]}: {error.strerror or error}") from error
    if done.returncode:
        said = [_plain(line) for line in done.stderr.splitlines() if line.strip()]
        why = "; ".join(line for line in said if _says_why(line)) or "it failed"
        raise UserError(f"not scheduled, since {scheduler} could not run it: {why}")


def _plain(line: str) -> str:
    return line.removeprefix("readnext: ").removeprefix("Error: ")


def _says_why(line: str) -> bool:
    """Tell a reason from the lines on usage around it."""
    return not line.startswith(("Usage: ", "Try '"))

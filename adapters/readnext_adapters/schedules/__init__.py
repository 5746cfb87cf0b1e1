"""Entries for the schedulers of operating systems.

A scheduler is a module with a function `plan`; `SCHEDULERS` is the registry. Planning
is pure; `readnext_adapters.schedules.install` does what a plan says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readnext_adapters.schedules import cron, launchd, systemd
from readnext_adapters.schedules.job import Job, Plan

SCHEDULERS: dict[str, Callable[[Job, Path], Plan]] = {
    "cron": cron.plan,
    "systemd": systemd.plan,
    "launchd": launchd.plan,
}

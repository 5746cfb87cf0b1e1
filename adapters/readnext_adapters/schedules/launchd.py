"""A property list of macOS's launchd (launchd.plist(5))."""

from __future__ import annotations

import plistlib
from pathlib import Path

from readnext_adapters.schedules.job import Job, Plan


def plan(job: Job, home: Path) -> Plan:
    """Return the property list, and the commands that load and unload it.

    launchd runs a job late if the machine was asleep.
    """
    label = f"org.readnext.{job.name}"
    path = home / "Library" / "LaunchAgents" / f"{label}.plist"
    time = {"Hour": job.hour, "Minute": job.minute}
    if job.weekday is not None:
        time["Weekday"] = (job.weekday + 1) % 7
    document = {
        "Label": label,
        "ProgramArguments": list(job.command),
        "StartCalendarInterval": time,
        "ProcessType": "Background",
    }
    if job.environment:
        document["EnvironmentVariables"] = dict(job.environment)
    text = plistlib.dumps(document).decode()
    return Plan(
        {path: text},
        (("launchctl", "load", "-w", str(path)),),
        (("launchctl", "unload", "-w", str(path)),),
    )

"""What a scheduled command finds: its program, its variables, its folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import readnext
import readnext_adapters

# Folders of the user's files; a scheduler does not know what a shell sets.
_CARRIED = (
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "READNEXT_FROM",
    "READNEXT_SMTP_PASSWORD_FILE",
    "READNEXT_IMAP_PASSWORD_FILE",
    "SSL_CERT_FILE",
)
# What each scheduler gives to a command, besides HOME and the user's name.
_PATHS = {
    "cron": "/usr/bin:/bin",
    "systemd": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "launchd": "/usr/bin:/bin:/usr/sbin:/sbin",
}
_USER = ("HOME", "USER", "LOGNAME")
# How programs reach the session of the user, for example its keyring.
_SESSION = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")


def program() -> tuple[str, ...]:
    """Return the command that starts readnext in any folder.

    -P keeps that folder, which may hold a file random.py, off the import path.
    """
    script = Path(sys.argv[0]).absolute()
    if script.name == "readnext" and script.is_file():
        return (sys.executable, "-P", str(script))
    return (sys.executable, "-P", "-m", "readnext")


def carried() -> dict[str, str]:
    """Return the variables of this process that a scheduled run needs, too.

    Passwords and keys are not among them.
    """
    found = {name: os.environ[name] for name in _CARRIED if os.environ.get(name)}
    if own := _import_path():
        found["PYTHONPATH"] = own
    return found


def _import_path() -> str:
    """The folders of PYTHONPATH that readnext itself comes from."""
    roots = {
        Path(package.__path__[0]).resolve().parent
        for package in (readnext, readnext_adapters)
    }
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    own = [name for name in given if name and Path(name).resolve() in roots]
    return os.pathsep.join(str(Path(name).absolute()) for name in own)


def surroundings(scheduler: str, job: Mapping[str, str]) -> dict[str, str]:
    """Return the variables with which a scheduler would run a job."""
    known = {
        name: os.environ[name]
        for name in ("HOME", "USER", "LOGNAME")
        if name in os.environ
    }
    if scheduler == "systemd":
        known |= {name: os.environ[name] for name in _SESSION if name in os.environ}
    return known | {"PATH": _PATHS[scheduler], "SHELL": "/bin/sh"} | dict(job)

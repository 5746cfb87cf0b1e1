"""The keys of services, from where the user keeps them.

Never from an argument, which every user of a machine can see, and never printed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from functools import lru_cache

from readnext.errors import InputError

_KEYRING = "readnext"
_PATIENCE = 120  # seconds that a command may wait for a passphrase
_SAFE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key of a service is kept.

    `variable` holds it; `command` is the variable that names a command which prints
    it; `user` is its name in the keyring, under "readnext".
    """

    service: str
    variable: str
    command: str
    user: str


def kept_key(place: KeyPlace) -> str | None:
    """Return the API key of a service, or None where none is kept.

    Asked in turn: the variable; the command, of which the first line counts, and
    which is run once; the keyring, if the package of that name is installed. Raises
    InputError if one of them is there but gives no key.
    """
    if key := os.environ.get(place.variable, "").strip():
        return _checked(key, place.variable, place)
    if command := os.environ.get(place.command, "").strip():
        return _checked(_told(place.command, command), place.command, place)
    kept = _kept(place.user)
    return _checked(kept, "the keyring", place) if kept else None


def _checked(key: str, source: str, place: KeyPlace) -> str:
    """The key, if it can be one: a header takes no spaces or line ends."""
    if not _SAFE.fullmatch(key):
        raise InputError(f"{source} gives no API key of {place.service}")
    return key


@lru_cache
def _told(variable: str, command: str) -> str:
    """The first line that a command prints."""
    try:
        done = subprocess.run(
            shlex.split(command),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=_PATIENCE,
        )
    except subprocess.CalledProcessError as error:
        why = f"the command ended with {error.returncode}"
    except subprocess.TimeoutExpired:
        why = f"the command took more than {_PATIENCE} s"
    except OSError as error:
        why = f"the command cannot be run: {error.strerror}"
    except ValueError as error:
        why = f"no command: {error}"
    else:
        return done.stdout.partition("\n")[0].strip()
    raise InputError(f"{variable}: {why}")


def _kept(user: str) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password(_KEYRING, user)
    except NoKeyringError:  # the package is here, but nothing that keeps secrets
        return None
    except (KeyringError, ImportError, OSError) as error:
        raise InputError(f"the keyring cannot be read: {error}") from error
    return found.strip() if found else None

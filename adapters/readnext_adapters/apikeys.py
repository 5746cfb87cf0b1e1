"""API keys of services, from the user's environment, command or keyring.

Never from an argument, which every user of a machine can see, and never printed.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache

from readnext.errors import InputError
from readnext_adapters.secrets import kept, told

_told = lru_cache(told)  # a command may ask for a passphrase each time
_SAFE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the API key of a service is stored.

    `variable` holds it; `command` is the variable that names a command which prints
    it; `user` is its name in the keyring, under "readnext".
    """

    service: str
    variable: str
    command: str
    user: str


def kept_key(place: KeyPlace) -> str | None:
    """Return the API key of a service, or None if there is none.

    Checked in order: the variable; the command, which is run once and whose first line
    counts; the keyring, if that package is installed. Raises InputError if one of them
    is set but gives no key.
    """
    if key := os.environ.get(place.variable, "").strip():
        return _checked(key, place.variable, place)
    if command := os.environ.get(place.command, "").strip():
        return _checked(_told(command, place.command), place.command, place)
    found = kept(place.user)
    return _checked(found, "the keyring", place) if found else None


def _checked(key: str, source: str, place: KeyPlace) -> str:
    """The key, if valid: a header allows no spaces or line ends."""
    if not _SAFE.fullmatch(key):
        raise InputError(f"{source} gives no API key of {place.service}")
    return key

"""The key to a library on zotero.org, from where the user keeps it.

Never from an argument, which every user of a machine can see, and never printed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess

from readnext.errors import InputError

_SERVICE, _USER = "readnext", "zotero"
_PATIENCE = 120  # seconds that a command may wait for a passphrase
_SAFE = re.compile(r"[\x21-\x7e]+")


def api_key() -> str | None:
    """Return the API key, or None where none is kept.

    Asked in turn: ZOTERO_API_KEY; the command READNEXT_ZOTERO_KEY_COMMAND, of which
    the first line counts; the keyring, if the package of that name is installed.
    Raises InputError if one of them is there but gives no key.
    """
    if key := os.environ.get("ZOTERO_API_KEY", "").strip():
        return _checked(key, "ZOTERO_API_KEY")
    if command := os.environ.get("READNEXT_ZOTERO_KEY_COMMAND", "").strip():
        return _checked(_told(command), "READNEXT_ZOTERO_KEY_COMMAND")
    kept = _kept()
    return _checked(kept, "the keyring") if kept else None


def _checked(key: str, source: str) -> str:
    """The key, if it can be one: a header takes no spaces or line ends."""
    if not _SAFE.fullmatch(key):
        raise InputError(f"{source} gives no API key of Zotero")
    return key


def _told(command: str) -> str:
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
    raise InputError(f"READNEXT_ZOTERO_KEY_COMMAND: {why}")


def _kept() -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password(_SERVICE, _USER)
    except NoKeyringError:  # the package is here, but nothing that keeps secrets
        return None
    except (KeyringError, ImportError, OSError) as error:
        raise InputError(f"the keyring cannot be read: {error}") from error
    return found.strip() if found else None

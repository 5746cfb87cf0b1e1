"""Secrets, from the user's command or keyring.

Never from an argument, which every user of a machine can see, and never printed.
"""

from __future__ import annotations

import shlex

from readnext.errors import InputError
from readnext_adapters.bounded_command import TakesTooLong, WritesTooMuch, run_bounded

SERVICE = "readnext"
_PATIENCE = 120  # seconds that a command may wait for a passphrase


def told(command: str, source: str) -> str:
    """Return the first line that a command prints; InputError if it fails.

    `source` is the variable that names the command.
    """
    try:
        status, output = run_bounded(shlex.split(command), _PATIENCE, output="stdout")
    except TakesTooLong:
        why = f"the command took more than {_PATIENCE} s"
    except WritesTooMuch:
        why = "the command prints more than a secret"
    except OSError as error:
        why = f"the command cannot be run: {error.strerror}"
    except (ValueError, IndexError) as error:
        why = f"no command: {error}"
    else:
        if not status:
            return output.decode("utf-8", "replace").partition("\n")[0].strip()
        why = f"the command ended with {status}"
    raise InputError(f"{source}: {why}")


def kept(user: str) -> str | None:
    """Return the secret of a name in the keyring, None if there is none.

    The package keyring is optional. Raises InputError if the keyring is there and
    cannot be read.
    """
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return None
    try:
        found = keyring.get_password(SERVICE, user)
    except NoKeyringError:  # the package is installed, but no backend
        return None
    except (KeyringError, ImportError, OSError) as error:
        raise InputError(f"the keyring cannot be read: {error}") from error
    return found.strip() if found else None

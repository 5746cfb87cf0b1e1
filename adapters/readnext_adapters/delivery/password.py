"""The password of a mail server, from the environment, a command, a file or keyring."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from readnext.errors import InputError
from readnext.files import read_file
from readnext.settings import user_settings
from readnext.user_settings import UserSettings
from readnext_adapters.secrets import kept, told

VARIABLE = "READNEXT_SMTP_PASSWORD"
COMMAND = "READNEXT_SMTP_PASSWORD_COMMAND"
FILE = "READNEXT_SMTP_PASSWORD_FILE"
_LARGEST = 1 << 16  # bytes of the file
_OTHERS = 0o077  # permissions of all but the owner


def smtp_password() -> str:
    """Return the password to log in with.

    Tried in this order: READNEXT_SMTP_PASSWORD; the first line printed by the command
    READNEXT_SMTP_PASSWORD_COMMAND; the first line of the file named by
    READNEXT_SMTP_PASSWORD_FILE, which only its owner may read; the command or the file
    of the settings; the keyring, under readnext and smtp. Raises InputError if there is
    no password.
    """
    if password := os.environ.get(VARIABLE, "").strip("\r\n"):
        return _checked(password, VARIABLE)
    if command := os.environ.get(COMMAND, "").strip():
        return _checked(told(command, COMMAND), COMMAND)
    if name := os.environ.get(FILE, "").strip():
        return _checked(_read(Path(name), FILE), FILE)
    if found := _configured(user_settings()):
        return found
    if found := kept("smtp"):
        return _checked(found, "the keyring")
    raise InputError(
        f"--smtp names a user, but there is no password: put it into {VARIABLE}, "
        f"{COMMAND} (a command that prints it), {FILE} (a file that only you "
        "can read), the settings ('readnext config set mail.password-command CMD', or "
        "mail.password-file FILE), or the keyring ('keyring set readnext smtp')"
    )


def _configured(settings: UserSettings) -> str | None:
    """The password of the command or the file that the settings name, if any."""
    if command := settings.mail.get("password-command"):
        place = settings.source.place("mail", "password-command")
        return _checked(told(command, place), place)
    if name := settings.mail.get("password-file"):
        place = settings.source.place("mail", "password-file")
        return _checked(_read(Path(name).expanduser(), place), place)
    return None


def _checked(password: str, source: str) -> str:
    """Return a valid password; an error does not quote an invalid one."""
    if not password or not password.isprintable():
        raise InputError(f"{source} gives no password")
    return password


def _read(path: Path, source: str) -> str:
    """The first line of a file that only its owner can read."""
    try:
        if os.name != "nt" and path.stat().st_mode & _OTHERS:
            raise InputError(
                f"{source}: {path}: others can read it; run: chmod 600 -- "
                f"{shlex.quote(str(path))}"
            )
        text = read_file(path, _LARGEST).decode("utf-8")
    except OSError as error:
        raise InputError(f"{source}: {path}: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise InputError(f"{source}: {path}: not UTF-8") from None
    return text.partition("\n")[0].strip("\r")

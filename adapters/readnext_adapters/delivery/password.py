"""The password of a mail server, from the environment, a command, a file or keyring."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from readnext.errors import InputError
from readnext.files import read_file
from readnext.settings import user_settings
from readnext.user_settings import UserSettings
from readnext_adapters.secrets import kept, told

_LARGEST = 1 << 16  # bytes of the file
_OTHERS = 0o077  # permissions of all but the owner


@dataclass(frozen=True, slots=True)
class PasswordPlaces:
    """Where the password of a mail server may be.

    `prefix` is that of the variables, `table` that of the settings, `kept_as` its name
    in the keyring, and `asked` what needs it.
    """

    prefix: str
    table: str
    kept_as: str
    asked: str

    @property
    def variable(self) -> str:
        """The variable that has the password itself."""
        return self.prefix

    @property
    def command(self) -> str:
        """The variable that has a command which prints the password."""
        return f"{self.prefix}_COMMAND"

    @property
    def file(self) -> str:
        """The variable that names a file with the password."""
        return f"{self.prefix}_FILE"


SMTP = PasswordPlaces("READNEXT_SMTP_PASSWORD", "mail", "smtp", "--smtp")
IMAP = PasswordPlaces("READNEXT_IMAP_PASSWORD", "feedback", "imap", "feedback.imap")


def smtp_password() -> str:
    """Return the password to send mail with; see `password_in`."""
    return password_in(SMTP)


def password_in(places: PasswordPlaces) -> str:
    """Return the password to log in with.

    Tried in this order, e.g. for SMTP: READNEXT_SMTP_PASSWORD; the first line printed
    by the command READNEXT_SMTP_PASSWORD_COMMAND; the first line of the file named by
    READNEXT_SMTP_PASSWORD_FILE, which only its owner may read; the command or the file
    of the settings; the keyring, under readnext and smtp. Raises InputError if there is
    no password.
    """
    if password := os.environ.get(places.variable, "").strip("\r\n"):
        return _checked(password, places.variable)
    if command := os.environ.get(places.command, "").strip():
        return _checked(told(command, places.command), places.command)
    if name := os.environ.get(places.file, "").strip():
        return _checked(_read(Path(name), places.file), places.file)
    if found := _configured(user_settings(), places.table):
        return found
    if found := kept(places.kept_as):
        return _checked(found, "the keyring")
    table = places.table
    raise InputError(
        f"{places.asked} names a user, but there is no password: put it into "
        f"{places.variable}, {places.command} (a command that prints it), "
        f"{places.file} (a file that only you can read), the settings ('readnext "
        f"config set {table}.password-command CMD', or {table}.password-file FILE), "
        f"or the keyring ('keyring set readnext {places.kept_as}')"
    )


def _configured(settings: UserSettings, table: str) -> str | None:
    """The password of the command or the file that the settings name, if any."""
    found = settings.mail if table == SMTP.table else settings.feedback
    if command := found.get("password-command"):
        place = settings.source.place(table, "password-command")
        return _checked(told(command, place), place)
    if name := found.get("password-file"):
        place = settings.source.place(table, "password-file")
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

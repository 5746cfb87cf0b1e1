"""The errors that readnext raises on purpose.

::

    ReadnextError                  anything that readnext raises on purpose
    └── UserError                  the user can fix it: one line, exit code 1
        ├── InputError             input that cannot be read: exit code 2
        ├── CatalogError           a catalog that does not fit or cannot be used
        ├── OutputError            a result that cannot be written
        ├── NetworkError           a service that does not return what was requested
        │   ├── OfflineError       not requested, since --offline was given
        │   ├── UnreachableError   no connection to that address
        │   └── StatusError        it responded with an error status
        └── DeliveryError          a message that was not delivered
            └── UnknownDeliveryError      delivery status unknown

A bug raises something else and shows its traceback.
"""

from __future__ import annotations

import errno
import os

FULL = "the disk is full; free some space and run the command again"
LIMITED = (
    "files may not become that large in this session; raise the limit (ulimit -f) and "
    "run the command again"
)


class ReadnextError(Exception):
    """The root of all errors that readnext raises on purpose."""


class UserError(ReadnextError):
    """Something the user can fix; the message says what, where and what to do."""

    exit_code = 1


class InputError(UserError):
    """Input that cannot be read at all: missing, empty, or unrecognised format."""

    exit_code = 2


class CatalogError(UserError):
    """A catalog that does not fit this version, is damaged or is in use."""


class OutputError(UserError):
    """A result that cannot be written: no such folder, no permission, disk full."""


class NetworkError(UserError):
    """A service that does not return what was requested, or not all of it."""


class OfflineError(NetworkError):
    """Something that needs the network while --offline was given."""

    def __init__(self, what: str = "this") -> None:
        super().__init__(f"{what} needs the network, and --offline was given")


class UnreachableError(NetworkError):
    """No connection: no such host, connection refused, or no network."""


class StatusError(NetworkError):
    """An HTTP error; `status` is its number."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class DeliveryError(UserError):
    """A message that was certainly not delivered.

    `temporary`: a retry may succeed.
    """

    def __init__(self, message: str, *, temporary: bool = False) -> None:
        super().__init__(message)
        self.temporary = temporary


class UnknownDeliveryError(DeliveryError):
    """A message that was sent without a reply: it may have been delivered."""


def system_reason(error: OSError) -> str:
    """Return what the system says is wrong, and what to do if a file may not grow.

    >>> system_reason(OSError(2, "No such file or directory"))
    'No such file or directory'
    """
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return f"{FULL} ({error.strerror})"
    # What is too large to be read has the same number, and a text of its own.
    if error.errno == errno.EFBIG and error.strerror == os.strerror(errno.EFBIG):
        return f"{LIMITED} ({error.strerror})"
    return error.strerror or str(error)

"""The errors that readnext raises for what a user can mend.

::

    ReadnextError                  anything that readnext raises on purpose
    └── UserError                  the user can fix it: one line, exit code 1
        ├── InputError             input that cannot be read: exit code 2
        ├── CatalogError           a catalog that does not fit or cannot be used
        └── OutputError            a result that cannot be written

A bug raises something else and shows its traceback.
"""

from __future__ import annotations


class ReadnextError(Exception):
    """The root of all errors that readnext raises on purpose."""


class UserError(ReadnextError):
    """Something the user can fix; the message says what, where and what to do."""

    exit_code = 1


class InputError(UserError):
    """Input that cannot be read at all: missing, empty, or of no known format."""

    exit_code = 2


class CatalogError(UserError):
    """A catalog that does not fit this version, is damaged or is in use."""


class OutputError(UserError):
    """A result that cannot be written: no such folder, no permission, disk full."""

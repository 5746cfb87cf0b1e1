"""Opens named pipes, which block until the other side is opened, too."""

from __future__ import annotations

import os
import stat
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from readnext.errors import InputError

LONGEST = 4.0  # seconds until another program has to have opened it for writing


def is_pipe(path: str) -> bool:
    """Tell whether a path leads to a named pipe, or to one of a process substitution.

    Raises OSError if there is nothing.
    """
    return stat.S_ISFIFO(Path(path).stat().st_mode)


def open_pipe(path: str, longest: float = LONGEST) -> BinaryIO:
    """Open a pipe for reading as soon as a program has opened it for writing.

    That program may take any time to write. Raises InputError if there is none after
    `longest` seconds, OSError if the pipe cannot be opened.
    """
    opened: list[BinaryIO | OSError] = []
    waiting = threading.Thread(target=_open, args=[path, opened], daemon=True)
    waiting.start()
    waiting.join(longest)
    if waiting.is_alive():
        # To open it for writing ends the wait of the thread.
        with suppress(OSError):
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        waiting.join(longest)
        for one in opened:
            if not isinstance(one, OSError):
                one.close()
        raise InputError(
            f"{path}: is a named pipe, and no program writes to it; start that first"
        )
    (found,) = opened
    if isinstance(found, OSError):
        raise found
    return found


def _open(path: str, opened: list[BinaryIO | OSError]) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError as error:
        opened.append(error)
    else:
        opened.append(os.fdopen(handle, "rb"))

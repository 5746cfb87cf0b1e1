"""Writing files completely or not at all."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from readnext.errors import OutputError, system_reason
from readnext.private_files import refuse_foreign_link

_FOR_READER = 4.0  # seconds until another program has to have opened a pipe
_ABANDONED = 86_400.0  # seconds after which a temporary file is no longer in use


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading.

    Pipes and devices are refused: they may never end, or never begin. Raises OSError.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file")
    return os.fdopen(handle, "rb")


def read_file(path: Path, most: int) -> bytes:
    """Return the content of a regular file of at most so many bytes.

    Raises OSError, also of another kind of file, see `open_file`.
    """
    with open_file(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"larger than {most >> 20} MiB")
    return data


def replace_file(
    path: Path, content: str | bytes, *, new_mode: int | None = None
) -> None:
    """Write a file under a temporary name beside it, then rename it; text as UTF-8.

    An existing file keeps its permissions, a new one gets `new_mode` or those of the
    umask. A link stays a link, unless another user made it; a device or a pipe is
    written to. Temporary files that killed processes left are deleted. Raises
    OutputError, and leaves what was there unchanged, if the folder or the disk does
    not allow it.
    """
    if isinstance(content, str):
        data = content.encode("utf-8", "surrogateescape")
    else:
        data = content
    refuse_foreign_link(path)
    target = path.resolve()
    made: str | None = None
    try:
        if path.exists() and not path.is_file():
            _write_through(path, data)
            return
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        _delete_abandoned(target)
        prefix = f".{target.name}.{os.getpid()}-"
        handle, made = tempfile.mkstemp(prefix=prefix, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made_path = Path(made)
        if mode is None:
            mode = _default_mode() if new_mode is None else new_mode
        made_path.chmod(mode)
        made_path.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise OutputError(f"{path}: {system_reason(error)}") from error
    finally:
        if made is not None:
            Path(made).unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    """Write to a device or a pipe; OSError if no program reads from the pipe."""
    handle = _open_for_writing(path, time.monotonic() + _FOR_READER)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _open_for_writing(path: Path, end: float) -> int:
    # Without O_NONBLOCK, opening a pipe that no program reads from never ends.
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)
    while True:
        try:
            return os.open(path, flags)
        except OSError as error:
            if error.errno != errno.ENXIO or not stat.S_ISFIFO(path.stat().st_mode):
                raise
            if time.monotonic() > end:
                raise OSError(
                    errno.ENXIO, "is a pipe, and no program reads from it"
                ) from None
        time.sleep(0.05)


def sync_folder(folder: Path) -> None:
    """Have the new name of a file survive a power failure, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _default_mode() -> int:
    """The permissions that a new file gets from the user's umask."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _delete_abandoned(target: Path) -> None:
    """Delete temporary files of a target whose processes have ended."""
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(?:(\d+)-)?[a-z0-9_]{{8}}")
    with suppress(OSError):
        for path in target.parent.glob(f".{glob.escape(target.name)}.*"):
            found = pattern.fullmatch(path.name)
            if found and _is_abandoned(path, found[1]):
                path.unlink(missing_ok=True)


def _is_abandoned(path: Path, process: str | None) -> bool:
    if time.time() - path.stat().st_mtime > _ABANDONED:
        return True
    # On Windows, this query would end the process.
    if process is None or sys.platform == "win32":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False

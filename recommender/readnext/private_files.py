"""Files and folders that only their user may read.

A library, the history of suggestions and addresses of mail say what someone works on.
New ones get mode 0700 or 0600 whatever the umask. Folders and catalogs that are there
keep their mode, since their owner may have shared them; from other files, such as the
history, access of other users is removed.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

from readnext.errors import OutputError

_log = logging.getLogger(__name__)
_OTHERS = 0o077
_making = threading.Lock()
_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a database


def make_folder(folder: Path) -> None:
    """Create a folder and those above it where they are missing, mode 0700."""
    for path in reversed([folder, *folder.parents]):
        if not path.exists():
            path.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise FileExistsError(17, "not a folder", str(folder))


def make_file(path: Path) -> None:
    """Create a file where it is missing, mode 0600, its folder included.

    Of one that is there, and SQLite's files beside it, access of others is removed.
    Raises OutputError if someone else has put a link or a file in its place.
    """
    make_folder(path.parent)
    refuse_foreign_link(path)
    # An own link is followed here; what someone puts there from now on is not.
    found = _made(path.resolve())
    if _is_foreign(path, found, stat.S_IWOTH):
        raise OutputError(f"{path}: another user's file; name another one")
    for end in _BESIDE:
        with suppress(FileNotFoundError):
            _restrict(path.with_name(path.name + end))
    remove_access(path)


def _made(path: Path) -> os.stat_result:
    """The state of a file, which is created if it is missing.

    One that exists is not opened: to close it would drop all locks that this process
    has on it, and SQLite may hold some in another thread (fcntl(2)).
    """
    with _making:
        try:
            found = path.lstat()
        except FileNotFoundError:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            handle = os.open(path, flags, 0o600)
            try:
                return os.fstat(handle)
            finally:
                os.close(handle)
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return found


def remove_access(path: Path) -> None:
    """Remove other users' access to a file of this user, and log that it had some.

    Raises FileNotFoundError if it is missing.
    """
    if _restrict(path):
        _log.warning("%s: other users had access to it; now only you have", path)


def _restrict(path: Path) -> bool:
    found = path.stat()
    mode = stat.S_IMODE(found.st_mode)
    if not hasattr(os, "geteuid") or found.st_uid != os.geteuid() or not mode & _OTHERS:
        return False
    try:
        path.chmod(mode & ~_OTHERS)
    except OSError:  # a disk that is read-only, or has no modes
        return False
    return stat.S_IMODE(path.stat().st_mode) & _OTHERS == 0


def refuse_foreign_link(path: Path) -> None:
    """Raise OutputError for another user's link in a folder that others can write to.

    Writing through it would change a file that its maker chose, e.g. in /tmp. A pipe or
    a socket there would give its maker what is written.
    """
    try:
        found = path.lstat()
    except OSError:  # writing says why
        return
    shared = stat.S_IWOTH | stat.S_IWGRP
    if not stat.S_ISREG(found.st_mode) and _is_foreign(path, found, shared):
        kind = "link" if stat.S_ISLNK(found.st_mode) else "pipe or device"
        raise OutputError(
            f"{path}: another user's {kind} in a folder that others can write to; name "
            "another file"
        )


def _is_foreign(path: Path, found: os.stat_result, shared: int) -> bool:
    """Whether a file is neither this user's nor the owner's of a shared folder."""
    if not hasattr(os, "geteuid"):
        return False
    folder = path.absolute().parent.stat()
    known = (os.geteuid(), folder.st_uid)
    return bool(folder.st_mode & shared) and found.st_uid not in known

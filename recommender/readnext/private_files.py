"""Files and folders that only their user may read.

A library, the history of suggestions and addresses of mail say what someone works on.
New ones get mode 0700 or 0600 whatever the umask; what is there keeps its mode, since
its owner may have shared it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from readnext.errors import OutputError


def make_folder(folder: Path) -> None:
    """Create a folder and those above it where they are missing, mode 0700."""
    for path in reversed([folder, *folder.parents]):
        if not path.exists():
            path.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise FileExistsError(17, "not a folder", str(folder))


def make_file(path: Path) -> None:
    """Create a file where it is missing, mode 0600, its folder included.

    Raises OutputError if someone else has put a link in its place.
    """
    make_folder(path.parent)
    refuse_foreign_link(path)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def refuse_foreign_link(path: Path) -> None:
    """Raise OutputError for another user's link in a folder that all can write to.

    Writing through it would change a file that its maker chose, e.g. in /tmp.
    """
    if not path.is_symlink() or not hasattr(os, "geteuid"):
        return
    folder = path.absolute().parent.stat()
    owner = path.lstat().st_uid
    shared = folder.st_mode & (stat.S_IWOTH | stat.S_IWGRP)
    if shared and owner not in (os.geteuid(), folder.st_uid):
        raise OutputError(
            f"{path}: another user's link in a folder that others can write to; name "
            "another file"
        )

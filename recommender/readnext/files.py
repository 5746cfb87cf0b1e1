"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from readnext.errors import OutputError


def replace_file(path: Path, content: str | bytes) -> None:
    """Write a file under a temporary name beside it, then rename it; text as UTF-8.

    An existing file keeps its permissions, a link stays a link; a device or a pipe
    is written to. Raises OutputError, and leaves what was there as it was, if the
    folder or the disk does not let it.
    """
    if isinstance(content, str):
        data = content.encode("utf-8", "surrogateescape")
    else:
        data = content
    target = path.resolve()
    made: str | None = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        handle, made = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made_path = Path(made)
        made_path.chmod(_default_mode() if mode is None else mode)
        made_path.replace(target)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror or error}") from error
    finally:
        if made is not None:
            Path(made).unlink(missing_ok=True)


def _default_mode() -> int:
    """The permissions that a new file gets from the user's umask."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask

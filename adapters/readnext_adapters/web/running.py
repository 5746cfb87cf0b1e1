"""Serving on this computer: the socket, Waitress, and the secrets of a run."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.errors import UserError, system_reason
from readnext.files import replace_file
from readnext.private_files import make_file
from readnext_adapters.web.access import Access, derived, new_token
from readnext_adapters.web.announcement import read_private
from readnext_adapters.web.guard import LARGEST_BODY

if TYPE_CHECKING:
    from types import FrameType

    from flask import Flask
    from waitress.server import BaseWSGIServer

_THREADS = 8


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this computer alone; 0 is any free port.

    Raises UserError if the port is in use.
    """
    try:
        return socket.create_server(("127.0.0.1", port), backlog=1024)
    except OSError as error:
        raise UserError(
            f"port {port}: {system_reason(error)}; name another one with --port, or "
            "end what listens there"
        ) from error


@contextlib.contextmanager
def listen_at(path: Path) -> Iterator[socket.socket]:
    """Listen on a Unix socket of mode 0600, which is deleted in the end.

    One that a killed service left is replaced. Raises UserError if the file is
    anything else, or in use.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise UserError("--socket: this system has no Unix sockets; use --port")
    with socket.socket(socket.AF_UNIX) as listener:
        umask = os.umask(0o177)  # no other user connects before it has its mode
        try:
            if _is_abandoned(path):
                path.unlink()
            listener.bind(str(path))
            listener.listen(1024)
            made = path.lstat().st_ino
        except OSError as error:
            raise UserError(
                f"{path}: {system_reason(error)}; name another file with --socket"
            ) from error
        finally:
            os.umask(umask)
        try:
            yield listener
        finally:
            with contextlib.suppress(OSError):
                if path.lstat().st_ino == made:
                    path.unlink()


def _is_abandoned(path: Path) -> bool:
    """Whether a file is a socket of this user on which no process listens."""
    try:
        state = path.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISSOCK(state.st_mode) or state.st_uid != os.getuid():
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            return True
    return False


def new_access(folder: Path, port: int, *, read_only: bool) -> Access:
    """Return the secrets of a run; what feeds are read with is kept in a folder.

    Raises OutputError if it cannot be kept.
    """
    path = folder / "service-secret"
    kept = read_private(path)
    if not kept:
        make_file(path)
        kept = new_token()
        replace_file(path, kept, new_mode=0o600)
    return Access(port, new_token(), derived(kept, "feed"), read_only)


def make_server(app: Flask, listener: socket.socket) -> BaseWSGIServer:
    """Return a server for an app that has yet to run."""
    from waitress.server import create_server

    made: BaseWSGIServer = create_server(
        app,
        sockets=[listener],
        threads=_THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_BODY,
        channel_timeout=60,
    )
    return made


def serve(app: Flask, listener: socket.socket) -> None:
    """Answer requests until the process is interrupted or asked to end."""
    server = make_server(app, listener)
    signal.signal(signal.SIGTERM, _end)
    try:
        server.run()
    finally:
        server.close()


def _end(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)

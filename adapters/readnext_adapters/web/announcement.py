"""The files that say where the services of this user run.

Other programs of the user read ``service.json``, which is about the service that was
started last; `others` in it are those that were running before, so that one of them
takes its place when it ends. A browser is given the page ``service.html``, for what is
on its command line any user of the computer can see.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from readnext.errors import OutputError, system_reason
from readnext.files import read_file, replace_file
from readnext.private_files import make_file
from readnext_adapters.web.access import Access

Service = dict[str, Any]
_LARGEST_FILE = 1 << 16
_PATIENCE = 2.0  # seconds to connect to a service
_SECRET_MODE = 0o600


@contextlib.contextmanager
def announced(
    folder: Path, access: Access, at: Path | None = None
) -> Iterator[Path | None]:
    """Have files say where the service is while it runs; yield the page that opens it.

    There is none for a service `at` a Unix socket, which no browser opens. Raises
    OutputError if they cannot be written.
    """
    own: Service = {"url": access.address, "token": access.token}
    own |= {"process": os.getpid()} | ({"socket": str(at)} if at else {})
    before = [one for one in _known(folder) if _place(one) != _place(own)]
    try:
        _write(folder, [own, *filter(_answers, before)])
        yield None if at else _page(folder)
    finally:
        left = [one for one in _known(folder) if one != own]
        _write(folder, [*filter(_answers, left)])


def running_page(folder: Path) -> Path | None:
    """Return the page that opens the newest service at a port, None if none runs."""
    for one in _at_ports(_known(folder)):
        if _answers(one):
            _write_page(folder, one)
            return _page(folder)
    return None


def read_private(path: Path) -> str:
    """Return the text of a small file, "" if there is none.

    Raises OutputError if it cannot be read.
    """
    try:
        return read_file(path, _LARGEST_FILE).decode("ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    except OSError as error:
        raise OutputError(f"{path}: {system_reason(error)}") from error


def _about(folder: Path) -> Path:
    return folder / "service.json"


def _page(folder: Path) -> Path:
    return folder / "service.html"


def _known(folder: Path) -> list[Service]:
    """The services that a file names, the newest first, running or not."""
    try:
        newest = json.loads(read_private(_about(folder)))
        found = [newest, *newest.pop("others", ())]
        return [one for one in found if isinstance(one["url"], str) and one["token"]]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def _write(folder: Path, services: Sequence[Service]) -> None:
    """Have the files name these services; there are no files where there are none."""
    if services:
        newest, *others = services
        whole = newest | ({"others": others} if others else {})
        _write_secret(_about(folder), json.dumps(whole))
    else:
        _about(folder).unlink(missing_ok=True)
    if at_ports := _at_ports(services):
        _write_page(folder, at_ports[0])
    else:
        _page(folder).unlink(missing_ok=True)


def _write_page(folder: Path, service: Service) -> None:
    address = f"{service['url']}?token={service['token']}"
    text = f'<meta http-equiv="refresh" content="0;url={address}">\n'
    _write_secret(_page(folder), text)


def _write_secret(path: Path, text: str) -> None:
    make_file(path)
    replace_file(path, text, new_mode=_SECRET_MODE)


def _at_ports(services: Sequence[Service]) -> list[Service]:
    return [one for one in services if "socket" not in one]


def _place(service: Service) -> str:
    """Where a service listens; no two do so at one place."""
    return str(service.get("socket") or service["url"])


def _answers(service: Service) -> bool:
    """Whether something listens where a service was."""
    try:
        if "socket" in service:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(_PATIENCE)
                probe.connect(str(service["socket"]))
            return True
        port = int(service["url"].rstrip("/").rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), _PATIENCE).close()
    except (OSError, ValueError, OverflowError, AttributeError):
        return False
    return True

"""Delivery to a file that any mail program can open (.eml)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, OutputError
from readnext.files import replace_file


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Delivery to one file."""

    path: Path
    needs_network: bool = False
    user: str = ""
    pauses: tuple[float, ...] = ()

    def opened(self) -> MessageFile:
        """Return the file to write."""
        return MessageFile(self.path)


def transport(target: str) -> FileTransport:
    """Return the transport to a file."""
    return FileTransport(Path(target))


class MessageFile:
    """A file that the message replaces atomically."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, message: Message, begin: Callable[[], object]) -> None:
        """Write a message; see `readnext.digest.outbox.Send`."""
        begin()
        try:
            replace_file(self._path, message.data)
        except OutputError as error:
            raise DeliveryError(str(error)) from error

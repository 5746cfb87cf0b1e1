"""Delivery into a file, which any mail program opens (.eml)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, OutputError
from readnext.files import replace_file


@dataclass(frozen=True, slots=True)
class FileTransport:
    """Delivery into one file."""

    path: Path
    needs_network: bool = False
    user: str = ""
    pauses: tuple[float, ...] = ()

    def opened(self) -> MessageFile:
        """Return what writes the file."""
        return MessageFile(self.path)


def transport(target: str) -> FileTransport:
    """Return the transport into a file."""
    return FileTransport(Path(target))


class MessageFile:
    """A file that is replaced by the message, whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, message: Message, begin: Callable[[], object]) -> None:
        """Write a message; see `readnext.history.outbox.Send`."""
        begin()
        try:
            replace_file(self._path, message.data)
        except OutputError as error:
            raise DeliveryError(str(error)) from error

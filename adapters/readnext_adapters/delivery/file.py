"""Delivery to a file that any mail program can open (.eml)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, InputError, OutputError
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

    def check(self) -> None:
        """Raise InputError if the file's folder cannot be written to."""
        folder = self.path.absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise InputError(f"--output: {folder}: no such folder, or not writable")


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

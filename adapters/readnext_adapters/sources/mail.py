"""Mail as a source: a message, an mbox, a Maildir or a folder of .eml files."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readnext.errors import InputError, NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.mail.messages import read, read_maildir
from readnext_adapters.http import Client, Policy
from readnext_adapters.parsing.mail_messages import is_maildir
from readnext_adapters.sources.protocol import Page, Source

HELP = "mail:PATH, e.g. mail:~/Mail/Alerts (alerts and journals' contents in mail)"

_PATIENCE = 30


def parse(rest: str, /) -> Source:
    """Return the source of a file or folder; raise InputError without one."""
    if not rest:
        raise InputError("mail: name a file (.eml, mbox) or a Maildir, as mail:PATH")
    return Mail(Path(rest).expanduser().absolute())


@dataclass(frozen=True, slots=True)
class Mail:
    """The messages below a path, read again when one of its files has changed."""

    path: Path

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"mail:{self.path}"

    @property
    def policy(self) -> Policy:
        """How requests are sent: none is."""
        return Policy()

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return _PATIENCE

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return "all messages that are there"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield the papers of all messages, or nothing if no file has changed.

        Raises NetworkError if there is nothing at the path, or it cannot be read.
        """
        del client, since
        try:
            state = _state(_files(self.path))
            if state == cursor:
                yield Page((), state)
                return
            yield Page(tuple(_read(self.path, today)), state)
        except OSError as error:
            raise NetworkError(f"{self.name}: {error.strerror}") from error


def _files(path: Path) -> list[Path]:
    """The files of messages at a path."""
    if is_maildir(path):
        return sorted([*(path / "cur").iterdir(), *(path / "new").iterdir()])
    if path.is_dir():
        return sorted(one for one in path.iterdir() if one.suffix.lower() == ".eml")
    return [path]


def _state(files: Sequence[Path]) -> str:
    """A text that changes with the files; a Maildir renames a file once it is read."""
    seen = hashlib.sha256()
    for file in files:
        facts = file.stat()
        name = file.name.partition(":")[0]
        seen.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def _read(path: Path, today: dt.date) -> Iterator[Paper | Problem]:
    if is_maildir(path):
        yield from read_maildir(path, str(path))
        return
    for file in _files(path):
        with file.open("rb") as stream:
            yield from read(stream, str(file), today)

"""Reads the mails that the feedback links of a digest write.

Their subjects are ``readnext like ID`` and ``readnext dismiss ID``; nothing else of a
mail is looked at. Mails are files (.eml), mbox files, or folders of mails: Maildir, or
.eml files.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Literal, cast

from readnext.errors import InputError
from readnext.files import open_file
from readnext_adapters.parsing.mail_messages import (
    files_of_maildir,
    is_maildir,
    messages,
)
from readnext_adapters.parsing.mail_policy import BOUNDED

# Some programs put "Fwd: " or the like before a subject.
_SUBJECT = re.compile(r"(?:\w{1,4}: ?)*readnext (like|dismiss) (\S.*)")
_HEADERS = re.compile(rb"\r?\n\r?\n")  # what ends them
_LONGEST = 1 << 16  # bytes of headers
_PARSER = BytesHeaderParser(policy=BOUNDED)


@dataclass(frozen=True, slots=True)
class FeedbackMail:
    """What a mail says: a `verdict` on the paper with an `id`, `at` a time."""

    verdict: Literal["like", "dismiss"]
    id: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class MailsRead:
    """The feedback of some mails, the oldest first, and how many mails there were."""

    feedback: tuple[FeedbackMail, ...]
    mails: int


def read_mails(path: Path, now: dt.datetime) -> MailsRead:
    """Return the feedback in a file or folder of mails; `now` is for undated ones.

    Raises InputError if it cannot be read.
    """
    try:
        found = [_feedback(message, now) for message in _messages(path)]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    known = (one for one in found if one)
    return MailsRead(tuple(sorted(known, key=lambda one: one.at)), len(found))


def _messages(path: Path) -> Iterator[EmailMessage]:
    """Yield the headers of the mails in a file or folder."""
    for file in _files(path):
        with open_file(file) as stream:
            for message in messages(stream):
                yield _PARSER.parsebytes(_headers(message))


def _headers(message: bytes) -> bytes:
    """The headers of a message; no more of them than any mail program writes."""
    return _HEADERS.split(message[:_LONGEST].lstrip(b"\r\n"), 1)[0]


def _files(path: Path) -> list[Path]:
    """The files in which mails are."""
    if not path.is_dir():
        return [path]
    return files_of_maildir(path) if is_maildir(path) else sorted(path.glob("*.eml"))


def _feedback(message: EmailMessage, now: dt.datetime) -> FeedbackMail | None:
    """What a mail says of a paper, None if it is another mail."""
    subject = " ".join(str(message.get("Subject", "")).split())
    found = _SUBJECT.fullmatch(subject)
    if not found:
        return None
    verdict = cast(Literal["like", "dismiss"], found[1])
    return FeedbackMail(verdict, found[2].strip(), _time(message, now))


def _time(message: EmailMessage, now: dt.datetime) -> dt.datetime:
    """When a mail was written, as far as that can be believed."""
    date = message.get("Date")
    at = getattr(date, "datetime", None)
    if not isinstance(at, dt.datetime):
        return now
    at = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at
    return min(at.astimezone(dt.UTC), now)

"""Reads the mails that the feedback links of a digest write.

Their subjects are ``readnext like ID`` and ``readnext dismiss ID``; nothing else of a
mail is looked at. Mails are files (.eml), mbox files, or folders of mails: Maildir, or
.eml files.
"""

from __future__ import annotations

import datetime as dt
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Literal, cast

from readnext.errors import InputError

# Some programs put "Fwd: " or the like before a subject.
_SUBJECT = re.compile(r"(?:\w{1,4}: ?)*readnext (like|dismiss) (\S.*)")
_PARSER = BytesHeaderParser(policy=policy.default)


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
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            yield from _box(mailbox.Maildir(path, create=False))
            return
        for file in sorted(path.glob("*.eml")):
            yield _PARSER.parsebytes(file.read_bytes())
        return
    with path.open("rb") as opened:
        is_box = opened.read(5) == b"From "
    if is_box:
        yield from _box(mailbox.mbox(path, create=False))
    else:
        yield _PARSER.parsebytes(path.read_bytes())


def _box(box: mailbox.mbox | mailbox.Maildir) -> Iterator[EmailMessage]:
    with closing(box):
        for key in box.iterkeys():
            yield _PARSER.parsebytes(box.get_bytes(key))


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

"""The mails that the links of a digest write: their subjects, and reading them.

The subjects are ``readnext like ID #SECRET``, ``readnext dismiss ID #SECRET`` and
``readnext unsubscribe #SECRET``; the links of older versions have no secret. Nothing
else of a mail is looked at, but for its date and its Message-ID. Mails
are files (.eml), mbox files, or folders of mails: Maildir, or .eml files.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Literal, cast

from readnext.errors import InputError
from readnext.files import open_file
from readnext.history.answers import UNSUBSCRIBE, MailedAnswer
from readnext_adapters.parsing.mail_messages import (
    files_of_maildir,
    is_maildir,
    messages,
)
from readnext_adapters.parsing.mail_policy import BOUNDED

# Some programs put "Fwd: " or the like before a subject.
_SUBJECT = re.compile(
    r"(?:\w{1,4}: ?)*readnext (?:(?P<verdict>like|dismiss) (?P<id>\S.*?)|unsubscribe)"
    r"(?: #(?P<secret>[\w-]{22}))?",
    re.ASCII,
)
_HEADERS = re.compile(rb"\r?\n\r?\n")  # what ends them
_LONGEST = 1 << 16  # bytes of headers
_LONGEST_ID = 998  # characters of a Message-ID (RFC 5322, 2.1.1)
_PARSER = BytesHeaderParser(policy=BOUNDED)


def feedback_subject(verdict: str, paper: str, secret: str) -> str:
    """Return the subject of a mail that gives a verdict on the id of a paper."""
    return " ".join(filter(None, ("readnext", verdict, paper, _mark(secret))))


def unsubscribe_subject(secret: str) -> str:
    """Return the subject of a mail that ends the digest of its recipient."""
    return f"readnext {UNSUBSCRIBE} {_mark(secret)}"


def _mark(secret: str) -> str:
    return f"#{secret}" if secret else ""


def new_secret() -> str:
    """Return a secret for an issue: 128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class MailsRead:
    """The answers in some mails, and how many mails there were."""

    answers: tuple[MailedAnswer, ...]
    mails: int


def read_mails(path: Path, now: dt.datetime) -> MailsRead:
    """Return the feedback in a file or folder of mails; `now` is for undated ones.

    Raises InputError if it cannot be read.
    """
    try:
        found = [_answer(message, now) for message in _messages(path)]
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    return MailsRead(tuple(one for one in found if one), len(found))


def answer_in(headers: bytes, now: dt.datetime) -> MailedAnswer | None:
    """Return what the headers of a mail say, None if it is another mail.

    `now` is for an undated one.
    """
    return _answer(_PARSER.parsebytes(headers[:_LONGEST]), now)


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


def _answer(message: EmailMessage, now: dt.datetime) -> MailedAnswer | None:
    """What a mail says of a paper or of the digest, None if it is another mail."""
    subject = " ".join(str(message.get("Subject", "")).split())
    found = _SUBJECT.fullmatch(subject)
    if not found:
        return None
    what = cast(Literal["like", "dismiss", "unsubscribe"], found["verdict"])
    name = " ".join(str(message.get("Message-ID", "")).split())[:_LONGEST_ID]
    return MailedAnswer(
        what or "unsubscribe",
        (found["id"] or "").strip(),
        found["secret"] or "",
        _time(message, now),
        name,
    )


def _time(message: EmailMessage, now: dt.datetime) -> dt.datetime:
    """When a mail was written, as far as that can be believed."""
    date = message.get("Date")
    at = getattr(date, "datetime", None)
    if not isinstance(at, dt.datetime):
        return now
    at = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at
    return min(at.astimezone(dt.UTC), now)

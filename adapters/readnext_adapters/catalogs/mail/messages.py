"""Mail files: one message (.eml) or a mailbox (mbox) with alerts and listings."""

from __future__ import annotations

import datetime as dt
import email
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import BinaryIO

from readnext.files import open_file
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.mail import arxiv_listing, contents, scholar
from readnext_adapters.catalogs.mail.layout import lines_of
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.mail_messages import (
    LARGEST,
    files_of_maildir,
    messages,
)
from readnext_adapters.parsing.mail_policy import BOUNDED
from readnext_adapters.parsing.written_dates import written_date

SUFFIXES: tuple[str, ...] = (".eml", ".mbox", ".mbx")

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
_FROM = re.compile(r"^From:", re.MULTILINE | re.IGNORECASE)
_OTHER = re.compile(
    r"^(?:Message-ID|MIME-Version|Received|Date|Return-Path|Delivered-To):",
    re.MULTILINE | re.IGNORECASE,
)
_MBOX = re.compile(r"From \S+.{0,40}\s\d{4}\s*$", re.MULTILINE)
# Python decodes these in quadratic time: 200 kB take 9 s. No mail is written in them.
_SLOW = frozenset(("punycode", "idna"))


def detect(head: str) -> bool:
    r"""Tell from a file's first characters whether it is a message or a mailbox.

    >>> detect("Date: Thu, 4 Jun 2026 09:00:00 +0000\nFrom: a@example.org\n\nHello")
    True
    >>> detect("title: Rain\nauthor: Ida Fern\n")
    False
    """
    head = head.lstrip("\ufeff\r\n").replace("\r", "")
    if _MBOX.match(head):
        return True
    headers = head.partition("\n\n")[0]
    return bool(
        _HEADER.match(headers) and _FROM.search(headers) and _OTHER.search(headers)
    )


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers that the messages list; how many list none is a problem."""
    del as_of  # mails state their years
    number = silent = 0
    subject = ""
    for number, data in enumerate(messages(stream), 1):
        where = f"{name}:message {number}"
        found = list(read_message(data, where))
        if not found:
            silent += 1
            subject = subject or _subject(data)
        yield from found
    if silent:
        many = f"{silent} of {number} messages list" if number > 1 else "lists"
        yield Problem(name, f"{many} no papers, e.g. {subject[:80]!r}")


def _subject(data: bytes) -> str:
    return clean(str(_parsed(data[:100_000])["subject"] or "no subject"))


def _parsed(data: bytes) -> EmailMessage:
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    try:
        return email.message_from_bytes(data, policy=BOUNDED)
    except RecursionError:  # parts in parts, without end
        return BytesHeaderParser(policy=BOUNDED).parsebytes(data)


def read_message(data: bytes, where: str) -> Iterator[Paper | Problem]:
    """Yield the papers of one message, as of the first kind of mail that it is."""
    message = _parsed(data)
    subject, sender = str(message["subject"] or ""), str(message["from"] or "")
    day = written_date(str(message["date"] or ""))
    html, plain = _text(message, "html"), _text(message, "plain")
    if arxiv_listing.is_listing(plain):
        yield from arxiv_listing.papers(plain, where)
        return
    lines = lines_of(html)
    if scholar.is_alert(sender, lines):
        yield from scholar.papers(lines)
        return
    found = list(contents.papers(lines, subject, day))
    yield from found or contents.plain_papers(plain, subject, day)


def _text(message: EmailMessage, kind: str) -> str:
    """The parts of a kind of text, together."""
    texts = []
    for part in message.walk():
        if part.get_content_type() != f"text/{kind}":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            texts.append(_decoded(payload, part.get_content_charset()))
    return "\n".join(texts)


def _decoded(payload: bytes, charset: str | None) -> str:
    if charset and charset.lower() not in _SLOW:
        with suppress(LookupError, ValueError):  # a NUL in the name, too
            return payload.decode(charset)
    return decode_bytes(payload).text


def read_maildir(path: Path, name: str) -> Iterator[Paper | Problem]:
    """Yield the papers that the messages of a Maildir list, in the order of arrival.

    A message that cannot be read is a problem, and so is how many list none.
    """
    number = silent = 0
    for number, file in enumerate(files_of_maildir(path), 1):
        try:
            with open_file(file) as stream:
                data = stream.read(LARGEST)
        except OSError as error:
            yield Problem(
                f"{name}/{file.parent.name}", f"{file.name}: {error.strerror}"
            )
            continue
        found = list(read_message(data, f"{name}:message {number}"))
        silent += not found
        yield from found
    if silent:
        yield Problem(name, f"{silent} of {number} messages list no papers")

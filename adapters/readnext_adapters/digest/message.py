"""The message of an issue: its headers and parts (RFC 5322, 2045, 2919, 3834)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from readnext.digest.content import Content, subject
from readnext.digest.outbox import Message
from readnext_adapters.digest import htmlbody, plainbody
from readnext_adapters.digest.cards import mail_link
from readnext_adapters.digest.excerpts import shortened
from readnext_adapters.digest.feedback_mails import unsubscribe_subject
from readnext_adapters.exports import bibtex
from readnext_adapters.exports.math_text import show_math
from readnext_adapters.parsing.safe_text import plain

# RFC 2045, 6.7: lines of at most 76; two are left for an encoded dot.
_POLICY = SMTP.clone(max_line_length=74)
# ASCII in short lines, which every mail server passes on unchanged.
_ENCODING = "quoted-printable"
_SUBJECT = 150
_LOCAL = "localhost"


def compose(content: Content) -> Message:
    """Return the message of an issue, ready for delivery.

    It contains the issue as text and HTML and, if there are papers, their
    bibliography. Its Message-ID depends on the profile, the day, the part and the
    recipient only.
    """
    message = EmailMessage(_POLICY)
    message_id = _message_id(content)
    for name, value in _headers(content, message_id):
        message[name] = value
    message.set_content(plainbody.render(content), cte=_ENCODING)
    html = htmlbody.render(content)
    message.add_alternative(html, subtype="html", cte=_ENCODING)
    _write_out_dots(message)
    if content.answer.suggestions:
        message.add_attachment(
            bibtex.render(content.answer).encode("utf-8", "replace"),
            maintype="application",
            subtype="x-bibtex",
            filename="next.bib",
        )
    _set_boundaries(message, content.token)
    addresses = (content.sender, content.recipient)
    return Message(message_id, *addresses, message.as_bytes(), content.secret)


def _message_id(content: Content) -> str:
    domain = content.sender.rpartition("@")[2] or _LOCAL
    return f"<{content.token}.{content.made.date():%Y%m%d}@{domain}>"


def _headers(content: Content, message_id: str) -> list[tuple[str, object]]:
    """The headers in the order in which they are written."""
    label = re.sub(r"[^A-Za-z0-9-]", "-", content.profile)
    return [
        ("Subject", shortened(show_math(plain(subject(content))), _SUBJECT)),
        ("From", Address("readnext", addr_spec=content.sender)),
        ("To", Address(addr_spec=content.recipient)),
        ("Date", content.made),
        ("Message-ID", message_id),
        # RFC 2919, 3: a list that is not managed by a domain is of localhost.
        ("List-Id", f"<{label}.readnext.{_LOCAL}>"),
        ("Auto-Submitted", "auto-generated"),
        *_unsubscribing(content),
    ]


def _unsubscribing(content: Content) -> Iterator[tuple[str, object]]:
    """How a mail program ends the digest (RFC 2369, 3.2)."""
    if content.feedback and content.secret:
        subject = unsubscribe_subject(content.secret)
        yield "List-Unsubscribe", f"<{mail_link(content.feedback, subject)}>"


def _write_out_dots(message: EmailMessage) -> None:
    """Encode dots at line starts: to sendmail, a lone dot ends the message."""
    for part in message.walk():
        body = part.get_payload()
        if isinstance(body, str):
            part.set_payload(re.sub(r"(?m)^\.", "=2E", body))


def _set_boundaries(message: EmailMessage, token: str) -> None:
    """Set boundaries that are the same each time; no part contains "=_"."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{token}_{number}")

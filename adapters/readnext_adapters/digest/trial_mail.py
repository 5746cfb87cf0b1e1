"""A test mail: an issue that is marked as such and goes to its sender."""

from __future__ import annotations

import email
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import make_msgid

from readnext.digest.outbox import Message


def marked_as_test(mail: Message) -> Message:
    """Return an issue as a test mail, under a Message-ID of its own."""
    message = email.message_from_bytes(mail.data, policy=SMTP)
    message_id = make_msgid(domain=mail.sender.rpartition("@")[2] or "localhost")
    changes = {
        "Subject": f"[test] {message['Subject']}",
        "To": Address(addr_spec=mail.sender),
        "Message-ID": message_id,
    }
    for name, value in changes.items():
        message.replace_header(name, value)
    return Message(message_id, mail.sender, mail.sender, message.as_bytes())

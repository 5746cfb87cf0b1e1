"""Answers to earlier issues, read from the mailbox of the settings before a new one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from readnext.errors import InputError, NetworkError, OfflineError
from readnext.history.answers import Recorded, note_read, read_until, record_answers
from readnext.history.store import History
from readnext.settings import user_settings
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note
from readnext_adapters.delivery.password import IMAP, password_in
from readnext_adapters.inbox.imap_url import (
    MailboxAddress,
    checked_folder,
    parse_mailbox,
)

if TYPE_CHECKING:
    from readnext_adapters.inbox.imap_inbox import NewMails


def answers_are_read() -> bool:
    """Tell whether the settings name a mailbox."""
    return bool(user_settings().feedback.get("imap"))


def mailbox() -> tuple[MailboxAddress, str, str]:
    """Return the mailbox of the settings, its password, and the folder to move to.

    The folder is "" where mails are only marked as read. Raises InputError if something
    is wrong or missing.
    """
    settings = user_settings()
    found = settings.feedback
    place = settings.source.place("feedback", "imap")
    try:
        address = parse_mailbox(found["imap"])
        folder = checked_folder(found.get("move-to", ""), "feedback.move-to")
    except InputError as error:
        raise InputError(f"{place}: {error}") from None
    return address, password_in(IMAP), folder


def read_answers(history: History, now: dt.datetime) -> tuple[str, ...]:
    """Record answers that came by mail; return what an issue says if that failed."""
    if not answers_are_read():
        return ()
    try:
        options.need_network("reading answers")
        taken = _taken(history, now)
    except OfflineError:
        return ("Answers by mail were not read, since --offline was given.",)
    except (InputError, NetworkError) as error:
        note(f"answers by mail were not read: {error}")
        return (f"Answers by mail could not be read: {error}.",)
    say_ended(taken)
    return ()


def say_ended(taken: Recorded) -> None:
    """Say which digests were ended by mail."""
    for profile, recipient in taken.ended:
        note(
            f"{recipient} unsubscribed from the digest {profile!r} and gets no more "
            "issues; 'readnext digest --resume' undoes that"
        )


def _taken(history: History, now: dt.datetime) -> Recorded:
    """Read the new mails, record what they say, and mark those that count."""
    from readnext_adapters.digest.feedback_mails import answer_in
    from readnext_adapters.inbox.imap_inbox import open_inbox

    address, password, folder = mailbox()
    with open_inbox(address, password) as inbox:
        new = inbox.new_mails(read_until(history, address.key))
        read = {uid: answer_in(text, now) for uid, text in new.headers.items()}
        answers = {
            uid: replace(one, mail=one.mail or _name(address, new, uid))
            for uid, one in read.items()
            if one
        }
        taken = record_answers(history, answers.values(), proven=True)
        done = set(map(id, taken.counted))
        inbox.settle([u for u, one in answers.items() if id(one) in done], folder)
        note_read(history, address.key, new.validity, new.last)
    return taken


def _name(address: MailboxAddress, new: NewMails, uid: int) -> str:
    """The name of a mail that has no Message-ID."""
    return f"{address.key} {new.validity} {uid}"

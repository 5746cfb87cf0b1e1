"""Reads the headers of new mails in a mailbox on a server, and marks mails as done."""

from __future__ import annotations

import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from readnext.errors import NetworkError
from readnext_adapters.bounded_socket import TooMuch
from readnext_adapters.delivery.smtp_errors import certificate_advice
from readnext_adapters.inbox.imap_connection import ImapConnection
from readnext_adapters.inbox.imap_url import MailboxAddress
from readnext_adapters.parsing.safe_text import plain

_MOST = 2000  # mails of one run; the next one reads on
_TOGETHER = 50  # mails of one command
_HEADERS = "BODY.PEEK[HEADER.FIELDS (SUBJECT DATE MESSAGE-ID)]<0.65536>"
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SHOWN = 200  # characters of a server's reply
# The mails that are about readnext; what they say is looked at here.
_SEARCH = ("SUBJECT", '"readnext"', "UNDELETED")


@dataclass(frozen=True, slots=True)
class NewMails:
    """Headers by the numbers of their mails.

    `last` is the number up to which the mailbox was read, by the numbering `validity`.
    """

    headers: dict[int, bytes]
    validity: int
    last: int


class Inbox:
    """A mailbox that is open."""

    def __init__(self, connection: ImapConnection) -> None:
        self._imap = connection
        # imaplib forgets what a server told once it is asked for it.
        self._validity = self._number("UIDVALIDITY")
        self._next = self._number("UIDNEXT")

    def new_mails(self, known: tuple[int, int] | None) -> NewMails:
        """Return mails after those that are known, by validity and last number.

        None are known at first, or where the server has new numbers for its mails.
        """
        same = known is not None and known[0] == self._validity
        first = known[1] + 1 if known and same else 1
        found = self._uid("SEARCH", "UID", f"{first}:*", *_SEARCH)
        words = b" ".join(one for one in found if isinstance(one, bytes)).split()
        uids = sorted({int(word) for word in words if word.isdigit()})
        # "9:*" also finds the last mail where that is mail 8.
        uids = [uid for uid in uids if uid >= first]
        some = uids[:_MOST]
        whole = len(some) == len(uids)
        newest = self._next - 1 if whole else 0
        last = max(first - 1, newest, *some)
        return NewMails(dict(self._headers(some)), self._validity, last)

    def _headers(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        for start in range(0, len(uids), _TOGETHER):
            some = uids[start : start + _TOGETHER]
            found = self._uid("FETCH", ",".join(map(str, some)), f"(UID {_HEADERS})")
            for place, piece in enumerate(found):
                if not isinstance(piece, tuple):
                    continue
                # The number is before the headers, or behind them.
                after = found[place + 1] if place + 1 < len(found) else b""
                around = (piece[0], after if isinstance(after, bytes) else b"")
                uid = next(filter(None, map(_UID.search, around)), None)
                if uid and int(uid[1]) in some:
                    yield int(uid[1]), piece[1]

    def settle(self, uids: Sequence[int], move_to: str) -> None:
        """Mark mails as read, or move them to a folder, made if there is none."""
        for start in range(0, len(uids), _TOGETHER):
            some = ",".join(map(str, uids[start : start + _TOGETHER]))
            self._uid("STORE", some, "+FLAGS.SILENT", r"(\Seen)")
            if move_to:
                self._move(some, _quoted(move_to))

    def _move(self, uids: str, folder: str) -> None:
        try:
            self._move_to(uids, folder)
        except imaplib.IMAP4.error as error:
            if "TRYCREATE" not in str(
                error
            ):  # RFC 9051, 6.4.7: there is no such folder
                raise
            status, said = self._imap.create(folder)
            if status != "OK":
                raise imaplib.IMAP4.error(said[-1]) from error
            self._imap.subscribe(folder)  # so that mail programs show it
            self._move_to(uids, folder)

    def _move_to(self, uids: str, folder: str) -> None:
        if "MOVE" in self._imap.capabilities:
            self._uid("MOVE", uids, folder)
            return
        self._uid("COPY", uids, folder)
        self._uid("STORE", uids, "+FLAGS.SILENT", r"(\Deleted)")
        # A plain EXPUNGE would also remove what the user has marked as deleted.
        if "UIDPLUS" in self._imap.capabilities:
            self._uid("EXPUNGE", uids)

    def _uid(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes]]:
        status, found = self._imap.uid(command, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(found[-1] if found else command)
        return [one for one in found if isinstance(one, bytes | tuple)]

    def _number(self, name: str) -> int:
        """A number that the server told with the mailbox, 0 if it did not."""
        _, found = self._imap.response(name)
        said = found[-1] if found else None
        return int(said) if isinstance(said, bytes) and said.isdigit() else 0


@contextmanager
def open_inbox(address: MailboxAddress, password: str) -> Iterator[Inbox]:
    """Open a mailbox on a server; NetworkError for whatever goes wrong meanwhile."""
    with _translated_errors(address, password):
        connection = ImapConnection(address)
        try:
            _log_in(connection, address.user, password)
            status, said = connection.select(_quoted(address.folder))
            if status != "OK":
                raise imaplib.IMAP4.error(said[-1])
            yield Inbox(connection)
            with suppress(imaplib.IMAP4.error, OSError, TooMuch):
                connection.logout()
        finally:
            with suppress(OSError):
                connection.shutdown()


def _log_in(connection: ImapConnection, user: str, password: str) -> None:
    if "AUTH=PLAIN" in connection.capabilities:
        credentials = f"\0{user}\0{password}".encode()
        connection.authenticate("PLAIN", lambda _: credentials)
    else:
        connection.login(_quoted(user), password)


def _quoted(text: str) -> str:
    """A text as a quoted string (RFC 3501, 4.3)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def _translated_errors(address: MailboxAddress, password: str) -> Iterator[None]:
    """Translate errors of the server and the network into NetworkError."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError, TooMuch, UnicodeError) as error:
        text = _reason(error)
        for secret in (password, _credentials(address.user, password)):
            text = text.replace(secret, "***")
        raise NetworkError(f"{address.name}: {text}") from None


def _credentials(user: str, password: str) -> str:
    return base64.b64encode(f"\0{user}\0{password}".encode()).decode()


def _reason(error: Exception) -> str:
    """An error in plain words."""
    if isinstance(error, TooMuch):
        return "it sends a reply without end"
    if isinstance(error, ssl.SSLCertVerificationError):
        return certificate_advice(error)
    if isinstance(error, ssl.SSLError):
        said = (error.reason or str(error)).replace("_", " ").lower()
        return f"TLS failed ({said}); a server with STARTTLS (port 143) is imap://"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "timed out"
    if isinstance(error, socket.gaierror):
        return f"no such host ({error.strerror})"
    if isinstance(error, UnicodeError):
        return "it accepts only ASCII passwords"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"refused: {plain(text)[:_SHOWN]}"

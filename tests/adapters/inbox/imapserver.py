"""A real IMAP server on this machine, Twisted's, with the mails of a test in memory.

    python imapserver.py MAILDIR USER PASSWORD [CERTIFICATE KEY]

It prints its port. With a certificate it offers STARTTLS and listens with TLS from the
start on a second port. Its folders are INBOX, with the mails of a Maildir in order of
their names, and Done, which is empty.
"""

from __future__ import annotations

import email
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message as Mail
from mailbox import Maildir
from typing import Any, Protocol, cast

from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
from twisted.cred.portal import IRealm, Portal
from twisted.internet import defer, protocol, reactor, ssl
from twisted.mail import imap4
from zope.interface import implementer  # type: ignore[import-untyped]


class Numbers(Protocol):
    """Numbers of mails that a client names; "*" is the `last` one."""

    last: int

    def __contains__(self, number: int) -> bool: ...


class Message:
    """A mail with its number and flags."""

    def __init__(self, data: bytes, uid: int) -> None:
        self._mail: Mail = email.message_from_bytes(data)
        self._data = data
        self.uid = uid
        self.flags: set[str] = set()

    def getHeaders(self, negate: bool, *names: object) -> dict[str, str]:
        wanted = {
            (n.decode() if isinstance(n, bytes) else str(n)).lower() for n in names
        }
        return {
            name.lower(): _ascii(str(value))
            for name, value in self._mail.items()
            if (name.lower() in wanted) != negate
        }

    def getBodyFile(self) -> io.BytesIO:
        return io.BytesIO(self._data.partition(b"\n\n")[2])

    def getSize(self) -> int:
        return len(self._data)

    def isMultipart(self) -> bool:
        return False

    def getUID(self) -> int:
        return self.uid

    def getFlags(self) -> list[str]:
        return sorted(self.flags)

    def getInternalDate(self) -> str:
        return "01-Jan-2026 00:00:00 +0000"


def _ascii(value: str) -> str:
    """A header that Twisted can send: it closes the connection for other letters."""
    return " ".join(value.split()).encode("ascii", "replace").decode()


class Folder:
    """A folder of messages."""

    def __init__(self, mails: Iterable[bytes], validity: int) -> None:
        self.messages = [Message(data, n) for n, data in enumerate(mails, 1)]
        self._validity = validity
        self._next = len(self.messages) + 1

    def getUIDValidity(self) -> int:
        return self._validity

    def getUIDNext(self) -> int:
        return self._next

    def getUID(self, number: int) -> int:
        return self.messages[number - 1].uid

    def getMessageCount(self) -> int:
        return len(self.messages)

    def getRecentCount(self) -> int:
        return 0

    def getUnseenCount(self) -> int:
        return sum("\\Seen" not in one.flags for one in self.messages)

    def getFlags(self) -> list[str]:
        return ["\\Seen", "\\Deleted"]

    def getHierarchicalDelimiter(self) -> str:
        return "/"

    def isWriteable(self) -> bool:
        return True

    def addListener(self, listener: object) -> None:
        pass

    def removeListener(self, listener: object) -> None:
        pass

    def addMessage(
        self, body: io.BytesIO, flags: Iterable[str] = (), date: object = None
    ) -> object:
        message = Message(body.read(), self._next)
        message.flags |= set(flags)
        self.messages.append(message)
        self._next += 1
        return defer.succeed(message.uid)

    def expunge(self) -> list[int]:
        gone = [one for one in self.messages if "\\Deleted" in one.flags]
        self.messages = [one for one in self.messages if one not in gone]
        return [one.uid for one in gone]

    def _chosen(self, which: Numbers, uid: bool) -> Iterator[tuple[int, Message]]:
        which.last = max((one.uid for one in self.messages), default=0)
        for number, one in enumerate(self.messages, 1):
            if (one.uid if uid else number) in which:
                yield number, one

    def fetch(self, which: Numbers, uid: bool) -> list[tuple[int, Message]]:
        return list(self._chosen(which, uid))

    def store(
        self, which: Numbers, flags: Iterable[str], mode: int, uid: bool
    ) -> Mapping[int, list[str]]:
        said = {}
        for number, one in self._chosen(which, uid):
            one.flags = one.flags | set(flags) if mode >= 0 else one.flags - set(flags)
            said[number] = one.getFlags()
        return said


class Account(imap4.MemoryAccountWithoutNamespaces):
    """The account of the one user."""


@implementer(IRealm)
class Realm:
    """Gives the account to who is let in."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def requestAvatar(self, name: bytes, mind: object, *wanted: object) -> object:
        return imap4.IAccount, self._account, lambda: None


class Server(imap4.IMAP4Server):
    """A connection of a client."""

    def search_SUBJECT(self, query: list[bytes], number: int, message: Message) -> bool:
        """Twisted 26.10 looks for bytes in a str here."""
        word = query.pop(0).decode().lower()
        return word in message.getHeaders(False, "subject").get("subject", "").lower()


class _ANY:
    """What Twisted declares without types, or with the types of zope.interface."""

    Account: Any = Account
    Server: Any = Server
    Portal: Any = Portal
    Context: Any = ssl.DefaultOpenSSLContextFactory
    reactor: Any = reactor


def main(folder: str, user: str, password: str, *certificate: str) -> None:
    """Serve until the process is ended."""
    box = Maildir(folder)
    account = _ANY.Account(user)
    # Names of files say when they were made, in digits of any number.
    mails = sorted(map(box.get_bytes, box.keys()))
    account.addMailbox("INBOX", Folder(mails, 7))
    account.addMailbox("Done", Folder([], 8))
    known = InMemoryUsernamePasswordDatabaseDontUse()
    known.addUser(user.encode(), password.encode())
    door = _ANY.Portal(Realm(account))
    door.registerChecker(known)
    context = _ANY.Context(*reversed(certificate)) if certificate else None

    class Factory(protocol.Factory):
        def buildProtocol(self, _: object) -> Server:
            server = _ANY.Server(contextFactory=context)
            server.portal = door
            return cast(Server, server)

    listen = _ANY.reactor
    ports = [listen.listenTCP(0, Factory(), interface="127.0.0.1")]
    if context:
        ports.append(listen.listenSSL(0, Factory(), context, interface="127.0.0.1"))
    sys.stdout.write(" ".join(str(one.getHost().port) for one in ports) + "\n")
    sys.stdout.flush()
    listen.run()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Sockets with one limit of time and one of size for all that is sent and received.

`http.client` and `smtplib` only limit the wait for each read, so that a server which
sends a byte now and then, or lines without end, is never done. Here each read and write
gets what is left of the whole time, and every byte received counts, whichever part of a
protocol it belongs to.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

    # What socket.getaddrinfo returns: family, kind, protocol, name, address.
    AddressInfo = tuple[int, int, int, str, tuple[str | int, ...]]

_SHORTEST = 0.001  # 0 would make a socket non-blocking


class TooMuch(Exception):
    """A peer sends more than it may."""


@dataclass(slots=True)
class Budget:
    """What is left of the time, until `deadline` of `clock`, and of the bytes.

    `pause` is the longest wait for a single read or write, in seconds.
    """

    deadline: float = 0.0
    pause: float = 0.0
    bytes_left: int = 0
    clock: Callable[[], float] = time.monotonic

    def left(self) -> float:
        """Return the seconds until the deadline; raise TimeoutError after it."""
        left = self.deadline - self.clock()
        if left < 0:
            raise TimeoutError("timed out")
        return left

    def wait(self) -> float:
        """Return the timeout of the next read or write; raise TimeoutError if over."""
        return max(min(self.pause, self.left()), _SHORTEST)

    def count(self, size: int) -> None:
        """Count bytes that were received; raise TooMuch if they are too many."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise TooMuch


class _Bounded(socket.socket):
    """Bounds reads and writes as soon as it has a budget."""

    budget: Budget | None = None

    def _begin(self) -> None:
        if self.budget is not None:
            self.settimeout(self.budget.wait())

    def _count(self, size: int) -> int:
        if self.budget is not None:
            self.budget.count(size)
        return size

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Receive at most so many bytes, within the budget."""
        self._begin()
        data = super().recv(buflen, flags)
        self._count(len(data))
        return data

    def recv_into(
        self, buffer: WriteableBuffer, nbytes: int | None = 0, flags: int = 0
    ) -> int:
        """Receive into a buffer, within the budget."""
        self._begin()
        return self._count(super().recv_into(buffer, nbytes or 0, flags))

    def send(self, data: ReadableBuffer, flags: int = 0) -> int:
        """Send as much as the connection takes, within the budget."""
        self._begin()
        return super().send(data, flags)

    def sendall(self, data: ReadableBuffer, flags: int = 0) -> None:
        """Send all of the data, within the budget."""
        view = memoryview(data).cast("B")
        while view:
            view = view[self.send(view, flags) :]


class BoundedSocket(_Bounded):
    """A plain socket with a budget."""


class BoundedTlsSocket(_Bounded, ssl.SSLSocket):
    """A TLS socket with a budget, which it has from after the handshake on.

    The handshake has the timeout of the plain socket, as a whole.
    """


def bounded_tls(context: ssl.SSLContext) -> ssl.SSLContext:
    """Have a context make sockets that can have a budget; return it."""
    context.sslsocket_class = BoundedTlsSocket
    return context


def adopt(sock: object, budget: Budget) -> None:
    """Give a socket its budget."""
    if isinstance(sock, _Bounded):
        sock.budget = budget


def look_up(host: str, port: int, family: int, seconds: float) -> list[AddressInfo]:
    """Return the addresses of a host; raise TimeoutError after so many seconds.

    The system's look-up cannot be interrupted, so it runs in a thread of its own.
    Raises socket.gaierror if there is no such host.
    """
    found: list[AddressInfo] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM))  # type: ignore[arg-type]
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True, name="readnext look-up")
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if thread.is_alive():
        raise TimeoutError(f"the look-up of {host} takes too long")
    return found


def connect_to(
    addresses: list[AddressInfo],
    budget: Budget,
    timeout: float,
    options: list[tuple[int, int, int | bytes]] | None = None,
) -> BoundedSocket:
    """Connect to the first address that answers; each has `timeout` seconds at most.

    Raises OSError, TimeoutError included, if none does.
    """
    failure: OSError | None = None
    for family, kind, protocol, _, address in addresses:
        sock = BoundedSocket(family, kind, protocol)
        try:
            for option in options or ():
                sock.setsockopt(*option)
            sock.settimeout(max(min(timeout, budget.left()), _SHORTEST))
            sock.connect(address)
        except OSError as error:
            sock.close()
            failure = error
        except BaseException:
            sock.close()
            raise
        else:
            adopt(sock, budget)
            return sock
    raise failure or OSError("there is no address to connect to")

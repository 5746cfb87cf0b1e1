"""A TCP server whose answers follow no protocol, unless a test wants them to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Behave = Callable[[socket.socket], None]


class RawServer:
    """Lets `behave` answer each connection after its request was read."""

    def __init__(self, behave: Behave, *, reads: bool = True) -> None:
        self._behave = behave
        self._reads = reads
        self._open: list[socket.socket] = []
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[RawServer]:
        threading.Thread(target=self._serve, daemon=True).start()
        try:
            yield self
        finally:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(
                    target=self._answer, args=(connection,), daemon=True
                ).start()

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            data = b""
            while self._reads and b"\r\n\r\n" not in data:
                if not (block := connection.recv(4096)):
                    return
                data += block
            self._behave(connection)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

"""Running a user's command with limits of time and output."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

_KEPT = 1 << 16  # bytes of output that are returned
_MOST = 1 << 20  # bytes of output after which a command is killed
_BLOCK = 1 << 12
_GRACE = 1.0  # seconds to read what is left after the command has ended


class TakesTooLong(Exception):
    """A command did not end in time, and was killed."""


class WritesTooMuch(Exception):
    """A command wrote more than it may, and was killed."""


@dataclass(slots=True)
class _Output:
    """The start of an output, and its size."""

    data: bytearray = field(default_factory=bytearray)
    size: int = 0


def run_bounded(
    command: Sequence[str],
    timeout: float,
    *,
    output: str,
    data: bytes | None = None,
    begin: Callable[[], object] = lambda: None,
) -> tuple[int, bytes]:
    """Return the exit status of a command, and the start of an output of it.

    `output` is "stdout" (the errors go to the terminal) or "stderr" (the rest is
    discarded); `data` is its standard input, the user's own if None; `begin` is called
    once it runs. Raises OSError if it cannot be run, TakesTooLong or WritesTooMuch if
    it was killed. A process that it left behind is not waited for.
    """
    pipes = {output: subprocess.PIPE}
    if output == "stderr":
        pipes["stdout"] = subprocess.DEVNULL
    if data is not None:
        pipes["stdin"] = subprocess.PIPE
    process = subprocess.Popen(list(command), **pipes)  # type: ignore[call-overload]
    try:
        begin()
    except BaseException:
        _end(process)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
        raise
    try:
        return _followed(process, getattr(process, output), data, timeout)
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _followed(
    process: subprocess.Popen[bytes],
    stream: IO[bytes],
    data: bytes | None,
    timeout: float,
) -> tuple[int, bytes]:
    found = _Output()
    end = time.monotonic() + timeout
    reader = _thread(lambda: _drain(process, stream, found))
    if data is not None:
        _thread(lambda: _feed(process, data))
    try:
        status = process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise TakesTooLong from None
    reader.join(max(min(_GRACE, end - time.monotonic()), 0.0))
    if found.size > _MOST:
        raise WritesTooMuch
    return status, bytes(found.data)


def _thread(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _drain(process: subprocess.Popen[bytes], stream: IO[bytes], found: _Output) -> None:
    """Read the output to its end; kill the command if there is too much of it."""
    with stream:
        while block := stream.read1(_BLOCK):  # type: ignore[attr-defined]
            found.size += len(block)
            found.data += block[: _KEPT - len(found.data)]
            if found.size > _MOST:
                process.kill()
                return


def _feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Write the standard input; a command may end without reading it."""
    with suppress(OSError), process.stdin as stdin:  # type: ignore[union-attr]
        stdin.write(data)

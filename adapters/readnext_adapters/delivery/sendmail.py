"""Delivery by a program that takes a message on standard input: sendmail, msmtp."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, InputError, UnknownDeliveryError
from readnext_adapters.delivery.retries import pauses_between

_TIMEOUT = 600.0  # seconds
_TRIES = 3
_TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: try again later
_KILLED = 128  # exit status of a shell, plus the signal that ended the program
_SHOWN = 200  # characters of its error output


@dataclass(frozen=True, slots=True)
class SendmailTransport:
    """Delivery by one command."""

    program: Sendmail
    needs_network: bool = True
    user: str = ""
    pauses: tuple[float, ...] = pauses_between(_TRIES)

    def opened(self) -> Sendmail:
        """Return the program."""
        return self.program


def transport(target: str) -> SendmailTransport:
    """Return the transport by a command; InputError if it names no program."""
    return SendmailTransport(Sendmail(target))


class Sendmail:
    """A program with its arguments, run without a shell."""

    def __init__(self, command: str, timeout: float = _TIMEOUT) -> None:
        try:
            self._command = shlex.split(command)
        except ValueError as error:
            raise InputError(f"--sendmail: {error}") from error
        if not self._command:
            raise InputError("--sendmail: names no program, as 'sendmail -t -i'")
        self._timeout = timeout

    def __call__(self, message: Message, begin: Callable[[], object]) -> None:
        """Send a message; see `readnext.digest.outbox.Send`.

        Exit status 0 means that it was accepted, any other that it was not. If the
        program is killed by a signal or times out, the delivery status is unknown.
        """
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise DeliveryError(f"{self._name}: {error.strerror or error}") from error
        with process:
            try:
                begin()
                status, output = self._fed(process, message.data)
            except BaseException:
                process.kill()
                raise
        if status < 0 or status > _KILLED:
            raise UnknownDeliveryError(
                f"{self._name}: killed by a signal; the message may have been "
                f"delivered{output}"
            )
        if status:
            raise DeliveryError(
                f"{self._name}: exit status {status}{output}",
                temporary=status == _TEMPORARY,
            )

    def _fed(self, process: subprocess.Popen[bytes], message: bytes) -> tuple[int, str]:
        """Pass the message to the program; return its exit status and error output."""
        # These programs expect the line ends of the system.
        lines = message.replace(b"\r\n", b"\n")
        try:
            _, errors = process.communicate(lines, timeout=self._timeout)
        except subprocess.TimeoutExpired:
            raise UnknownDeliveryError(
                f"{self._name}: no exit within {self._timeout:g} s, so it was killed; "
                "the message may have been delivered"
            ) from None
        text = " ".join(errors.decode("utf-8", "replace").split())[:_SHOWN]
        text = "".join(char for char in text if char.isprintable())
        return process.returncode, f" ({text})" if text else ""

    @property
    def _name(self) -> str:
        return self._command[0]

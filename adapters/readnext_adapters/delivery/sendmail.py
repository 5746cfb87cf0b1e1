"""Delivery by a program that takes a message on standard input: sendmail, msmtp."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, InputError, UnknownDeliveryError
from readnext_adapters.bounded_command import TakesTooLong, WritesTooMuch, run_bounded
from readnext_adapters.delivery.retries import pauses_between
from readnext_adapters.parsing.safe_text import plain

_TIMEOUT = 600.0  # seconds
_TRIES = 3
_TEMPORARY = 75  # EX_TEMPFAIL of sysexits.h: try again later
_KILLED = 128  # exit status of a shell, plus the signal that ended the program
_FOLDERS = "/usr/sbin:/usr/lib:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin"
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

    def check(self) -> None:
        """Raise InputError if the program cannot be found."""
        self.program.check()


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
        # A scheduler's PATH lacks the folder where sendmail usually is.
        found = shutil.which(self._name) or shutil.which(self._name, path=_FOLDERS)
        self._program = found or self._name

    def check(self) -> None:
        """Raise InputError if the program cannot be found."""
        if not shutil.which(self._program):
            raise InputError(
                f"--sendmail: {self._name}: no such program in PATH "
                f"({os.environ.get('PATH', '')}); write its whole path"
            )

    def __call__(self, message: Message, begin: Callable[[], object]) -> None:
        """Send a message; see `readnext.digest.outbox.Send`.

        Exit status 0 means that it was accepted, any other that it was not. If the
        program is killed by a signal or times out, the delivery status is unknown.
        """
        # These programs expect the line ends of the system.
        lines = message.data.replace(b"\r\n", b"\n")
        try:
            status, errors = run_bounded(
                [self._program, *self._command[1:]],
                self._timeout,
                output="stderr",
                data=lines,
                begin=begin,
            )
        except OSError as error:
            raise DeliveryError(f"{self._name}: {error.strerror or error}") from error
        except TakesTooLong:
            raise self._killed(f"no exit within {self._timeout:g} s") from None
        except WritesTooMuch:
            raise self._killed("it writes errors without end") from None
        text = plain(errors.decode("utf-8", "replace"))[:_SHOWN]
        output = f" ({text})" if text else ""
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

    def _killed(self, why: str) -> UnknownDeliveryError:
        return UnknownDeliveryError(
            f"{self._name}: {why}, so it was killed; the message may have been "
            "delivered"
        )

    @property
    def _name(self) -> str:
        return self._command[0]

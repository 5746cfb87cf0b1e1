"""Transports: how a message is delivered, as the user names it.

A kind of delivery is a module with the names of `Delivery`; `DELIVERIES` lists
readnext's own. Other packages add theirs by the entry-point group
``readnext.deliveries``; the user names them as ``NAME:TARGET``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, runtime_checkable

from readnext.digest.outbox import Send
from readnext.errors import InputError
from readnext_adapters.plugin_check import call_misfit, misfit
from readnext_adapters.plugins import Registry


class Transport(Protocol):
    """One way to deliver messages, not yet opened."""

    @property
    def needs_network(self) -> bool:
        """Tell whether it opens a connection or runs a program."""

    @property
    def user(self) -> str:
        """The user name to log in with, "" for none."""

    @property
    def pauses(self) -> tuple[float, ...]:
        """Seconds to wait between attempts."""

    def opened(self) -> Send:
        """Open it for sending; InputError if a password is missing."""


@runtime_checkable
class Delivery(Protocol):
    """A kind of delivery."""

    def transport(self, target: str, /) -> Transport:
        """Return the transport to a target, e.g. a URL; InputError if it is invalid."""


DELIVERIES: Registry[Delivery] = Registry(
    "readnext.deliveries",
    {
        "smtp": "readnext_adapters.delivery.smtp",
        "sendmail": "readnext_adapters.delivery.sendmail",
        "file": "readnext_adapters.delivery.file",
    },
    Delivery,
)


def transport_of(
    smtp: str | None, sendmail: str | None, output: Path | None, via: str | None = None
) -> Transport:
    """Return the transport that is named: one argument is not None.

    `via` is ``NAME:TARGET``. Raises InputError if the target is invalid.
    """
    if smtp is not None:
        return DELIVERIES["smtp"].transport(smtp)
    if sendmail is not None:
        return DELIVERIES["sendmail"].transport(sendmail)
    if via is None:
        return DELIVERIES["file"].transport(str(output))
    name, _, target = via.partition(":")
    try:
        delivery = DELIVERIES[name]
    except KeyError:
        known = ", ".join(DELIVERIES)
        raise InputError(f"--via: no delivery {name!r}; there are {known}") from None
    made = delivery.transport(target)
    if wrong := misfit(made, Transport):
        raise InputError(f"--via: the plug-in {name} gives no transport: {wrong}")
    return made


def open_transport(transport: Transport) -> Send:
    """Open a transport for sending, see `Transport.opened`.

    Raises InputError if a plug-in returns what cannot send.
    """
    send = transport.opened()
    if wrong := call_misfit(send, Send.__call__):
        raise InputError(f"--via: what the plug-in opened {wrong}")
    return send

"""The transport, the sender and the recipients of a digest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.digest.profiles import TRANSPORTS
from readnext_adapters.cli.output_files import refuse_to_overwrite
from readnext_adapters.cli.typed_arguments import typed

if TYPE_CHECKING:
    from readnext_adapters.delivery.transports import Transport


def chosen_transport(
    ctx: click.Context, libraries: tuple[str, ...], catalog: Path | None
) -> Transport:
    """Return the transport that was typed or that the profile has.

    A preview needs none. Raises UsageError for several, and for none elsewhere.
    """
    from readnext_adapters.delivery.transports import transport_of

    chosen = TRANSPORTS & typed(ctx).keys()
    # What is typed replaces the transport of the profile.
    values = {
        name: value
        for name in TRANSPORTS
        if (value := ctx.params[name]) is not None and (not chosen or name in chosen)
    }
    if len(values) > 1 or not (values or ctx.params["dry_run"]):
        raise click.UsageError(
            "choose one transport: --smtp URL, --sendmail CMD, --output FILE.eml or "
            "--via NAME:TARGET (or --dry-run for a preview)"
        )
    smtp, sendmail, output, via = map(values.get, ("smtp", "sendmail", "output", "via"))
    refuse_to_overwrite(output, libraries=libraries, catalog=catalog)
    return transport_of(smtp, sendmail, output, via)


def sender_of(given: str | None, transport: Transport) -> str:
    """Return the sender that was given, or else the user of the transport."""
    from readnext_adapters.digest.mailaddress import default_sender, mail_address

    sender = given or os.environ.get("READNEXT_FROM", "").strip()
    if not sender:
        return default_sender(transport.user)
    return mail_address(sender, "--from")


def recipients_of(to: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses to send to, each once; domains are the same in any case."""
    from readnext_adapters.digest.mailaddress import mail_address

    parts = [mail_address(one, "--to").rpartition("@") for one in to]
    known = {
        (local.casefold(), domain.lower()): f"{local}@{domain.lower()}"
        for local, _, domain in reversed(parts)
    }
    return tuple(reversed(known.values()))

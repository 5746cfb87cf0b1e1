"""Sending suggestions into a collection of the running Zotero, and taking them back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.plurals import counted
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.zotero_known import (
    lacked,
    zotero_entries,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readnext.suggestion import Answer
    from readnext_adapters.destinations.zoteroitems import NewItem
    from readnext_adapters.destinations.zoterolocal import ZoteroLocal


def has_local_api() -> bool:
    """Tell whether the running Zotero has a local API that writes; note why not."""
    from readnext_adapters.destinations.zoterolocal import OldZoteroError, ZoteroLocal

    try:
        with ZoteroLocal():
            return True
    except OldZoteroError as error:
        note(
            f"{error}, so the papers will go into the collection that is selected in "
            "its window"
        )
        return False


def send_to_collection(
    answer: Answer, collection: str, tag: str, *, yes: bool, dry_run: bool
) -> int:
    """Write suggestions into a collection of the running Zotero, or only print them.

    Returns how many were added. Raises OldZoteroError where it cannot be written to,
    before anything is; UserError if not all of them were added.
    """
    from readnext_adapters.destinations.zoterolocal import ZoteroLocal

    with ZoteroLocal() as zotero:
        entries = zotero_entries("zotero:")
        answer, used = lacked(answer, entries), [entry.key for entry in entries]
        count = len(answer.suggestions)
        if not count:
            note("nothing to send to Zotero")
            return 0
        if dry_run:
            _show_items(answer, tag, used)
            return 0
        note(f"{counted(count, 'paper')} will be added to '{collection}' in Zotero")
        if not yes and not click.confirm("Send?", err=True):
            note("nothing was sent")
            return 0
        taken = _write(zotero, answer, collection, tag, used)
    note(f"Zotero added {counted(taken, 'paper')}; --undo takes them back")
    return taken


def _write(
    zotero: ZoteroLocal, answer: Answer, collection: str, tag: str, used: Sequence[str]
) -> int:
    """Write suggestions into a collection, created if needed; return how many.

    `used` are citation keys of the library. Raises UserError if not all were added.
    """
    from readnext_adapters.destinations.zoteroitems import own_id_of
    from readnext_adapters.destinations.zoterosent import Sent

    since = zotero.version()
    plain = _new_items(answer, tag, used, "")
    sent = Sent(zotero.server, since, list(map(own_id_of, plain)))
    sent.save()
    key, sent.collections = zotero.make_collection(collection)
    sent.save()
    refused = 0

    def refuse(place: int, why: str) -> None:
        nonlocal refused
        refused += 1
        note(f"Zotero refused '{plain[place].get('title', '')}': {why}")

    zotero.write(_new_items(answer, tag, used, key), refuse)
    sent.versions = sent.find(zotero)
    sent.save()
    taken = len(plain) - refused
    if refused:
        raise UserError(f"Zotero added {taken} of {counted(len(plain), 'paper')}")
    return taken


def _new_items(
    answer: Answer, tag: str, used: Sequence[str], collection: str
) -> list[NewItem]:
    """Return the items for an answer, in a collection unless its key is ""."""
    from readnext_adapters.destinations.zoteroitems import item_of
    from readnext_adapters.exports.missing import keyed

    inside = [collection] if collection else []
    return [
        item_of(suggestion, key, tag, answer.at, inside)
        for key, suggestion in keyed(answer.suggestions, used)
    ]


def _show_items(answer: Answer, tag: str, used: Sequence[str]) -> None:
    """Print what would be written."""
    items = _new_items(answer, tag, used, "")
    click.echo(json.dumps(items, indent=2, ensure_ascii=False))


def undo_sending(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Take back the last sending and end the command, if --undo was given."""
    if not wanted or ctx.resilient_parsing:
        return
    from readnext_adapters.destinations.zoterolocal import ZoteroLocal
    from readnext_adapters.destinations.zoterosent import undo_last

    options.need_network("--undo")
    with ZoteroLocal() as zotero:
        undone = undo_last(zotero)
    note(f"{counted(undone.deleted, 'paper')} removed from Zotero")
    if undone.changed:
        note(f"{counted(undone.changed, 'paper')} kept that you have changed since")
    ctx.exit()

"""Sending suggestions to a library on zotero.org."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.zotero_known import lacked, part_in_words, zotero_entries

if TYPE_CHECKING:
    from readnext.suggestion import Answer
    from readnext_adapters.destinations.zoteroweb import ZoteroWeb
    from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary


def send_to_web(
    answer: Answer,
    source: LiveLibrary,
    collection: str | None,
    tag: str,
    *,
    dry_run: bool,
) -> int:
    """Write suggestions to a library on zotero.org, or only print them.

    Returns how many were added. Raises UserError if not all of them were added.
    """
    from readnext_adapters.destinations.zoteroitems import item_of
    from readnext_adapters.destinations.zoteroweb import ZoteroWeb
    from readnext_adapters.exports.missing import keyed
    from readnext_adapters.libraries.zotero.account import opened_account

    with opened_account(source) as account:
        web = ZoteroWeb(account, source)
        entries = zotero_entries(source.label)
        answer = lacked(answer, entries)
        if not answer.suggestions:
            note("nothing to send to zotero.org")
            return 0
        collections = _collections(web, collection, dry_run=dry_run)
        used = [entry.key for entry in entries]
        items = [
            item_of(suggestion, key, tag, answer.at, collections)
            for key, suggestion in keyed(answer.suggestions, used)
        ]
        if dry_run:
            click.echo(json.dumps(items, indent=2, ensure_ascii=False))
            return 0
        taken = 0
        for outcome in web.write(items):
            taken += outcome.taken
            for place, why in outcome.failed:
                note(f"zotero.org refused '{items[place].get('title', '')}': {why}")
    said = f"zotero.org added {part_in_words(taken, len(items))}"
    if taken < len(items):
        raise UserError(said)
    note(said)
    return taken


def _collections(web: ZoteroWeb, name: str | None, *, dry_run: bool) -> list[str]:
    """The key of the requested collection, which is created if needed."""
    if name is None:
        return []
    if (key := web.find_collection(name)) is not None:
        return [key]
    if dry_run:
        note(f"the collection {name} would be created")
        return []
    return [web.make_collection(name)]

"""`readnext suggest --send-to`: suggestions into Zotero."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from readnext.errors import InputError, UserError
from readnext.paper import Entry
from readnext_adapters.cli import options
from readnext_adapters.cli.open_library import entries_of
from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.suggestion import Answer
    from readnext_adapters.destinations.connector import Target
    from readnext_adapters.destinations.zoteroweb import ZoteroWeb
    from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary

F = TypeVar("F", bound=Callable[..., Any])
TAG = "readnext"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Sending:
    """Where to send suggestions; nowhere if `source` is None."""

    source: LiveLibrary | None = None
    collection: str | None = None
    tag: str = TAG
    yes: bool = False
    dry_run: bool = False


def sending_options(command: F) -> F:
    """Add --send-to and what belongs to it, which the command gets as `sending`."""

    @functools.wraps(command)
    def sending_command(
        *args: object,
        send_to: str | None,
        zotero_collection: str | None,
        zotero_tag: str | None,
        yes: bool,
        dry_run: bool,
        **rest: object,
    ) -> object:
        sending = _sending(send_to, zotero_collection, zotero_tag, yes, dry_run)
        return command(*args, sending=sending, **rest)

    wrapped: Any = sending_command
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return cast(F, wrapped)


_OPTIONS = (
    click.option(
        "--send-to",
        metavar="zotero[:web]",
        help="Send the suggestions to the Zotero running on this computer (zotero), "
        "into the collection selected in its window, or to your library on zotero.org "
        "(zotero:web, or zotero:web/group/ID). Papers already there are skipped.",
    ),
    click.option(
        "--zotero-collection",
        metavar="NAME",
        help="On zotero.org, add them to this collection, which is created if needed.",
    ),
    click.option(
        "--zotero-tag",
        metavar="NAME",
        help=f"Tag them with this in Zotero.  [default: {TAG}]",
    ),
    click.option("--yes", is_flag=True, help="Send to Zotero without confirmation."),
    click.option(
        "--dry-run", is_flag=True, help="Only print what would be sent to Zotero."
    ),
)


def _sending(
    send_to: str | None,
    collection: str | None,
    tag: str | None,
    yes: bool,
    dry_run: bool,
) -> Sending:
    """What the options ask for; UsageError where they do not fit together."""
    if send_to is None:
        if collection is not None or tag is not None or yes or dry_run:
            raise click.UsageError(
                "--zotero-collection, --zotero-tag, --yes and --dry-run need --send-to"
            )
        return Sending()
    from readnext_adapters.libraries.zotero.livelibrary import parse_live_library
    from readnext_adapters.parsing.safe_text import plain

    source = parse_live_library("zotero:" if send_to == "zotero" else send_to)
    if not source.web and source.group is not None:
        raise click.UsageError(
            "the running Zotero adds papers to the collection selected in its window: "
            "select the group there and use --send-to zotero"
        )
    if not source.web and collection is not None:
        raise click.UsageError(
            "--zotero-collection needs --send-to zotero:web; the running Zotero adds "
            "papers to the collection selected in its window"
        )
    named, name = plain(TAG if tag is None else tag), plain(collection or "")
    if not named or len(named) > _LONGEST or (collection is not None and not name):
        raise click.UsageError(
            f"a tag or collection needs a name; a tag has at most {_LONGEST} letters"
        )
    if not source.web and not yes and not dry_run and not sys.stdin.isatty():
        raise click.UsageError(
            "--send-to zotero asks for confirmation, and standard input is not a "
            "terminal: add --yes, or --dry-run to see what would be sent"
        )
    if not dry_run:
        options.need_network("--send-to")
    return Sending(source, name or None, named, yes, dry_run)


def check_destination(sending: Sending) -> None:
    """Raise UserError if suggestions could not be sent, before they are made."""
    if sending.source is None or sending.dry_run:
        return
    if sending.source.web:
        from readnext_adapters.libraries.zotero.account import KEYS
        from readnext_adapters.libraries.zotero.apikey import api_key

        if not api_key():
            raise InputError(f"{sending.source.label}: it needs an API key; see {KEYS}")
        return
    from readnext_adapters.destinations.connector import find_target

    find_target()


def send(answer: Answer, sending: Sending) -> None:
    """Send the suggestions to their destination and report the result.

    Raises UserError if not all of them were added.
    """
    if sending.source is None:
        return
    if sending.source.web:
        _send_to_web(answer, sending, sending.source)
    else:
        _send_to_program(answer, sending)


def _send_to_program(answer: Answer, sending: Sending) -> None:
    from readnext_adapters.destinations.connector import (
        find_target,
        import_bibtex,
        rendered,
    )

    target = None if sending.dry_run else find_target()
    answer = _not_in_program(answer, target)
    count = len(answer.suggestions)
    if not count:
        note("nothing to send to Zotero")
        return
    text = rendered(answer, sending.tag)
    if target is None:
        click.echo(text, nl=False)
        return
    note(f"{_papers(count)} will be added to {target} in Zotero")
    if not sending.yes and not click.confirm("Send?", err=True):
        note("nothing was sent")
        return
    taken = import_bibtex(text, target)
    note(f"Zotero added {_papers(count) if taken is None else _of(taken, count)}")


def _not_in_program(answer: Answer, target: Target | None) -> Answer:
    """The answer without what the user's own library in Zotero has already."""
    if target is not None and not target.own:
        note(
            f"'{target.library}' cannot be checked for papers that it already has, so "
            "nothing is skipped"
        )
        return answer
    try:
        return _lacked(answer, _entries("zotero:"))
    except UserError as error:
        note(f"cannot check what Zotero already has, so nothing is skipped: {error}")
        return answer


def _send_to_web(answer: Answer, sending: Sending, source: LiveLibrary) -> None:
    from readnext_adapters.destinations.zoteroitems import item_of
    from readnext_adapters.destinations.zoteroweb import ZoteroWeb
    from readnext_adapters.exports.missing import keyed
    from readnext_adapters.libraries.zotero.account import opened_account

    with opened_account(source) as account:
        web = ZoteroWeb(account, source)
        entries = _entries(source.label)
        answer = _lacked(answer, entries)
        if not answer.suggestions:
            note("nothing to send to zotero.org")
            return
        collections = _collections(web, sending)
        used = [entry.key for entry in entries]
        items = [
            item_of(suggestion, key, sending.tag, answer.at, collections)
            for key, suggestion in keyed(answer.suggestions, used)
        ]
        if sending.dry_run:
            click.echo(json.dumps(items, indent=2, ensure_ascii=False))
            return
        taken = 0
        for outcome in web.write(items):
            taken += outcome.taken
            for place, why in outcome.failed:
                note(f"zotero.org refused '{items[place].get('title', '')}': {why}")
    said = f"zotero.org added {_of(taken, len(items))}"
    if taken < len(items):
        raise UserError(said)
    note(said)


def _collections(web: ZoteroWeb, sending: Sending) -> list[str]:
    """The key of the requested collection, which is created if needed."""
    name = sending.collection
    if name is None:
        return []
    if (key := web.find_collection(name)) is not None:
        return [key]
    if sending.dry_run:
        note(f"the collection {name} would be created")
        return []
    return [web.make_collection(name)]


def _entries(source: str) -> list[Entry]:
    """The entries of a library; problems with single items do not matter here."""
    return list(entries_of(source, []))


def _lacked(answer: Answer, entries: list[Entry]) -> Answer:
    """The answer without papers that are among the entries."""
    from readnext_adapters.exports.missing import lacking

    kept = lacking(entries, (), answer.suggestions)
    if known := len(answer.suggestions) - len(kept):
        note(f"{_papers(known)} skipped that your Zotero library already has")
    return replace(answer, suggestions=tuple(kept))


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count} papers"


def _of(taken: int, count: int) -> str:
    return _papers(count) if taken == count else f"{taken} of {_papers(count)}"

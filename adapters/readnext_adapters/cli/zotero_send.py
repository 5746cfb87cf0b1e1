"""`readnext suggest --send-to`: suggestions into Zotero."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from readnext.errors import InputError, UserError
from readnext.plurals import counted
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.zotero_known import (
    lacked,
    part_in_words,
    zotero_entries,
)
from readnext_adapters.cli.zotero_local_send import (
    has_local_api,
    send_to_collection,
    undo_sending,
)
from readnext_adapters.destinations import TAG

if TYPE_CHECKING:
    from readnext.suggestion import Answer
    from readnext_adapters.destinations.connector import Target
    from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary

F = TypeVar("F", bound=Callable[..., Any])
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Sending:
    """Where to send suggestions; nowhere if `source` is None.

    Without a collection, the running Zotero takes them where it has selected one.
    """

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
        metavar="zotero[:COLLECTION|:web]",
        help="Send the suggestions to the Zotero running on this computer: into a "
        'collection (zotero:"Reading/To do", from Zotero 10 on), or into the one '
        "selected in its window (zotero); or to your library on zotero.org "
        "(zotero:web, or zotero:web/group/ID). Papers already there are skipped.",
    ),
    click.option(
        "--zotero-collection",
        metavar="NAME",
        help="Add them to this collection, which is created if needed.",
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
    click.option(
        "--undo",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=undo_sending,
        help="Take back what was last sent to a collection of the running Zotero, "
        "and do nothing else.",
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
    from readnext_adapters.parsing.safe_text import plain

    source, inside = _destination(send_to)
    if inside is not None and collection is not None:
        raise click.UsageError("--zotero-collection names a second collection")
    collection = inside if collection is None else collection
    if not source.web and source.group is not None:
        raise click.UsageError(
            "the running Zotero adds papers to the collection selected in its window: "
            "select the group there and use --send-to zotero"
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


def _destination(send_to: str) -> tuple[LiveLibrary, str | None]:
    """The library, and the collection in it that is named with it.

    What is no name of a library is one of a collection; `zotero:wep` is not.
    """
    from readnext_adapters.libraries.zotero.livelibrary import (
        PREFIX,
        parse_live_library,
    )

    if send_to == "zotero":
        return parse_live_library(PREFIX), None
    name = send_to.removeprefix(PREFIX)
    if name == send_to:
        raise click.UsageError(
            f"--send-to {send_to}: write zotero, zotero:COLLECTION or zotero:web"
        )
    if not name or name.partition("/")[0] in ("web", "group"):
        return parse_live_library(send_to), None
    return parse_live_library(PREFIX), name


def destination(send_to: str) -> Sending:
    """Return where to send papers, each on request; UsageError for no destination."""
    return _sending(send_to, None, None, yes=True, dry_run=False)


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

    if sending.collection is None or not has_local_api():
        find_target()


def send(answer: Answer, sending: Sending) -> int:
    """Send the suggestions to their destination and report the result.

    Returns how many were added; the others are there. Raises UserError if not all of
    them were.
    """
    if sending.source is None:
        return 0
    if sending.source.web:
        from readnext_adapters.cli.zotero_web_send import send_to_web

        return send_to_web(
            answer,
            sending.source,
            sending.collection,
            sending.tag,
            dry_run=sending.dry_run,
        )
    if sending.collection is None:
        return _send_to_program(answer, sending)
    return _send_to_collection(answer, sending)


def _send_to_collection(answer: Answer, sending: Sending) -> int:
    """Send to a named collection; an older Zotero takes them where it is."""
    from readnext_adapters.destinations.zoterolocal import OldZoteroError

    try:
        return send_to_collection(
            answer,
            sending.collection or "",
            sending.tag,
            yes=sending.yes,
            dry_run=sending.dry_run,
        )
    except OldZoteroError:
        return _send_to_program(answer, sending)


def _send_to_program(answer: Answer, sending: Sending) -> int:
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
        return 0
    text = rendered(answer, sending.tag)
    if target is None:
        click.echo(text, nl=False)
        return 0
    note(f"{counted(count, 'paper')} will be added to {target} in Zotero")
    if not sending.yes and not click.confirm("Send?", err=True):
        note("nothing was sent")
        return 0
    taken = import_bibtex(text, target)
    added = count if taken is None else taken
    note(f"Zotero added {part_in_words(added, count)}")
    return added


def _not_in_program(answer: Answer, target: Target | None) -> Answer:
    """The answer without what the user's own library in Zotero has already."""
    if target is not None and not target.own:
        note(
            f"'{target.library}' cannot be checked for papers that it already has, so "
            "nothing is skipped"
        )
        return answer
    try:
        return lacked(answer, zotero_entries("zotero:"))
    except UserError as error:
        note(f"cannot check what Zotero already has, so nothing is skipped: {error}")
        return answer

"""Options on what a list is made of: new papers, older ones, and by how many people."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import click

from readnext.request import Filters, Parts, Request
from readnext.settings import user_settings

F = TypeVar("F", bound=Callable[..., Any])


def _own_names(
    _: click.Context, __: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    return names or user_settings().me


_OPTIONS = (
    click.option(
        "--new",
        "only_new",
        is_flag=True,
        help="Only new papers: of the last 90 days before the newest paper of the "
        "catalog, or of the last 180 or 365 where these are few.",
    ),
    click.option(
        "--archive",
        "only_older",
        is_flag=True,
        help="Only older papers, which you may have missed. Without --new and "
        "--archive, a list has both; JSON has one order.",
    ),
    click.option(
        "--per-author",
        type=click.IntRange(min=0),
        default=Request().per_author,
        show_default=True,
        metavar="N",
        help="At most N of ten papers are by the same author; 0 for any number.",
    ),
    click.option(
        "--me",
        multiple=True,
        metavar="NAME",
        callback=_own_names,
        help="A name under which you publish; your own papers are left out. [default: "
        "me in the settings, else whoever wrote a third of the library]",
    ),
    click.option(
        "--own-papers", is_flag=True, help="Do not leave out your own papers."
    ),
)


def list_options(command: F) -> F:
    """Add --new, --archive, --per-author, --me and --own-papers to a command.

    It gets `part`, which `parts_of` takes, `per_author`, `me` and `own_papers`.
    """

    @functools.wraps(command)
    def wrapper(
        *args: object, only_new: bool, only_older: bool, **rest: object
    ) -> object:
        if only_new and only_older:
            raise click.UsageError("--new and --archive exclude each other")
        part = "new" if only_new else "archive" if only_older else None
        return command(*args, part=part, **rest)

    for option in reversed(_OPTIONS):
        wrapper = option(wrapper)
    return cast(F, wrapper)


def listed(
    n: int, filters: Filters, *, per_author: int, me: tuple[str, ...], own_papers: bool
) -> Request:
    """Return the request for a list that a service shows, watched papers included."""
    return Request(
        n,
        filters,
        per_author=per_author,
        me=me,
        own_papers=own_papers,
        watch=user_settings().watch,
    )


def parts_of(part: str | None, n: int, form: str) -> Parts | None:
    """Return the parts of a list of n papers in a format, None for one order."""
    if part == "new":
        return Parts(n)
    if part == "archive":
        return Parts(0, n)
    return None if form == "json" else Parts.of(n)

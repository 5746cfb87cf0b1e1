"""Options that say which papers are asked for and which entries are learned from.

Each group of options reaches the command as one object: `filters`, `selection`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

import click

from readnext.request import Filters, Request, Selection
from readnext_adapters.cli import options

F = TypeVar("F", bound=Callable[..., Any])


def selection_options(command: F) -> F:
    """Add --collection, --tag and --since-added; the command gets `selection`."""

    @functools.wraps(command)
    def selecting(
        *args: object,
        collection: tuple[str, ...],
        tag: tuple[str, ...],
        since_added: str | None,
        **rest: object,
    ) -> object:
        selection = Selection(collection, tag, since_added)
        return command(*args, selection=selection, **rest)

    return _with_options(command, selecting, _SELECTION_OPTIONS)


_SELECTION_OPTIONS = (
    options.words_option(
        "--collection",
        "GLOB",
        "Learn from entries in this collection only, or with '!GLOB' from those that "
        "are not in it.",
    ),
    options.words_option("--tag", "NAME", "Learn from entries with this tag only."),
    options.date_option(
        "--since-added", "Learn only from entries added on or after this date."
    ),
)


def filter_options(command: F) -> F:
    """Add the filters on papers, --since to --exclude; the command gets `filters`."""

    @functools.wraps(command)
    def filtering(*args: object, **values: Any) -> object:  # noqa: ANN401
        own = {name: values.pop(name) for name in _FILTERS}
        return command(*args, filters=filters_of(own), **values)

    return _with_options(command, filtering, _FILTER_OPTIONS)


_FILTERS = {
    "since": "since",
    "until": "until",
    "category": "categories",
    "author": "authors",
    "lab": "labs",
    "venue": "venues",
    "has_code": "has_code",
    "exclude": "exclude",
}


def filters_of(values: Mapping[str, Any]) -> Filters:
    """Return the filters among the parameters of a command."""
    return Filters(**{field: values[name] for name, field in _FILTERS.items()})


_FILTER_OPTIONS = (
    options.date_option(
        "--since",
        "Only papers of this date or later, e.g. 2025-09-25, 2025, 30d, 2w or "
        "last-issue.",
    ),
    options.date_option("--until", "Only papers of this date or earlier."),
    options.words_option(
        "--category", "GLOB", "Only papers in this category, e.g. cs.* or LG."
    ),
    options.words_option("--author", "NAME", "Only papers by this author."),
    options.words_option("--lab", "NAME", "Only papers from this lab."),
    options.words_option("--venue", "NAME", "Only papers from this venue."),
    click.option("--has-code", is_flag=True, help="Only papers with published code."),
    options.words_option(
        "--exclude",
        "WORD",
        "No papers with this word in title, abstract or keywords.",
    ),
)


def threshold_options(command: F) -> F:
    """Add --min-score and --min-probability to the `filters` of a command."""

    @functools.wraps(command)
    def limiting(
        *args: object,
        filters: Filters,
        min_score: float | None,
        min_probability: float | None,
        **rest: object,
    ) -> object:
        limited = replace(filters, min_score=min_score, min_probability=min_probability)
        return command(*args, filters=limited, **rest)

    return _with_options(command, limiting, _THRESHOLD_OPTIONS)


_THRESHOLD_OPTIONS = (
    click.option(
        "--min-score",
        type=float,
        metavar="X",
        help="Only papers with a score of X or more.",
    ),
    click.option(
        "--min-probability",
        type=options.Probability(),
        metavar="P",
        help="Only papers that you would add to your library with probability P (0 to "
        "1, or e.g. 20%) or more.",
    ),
)

diversity_option = click.option(
    "--diversity",
    type=click.FloatRange(min=0),
    default=Request().diversity,
    show_default=True,
    metavar="X",
    help="How strongly the list covers all topics of your library: 0 takes the best "
    "papers whatever their topic, 2 and more give small topics a place.",
)


def _with_options(
    command: F, wrapper: Callable[..., object], added: Sequence[Callable[[Any], Any]]
) -> F:
    """The wrapper of a command with further options, in this order."""
    for option in reversed(added):
        wrapper = option(wrapper)
    return cast(F, wrapper)

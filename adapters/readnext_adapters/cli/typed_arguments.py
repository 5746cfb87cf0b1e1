"""The arguments of a command as they were typed, to run it again elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

import click

_TYPED = "readnext.typed"


class TypedCommand(click.Command):
    """A command that keeps what was typed, before any default or conversion."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments and keep them in the context."""
        ctx.meta[_TYPED] = typed_values(self, ctx, args)
        return super().parse_args(ctx, args)


def typed_values(
    command: click.Command, ctx: click.Context, arguments: Sequence[str]
) -> dict[str, Any]:
    """Return the values that arguments give to parameters, by name, not converted."""
    values, _, _ = command.make_parser(ctx).parse_args(list(arguments))
    return {
        param.name: values[param.name]
        for param in command.params
        if param.name in values and _is_given(values[param.name])
    }


def _is_given(value: object) -> bool:
    """Tell a value from what Click's parsers leave for one that is missing."""
    return isinstance(value, str | bool | int | list | tuple) and value not in ((), [])


def typed(ctx: click.Context) -> dict[str, Any]:
    """Return what was typed for the command of a context, by parameter."""
    return dict(ctx.meta.get(_TYPED, {}))


def as_arguments(
    command: click.Command,
    values: Mapping[str, Any],
    *,
    without: Container[str] = (),
    convert: Callable[[click.Parameter, str], str] = lambda _, text: text,
) -> list[str]:
    """Return typed values as arguments again; `convert` may change each."""
    found: list[str] = []
    for param in command.params:
        name = param.name or ""
        if name not in values or name in without:
            continue
        value = values[name]
        several = value if isinstance(value, list | tuple) else [value]
        if isinstance(param, click.Argument):
            found += [convert(param, str(one)) for one in several]
            continue
        flag = max(param.opts, key=len)
        for one in several:
            if isinstance(param, click.Option) and param.is_flag:
                # Several flags may set one value: --new, --archive.
                found += [flag] if one in (True, param.flag_value) else []
            elif flag.startswith("--"):
                found.append(f"{flag}={convert(param, str(one))}")
            else:
                found += [flag, convert(param, str(one))]
    return found

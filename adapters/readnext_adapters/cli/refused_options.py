"""Refusing options that make no sense beside another one."""

from __future__ import annotations

from collections.abc import Container

import click
from click.core import ParameterSource


def refuse_typed(ctx: click.Context, names: Container[str | None], why: str) -> None:
    """Raise UsageError if one of the options with these names was typed."""
    for param in ctx.command.params:
        source = ctx.get_parameter_source(param.name or "")
        if param.name in names and source is ParameterSource.COMMANDLINE:
            same = [p.opts[0] for p in ctx.command.params if p.name == param.name]
            raise click.UsageError(f"{'/'.join(same)} {why}")

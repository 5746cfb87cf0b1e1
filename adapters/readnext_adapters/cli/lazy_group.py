"""A group of commands that imports a command only when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group of commands in modules named after them.

    `summaries` gives the first sentence of each command's help, so that the list of
    commands is printed without importing any of them; `places` names the module of a
    command where it has another name.
    """

    def __init__(
        self,
        *args: Any,  # noqa: ANN401
        package: str,
        summaries: Mapping[str, str],
        places: Mapping[str, str],
        **settings: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **settings)
        self._package = package
        self._summaries = summaries
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted; none is imported."""
        return sorted({*self.commands, *self._summaries})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, None if there is none of that name."""
        if cmd_name not in self.commands and cmd_name in self._summaries:
            module = self._places.get(cmd_name, cmd_name)
            place = import_module(f"{self._package}.{module}")
            # A command that is named like something of Python's has a _ behind it.
            found = getattr(place, cmd_name, None) or getattr(place, f"{cmd_name}_")
            self.add_command(found, cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the list of commands with their summaries."""
        names = self.list_commands(ctx)
        limit = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summary(name, limit)) for name in names])

    def _summary(self, name: str, limit: int) -> str:
        command = self.commands.get(name) or click.Command(
            name, help=self._summaries[name]
        )
        return command.get_short_help_str(limit)

"""An option whose value is the name of a plug-in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from readnext_adapters.plugins import Registry

    _ParamType = click.ParamType[str]
else:
    _ParamType = click.ParamType  # generic from Click 8.4 on only


class RegistryChoice(_ParamType):
    """One of the names of a registry.

    The registry is given as "module:attribute" and imported when an option is parsed
    or shown, so that commands which do not use it start fast.
    """

    name = "choice"

    def __init__(self, registry: str) -> None:
        self._path = registry

    def names(self) -> list[str]:
        """Return the names, those of other packages last."""
        return list(self._registry())

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the name; fail with the list of names if there is none such."""
        registry = self._registry()
        if value in registry:
            try:
                registry[str(value)]
                return str(value)
            except KeyError:
                pass  # a plug-in that cannot be loaded, which was reported
        known = ", ".join(repr(name) for name in registry)
        self.fail(f"{value!r} is not one of {known}.", param, ctx)

    def get_metavar(
        self, param: click.Parameter, ctx: click.Context | None = None
    ) -> str:
        """Return the names as the help shows them."""
        return f"[{'|'.join(self.names())}]"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin as typed."""
        names = (name for name in self.names() if name.startswith(incomplete))
        return [CompletionItem(name) for name in names]

    def _registry(self) -> Registry[object]:
        module, _, attribute = self._path.partition(":")
        return cast("Registry[object]", getattr(import_module(module), attribute))

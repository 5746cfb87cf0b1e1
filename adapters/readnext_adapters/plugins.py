"""Registries of plug-ins: formats, network sources and deliveries, by name.

Each kind of plug-in has one registry. What readnext itself offers is listed there by
name as text, and imported when it is first used. Other packages add to a registry by
an entry point in the group of that registry, for example::

    [project.entry-points."readnext.libraries"]
    xyz = "mypackage.xyz"

An entry point names a module, an object or a class, which is called without arguments.
Entry points are looked up only when a name is not one of readnext's own, or when all
names are listed: a run that needs no plug-in does not pay for them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from traceback import walk_tb
from typing import TYPE_CHECKING, TypeVar, cast

from readnext_adapters.plugin_check import misfit

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
_log = logging.getLogger(__name__)
_groups: set[str] = set()  # those of all registries


class Registry(Mapping[str, T]):
    """The plug-ins of one kind, by name: readnext's own, then those installed.

    Iteration gives all names and imports none of them. A plug-in of another package
    that cannot be loaded, or that does not fit the protocol, is reported once on
    standard error and left out.
    """

    def __init__(
        self,
        group: str,
        builtin: Mapping[str, str],
        protocol: type[object],
        derived: Mapping[str, T] | None = None,
    ) -> None:
        """`builtin` maps names to "module" or "module:attribute".

        `protocol` is a runtime-checkable Protocol; `derived` holds more plug-ins, made
        from those of another registry.
        """
        self.group = group
        self.builtin = dict(builtin)
        self.loaded: dict[str, T] = {}
        self.protocol = protocol
        self._derived: Mapping[str, T] = {} if derived is None else derived
        self._unusable: set[str] = set()
        _groups.add(group)

    def __getitem__(self, name: str) -> T:
        if name in self.loaded:
            return self.loaded[name]
        if name in self.builtin:
            plugin = cast(T, _load(self.builtin[name]))
        elif name in self._derived:
            return self._derived[name]
        else:
            plugin = self._load_installed(name)
        self.loaded[name] = plugin
        return plugin

    def __iter__(self) -> Iterator[str]:
        return iter(
            dict.fromkeys(
                (*self.builtin, *self._derived, *self.loaded, *self.installed())
            )
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        # Mapping's own __contains__ would load the plug-in.
        known = name in self.builtin or name in self.loaded or name in self._derived
        return known or name in self.installed()

    def own(self) -> Iterator[tuple[str, T]]:
        """Yield readnext's own plug-ins, each loaded when reached."""
        for name in self.builtin:
            yield name, self[name]

    def installed(self) -> tuple[str, ...]:
        """Return the names that other packages add, without loading them.

        One that could not be loaded when it was asked for is left out from then on.
        """
        names = (n for n in _entry_points(self.group) if n not in self._unusable)
        return tuple(name for name in names if self._is_new(name))

    def others(self) -> Iterator[tuple[str, T]]:
        """Yield the plug-ins of other packages that can be loaded."""
        for name in self.installed():
            try:
                yield name, self[name]
            except KeyError:
                continue

    def usable(self) -> Iterator[tuple[str, T]]:
        """Yield all plug-ins that can be loaded, readnext's own first."""
        yield from self.own()
        yield from self.others()

    def _is_new(self, name: str) -> bool:
        if name not in self.builtin:
            return True
        _report(f"{self.group}: {name} is a name of readnext's own; plug-in ignored")
        return False

    def _load_installed(self, name: str) -> T:
        """Return the plug-in of another package; KeyError if there is none to use."""
        entry_point = _entry_points(self.group).get(name)
        if entry_point is None:
            raise KeyError(name)
        where = f"{self.group}: plug-in {name} ({entry_point.value}) ignored"
        try:
            plugin = _made(entry_point.load())
            wrong = misfit(plugin, self.protocol)
        except Exception as error:  # it runs code of others, which may raise anything
            self._unusable.add(name)
            _report(f"{where}: {type(error).__name__}: {error}")
            raise KeyError(name) from error
        if wrong:
            self._unusable.add(name)
            _report(f"{where}: {wrong}")
            raise KeyError(name)
        return cast(T, plugin)


def _load(path: str) -> object:
    """Import "module" or "module:attribute"."""
    module, _, attribute = path.partition(":")
    loaded = import_module(module)
    return _made(getattr(loaded, attribute)) if attribute else loaded


def _made(plugin: object) -> object:
    return plugin() if isinstance(plugin, type) else plugin


@cache
def _entry_points(group: str) -> dict[str, EntryPoint]:
    """The entry points of a group by name; of two with one name, the first."""
    # Most runs need no plug-in of others and do not wait for this import.
    from importlib.metadata import entry_points

    found: dict[str, EntryPoint] = {}
    for entry_point in entry_points(group=group):
        first = found.setdefault(entry_point.name, entry_point)
        if first.value != entry_point.value:
            _report(f"{group}: two packages offer {first.name}; {first.value} is used")
    return found


def plugin_that_raised(error: BaseException) -> str:
    """Return the plug-in in whose code an exception arose, as "NAME (MODULE)", or "".

    What readnext raises when a plug-in calls it, and what a library raises that
    readnext calls, is not the plug-in's.
    """
    plugins = {
        one.module.partition(".")[0]: f"{name} ({one.value})"
        for group in sorted(_groups)
        for name, one in _entry_points(group).items()
    }
    for frame, _ in reversed(list(walk_tb(error.__traceback__))):
        package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if package in ("readnext", "readnext_adapters"):
            return ""
        if package in plugins:
            return plugins[package]
    return ""


@cache
def _report(message: str) -> None:
    """Report a plug-in that is not used, once a run; it goes to standard error."""
    _log.warning("readnext: %s", " ".join(message.split()))

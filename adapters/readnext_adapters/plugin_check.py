"""Whether an object of another package has what a protocol asks for.

What a type checker would say of it is said when it is loaded, in one line: names that
are missing, methods with other parameters, and values of another type. Only types that
can be looked up when a program runs are checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, cast, get_args, get_origin, get_type_hints


def misfit(plugin: object, protocol: type[object]) -> str:
    """Return what is wrong with an object by a protocol, "" if it fits.

    >>> class Duck(Protocol):
    ...     wings: int
    ...     def swim(self, pond: str, /) -> None: ...
    >>> class Goose:
    ...     wings = "two"
    ...     def swim(self): ...
    >>> misfit(object(), Duck)
    'it lacks swim and wings of Duck'
    >>> misfit(Goose(), Duck)
    "swim takes (), not (pond); wings is 'two', not int"
    """
    members = dict(sorted(_members(protocol)))
    missing = [name for name in members if not hasattr(plugin, name)]
    if missing:
        return f"it lacks {' and '.join(missing)} of {protocol.__name__}"
    wrong = (_fault(name, getattr(plugin, name), of) for name, of in members.items())
    return "; ".join(filter(None, wrong))


def call_misfit(function: object, wanted: Callable[..., object]) -> str:
    """Return why a value cannot be called as a method of a protocol, "" if it can."""
    from inspect import Parameter, signature

    if not callable(function):
        return f"is {function!r:.60}, not a function"
    asked = [*signature(wanted).parameters.values()][1:]  # without self
    named = [one.name for one in asked if one.kind is Parameter.KEYWORD_ONLY]
    try:
        taken = signature(function)
    except (TypeError, ValueError):  # some functions of C do not say
        return ""
    try:
        taken.bind(*[None] * (len(asked) - len(named)), **dict.fromkeys(named))
    except TypeError:
        own, ours = ", ".join(taken.parameters), ", ".join(one.name for one in asked)
        return f"takes ({own}), not ({ours})"
    return ""


def _members(protocol: type[object]) -> Iterator[tuple[str, object]]:
    """Yield the names of a protocol: each with a method, or the type of its value."""
    from inspect import get_annotations

    for base in protocol.__mro__:
        if base is Protocol or not getattr(base, "_is_protocol", False):
            continue
        for name, value in vars(base).items():
            if not name.startswith("_"):
                yield name, _type_of(value) if isinstance(value, property) else value
        hints = _hints(base)
        for name in get_annotations(base):
            if not name.startswith("_"):
                yield name, hints.get(name)


def _type_of(value: property) -> object:
    return _hints(value.fget).get("return")


def _hints(of: object) -> dict[str, Any]:
    try:
        return get_type_hints(of)
    except NameError:  # a type that only type checkers import
        return {}


def _fault(name: str, value: object, member: object) -> str:
    """What is wrong with a value, "" if nothing is."""
    if callable(member) and not isinstance(member, type) and get_origin(member) is None:
        found = call_misfit(value, member)
        return f"{name} {found}" if found else ""
    if _is_of(value, member):
        return ""
    plain = isinstance(member, type) and get_origin(member) is None
    wanted = cast(type, member).__name__ if plain else str(member)
    return f"{name} is {value!r:.60}, not {wanted}"


def _is_of(value: object, wanted: object) -> bool:
    """Whether a value is of a type; True of a type that is not looked into."""
    if get_origin(wanted) is tuple:
        inner, *_ = get_args(wanted)
        is_tuple = isinstance(value, tuple)
        return is_tuple and all(_is_of(one, inner) for one in cast(Any, value))
    if wanted is float:
        return isinstance(value, int | float)
    return not isinstance(wanted, type) or isinstance(value, wanted)

"""What the settings file adds to the command line: libraries and a profile's options.

Whatever is typed has precedence over the profile that is chosen, and that over the
settings for all commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readnext.errors import InputError
from readnext.settings import user_settings
from readnext.user_settings import UserSettings, did_you_mean
from readnext_adapters.cli import options

if TYPE_CHECKING:
    from readnext.digest.profiles import DigestProfile

F = TypeVar("F", bound=Callable[..., Any])
_LIBRARIES = "readnext.libraries"
_NAMED = "readnext.libraries-named"
# Options whose callbacks change the process: they are checked without being called.
_LASTING = ("offline", "debug")
_MISSING = "name a LIBRARY, or set a default one: readnext config set library FILE"


def _libraries(
    ctx: click.Context, _: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The libraries that were named, else those of the profile or the settings."""
    ctx.meta[_NAMED] = bool(values)
    if values or ctx.resilient_parsing:
        return values
    return chosen_libraries(ctx)


def _required(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    found = _libraries(ctx, param, values)
    if not found and not ctx.resilient_parsing:
        raise click.UsageError(f"missing library: {_MISSING}", ctx)
    return found


libraries_argument = click.argument(
    "libraries", nargs=-1, metavar="[LIBRARY]...", callback=_required
)
optional_libraries_argument = click.argument(
    "libraries", nargs=-1, metavar="[LIBRARY]...", callback=_libraries
)


def _profile(ctx: click.Context, _: click.Parameter, name: str | None) -> str | None:
    if name is not None and not ctx.resilient_parsing:
        apply_profile(ctx, name)
    return name


profile_option = click.option(
    "--profile",
    metavar="NAME",
    is_eager=True,
    expose_value=False,
    callback=_profile,
    help="Use the library and the options of this digest profile of the settings file; "
    "options beside it have precedence.",
)


def apply_profile(ctx: click.Context, name: str) -> None:
    """Make a profile's values the defaults of the command that is being parsed.

    Raises InputError, with file and line, if the profile is unknown or invalid.
    """
    from readnext.digest.profiles import find_profile

    profile = find_profile(user_settings(), name)
    ctx.meta[_LIBRARIES] = profile.libraries
    ctx.meta[options.PROFILE] = name
    ctx.default_map = {**(ctx.default_map or {}), **_defaults(ctx, profile)}


def chosen_libraries(ctx: click.Context) -> tuple[str, ...]:
    """Return the libraries of the profile that was applied, else the default ones."""
    if _LIBRARIES in ctx.meta:
        return tuple(ctx.meta[_LIBRARIES])
    return user_settings().libraries


def library_is_named(ctx: click.Context) -> bool:
    """Tell whether the command line names a library, rather than the settings."""
    return bool(ctx.meta.get(_NAMED))


def no_library(settings: UserSettings) -> str:
    """Return the message for a digest that has neither library nor profile."""
    from readnext.digest.profiles import EXAMPLE

    return f"{settings.source.label}: no profile; {_MISSING}; or add {EXAMPLE}"


def check_profile(settings: UserSettings, name: str) -> DigestProfile:
    """Return a profile whose options are all valid; else raise InputError."""
    from readnext.digest.profiles import find_profile
    from readnext_adapters.cli.digest import digest

    profile = find_profile(settings, name)
    with click.Context(digest) as ctx:
        _defaults(ctx, profile)
    return profile


def _defaults(ctx: click.Context, profile: DigestProfile) -> dict[str, object]:
    """A profile's options as defaults of a command, by the names of its parameters."""
    from readnext_adapters.cli.digest import digest

    own = _by_name(ctx.command.params)
    known = _by_name(digest.params)
    found: dict[str, object] = {}
    for key, value in profile.options.items():
        place = f"{profile.places[key]}: profile {profile.name}"
        if key not in known or key in ("profile", *_RUNS):
            names = (name for name in known if name not in ("profile", *_RUNS))
            raise InputError(f"{place}: unknown key {key!r}{_hint(key, names)}")
        ours = ctx.command is digest or key not in _OTHERWISE
        option = own.get(key) if ours else None
        if option is not None and not (value is False and option.is_flag):
            found[option.name or ""] = _checked(ctx, option, value, place)
    return found


def _hint(key: str, names: Iterable[str]) -> str:
    """What to do about a key that profiles do not have."""
    from readnext_adapters.cli.suggest import suggest

    if key == "me":
        return "; it is of all profiles: write it above them"
    if key in _by_name(suggest.params):
        return f"; --{key} is an option of suggest that digests do not have"
    return did_you_mean(key, [*names, "library", "schedule"])


# Options of a single run, which a profile cannot have.
_RUNS = ("dry-run", "force", "list", "test", "check", "resume")
# Options of the digest that mean something else in other commands.
_OTHERWISE = ("output", "archive")


def _by_name(params: Sequence[click.Parameter]) -> dict[str, click.Option]:
    """Options by their long names, without the dashes."""
    return {
        max(param.opts, key=len).lstrip("-"): param
        for param in params
        if isinstance(param, click.Option)
    }


def _checked(
    ctx: click.Context, option: click.Option, value: object, place: str
) -> object:
    """A value as the default of an option; InputError if it does not fit."""
    name = max(option.opts, key=len).lstrip("-")
    if isinstance(value, list) and not option.multiple:
        raise InputError(f"{place}: {name} is a list; write one value")
    if isinstance(value, bool) != bool(option.is_flag):
        kind = "true or false" if option.is_flag else "a string or a number"
        raise InputError(f"{place}: {name} is {_shown(value)}; write {kind}")
    several = [value] if option.multiple and not isinstance(value, list) else value
    if value is True and not option.is_bool_flag:
        several = option.flag_value
    try:
        cast = option.type_cast_value(ctx, several)
        if option.callback and option.name not in _LASTING:
            option.callback(ctx, option, cast)
    except click.BadParameter as error:
        raise InputError(f"{place}: {name}: {error.message}") from None
    return several


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def default_format() -> str:
    """Return the output format that the settings choose for the current command.

    Raises InputError, with file and line, for one that does not exist.
    """
    command = click.get_current_context().command.name or ""
    return checked_format(user_settings(), command)


def checked_format(settings: UserSettings, command: str) -> str:
    """Return the output format that settings choose for a command.

    Raises InputError, with file and line, for one that does not exist.
    """
    from readnext_adapters.exports import EXPORT_FORMATS

    name = settings.formats.get(command, "table")
    if name not in EXPORT_FORMATS:
        where = settings.source.place("formats", command)
        near = did_you_mean(name, EXPORT_FORMATS)
        raise InputError(f"{where}: formats.{command}: unknown format {name!r}{near}")
    return name


def check_sources(settings: UserSettings) -> None:
    """Raise InputError, with file and line, for a source that does not exist."""
    if not settings.sources:
        return
    from readnext_adapters.sources import parse_source

    for name in settings.sources:
        try:
            parse_source(name)
        except InputError as error:
            where = settings.source.place("sources")
            raise InputError(f"{where}: sources: {error}") from None

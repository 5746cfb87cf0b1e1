"""Errors as one line on standard error, with the traceback if --debug asks for it."""

from __future__ import annotations

from readnext.errors import UserError, system_reason
from readnext_adapters.cli import options
from readnext_adapters.cli.screen import print_text


def report_error(error: Exception, place: str = "") -> None:
    """Print what an exception means to the user; `place` comes before it."""
    say(f"{place}{_in_words(error)}")


def say(message: str) -> None:
    """Print one line; the traceback of the current exception first, with --debug."""
    if options.debugging():
        import traceback

        traceback.print_exc()
    print_text(f"readnext: {message}", err=True)


def _in_words(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, OSError):
        # What the system says of a file or a disk: the user can fix it.
        named = f"{error.filename}: " if error.filename else ""
        return f"{named}{system_reason(error)}"
    if isinstance(error, MemoryError):
        return "not enough memory for that; process less at once"
    from readnext_adapters.plugins import plugin_that_raised

    if plugin := plugin_that_raised(error):
        return (
            f"a bug in the plug-in {plugin}: {type(error).__name__}: {error}; run the "
            "command again with --debug and report to its authors what it prints"
        )
    return (
        f"a bug in readnext: {type(error).__name__}: {error}; run the command "
        "again with --debug and report what it prints"
    )

"""The command group, and the one handler that turns errors into messages."""

from __future__ import annotations

import gc
import io
import os
import sys
import warnings

import click

from readnext import __version__
from readnext.errors import UserError
from readnext.heavy_imports import own_process
from readnext_adapters.cli import options
from readnext_adapters.cli.errors_in_words import report_error, say
from readnext_adapters.cli.lazy_group import LazyGroup
from readnext_adapters.cli.screen import PrintError, messages

_LAST_STREAM = 2  # the number of standard error

# The first sentence of each command's help: see LazyGroup.
SUMMARIES = {
    "backtest": "Measure how well hidden papers of your library are found again.",
    "batch": "Rank a catalog for each of many libraries, one list a reader.",
    "catalog": "Fill and inspect the catalog of candidate papers.",
    "config": "Show and change the settings: library, catalog, digest profiles.",
    "digest": "Send new papers by mail: one issue a day, no paper twice.",
    "feedback": "Give feedback on suggestions, which improves the next ones.",
    "history": "Show how many suggested papers you added to your library, by month.",
    "doctor": "Check library, catalog, sources, mail and schedule; say what to do.",
    "init": "Set readnext up: library, sources, first papers, digest by mail.",
    "library": "Inspect a library as readnext reads it.",
    "mcp": "Offer the list to an assistant, by the Model Context Protocol.",
    "open": "Open the page of the list in the browser, starting the service if needed.",
    "serve": "Show the list on a page of this computer, to triage with single keys.",
    "schedule": "Print or install a scheduler entry that runs a digest.",
    "suggest": "Rank a catalog for your library and say why.",
    "trending": "Rank recent papers by their reception; no library is needed.",
    "zotero": "Make the plugin that shows suggestions inside Zotero.",
}


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    package="readnext_adapters.cli",
    summaries=SUMMARIES,
    places={"history": "feedback", "open": "serve", "zotero": "zotero_commands"},
)
@click.version_option(__version__, prog_name="readnext")
@options.common
def cli() -> None:
    """Suggest what to read next, from the library you already have.

    \b
    Example:
      readnext suggest mylib.bib
    """


def main() -> None:
    """Run the command; exit with 0 when done, 1 if it failed, 2 for a usage error."""
    sys.exit(_run())


def _run() -> int:
    """Run the command and return its exit code."""
    # A library is many small objects that all stay: collecting garbage at Python's
    # usual pace takes a tenth of the time and finds none.
    gc.set_threshold(100_000, 20, 100)
    own_process()
    _open_missing_streams()
    _write_utf8()
    warnings.showwarning = _show_warning
    try:
        _invoke()
        sys.stdout.flush()
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        with messages():
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped")
        return 130  # as shells do: 128 and the number of the signal
    except BrokenPipeError:
        _drop_output()  # the reading program has enough (| head): not a failure
        return 0
    except Exception as error:
        report_error(error)
        if isinstance(error, OSError | PrintError):
            _drop_output()
        return error.exit_code if isinstance(error, UserError) else 1


def _open_missing_streams() -> None:
    """Open standard streams that the caller has closed, to read and write nothing.

    Else, the next file that is opened would have the number of one, and get what
    libraries print.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(number)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nothing, mode, encoding="utf-8"))


def _drop_output() -> None:
    """Discard what is left to print, or Python would report it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_warning(*args: object, **_: object) -> None:
    """Print a warning of Python's only with --debug: a user can do nothing about it."""
    if options.debugging():
        category, where, line = args[1], args[2], args[3]
        name = getattr(category, "__name__", category)
        say(f"{where}:{line}: {name}: {args[0]}")


def _write_utf8() -> None:
    """Write results as UTF-8, as JSON and BibTeX need, whatever the locale."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def _invoke() -> None:
    """Run the command without handling its exceptions, which `cli.main` would do.

    Only shell completion, which Click asks for by a variable, is left to `cli.main`.
    """
    if "_READNEXT_COMPLETE" in os.environ:
        cli.main(prog_name="readnext")
    with cli.make_context("readnext", sys.argv[1:] or ["--help"]) as context:
        # Not needed, so not imported, for --help.
        from readnext_adapters.cli.log_notes import print_log

        print_log()
        cli.invoke(context)

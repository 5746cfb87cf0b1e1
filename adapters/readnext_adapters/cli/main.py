"""The command group, and the one handler that turns errors into messages."""

from __future__ import annotations

import gc
import io
import os
import sys

import click

from readnext import __version__
from readnext.errors import UserError
from readnext_adapters.cli import options
from readnext_adapters.cli.backtest import backtest
from readnext_adapters.cli.catalog import catalog
from readnext_adapters.cli.digest import digest
from readnext_adapters.cli.errors_in_words import report_error, say
from readnext_adapters.cli.feedback import feedback, history
from readnext_adapters.cli.library import library
from readnext_adapters.cli.schedule import schedule
from readnext_adapters.cli.suggest import suggest
from readnext_adapters.cli.trending import trending


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="readnext")
@options.common
def cli() -> None:
    """Suggest what to read next, from the library you already have.

    \b
    Example:
      readnext suggest mylib.bib
    """


cli.add_command(suggest)
cli.add_command(trending)
cli.add_command(backtest)
cli.add_command(digest)
cli.add_command(schedule)
cli.add_command(catalog)
cli.add_command(library)
cli.add_command(feedback)
cli.add_command(history)


def main() -> None:
    """Run the command; exit with 0 when done, 1 if it failed, 2 for a usage error."""
    sys.exit(_run())


def _run() -> int:
    """Run the command and return its exit code."""
    # A library is many small objects that all stay: collecting garbage at Python's
    # usual pace takes a tenth of the time and finds none.
    gc.set_threshold(100_000, 20, 100)
    _write_utf8()
    try:
        _invoke()
        sys.stdout.flush()
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped")
        return 1
    except BrokenPipeError:
        _drop_output()  # the reading program has enough (| head): not a failure
        return 0
    except Exception as error:
        report_error(error)
        if isinstance(error, OSError):
            _drop_output()
        return error.exit_code if isinstance(error, UserError) else 1


def _drop_output() -> None:
    """Discard what is left to print, or Python would report it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    with cli.make_context("readnext", sys.argv[1:]) as context:
        cli.invoke(context)

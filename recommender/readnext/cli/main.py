"""The command group, and the one handler that turns errors into messages."""

from __future__ import annotations

import sys
import traceback

import click

from readnext import __version__
from readnext.cli import options
from readnext.cli.catalog import catalog
from readnext.cli.library import library
from readnext.cli.suggest import suggest
from readnext.errors import UserError


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
cli.add_command(catalog)
cli.add_command(library)


def main() -> None:
    """Run the command; exit 0 when done, 1 when not, 2 for wrong usage or input."""
    sys.exit(_run())


def _run() -> int:
    """Run the command and return its exit code."""
    try:
        # Click returns the code of `ctx.exit`, and what a command returns: nothing.
        code = cli.main(prog_name="readnext", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UserError as error:
        _say(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("stopped")
        return 1
    except SystemExit as end:
        # Click ends with 1 when whoever reads has enough (| head); that is no failure.
        closed = type(sys.stdout).__name__ == "PacifyFlushWrapper"
        return 0 if closed or end.code is None else int(end.code)
    except Exception as error:
        _say(
            f"a bug in readnext: {type(error).__name__}: {error}; run the command "
            "again with --debug and report what it prints"
        )
        return 1


def _say(message: str) -> None:
    """One line on standard error; the traceback before it where --debug asks."""
    if options.debugging():
        traceback.print_exc()
    click.echo(f"readnext: {message}", err=True)

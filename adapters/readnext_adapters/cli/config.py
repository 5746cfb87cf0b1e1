"""`readnext config`: the settings file."""

from __future__ import annotations

import json
from typing import Any

import click

from readnext.settings import settings_file
from readnext.user_settings import settings_text
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.screen import print_text


@click.group()
@options.common
def config() -> None:
    """Show and change the settings: library, catalog, digest profiles.

    \b
    Keys:
      library                  default LIBRARY, or several
      catalog                  folder of your own catalog
      sources                  network sources that 'catalog update' fetches
      me                       your names as an author
      formats.suggest          default of suggest --format; also formats.trending
      mail.password-command    prints the mail server's password; also password-file
      keys.ACTION              key of an action on the page, e.g. keys.like
      watch.people             whose new papers are listed in any case; also labs, cites
      defaults.OPTION          an option of all digest profiles, e.g. defaults.sendmail
      profiles.NAME.OPTION     an option of one, e.g. profiles.weekly.to

    \b
    Example:
      readnext config set library mylib.bib
    """


@config.command()
@options.common
def path() -> None:
    """Print where the settings file is, or would be.

    \b
    Example:
      readnext config path
    """
    click.echo(settings_file())


@config.command()
@options.format_option(("table", "json"), "Output format.")
@options.common
def show(form: str) -> None:
    """Show the settings, and everything that is wrong with them.

    \b
    Example:
      readnext config show
    """
    from readnext_adapters.cli.settings_edit import problems_in

    file = settings_file()
    text = settings_text(file)
    problems = problems_in(text, str(file))
    if form == "json":
        document = {
            "path": str(file),
            "settings": {} if problems else _plain(text),
            "problems": [{"where": one.where, "why": one.why} for one in problems],
        }
        click.echo(json.dumps(document, ensure_ascii=False, default=str))
    else:
        print_text(f"# {file}" + ("" if text else " (no such file yet)"))
        print_text(text, nl=bool(text) and not text.endswith("\n"))
        for problem in problems:
            note(f"{problem.where}: {problem.why}")
    if problems:
        raise click.exceptions.Exit(1)


def _plain(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


@config.command("set")
@click.argument("key")
@click.argument("values", nargs=-1, required=True, metavar="VALUE...")
@options.common
def set_(key: str, values: tuple[str, ...]) -> None:
    """Set a key of the settings file; comments and other keys stay as they are.

    Several values make a list. Paths are stored as absolute ones. A value that is not
    valid is refused.

    \b
    Example:
      readnext config set library mylib.bib
      readnext config set me "Mia Bogs" "M. Bogs"
      readnext config set profiles.weekly.to you@example.org
    """
    from readnext_adapters.cli.settings_edit import (
        change_settings,
        libraries_not_there,
        read_key,
        read_value,
    )

    keys = read_key(key)
    value = read_value(keys, values)
    file = change_settings({keys: value})
    click.echo(f"{file}: {key} = {json.dumps(value, ensure_ascii=False)}")
    for library in libraries_not_there(keys, value):
        note(f"{library} is not there; commands fail until it is")


@config.command()
@click.argument("key")
@options.common
def unset(key: str) -> None:
    """Remove a key from the settings file.

    \b
    Example:
      readnext config unset library
    """
    from readnext_adapters.cli.settings_edit import change_settings, read_key

    file = change_settings({read_key(key): None})
    click.echo(f"{file}: {key} is no longer set")

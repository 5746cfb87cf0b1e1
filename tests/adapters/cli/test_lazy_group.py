"""The list of commands is printed without importing the commands."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from readnext_adapters.cli.main import SUMMARIES, cli

CONTEXT = click.Context(cli)
NAMES = cli.list_commands(CONTEXT)


@pytest.mark.parametrize("name", NAMES)
def test_the_summary_is_the_first_sentence_of_the_help(name: str) -> None:
    command = cli.get_command(CONTEXT, name)
    assert command is not None and command.name == name
    said = command.get_short_help_str(300).rstrip(".")
    assert SUMMARIES[name].rstrip(".") == said


def test_help_imports_no_command(environment: dict[str, str]) -> None:
    program = (
        "import sys; from readnext_adapters.cli import main\n"
        "sys.argv = ['readnext', '--help']\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        f"loaded = {{f'readnext_adapters.cli.{{n}}' for n in {NAMES!r}}}\n"
        "print(sorted(loaded & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert done.stderr.strip() == "[]"
    assert all(f"  {name} " in done.stdout for name in NAMES)


def test_an_unknown_command_is_none() -> None:
    assert cli.get_command(CONTEXT, "nonsense") is None

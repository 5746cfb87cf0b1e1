"""`readnext doctor`: what is wrong with this installation, and what to type."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from readnext_adapters.cli import options

if TYPE_CHECKING:
    from readnext_adapters.cli.doctor_checks import Finding

_MARKS = {"ok": "ok", "warning": "note", "error": "WRONG"}


@click.command()
@options.format_option(("table", "json"), "Output format.")
@options.common
def doctor(form: str) -> None:
    """Check library, catalog, sources, mail and schedule; say what to do.

    Nothing is changed, and neither sources nor mail servers are asked, only a Zotero
    that runs on this computer. The exit code is 1 if something is broken.

    \b
    Example:
      readnext doctor
    """
    from readnext_adapters.cli.doctor_checks import examine

    findings = examine()
    broken = sum(one.state == "error" for one in findings)
    if form == "json":
        document = {"checks": [asdict(one) for one in findings], "broken": broken}
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        for one in findings:
            _show(one)
        click.echo(f"\n{broken} broken" if broken else "\nNothing is broken.")
    if broken:
        raise click.exceptions.Exit(1)


def _show(finding: Finding) -> None:
    from readnext_adapters.parsing.safe_text import plain

    mark = _MARKS[finding.state]
    click.echo(f"{mark:<6}{finding.subject:<10}{plain(finding.text)}")
    if finding.fix:
        click.echo(f"{'':<16}-> {plain(finding.fix)}")

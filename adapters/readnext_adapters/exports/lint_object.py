"""The report on a library as a JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from readnext.library.lint import MISSING, LintReport
from readnext.paper import Problem


def lint_object(
    report: LintReport, catalog: str, found: int, problems: Sequence[Problem] = ()
) -> dict[str, object]:
    """Return what `readnext library check --format json` prints.

    `found` entries are in the `catalog`, which is "" if there is none.
    """
    return {
        "entries": report.entries,
        "usable": report.usable,
        "works": report.works,
        "missing": {kind: report.count(kind) for kind in MISSING},
        "catalog": {"path": catalog, "found": found} if catalog else None,
        "findings": [asdict(finding) for finding in report.findings],
        "problems": [asdict(problem) for problem in problems],
    }

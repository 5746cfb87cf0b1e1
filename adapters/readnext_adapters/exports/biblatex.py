"""Suggestions as biblatex: ISO dates, journaltitle, online preprints."""

from __future__ import annotations

from readnext.suggestion import Answer
from readnext_adapters.exports.bibentry import Dialect
from readnext_adapters.exports.bibfile import append_to, render_file, update_in

SUFFIXES: tuple[str, ...] = (".bib", ".biblatex")


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as a biblatex file."""
    return render_file(answer, DIALECT)


def append(existing: str, answer: Answer) -> str:
    """Return `existing` with missing entries appended."""
    return append_to(existing, answer, DIALECT)


def update(existing: str, answer: Answer) -> str:
    """Return `existing` with refreshed fields and missing entries appended."""
    return update_in(existing, answer, DIALECT)


def _date(date: str) -> dict[str, str]:
    return {"date": date}


def _eprint(arxiv: str, primary: str) -> dict[str, str]:
    # biber warns about archiveprefix; all programs know eprinttype here.
    return {"eprint": arxiv, "eprinttype": "arxiv", "eprintclass": primary}


DIALECT = Dialect(
    preprint="online",
    journal="journaltitle",
    server="organization",
    date=_date,
    eprint=_eprint,
)

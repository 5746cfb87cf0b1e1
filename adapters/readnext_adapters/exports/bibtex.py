"""Suggestions as classic BibTeX: year and month, arXiv ids that every program reads."""

from __future__ import annotations

from readnext.dates import MONTHS
from readnext.suggestion import Answer
from readnext_adapters.exports.bibentry import Dialect
from readnext_adapters.exports.bibfile import append_to, render_file, update_in

SUFFIXES: tuple[str, ...] = (".bib", ".bibtex")

_MACROS = {number: name for name, number in MONTHS.items()}


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as a BibTeX file."""
    return render_file(answer, DIALECT)


def append(existing: str, answer: Answer) -> str:
    """Return `existing` with missing entries appended."""
    return append_to(existing, answer, DIALECT)


def update(existing: str, answer: Answer) -> str:
    """Return `existing` with refreshed fields and missing entries appended."""
    return update_in(existing, answer, DIALECT)


def _date(date: str) -> dict[str, str]:
    month = _MACROS[int(date[5:7])] if len(date) > 4 else ""
    return {"year": date[:4], "month": month}


def _eprint(arxiv: str, primary: str) -> dict[str, str]:
    # Styles read archiveprefix, Zotero reads eprinttype.
    return {
        "eprint": arxiv,
        "archiveprefix": "arXiv",
        "eprinttype": "arxiv",
        "primaryclass": primary,
    }


DIALECT = Dialect(
    preprint="misc",
    journal="journal",
    server="howpublished",
    date=_date,
    eprint=_eprint,
)

"""Whole bibliography files: new ones, or existing ones with missing entries added."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.errors import OutputError
from readnext.paper import Entry, Problem
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.bibentry import Dialect, render_entry
from readnext_adapters.exports.bibrefresh import refresh
from readnext_adapters.exports.missing import as_utf8, is_blank, keyed, lacking
from readnext_adapters.libraries import bibtex
from readnext_adapters.libraries.ownfields import ID

_OWN_ID = re.compile(rf"\b{ID}\s*=\s*[{{\"]([^{{}}\"]*)[}}\"]", re.IGNORECASE)
# Also keys in parts of a file that cannot be parsed as entries.
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()\"=#%]+)\s*,")


def render_file(answer: Answer, dialect: Dialect) -> str:
    """Return the suggestions as a new file."""
    return _rendered(answer.suggestions, answer, dialect, ())


def append_to(existing: str, answer: Answer, dialect: Dialect) -> str:
    """Return `existing` with missing suggestions appended.

    `existing` has its original line ends (``newline=""``). Appending again
    adds nothing.
    """
    if is_blank(existing):
        return existing + render_file(answer, dialect)
    entries, problems = _read(as_utf8(existing))
    if any("never closed" in problem.why for problem in problems):
        raise OutputError(
            f"the file to add to has an entry that is never closed: fix line "
            f"{problems[-1].where.rpartition(':')[2]}, or write to a new file"
        )
    missing = lacking(entries, _OWN_ID.findall(existing), answer.suggestions)
    used = [*_KEY.findall(existing), *(entry.key for entry in entries)]
    added = _rendered(missing, answer, dialect, used)
    if not added:
        return existing
    gap = "\n" if existing.endswith(("\n", "\r")) else "\n\n"
    newline = "\r\n" if "\r\n" in existing else "\n"
    return existing + (gap + added).replace("\n", newline)


def update_in(existing: str, answer: Answer, dialect: Dialect) -> str:
    """Return `existing` with refreshed fields and missing suggestions appended.

    See `bibrefresh`. Raises OutputError where `append_to` does.
    """
    return append_to(refresh(existing, answer), answer, dialect)


def _read(data: bytes) -> tuple[list[Entry], list[Problem]]:
    """The entries of a file, and the problems of the last one."""
    items = list(bibtex.read(data, "existing file"))
    entries = [item for item in items if isinstance(item, Entry)]
    last = entries[-1].where if entries else ""
    problems = [i for i in items if isinstance(i, Problem) and i.where == last]
    return entries, problems


def _rendered(
    suggestions: Iterable[Suggestion],
    answer: Answer,
    dialect: Dialect,
    used: Iterable[str],
) -> str:
    """The entries of suggestions, under keys that are not in `used`."""
    found = keyed(suggestions, used)
    return "\n".join(render_entry(s, key, dialect, answer.at) for key, s in found)

"""Formats of suggestions.

A format is a module with the names of `ExportFormat`; `EXPORT_FORMATS` lists
readnext's own. Other packages add theirs by the entry-point group
``readnext.exports``. A format that can also add to an existing file has the names of
`AppendFormat`, one that can refresh what it wrote before those of `UpdateFormat`.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from readnext.suggestion import Answer
from readnext_adapters.plugins import Registry


@runtime_checkable
class ExportFormat(Protocol):
    """One format of suggestions."""

    SUFFIXES: tuple[str, ...]

    def render(self, answer: Answer, width: int, /) -> str:
        """Return the suggestions as text; only the table uses the width."""


@runtime_checkable
class AppendFormat(ExportFormat, Protocol):
    """A format whose files can be added to: the bibliography formats."""

    def append(self, existing: str, answer: Answer, /) -> str:
        """Return `existing` with the suggestions that it lacks.

        They are added in one place, at the end if the format allows it; the rest of
        `existing` is unchanged. Raises OutputError if nothing can be added safely.
        """


@runtime_checkable
class UpdateFormat(AppendFormat, Protocol):
    """A format in which readnext recognises the entries that it wrote."""

    def update(self, existing: str, answer: Answer, /) -> str:
        """Return `existing` with missing entries and with readnext's fields refreshed.

        No other character of it changes. Raises OutputError as `append` does.
        """


EXPORT_FORMATS: Registry[ExportFormat] = Registry(
    "readnext.exports",
    {
        "table": "readnext_adapters.exports.table",
        "json": "readnext_adapters.exports.jsonout",
        "bibtex": "readnext_adapters.exports.bibtex",
        "biblatex": "readnext_adapters.exports.biblatex",
        "csljson": "readnext_adapters.exports.csljson",
        "ris": "readnext_adapters.exports.ris",
        "markdown": "readnext_adapters.exports.markdown",
        "notes": "readnext_adapters.exports.notes",
        "html": "readnext_adapters.exports.htmlpage",
        "atom": "readnext_adapters.exports.atom",
    },
    ExportFormat,
)


def format_of_suffix(suffix: str) -> str | None:
    """Return the name of the format whose files have a suffix, or None.

    >>> format_of_suffix(".RIS"), format_of_suffix(".pdf")
    ('ris', None)
    """
    suffix = suffix.lower()
    if not suffix:
        return None
    for formats in (EXPORT_FORMATS.own, EXPORT_FORMATS.others):
        for name, export_format in formats():
            if suffix in export_format.SUFFIXES:
                return name
    return None


def append_format(name: str) -> AppendFormat | None:
    """Return a format if it can add to an existing file."""
    found = EXPORT_FORMATS[name]
    return found if isinstance(found, AppendFormat) else None


def update_format(name: str) -> UpdateFormat | None:
    """Return a format if it can refresh an existing file."""
    found = EXPORT_FORMATS[name]
    return found if isinstance(found, UpdateFormat) else None


def append_formats() -> dict[str, AppendFormat]:
    """Return the formats that can add to an existing file; all formats are loaded."""
    formats = EXPORT_FORMATS.usable()
    return {name: one for name, one in formats if isinstance(one, AppendFormat)}


def update_formats() -> dict[str, UpdateFormat]:
    """Return the formats that can refresh an existing file; all formats are loaded."""
    formats = append_formats().items()
    return {name: one for name, one in formats if isinstance(one, UpdateFormat)}

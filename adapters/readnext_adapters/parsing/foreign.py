"""Files given by mistake, recognised by their first bytes."""

from __future__ import annotations

from readnext.errors import InputError

_EXPORT = (
    "not a bibliography; give a file that your reference manager exports, in BibTeX, "
    "RIS or CSL JSON for instance"
)
_FOREIGN = (
    (b"%PDF", f"a PDF, {_EXPORT}"),
    (b"PK\x03\x04", f"a ZIP archive or an office document, {_EXPORT}"),
    (b"\x89PNG", f"a picture, {_EXPORT}"),
    (b"\xff\xd8\xff", f"a picture, {_EXPORT}"),
    # As a file, it is read elsewhere.
    (
        b"SQLite format 3\0",
        "a SQLite database; zotero.sqlite is read by its name, without --format, and "
        "neither compressed nor as standard input",
    ),
)


def refuse_foreign(head: bytes, label: str) -> None:
    """Raise InputError if a file is of a known binary kind."""
    for sign, why in _FOREIGN:
        if head.startswith(sign):
            raise InputError(f"{label}: {why}")

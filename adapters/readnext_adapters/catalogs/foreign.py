"""Files that people give by mistake, told by their first bytes."""

from __future__ import annotations

from readnext.errors import InputError

_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\0", "a SQLite database"),
)


def refuse_foreign(head: bytes, label: str) -> None:
    """Raise InputError if a file is of a kind that holds no bibliography."""
    for sign, what in _FOREIGN:
        if head.startswith(sign):
            raise InputError(
                f"{label}: {what}, not a bibliography; give a .bib file, as your "
                "reference manager exports it"
            )

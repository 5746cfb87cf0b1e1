"""Adding suggestions to a bibliography file that exists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from readnext.errors import OutputError
from readnext.files import replace_file
from readnext_adapters.libraries.ownfields import ID

if TYPE_CHECKING:
    from readnext.suggestion import Answer


def is_extended(form: str, output: Path) -> bool:
    """Tell whether a file is there that is added to, rather than replaced."""
    from readnext_adapters.exports import EXPORT_FORMATS, append_format

    adds = form in EXPORT_FORMATS and append_format(form) is not None
    return adds and output.is_file()


def extend_file(
    output: Path, answer: Answer, form: str, *, update: bool = False
) -> int:
    """Add the suggestions that a file lacks; return how many these were.

    `update` also refreshes those that it has. The file is replaced as a whole, or left
    as it is. Raises OutputError if nothing can be added safely.
    """
    existing = _existing(output)
    try:
        text = _extended(existing, answer, form, update=update)
    except OutputError as error:
        raise OutputError(f"{output}: {error}") from error
    if text != existing:
        replace_file(output, text)
    # By the ids that the entries have.
    return text.count(ID) - existing.count(ID)


def refuse_encoding(output: Path) -> None:
    """Raise OutputError for a file that is not UTF-8, which nothing is added to."""
    from readnext_adapters.exports.missing import as_utf8

    existing = _existing(output)
    try:
        as_utf8(existing)
    except OutputError as error:
        raise OutputError(f"{output}: {error}") from error


def _extended(existing: str, answer: Answer, form: str, *, update: bool) -> str:
    """The text of a file with the suggestions that it lacks."""
    from readnext_adapters.exports import append_format, update_format

    if update and (updates := update_format(form)):
        return updates.update(existing, answer)
    appends = append_format(form)
    return appends.append(existing, answer) if appends else existing


def _existing(output: Path) -> str:
    """The text of a file to append to; bytes that are not UTF-8 are preserved."""
    try:
        data = output.read_bytes()
    except OSError as error:
        raise OutputError(f"{output}: {error.strerror or error}") from error
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise OutputError(
            f"{output}: is UTF-16; convert it to UTF-8 or name another file"
        )
    return data.decode("utf-8", "surrogateescape")

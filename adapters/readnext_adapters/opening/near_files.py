"""What may be meant by a name that no library has."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

_SUFFIXES = frozenset(
    (".bib", ".ris", ".json", ".rdf", ".csv", ".xml", ".enw", ".nbib", ".sqlite")
)
_SHOWN = 3


def files_in(folder: Path) -> str:
    """Return advice that names the libraries in a folder, as far as there are any."""
    names = [name for name in _names(folder) if Path(name).suffix.lower() in _SUFFIXES]
    if not names:
        return "name the file in it"
    shown = ", ".join(str(folder / name) for name in names[:_SHOWN])
    return f"name the file in it, e.g. {shown}"


def near_files(path: Path) -> str:
    """Return a question that names the file nearest to one that does not exist.

    It is "" where the file exists or no other has a similar name.
    """
    try:
        if path.exists() or path.is_symlink():
            return ""
    except (OSError, ValueError):  # too long, or a zero byte in it
        return ""
    names = {name.casefold(): name for name in _names(path.parent)}
    near = get_close_matches(path.name.casefold(), names, 1, 0.7)
    return f"did you mean {path.with_name(names[near[0]])}?" if near else ""


def _names(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir())
    except OSError:
        return []

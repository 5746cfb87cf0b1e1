"""Zotero's collections as paths: "Parent/Child" for each collection's key."""

from __future__ import annotations

from collections.abc import Mapping

# Deeper nesting only occurs in damaged files.
_DEEPEST = 40
_LONGEST = 200

Names = Mapping[str, tuple[str, str]]


def collection_paths(names: Names, *, rooted: bool = False) -> dict[str, str]:
    """Return the path of each collection, given its name and its parent's key.

    A parent that is unknown, or that is its own ancestor, ends the path; where all
    are known that exist (`rooted`), such a collection is in the bin and has none.

    >>> collection_paths({"A": ("Work", ""), "B": ("To read", "A")})
    {'A': 'Work', 'B': 'Work/To read'}
    >>> collection_paths({"A": ("Work", "?")}), collection_paths(
    ...     {"A": ("Work", "?")}, rooted=True
    ... )
    ({'A': 'Work'}, {})
    """
    lines = {key: _line(key, names) for key in names}
    return {
        key: "/".join(names[one][0][:_LONGEST] for one in reversed(line))
        for key, line in lines.items()
        if not rooted or not names[line[-1]][1]
    }


def _line(key: str, names: Names) -> list[str]:
    """A collection and its ancestors, up to the top."""
    line: list[str] = []
    while key in names and key not in line and len(line) < _DEEPEST:
        line.append(key)
        key = names[key][1]
    return line

"""The format xyz: a first line "xyz", then one title a line."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.paper import Entry, Problem

SUFFIXES: tuple[str, ...] = (".xyz",)


def detect(head: str, /) -> bool:
    """Tell from a file's first characters whether it has this format."""
    return head.lstrip("\ufeff").split("\n", 1)[0].strip() == "xyz"


def read(data: bytes, name: str, /) -> Iterator[Entry | Problem]:
    """Yield each line as an entry."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    if not lines[1:]:
        yield Problem(name, "no titles")
    for number, line in enumerate(lines[1:], 2):
        title = " ".join(line.split())
        if title:
            yield Entry(f"xyz{number}", title=title, where=f"{name}:{number}")

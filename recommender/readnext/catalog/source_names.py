"""Names of the sources of a catalog: those of files are full paths, shown in short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import PurePath


def is_path(name: str) -> bool:
    """Tell whether a source is a file known by its full path.

    Catalogs that an older version made know files by their names alone.
    """
    return PurePath(name).is_absolute()


def base_name(name: str) -> str:
    """Return the name of a source without the folders of a file."""
    return PurePath(name).name if is_path(name) else name


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return what each source is shown as.

    That is the name of a file with as many of its folders as tell it apart.

    >>> short_names(["/a/x.jsonl", "/b/x.jsonl", "/b/y.bib", "arxiv:cs.LG"]).values()
    dict_values(['a/x.jsonl', 'b/x.jsonl', 'y.bib', 'arxiv:cs.LG'])
    """
    found = {name: name for name in names}
    others = {name for name in found if not is_path(name)}
    left, size = [PurePath(name) for name in found if is_path(name)], 1
    while left:
        ends = {path: str(PurePath(*path.parts[-size:])) for path in left}
        times = Counter(ends.values())
        told = [p for p in left if times[ends[p]] == 1 and ends[p] not in others]
        found |= {str(path): ends[path] for path in told}
        left = [p for p in left if p not in set(told) and size < len(p.parts)]
        size += 1
    return found


def known_as(path: str, names: Collection[str]) -> str | None:
    """Return the source that a file's path is, None if it is a new one.

    A source of an older version, which has only the name of its file, is the first file
    of that name that is added again.
    """
    name = PurePath(path).name
    return next((known for known in (path, name) if known in names), None)


def ending_with(end: str, names: Iterable[str]) -> list[str]:
    """Return the files whose paths end with a name, or with folders and a name."""
    parts = PurePath(end).parts
    files = (name for name in names if is_path(name))
    return [
        name for name in files if parts and PurePath(name).parts[-len(parts) :] == parts
    ]

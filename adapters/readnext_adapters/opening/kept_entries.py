"""Libraries as they were last read, so that an unchanged file is not parsed again.

Each name of a library has one file in readnext's cache. It holds what the reader of the
format made of a content, under a digest of the content, of the macros of other files
and of readnext's own code. A library that has changed replaces its file; only the user
may read it. A file that is missing, damaged or of another version counts as none.

Shelves of Python (shelve, joblib, diskcache) execute what they find in a file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import zstandard

import readnext
import readnext_adapters
from readnext.errors import OutputError
from readnext.files import read_file, replace_file
from readnext.paper import Author, Entry, Problem
from readnext.private_files import make_folder
from readnext_adapters.parsing.open import ByteStream

FOLDER = "libraries"
_SUFFIX = ".json.zst"
# Smaller libraries are parsed as fast; larger ones are rather catalogs.
_LEAST, _MOST = 20_000, 64 << 20  # bytes
_FILES = 500  # libraries kept, those of a large batch

_LOOSE = ("utf-8", "surrogateescape")  # file names may be any bytes

_values = attrgetter(*Entry.__slots__)
_NAMES = [
    place for place, n in enumerate(Entry.__slots__) if n in ("authors", "editors")
]
_LISTS = [
    place
    for place, name in enumerate(Entry.__slots__)
    if name in ("keywords", "collections", "auto_keywords", "other_keys")
]


@dataclass(frozen=True, slots=True)
class KeptEntries:
    """The place for the entries of one library, for its present content."""

    path: Path
    digest: str

    @classmethod
    def of(
        cls, source: ByteStream, macros: Mapping[str, object], folder: Path
    ) -> KeptEntries | None:
        """Return the place for a library; None if it is too small or not a file."""
        content = source.digest(_LEAST, _MOST)
        if content is None:
            return None
        shared = repr(sorted(macros.items())) if macros else ""
        parts = (content, shared, _code())
        # Entries say where they are by the name that the user gave.
        place = f"{Path(source.label).absolute()}\0{source.label}"
        name = hashlib.sha256(place.encode(*_LOOSE))
        digest = hashlib.sha256("\0".join(parts).encode(*_LOOSE))
        path = folder / FOLDER / f"{name.hexdigest()[:24]}{_SUFFIX}"
        return cls(path, digest.hexdigest())

    def find(self) -> list[Entry | Problem] | None:
        """Return the entries and problems of this content, None if they are unknown."""
        try:
            packed = read_file(self.path, _MOST)
            text = zstandard.ZstdDecompressor().decompress(packed)
            digest, items = json.loads(text)
            return list(map(_item, items)) if digest == self.digest else None
        except (OSError, ValueError, TypeError, zstandard.ZstdError):
            return None

    def storing(self, items: Iterator[Entry | Problem]) -> Iterator[Entry | Problem]:
        """Yield what was read, and keep it when all of it was read.

        Nothing happens where the cache cannot be written to.
        """
        found = []
        for item in items:
            found.append(item)
            yield item
        with suppress(OSError, OutputError):
            make_folder(self.path.parent)
            replace_file(self.path, self._packed(found), new_mode=0o600)
            _delete_oldest(self.path.parent)

    def _packed(self, items: Sequence[Entry | Problem]) -> bytes:
        rows = [_row(item) for item in items]
        text = json.dumps([self.digest, rows], separators=(",", ":"))
        return zstandard.ZstdCompressor(write_checksum=True).compress(text.encode())


def _row(item: Entry | Problem) -> list[Any]:
    if isinstance(item, Problem):
        return [item.where, item.why]
    row = list(_values(item))
    for place in _NAMES:
        row[place] = [(one.family, one.given, one.literal) for one in row[place]]
    return row


def _item(row: list[Any]) -> Entry | Problem:
    if len(row) == len(Problem.__slots__):
        return Problem(*row)
    for place in _NAMES:
        row[place] = tuple([Author(*name) for name in row[place]])
    for place in _LISTS:
        row[place] = tuple(row[place])
    return Entry(*row)


def _delete_oldest(folder: Path) -> None:
    """Delete all but the newest files."""
    files = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda one: one.stat().st_mtime_ns)
    for path in files[:-_FILES]:
        path.unlink(missing_ok=True)


@cache
def _code() -> str:
    """A digest of what may read libraries: readnext's modules, and what they use.

    Modules count by name, size and time; packages of others by the folder that holds
    them, which pip changes.
    """
    others = Path(zstandard.__file__).parent.parent
    digest = hashlib.sha256(f"{others} {others.stat().st_mtime_ns}\n".encode(*_LOOSE))
    for package in (readnext, readnext_adapters):
        for folder, _, names in os.walk(Path(str(package.__file__)).parent):
            for name in sorted(names):
                if name.endswith(".py"):
                    found = Path(folder, name).stat()
                    line = f"{name} {found.st_size} {found.st_mtime_ns}\n"
                    digest.update(line.encode(*_LOOSE))
    return digest.hexdigest()

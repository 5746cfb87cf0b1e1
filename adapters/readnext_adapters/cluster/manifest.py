"""What a published catalog consists of.

A publication is a folder of objects, each named after the SHA-256 of its content, and a
manifest that is written last: what it names is complete, and never changes. The
manifest is an object, too, so that a run can keep to a publication that is replaced
meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from readnext.catalog.schema import DATABASE, FORMAT, OBJECTS
from readnext.errors import CatalogError

_KIND = "readnext catalog"
_PATH = re.compile(rf"{re.escape(DATABASE)}|shards/\d{{6,}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a manifest, by which a publication is known."""
    return hashlib.sha256(data).hexdigest()


def manifest_name(digest: str) -> str:
    """Return the name of a manifest's object."""
    return f"{OBJECTS}/{digest}.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a catalog and the object that it is packed in.

    `path`: the database or the folder of a shard. `size`: bytes of the object.
    """

    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The name of the object: a shard is packed as a ZIP file."""
        return f"{OBJECTS}/{self.sha256}.{'db' if self.path == DATABASE else 'zip'}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The pieces of a catalog of so many papers."""

    papers: int
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """The size of all objects in bytes."""
        return sum(piece.size for piece in self.pieces)

    @property
    def names(self) -> frozenset[str]:
        """The names of all objects."""
        return frozenset(piece.name for piece in self.pieces)

    def dump(self) -> bytes:
        """Return the manifest as JSON."""
        pieces = [asdict(piece) for piece in self.pieces]
        whole = {"kind": _KIND, "format": FORMAT, "papers": self.papers}
        return json.dumps(whole | {"pieces": pieces}, indent=1).encode()

    @classmethod
    def load(cls, data: bytes, where: str) -> Self:
        """Read a manifest of JSON.

        Raises CatalogError if it is damaged or that of another format.
        """
        try:
            found = json.loads(data)
            if found["kind"] != _KIND:
                raise ValueError("of another kind")
            _check_format(int(found["format"]), where)
            pieces = tuple(map(_piece, found["pieces"]))
            return cls(int(found["papers"]), pieces)
        except (ValueError, TypeError, KeyError) as error:
            raise CatalogError(
                f"{where}: not the manifest of a published catalog, or damaged; "
                "'readnext catalog publish' writes one"
            ) from error


def _check_format(found: int, where: str) -> None:
    if found != FORMAT:
        raise CatalogError(
            f"{where}: published by another version of readnext (format {found}, this "
            f"one uses {FORMAT}); publish it again with the same version"
        )


def _piece(fields: Mapping[str, Any]) -> Piece:
    """A piece; its path and digest become names of files, so they are checked."""
    piece = Piece(str(fields["path"]), int(fields["size"]), str(fields["sha256"]))
    if not _PATH.fullmatch(piece.path) or not _DIGEST.fullmatch(piece.sha256):
        raise ValueError(piece.path)
    return piece

"""Publishing a catalog: writing it where other computers can read it.

A shard is packed as one ZIP file without compression, since stores are slow with many
small files; its checksums are those that the catalog has recorded.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from readnext.catalog.schema import DATABASE, MANIFEST, OBJECTS, damaged
from readnext.catalog.shard_files import file_name
from readnext.catalog.snapshot import copy_database
from readnext.catalog.storage import Listed
from readnext.errors import CatalogError
from readnext_adapters.cluster.manifest import (
    Manifest,
    Piece,
    digest_of,
    manifest_name,
)
from readnext_adapters.cluster.remote import Remote

_ATTEMPTS = 20  # to pack shards while a writer puts them together
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: papers, bytes in all, and bytes that had to be sent."""

    papers: int
    size: int
    sent: int


def publish(
    folder: Path, remote: Remote, progress: Callable[[int], object] = lambda _: None
) -> Published:
    """Write a catalog to a remote folder; objects that are there are not sent again.

    The manifest comes last: until then, readers get the publication before. Objects of
    neither are deleted. `progress` is called with the bytes of each piece. Raises
    CatalogError, also where the remote folder is that of a catalog.
    """
    if remote.size(DATABASE) is not None:
        raise CatalogError(
            f"{remote.url}: is the folder of a catalog; publish into another one"
        )
    before = _published(remote)
    for _ in range(_ATTEMPTS):
        with tempfile.TemporaryDirectory(prefix="readnext-") as made:
            try:
                manifest, sent = _send_all(folder, remote, Path(made), progress)
            except FileNotFoundError:  # a writer has just put shards together
                continue
            _send_manifest(manifest, remote, Path(made) / MANIFEST)
        _delete_old(remote, {*before, *_names(manifest)})
        return Published(manifest.papers, manifest.size, sent)
    raise CatalogError(f"{folder}: another readnext writes to it; try again later")


def _published(remote: Remote) -> frozenset[str]:
    """The objects of the publication that is there; none if it cannot be read."""
    if remote.size(MANIFEST) is None:
        return frozenset()
    with suppress(CatalogError):
        return _names(Manifest.load(remote.read(MANIFEST), remote.url))
    return frozenset()


def _names(manifest: Manifest) -> frozenset[str]:
    """All objects of a publication."""
    return manifest.names | {manifest_name(digest_of(manifest.dump()))}


def _send_manifest(manifest: Manifest, remote: Remote, made: Path) -> None:
    """Send the manifest as an object, then as that of the newest publication."""
    data = manifest.dump()
    made.write_bytes(data)
    remote.send(made, manifest_name(digest_of(data)))
    remote.send(made, MANIFEST)


def _send_all(
    folder: Path, remote: Remote, made: Path, progress: Callable[[int], object]
) -> tuple[Manifest, int]:
    """Send what is not there yet; return all pieces, and how many bytes were sent."""
    database = made / DATABASE
    snapshot = copy_database(folder, database)
    pieces, sent = list[Piece](), 0
    for path, file in _files(folder, database, snapshot.shards):
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        piece = Piece(path, file.stat().st_size, digest)
        if remote.size(piece.name) != piece.size:
            remote.send(file, piece.name)
            sent += piece.size
        file.unlink()
        pieces.append(piece)
        progress(piece.size)
    return Manifest(snapshot.papers, tuple(pieces)), sent


def _files(
    folder: Path, database: Path, shards: Iterable[Listed]
) -> Iterator[tuple[str, Path]]:
    """Yield the parts of a catalog, each as a file, which may be deleted then."""
    yield DATABASE, database
    for shard in shards:
        name = f"shards/{shard.number:06d}"
        yield name, _pack(folder, name, shard, database.with_name("shard.zip"))


def _pack(catalog: Path, name: str, shard: Listed, target: Path) -> Path:
    """Pack a shard; CatalogError if its files do not fit their checksums."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for file, checksum in sorted(shard.checksums.items()):
            info = zipfile.ZipInfo(file_name(file), _EPOCH)
            source = catalog / name / info.filename
            with source.open("rb") as data, packed.open(info, "w") as entry:
                shutil.copyfileobj(data, entry, 1 << 20)
            if checksum != packed.getinfo(info.filename).CRC:
                raise damaged(catalog, f"{name}/{info.filename}")
    return target


def _delete_old(remote: Remote, kept: set[str]) -> None:
    """Delete objects that no manifest names."""
    for name in remote.names(OBJECTS):
        if f"{OBJECTS}/{name}" not in kept:
            remote.delete(f"{OBJECTS}/{name}")

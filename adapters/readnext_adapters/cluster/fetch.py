"""Fetching a published catalog into a cache on this computer, once for all processes.

fsspec has caches of its own: they know files by URL, not by content, and two processes
that start together would both fetch.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from readnext.catalog.schema import DATABASE, MANIFEST, is_catalog
from readnext.errors import CatalogError
from readnext.files import sync_folder
from readnext.private_files import make_folder
from readnext_adapters.cluster.manifest import (
    Manifest,
    Piece,
    digest_of,
    manifest_name,
)
from readnext_adapters.cluster.remote import Remote

_KEPT = 2  # publications of one URL: a process may still read the one before


def newest(remote: Remote) -> str:
    """Return which publication is the newest: the digest of its manifest.

    Raises CatalogError if there is none, or if it is of another format.
    """
    data = remote.read(MANIFEST)
    Manifest.load(data, f"{remote.url}/{MANIFEST}")
    return digest_of(data)


def fetch(remote: Remote, digest: str, cache: Path) -> Path:
    """Return the folder of a publication in a cache, fetched if it is not there.

    Other processes that want it wait meanwhile. Raises CatalogError if an object is
    missing or damaged.
    """
    from filelock import FileLock

    shelf = cache / digest_of(remote.url.encode())[:16]
    folder = shelf / digest[:32]
    if is_catalog(folder):
        return folder
    make_folder(shelf)
    # Waiting may take as long as fetching, longer than SQLite's locks wait.
    with FileLock(shelf / "lock"):
        if not is_catalog(folder):
            name = manifest_name(digest)
            manifest = Manifest.load(remote.read(name), f"{remote.url}/{name}")
            _fetch_all(remote, manifest, folder)
            _delete_old(shelf, folder)
    return folder


def _fetch_all(remote: Remote, manifest: Manifest, folder: Path) -> None:
    """Fetch all pieces into a temporary folder, then rename it."""
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for piece in manifest.pieces:
            _fetch_piece(remote, piece, made)
        for path in (made, *(p for p in made.rglob("*") if p.is_dir())):
            sync_folder(path)
        # What is there has no database: it is incomplete.
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _fetch_piece(remote: Remote, piece: Piece, folder: Path) -> None:
    where = f"{remote.url}/{piece.name}"
    file = folder / f"{piece.sha256}.part"
    remote.fetch(piece.name, file)
    with file.open("rb+") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != piece.sha256:
            raise CatalogError(
                f"{where}: damaged; delete it, then 'readnext catalog publish' writes "
                "it again"
            )
        os.fsync(opened.fileno())
    if piece.path == DATABASE:
        file.rename(folder / DATABASE)
        return
    _unpack(file, folder / piece.path, where)
    file.unlink()


def _unpack(file: Path, folder: Path, where: str) -> None:
    """Unpack a shard: plain files, no larger than what they are packed in."""
    folder.mkdir(parents=True)
    with zipfile.ZipFile(file) as packed:
        for info in packed.infolist():
            name = info.filename
            if info.compress_type != zipfile.ZIP_STORED or Path(name).name != name:
                raise CatalogError(f"{where}: not a shard of a catalog")
            with packed.open(info) as data, (folder / name).open("wb") as target:
                shutil.copyfileobj(data, target, 1 << 20)
                target.flush()
                os.fsync(target.fileno())


def _delete_old(shelf: Path, newest: Path) -> None:
    """Delete publications but the newest ones, and what killed processes left."""
    found = [path for path in shelf.iterdir() if path.is_dir() and path != newest]
    left = [path for path in found if path.name.startswith(".")]
    old = [path for path in found if path not in left]
    old.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in (*left, *old[_KEPT - 1 :]):
        shutil.rmtree(path, ignore_errors=True)

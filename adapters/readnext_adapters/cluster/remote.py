"""Files in a folder on any storage that fsspec can reach, with errors in words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Self

from readnext.errors import CatalogError, UserError
from readnext.files import sync_folder

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

MISSING = (
    "clusters and catalogs at a URL need Dask and fsspec; install the extra cluster: "
    "pipx install 'readnext-bib[cluster]', or pip install '.[cluster]' in the checkout"
)
_LOCAL = ("file", "local", "memory")


def is_url(name: str) -> bool:
    """Tell whether a name is a URL, as fsspec takes them, rather than a path.

    >>> is_url("s3://bucket/papers"), is_url("papers/catalog")
    (True, False)
    """
    return "://" in name


def needs_network(url: str) -> bool:
    """Tell whether a URL is of another computer.

    >>> needs_network("s3://bucket/papers"), needs_network("file:///srv/papers")
    (True, False)
    """
    return is_url(url) and url.partition("://")[0] not in _LOCAL


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder that a URL or a path names; its methods raise CatalogError."""

    url: str
    _files: AbstractFileSystem
    _root: str

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the folder of a URL, which may not exist yet.

        Raises UserError if the storage is unknown or needs a package that is missing.
        """
        try:
            core = import_module("fsspec.core")
        except ImportError as error:
            raise UserError(MISSING) from error
        try:
            files, root = core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise UserError(f"{url}: {error}") from error
        return cls(url.rstrip("/"), files, root)

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        with self._in_words(name):
            data: bytes = self._files.cat_file(self._path(name))
        return data

    def size(self, name: str) -> int | None:
        """Return the size of a file in bytes, None if it does not exist."""
        try:
            with self._in_words(name):
                self._files.invalidate_cache()
                size: int = self._files.info(self._path(name))["size"]
        except _Nowhere:
            return None
        return size

    def fetch(self, name: str, target: Path) -> None:
        """Copy a file to this computer."""
        with self._in_words(name):
            self._files.get_file(self._path(name), str(target))

    def send(self, source: Path, name: str) -> None:
        """Copy a file from this computer; it appears when it is complete."""
        try:
            with self._in_words(name):
                path = self._path(name)
                if "file" in _protocols(self._files):
                    _copy(source, Path(path))
                else:  # object stores show an object once all of it is there
                    self._files.put_file(str(source), path)
        except _Nowhere as error:
            raise CatalogError(
                f"{self.url}: there is no such bucket or folder; create it first"
            ) from error

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, [] if it does not exist."""
        try:
            with self._in_words(folder):
                self._files.invalidate_cache()
                found = self._files.ls(self._path(folder), detail=False)
        except _Nowhere:
            return []
        return [str(one).rstrip("/").rpartition("/")[2] for one in found]

    def delete(self, name: str) -> None:
        """Delete a file."""
        with self._in_words(name):
            self._files.rm_file(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        """Turn what a storage raises into a CatalogError that names the file."""
        where = f"{self.url}/{name}"
        try:
            yield
        except FileNotFoundError as error:
            raise _Nowhere(f"{where}: there is no such file") from error
        # Each storage has exceptions of its own, e.g. for missing credentials.
        except Exception as error:
            said = error.strerror if isinstance(error, OSError) else None
            why = " ".join((said or str(error)).split()) or type(error).__name__
            raise CatalogError(f"{where}: {why}") from error


class _Nowhere(CatalogError):
    """A file that does not exist."""


def _protocols(files: AbstractFileSystem) -> tuple[str, ...]:
    named: str | tuple[str, ...] = files.protocol
    return (named,) if isinstance(named, str) else named


def _copy(source: Path, target: Path) -> None:
    """Copy a file under a temporary name, then rename it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, made)
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
    sync_folder(target.parent)

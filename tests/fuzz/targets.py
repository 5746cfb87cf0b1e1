"""What is fuzzed: each parser by name, with the files that it starts from."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from readnext.errors import UserError
from readnext.ranker.npz import DamagedError, dump_arrays, read_arrays
from readnext.ranker.saved_trees import arrays_of, booster_of
from readnext.user_settings import parse_settings
from readnext_adapters.catalogs import CATALOG_FORMATS, CatalogFormat
from readnext_adapters.delivery.smtp_url import parse_server
from readnext_adapters.http.response import Response
from readnext_adapters.http.urls import linked
from readnext_adapters.libraries import LIBRARY_FORMATS, LibraryFormat
from readnext_adapters.manuscripts import MANUSCRIPT_FORMATS, ManuscriptFormat
from readnext_adapters.parsing.open import ByteStream, LineReader
from readnext_adapters.parsing.safe_text import visible

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
_DAY = dt.date(2026, 1, 1)
_LARGEST = 60_000  # bytes of a file to start from

Read = Callable[[bytes], object]


@dataclass(frozen=True)
class Target:
    """A parser: `read` returns, or raises UserError, whatever the bytes are."""

    name: str
    read: Read
    seeds: tuple[bytes, ...]


def targets() -> dict[str, Target]:
    """Return all targets by name."""
    files = [*_files(ROOT / "fixtures"), *_files(CORPUS)]
    found = [*_libraries(files), *_catalogs(files), *_manuscripts(files), *_others()]
    return {target.name: target for target in found}


def _files(folder: Path) -> list[tuple[Path, bytes]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(p, p.read_bytes()) for p in paths if 0 < p.stat().st_size < _LARGEST]


def _libraries(files: list[tuple[Path, bytes]]) -> Iterator[Target]:
    for name in LIBRARY_FORMATS.builtin:
        reader = LIBRARY_FORMATS[name]

        def read(data: bytes, reader: LibraryFormat = reader) -> object:
            return list(reader.read(data, "f"))

        seeds = _seeds(files, reader.detect, reader.SUFFIXES, name)
        yield Target(f"library-{name}", read, seeds)


def _catalogs(files: list[tuple[Path, bytes]]) -> Iterator[Target]:
    for name in CATALOG_FORMATS.builtin:
        reader = CATALOG_FORMATS[name]

        def read(data: bytes, reader: CatalogFormat = reader) -> object:
            stream = LineReader(ByteStream(io.BytesIO(data), "f"))
            return list(reader.read(cast(BinaryIO, stream), "f", _DAY))

        seeds = _seeds(files, reader.detect, reader.SUFFIXES, name)
        yield Target(f"catalog-{name}", read, seeds)


def _manuscripts(files: list[tuple[Path, bytes]]) -> Iterator[Target]:
    for name in MANUSCRIPT_FORMATS.builtin:
        reader = MANUSCRIPT_FORMATS[name]

        def read(data: bytes, reader: ManuscriptFormat = reader) -> object:
            text = data.decode(errors="replace")
            return list(reader.read(text, "f"))

        seeds = _seeds(files, lambda _: False, reader.SUFFIXES, name)
        yield Target(f"manuscript-{name}", read, seeds)


def _seeds(
    files: list[tuple[Path, bytes]],
    detect: Callable[[str], bool],
    suffixes: tuple[str, ...],
    name: str,
) -> tuple[bytes, ...]:
    """The files of a format, by content or by name."""
    return tuple(
        data
        for path, data in files
        if path.parent.name == name
        or path.suffix in suffixes
        or detect(data[:20_000].decode(errors="replace"))
    ) or (b"",)


def _others() -> Iterator[Target]:
    yield Target("model", _read_model, tuple(_models()))
    settings = (
        b'library = ["a.bib"]\n[profiles.x]\nto = ["a@b.example"]\nsince = "7 days"\n'
    )
    known = [data for _, data in _files(CORPUS / "settings")]
    yield Target(
        "settings", lambda data: parse_settings(_text(data), "f"), (settings, *known)
    )
    yield Target(
        "address",
        lambda data: linked("https://example.org/a/b?c", _text(data)),
        (b"https://a:b@example.org:80/x\\y?z#a", b"//[::1]:99999/", b"../a/../b"),
    )
    server = b"smtps://mia%40example.org@mail.example:465?timeout=3&tries=2"
    yield Target("mail-server", lambda data: parse_server(_text(data)), (server,))
    yield Target("response", _read_response, (b'</a?b>; rel=next, <c>; rel="last"',))
    yield Target(
        "text",
        lambda data: visible(_text(data)),
        (b"a\x1b[31mb\x1b]0;t\x07", "\x9b1m\u202e".encode()),
    )
    packed = (b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd\x04\x00")
    yield Target(
        "compressed", lambda data: ByteStream(io.BytesIO(data), "f").read(), packed
    )


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _read_response(data: bytes) -> object:
    headers = {"link": _text(data), "content-type": "application/json"}
    response = Response("https://example.org/", 200, headers, data)
    return response.link("next"), response.excerpt(), response.json()


def _models() -> Iterator[bytes]:
    text = (
        "\nTree=0\nnum_cat=0\nsplit_feature=0 1\nthreshold=0.5 1\ndecision_type=2 2\n"
        "left_child=1 -1\nright_child=-2 -3\ninternal_count=9 5\n"
        "leaf_value=1 2 3\nleaf_count=3 4 2\n\n"
    )
    header = np.frombuffer(json.dumps({"name": "x"}).encode(), np.uint8)
    yield dump_arrays({"header": header, **arrays_of(text)})
    yield text.encode()


def _read_model(data: bytes) -> object:
    for read in (_read_npz, lambda data: booster_of(arrays_of(_text(data)))):
        try:
            read(data)
        except (DamagedError, ValueError, KeyError):
            continue
    return None


def _read_npz(data: bytes) -> object:
    return booster_of(read_arrays(data))


REFUSALS = (UserError,)

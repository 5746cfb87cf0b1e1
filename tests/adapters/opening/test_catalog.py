"""Packed, cut off, damaged, missing and foreign files."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.errors import InputError
from readnext.paper import Paper, Problem
from readnext_adapters.opening.catalog import read_source
from readnext_adapters.parsing.open import open_stream

Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
AS_OF = dt.date(2026, 4, 30)
COUNT = 3000
LINES = b"".join(
    b'{"id": "%d", "title": "Paper %s"}\n' % (n, sha256(b"%d" % n).hexdigest().encode())
    for n in range(COUNT)
)
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}


@pytest.fixture(params=sorted(PACKERS))
def pack(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    return PACKERS[str(request.param)]


@pytest.fixture(params=["gzip", "zstd"])
def squeeze(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    return PACKERS[str(request.param)]


def write(folder: Path, data: bytes, name: str = "catalog") -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def read(path: str) -> list[Paper | Problem]:
    return list(read_source(path, AS_OF))


def test_the_first_bytes_tell_how_a_file_is_packed(
    tmp_path: Path, pack: Callable[[bytes], bytes], papers: Papers
) -> None:
    items = read(write(tmp_path, pack(LINES)))
    assert [p.id for p in papers(items)] == [str(n) for n in range(COUNT)]
    assert len(items) == COUNT


def test_packed_files_strung_together(
    tmp_path: Path, squeeze: Callable[[bytes], bytes]
) -> None:
    half = len(LINES) // 2
    data = squeeze(LINES[:half]) + squeeze(LINES[half:]) + b"\0" * 512
    assert len(read(write(tmp_path, data))) == COUNT


def test_skippable_frame_at_the_beginning(tmp_path: Path) -> None:
    note = b"\x50\x2a\x4d\x18\x04\x00\x00\x00note"
    assert len(read(write(tmp_path, note + PACKERS["zstd"](LINES)))) == COUNT


def test_cut_off_file_gives_what_it_has_and_a_problem(
    tmp_path: Path, papers: Papers, problems: Problems
) -> None:
    packed = gzip.compress(LINES)
    path = write(tmp_path, packed[: len(packed) * 3 // 4], "cut.jsonl.gz")
    items = read(path)
    assert COUNT // 2 < len(papers(items)) < COUNT
    last, cut = problems(items)
    assert last[0] == f"{path}:{len(papers(items)) + 1}"
    assert cut == (path, "cut off: the compressed data ends too early")


def test_zstd_cut_off_between_blocks(
    tmp_path: Path, papers: Papers, problems: Problems
) -> None:
    packer = zstandard.ZstdCompressor().compressobj()
    packed = packer.compress(LINES) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    items = read(write(tmp_path, packed))
    assert len(papers(items)) == COUNT
    assert [why[:7] for _, why in problems(items)] == ["cut off"]


def test_damage_on_the_way(
    tmp_path: Path, squeeze: Callable[[bytes], bytes], problems: Problems
) -> None:
    packed = bytearray(squeeze(LINES))
    late = len(packed) * 3 // 4
    packed[late : late + 64] = b"\xff" * 64
    items = read(write(tmp_path, bytes(packed)))
    assert problems(items)[-1][1].startswith("damaged, what follows is lost: ")
    assert COUNT // 3 < len(items) < COUNT


def test_wrong_checksum_keeps_nearly_all(tmp_path: Path, papers: Papers) -> None:
    packed = bytearray(gzip.compress(LINES))
    packed[-6] ^= 0xFF
    assert len(papers(read(write(tmp_path, bytes(packed))))) > COUNT * 0.9


def test_nothing_but_a_packed_stub_is_a_problem(
    tmp_path: Path, squeeze: Callable[[bytes], bytes]
) -> None:
    (item,) = read(write(tmp_path, squeeze(LINES)[:12]))
    assert isinstance(item, Problem)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (gzip.compress(b"", mtime=0), "the file is empty"),
        (b"Dear Sir or Madam", "unrecognised format"),
        (bytes(range(256)), "unrecognised format"),
    ],
)
def test_what_cannot_be_read_at_all(tmp_path: Path, data: bytes, why: str) -> None:
    path = write(tmp_path, data, "letter.txt")
    with pytest.raises(InputError, match=why) as caught:
        read_source(path, AS_OF)
    assert path in str(caught.value)


def test_missing_file_folder_and_impossible_name(tmp_path: Path) -> None:
    for path in (str(tmp_path / "none"), str(tmp_path), "a\0b"):
        with pytest.raises(InputError):
            read_source(path, AS_OF)


def test_format_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, b"LGMay 2, 2024\nSoupIda Berg\nSoup.")
    (paper,) = read_source(path, AS_OF, "author-listing")
    assert isinstance(paper, Paper)
    with pytest.raises(InputError, match="no such format: xml; the formats are"):
        read_source(path, AS_OF, "xml")


def test_standard_input_is_read_and_left_open(
    monkeypatch: pytest.MonkeyPatch, papers: Papers
) -> None:
    raw = io.BytesIO(gzip.compress(LINES))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))
    assert len(papers(read("-"))) == COUNT
    assert not raw.closed


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.jsonl", ".jsonl"),
        ("a.JSONL.GZ", ".jsonl"),
        ("a.b.txt.zst", ".txt"),
        ("a.gz", ""),
        ("a", ""),
    ],
)
def test_suffix_without_the_packer(tmp_path: Path, name: str, suffix: str) -> None:
    with open_stream(write(tmp_path, b"x", name)) as source:
        assert source.suffix == suffix


class Failing(io.RawIOBase):
    """A disk that fails after its first block."""

    def __init__(self) -> None:
        self.blocks = [LINES[:65536]]

    def read(self, size: int = -1, /) -> bytes:
        """Return the block, then fail."""
        if not self.blocks:
            raise OSError(5, "Input/output error")
        return self.blocks.pop()


def test_disk_that_fails_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, papers: Papers, problems: Problems
) -> None:
    disk = tmp_path / "disk"
    disk.touch()
    monkeypatch.setattr(Path, "open", lambda *_: Failing())
    items = read(str(disk))
    assert len(papers(items)) > COUNT // 5
    assert problems(items)[-1] == (
        str(disk),
        "cannot be read any further: Input/output error",
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.sampled_from([b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18", b"{"]),
    rest=st.binary(),
)
def test_no_bytes_raise_anything_else(tmp_path: Path, data: bytes, rest: bytes) -> None:
    path = write(tmp_path, data + rest)
    try:
        assert read(path)
    except InputError as error:
        assert path in str(error)

"""Records are compressed, and what is damaged is told from what is not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zstandard import ZstdCompressor

from readnext.catalog.packing import pack, unpack

RECORD = (
    '{"id":"p/1","title":"Über Enten","abstract":"'
    + " ".join(f"We count {n} ducks." for n in range(90))
    + '"}'
)


@given(st.text(st.characters(), max_size=300))
def test_every_text_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text


def test_records_get_smaller() -> None:
    assert len(pack(RECORD)) < len(RECORD) / 5


def test_what_recurs_in_records_takes_little() -> None:
    abstract = "In this paper, we propose a new approach. Experimental results show"
    record = f'{{"id":"1","title":"On Ducks","abstract":"{abstract} that it works"}}'
    assert len(pack(record)) < len(ZstdCompressor().compress(record.encode())) - 40


def test_records_from_before_the_dictionary_are_read() -> None:
    assert unpack(ZstdCompressor(level=3).compress(RECORD.encode())) == RECORD


def test_threads_pack_and_unpack_at_the_same_time() -> None:
    texts = [f"{n} " * 20_000 for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        packed = list(pool.map(pack, texts))
        assert list(pool.map(unpack, packed)) == texts


@pytest.mark.parametrize("place", range(0, len(pack(RECORD)), 3))
def test_a_changed_byte_gives_another_text_or_an_error(place: int) -> None:
    packed = bytearray(pack(RECORD))
    packed[place] ^= 0x11
    try:
        found = unpack(bytes(packed))
    except ValueError:
        return
    assert found != RECORD


@pytest.mark.parametrize("packed", [RECORD, b"", b"{}", pack(RECORD)[:-1], None, 7])
def test_what_is_not_a_record(packed: object) -> None:
    with pytest.raises(ValueError):
        unpack(packed)


def test_a_record_that_claims_to_be_enormous() -> None:
    # Magic number, a header with a content size of eight bytes, and that size.
    with pytest.raises(ValueError, match="size"):
        unpack(b"\x28\xb5\x2f\xfd\xe0" + b"\x7f" * 8 + b"\x01\x00\x00")

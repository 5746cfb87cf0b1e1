"""Records are compressed, and what is damaged is told from what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.packing import pack, unpack

RECORD = (
    '{"id":"p/1","title":"Über Enten","abstract":"' + "We count ducks. " * 90 + '"}'
)


@given(st.text(st.characters(), max_size=300))
def test_every_text_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text


def test_records_get_smaller() -> None:
    assert len(pack(RECORD)) < len(RECORD) / 5


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

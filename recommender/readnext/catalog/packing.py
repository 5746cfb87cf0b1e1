"""Records as the catalog keeps them: compressed by Zstandard, each by itself.

A dictionary of what recurs in records, made by tests/bench/record_dictionary.py, is a
part of this version of readnext: a record of 1.4 kB takes 0.56 kB, without it 0.8 kB.
One that is made from the records of a catalog would save 5 % more; but if it were
damaged, none of them could be read.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict, ZstdCompressor, ZstdDecompressor

_LARGEST = 1 << 28  # bytes of a record; what claims more is damaged


def pack(record: str) -> bytes:
    """Return a record that `unpack` reads."""
    return _tools.compressor.compress(record.encode("utf-8", "surrogatepass"))


def unpack(packed: object) -> str:
    """Return the record that `pack` wrote, or wrote before there was a dictionary.

    Raises ValueError if it is damaged.

    >>> unpack(pack('{"id":"1","title":"On Ducks"}'))
    '{"id":"1","title":"On Ducks"}'
    """
    from zstandard import ZstdError, get_frame_parameters

    if not isinstance(packed, bytes):
        raise ValueError("a record is not compressed")
    try:
        frame = get_frame_parameters(packed)
        # An unknown size is given as the largest number of 64 bits.
        if frame.content_size > _LARGEST:
            raise ValueError("the size of a record is damaged")
        tool = _tools.decompressor if frame.dict_id else _tools.plain
        data = tool.decompress(packed)
    except ZstdError as error:
        raise ValueError(str(error)) from error
    return data.decode("utf-8", "surrogatepass")


class _Tools(local):
    """What packs and unpacks, of each thread its own: Zstandard's can serve but one.

    Making one takes longer than a record does.
    """

    @cached_property
    def compressor(self) -> ZstdCompressor:
        from zstandard import ZstdCompressor

        made = _dictionary()
        made.precompute_compress(level=3)
        return ZstdCompressor(level=3, dict_data=made)

    @cached_property
    def plain(self) -> ZstdDecompressor:
        from zstandard import ZstdDecompressor

        return ZstdDecompressor()

    @cached_property
    def decompressor(self) -> ZstdDecompressor:
        from zstandard import ZstdDecompressor

        return ZstdDecompressor(dict_data=_dictionary())


_tools = _Tools()


def _dictionary() -> ZstdCompressionDict:
    from zstandard import ZstdCompressionDict

    return ZstdCompressionDict(Path(__file__).with_name("records.dict").read_bytes())

"""Decompresses a body in blocks of bounded size, and detects truncation.

urllib3 decompresses too, but accepts a truncated gzip stream as complete.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_BLOCK = 1 << 16
_MAGIC = b"\x1f"
_GZIP = frozenset(("gzip", "x-gzip"))


class Damaged(Exception):
    """Compressed data that is damaged or truncated."""


class Decompressor:
    """Decompresses gzip (RFC 1952); other encodings are passed through unchanged."""

    def __init__(self, encoding: str) -> None:
        self._compressed = encoding.strip().lower() in _GZIP
        self._member = zlib.decompressobj(wbits=31)
        self._begun = False
        self._ended = False

    def decompress(self, data: bytes) -> Iterator[bytes]:
        """Yield blocks of bounded size; raise Damaged at an error."""
        if not self._compressed:
            yield data
            return
        while data and not self._ended:
            if self._member.eof:
                # Members may be concatenated; anything else after one is padding.
                self._ended = data[:1] != _MAGIC
                if self._ended:
                    return
                self._member = zlib.decompressobj(wbits=31)
            self._begun = True
            try:
                yield self._member.decompress(data, _BLOCK)
            except zlib.error as error:
                raise Damaged(str(error)) from error
            data = self._member.unconsumed_tail or self._member.unused_data

    def finish(self) -> None:
        """Raise Damaged if the stream is truncated; an empty body is valid."""
        if self._begun and not self._member.eof:
            raise Damaged("truncated")

"""Unpacks a body piece by piece, within bounds, and tells whether it came whole.

urllib3 unpacks too, but takes a body whose packed data ends too early for whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_BLOCK = 1 << 16
_MAGIC = b"\x1f"
_GZIP = frozenset(("gzip", "x-gzip"))


class Damaged(Exception):
    """Packed data that is damaged or ends too early."""


class Unpacker:
    """Unpacks gzip (RFC 1952); what is packed otherwise, or not, stays as it is."""

    def __init__(self, encoding: str) -> None:
        self._packed = encoding.strip().lower() in _GZIP
        self._member = zlib.decompressobj(wbits=31)
        self._begun = False
        self._ended = False

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield pieces of bounded size; raise Damaged where they end."""
        if not self._packed:
            yield data
            return
        while data and not self._ended:
            if self._member.eof:
                # Members may be strung together; what else follows is padding.
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
        """Raise Damaged if there should be more; a body may also be empty."""
        if self._begun and not self._member.eof:
            raise Damaged("it ends too early")

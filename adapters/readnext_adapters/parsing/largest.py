"""The size limit of libraries.

Entries are compared with each other, so a library is held in memory. An endless input
(a pipe, a device) or a decompression bomb must not exhaust it.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from readnext.errors import InputError, UserError

# About 300,000 entries with abstracts; refused before it uses a gigabyte.
_USUAL_MB = 512
_VARIABLE = "READNEXT_LARGEST_LIBRARY_MB"
_MB = 1_000_000
_BLOCK = 1 << 20


def largest_library() -> int:
    """Return the size limit in bytes, from the environment or the default."""
    chosen = os.environ.get(_VARIABLE, "").strip()
    if not chosen:
        return _USUAL_MB * _MB
    if not (chosen.isascii() and chosen.isdigit() and int(chosen[:9]) > 0):
        raise UserError(f"{_VARIABLE}: a number of megabytes is needed, not {chosen!r}")
    return int(chosen[:9]) * _MB


def too_large(largest: int) -> str:
    """Return the message for a file above the limit."""
    return (
        f"more than {largest // _MB} MB (decompressed), so probably not a library; "
        f"if it is one, raise {_VARIABLE}"
    )


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """Return all of a stream; raise InputError if it is above the limit."""
    largest = largest_library()
    data = bytearray()
    while block := stream.read(_BLOCK):
        data += block
        if len(data) > largest:
            raise InputError(f"{name}: {too_large(largest)}")
    return bytes(data)

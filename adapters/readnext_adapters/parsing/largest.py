"""How much is read as a library before it is taken for something else.

Entries are compared with each other, so a library is held in memory whole. What
never ends (a pipe, a device) or unpacks to a thousand times its size must not fill it.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from readnext.errors import InputError, UserError

# Three hundred thousand entries with abstracts; refused before it takes a gigabyte.
_USUAL_MB = 512
_VARIABLE = "READNEXT_LARGEST_LIBRARY_MB"
_MB = 1_000_000
_BLOCK = 1 << 20


def largest_library() -> int:
    """Return the most bytes that are read, as the environment or the default has it."""
    chosen = os.environ.get(_VARIABLE, "").strip()
    if not chosen:
        return _USUAL_MB * _MB
    if not (chosen.isascii() and chosen.isdigit() and int(chosen[:9]) > 0):
        raise UserError(f"{_VARIABLE}: a number of megabytes is needed, not {chosen!r}")
    return int(chosen[:9]) * _MB


def too_large(largest: int) -> str:
    """Say that there is more than that, and what to do."""
    return (
        f"more than {largest // _MB} MB (unpacked), so probably no library; if it is "
        f"one, allow more with {_VARIABLE}"
    )


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """Return all of a stream; raise InputError if that is more than is read."""
    largest = largest_library()
    data = bytearray()
    while block := stream.read(_BLOCK):
        data += block
        if len(data) > largest:
            raise InputError(f"{name}: {too_large(largest)}")
    return bytes(data)

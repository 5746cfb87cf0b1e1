"""Reads .npz files (zip of arrays) that anyone may have made.

NumPy's own reader allocates what a header claims, and unpacks whatever a zip file
claims to hold. Here the sizes are limited before anything is unpacked, and an array has
to be as long as its header says. Only arrays of one dimension are read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 64 << 20  # of a file, and of its arrays together
_MOST_ARRAYS = 64
_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(
    rb"\{'descr': '([<|][fiu][1248])', 'fortran_order': False, "
    rb"'shape': \((\d{1,12}),\), \} *\n"
)


class DamagedError(ValueError):
    """A file that is damaged, or not of this format."""


def read_arrays(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of an .npz file by name; DamagedError if it is not one."""
    if len(data) > MOST_BYTES:
        raise DamagedError("too large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            members = file.infolist()
            names = {member.filename for member in members}
            if len(members) > _MOST_ARRAYS or len(names) != len(members):
                raise DamagedError("too many arrays")
            if sum(member.file_size for member in members) > MOST_BYTES:
                raise DamagedError("too large")
            return {
                member.filename.removesuffix(".npy"): _array(file.read(member))
                for member in members
            }
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),
        *(RuntimeError, KeyError, IndexError, OverflowError, UnicodeDecodeError),
    ) as error:
        raise DamagedError(str(error)) from error


def dump_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the bytes of an .npz file; the same arrays give the same bytes."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _array(data: bytes) -> NDArray[Any]:
    size = int.from_bytes(data[8:10], "little")
    header = _HEADER.fullmatch(data[10 : 10 + size])
    if data[:8] != _MAGIC or header is None:
        raise DamagedError("not an array of one dimension")
    kind = np.dtype(header[1].decode())
    body = data[10 + size :]
    if len(body) != int(header[2]) * kind.itemsize:
        raise DamagedError("an array of another length than its header says")
    return np.frombuffer(body, kind)

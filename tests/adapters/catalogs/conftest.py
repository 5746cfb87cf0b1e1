"""What the tests of catalog readers share."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, detect_format

ROOT = Path(__file__).parents[3]
AS_OF = dt.date(2026, 4, 30)

Items = list[Paper | Problem]
Read = Callable[[bytes], Items]


@pytest.fixture
def fixtures() -> Path:
    return ROOT / "fixtures" / "catalogs"


@pytest.fixture
def seeds() -> Path:
    folder = ROOT.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip(f"the seed pages are not in {folder}")
    return folder


@pytest.fixture
def read() -> Read:
    """Read bytes in the format that their content shows."""

    def read_bytes(data: bytes) -> Items:
        kind = detect_format(data.decode(errors="replace"), "")
        assert kind is not None
        return list(CATALOG_FORMATS[kind].read(io.BytesIO(data), "page", AS_OF))

    return read_bytes

"""What the tests of library readers share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from readnext.paper import Entry, Problem
from readnext_adapters.libraries import LIBRARY_FORMATS, detect_format

ROOT = Path(__file__).parents[3]

Items = list[Entry | Problem]
Split = tuple[dict[str, Entry], list[str]]
Load = Callable[[str], Split]
Parse = Callable[[str, str], Split]


def split(items: Items) -> Split:
    """The entries by key, and the problems as "where why"."""
    entries = [item for item in items if isinstance(item, Entry)]
    by_key = {entry.key: entry for entry in entries}
    assert len(by_key) == len(entries)
    return by_key, [f"{p.where} {p.why}" for p in items if isinstance(p, Problem)]


@pytest.fixture
def libraries() -> Path:
    return ROOT / "fixtures" / "libraries"


@pytest.fixture
def load(libraries: Path) -> Load:
    """Read a fixture in the format that its content shows."""

    def load_file(name: str) -> Split:
        data = (libraries / name).read_bytes()
        kind = detect_format(data.decode(), "")
        assert kind is not None
        return split(list(LIBRARY_FORMATS[kind].read(data, name)))

    return load_file


@pytest.fixture
def parse() -> Parse:
    """Read a text in a format."""
    return lambda kind, text: split(
        list(LIBRARY_FORMATS[kind].read(text.encode(), "t"))
    )

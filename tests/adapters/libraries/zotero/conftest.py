"""What the tests of Zotero libraries share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.zoterofiles import ZoteroFile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of Zotero."""
    made = tmp_path / "Zotero"
    made.mkdir()
    return made


@pytest.fixture
def path(folder: Path) -> Path:
    return folder / "zotero.sqlite"


@pytest.fixture
def zotero(path: Path) -> Iterator[ZoteroFile]:
    """An empty database of Zotero 10."""
    file = ZoteroFile(path)
    yield file
    file.close()

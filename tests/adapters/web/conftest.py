"""A running service for each test that needs one of its own, or one for many."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.web.service import LIBRARY, Service, running


@pytest.fixture
def service(tmp_path: Path, papers_of_today: Path) -> Iterator[Service]:
    with running(tmp_path, papers_of_today) as found:
        yield found


SETTINGS = """
library = "{library}"
me = ["Mia Bogs"]
[watch]
people = ["Ann <b>Otter</b>"]
[profiles.weekly]
to = ["mia@example.org", "lab@example.org"]
sendmail = "cat"
n = 5
"""


@pytest.fixture
def user(home: Path, own_catalog: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a catalog and settings; returns the settings file."""
    monkeypatch.setenv("HOME", str(home))
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / f".{name.lower()}"))
    data = home / ".data" / "readnext"
    data.mkdir(parents=True)
    shutil.move(own_catalog, data / "catalog")
    file = home / ".config" / "readnext" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(SETTINGS.format(library=LIBRARY))
    return file

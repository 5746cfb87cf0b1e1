"""A running service for each test that needs one of its own, or one for many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.web.service import Service, running


@pytest.fixture
def service(tmp_path: Path, papers_of_today: Path) -> Iterator[Service]:
    with running(tmp_path, papers_of_today) as found:
        yield found

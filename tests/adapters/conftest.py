"""What the tests of adapters share: a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.serving import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running

"""What the tests of the client share: time that stands still, and a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from readnext_adapters.http import Client, Policy
from tests.adapters.clock import Make, Time


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
def make(clock: Time, tmp_path: Path) -> Make:
    """Make clients that share a clock and a folder."""

    def make_client(
        policy: Policy | None = None, headers: Mapping[str, str] | None = None
    ) -> Client:
        return Client(
            policy,
            headers,
            clock=clock,
            sleep=clock.sleep,
            jitter=lambda: 1.0,
            wall=clock,
            folder=tmp_path,
        )

    return make_client

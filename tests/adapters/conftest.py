"""What the tests of adapters share: a server on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest

from readnext.paper import Paper, Problem
from tests.adapters.serving import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


@pytest.fixture
def papers() -> Callable[[Iterable[Paper | Problem]], list[Paper]]:
    return lambda items: [item for item in items if isinstance(item, Paper)]


@pytest.fixture
def problems() -> Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]:
    return lambda items: [(p.where, p.why) for p in items if isinstance(p, Problem)]

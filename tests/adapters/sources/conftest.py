"""What the tests of sources share: services on this machine, keys, no waiting."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext_adapters.http import Client, Policy
from tests.adapters.serving import Answer, Server
from tests.adapters.sources.shelves import SHELVES

FIXTURES = Path(__file__).parents[3] / "fixtures"
KEY = "s3cr3t/Key+1"
VARIABLES = (
    "READNEXT_HF_URL",
    "READNEXT_OPENALEX_URL",
    "READNEXT_S2_URL",
    *(shelf.variable for shelf in SHELVES.values()),
)
KEYS = ("OPENALEX_API_KEY", "S2_API_KEY", "ADS_API_TOKEN")


@pytest.fixture(autouse=True)
def settings(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every service is the test's own server; no key of this machine is used."""
    for variable in VARIABLES:
        monkeypatch.setenv(variable, server.url)
    for variable in KEYS:
        monkeypatch.delenv(variable, raising=False)
        command = f"READNEXT_{variable.partition('_API')[0]}_KEY_COMMAND"
        monkeypatch.delenv(command, raising=False)
    monkeypatch.delenv("READNEXT_CONTACT", raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.fixture
def fixtures() -> Path:
    """The fixtures of catalogs."""
    return FIXTURES / "catalogs"


@pytest.fixture
def client() -> Iterator[Client]:
    """A client that never waits, and tries twice."""
    with Client(Policy(attempts=2), sleep=lambda _: None) as made:
        yield made


def as_json(value: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Answer(json.dumps(value).encode(), status, kind)

"""Asking the sources before a digest: a real server, and failures that stop nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import InputError
from readnext.paper import Paper
from readnext_adapters.cli.source_refresh import refresh
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources import SOURCE_KINDS
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Server

POLICY = Policy(attempts=1)


@dataclass(frozen=True)
class Moor:
    """A source that gives one paper, whose title is the body of the answer."""

    url: str
    rest: str
    policy: Policy = POLICY
    patience: int = 3

    @property
    def name(self) -> str:
        return f"moor:{self.rest}"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        title = client.get(f"{self.url}/{self.rest}").body.decode()
        yield Page((Paper(f"moor:{title}", title, date="2024"),), "")


@dataclass(frozen=True)
class Kind:
    """The kind of these sources; it knows none that is called nothing."""

    url: str
    HELP: str = "moor:NAME"

    def parse(self, rest: str, /) -> Moor:
        if rest == "nothing":
            raise InputError("moor:nothing: no such moor")
        return Moor(self.url, rest)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server().running() as running:
        monkeypatch.setitem(SOURCE_KINDS.loaded, "moor", Kind(running.url))
        yield running


def catalog(folder: Path, *names: str) -> Path:
    with Catalog.open(folder, create=True) as store, store.source_log() as log:
        for name in names:
            log.register(name, 3)
    return folder


def test_what_comes_and_what_fails(server: Server, tmp_path: Path) -> None:
    def behave(asked: object) -> Answer:
        broken = getattr(asked, "path", "") == "/broken"
        return Answer(status=404) if broken else Answer(b"On Sphagnum")

    server.behave = behave
    folder = catalog(tmp_path / "c", "moor:broken", "moor:nothing", "moor:whole")
    broken, nothing, whole = refresh(folder, ask=True)
    assert (whole.account.added, whole.failed, whole.asked) == (1, False, True)
    assert broken.failed and "404" in (broken.account.error or "")
    assert nothing.failed and "no such moor" in (nothing.account.error or "")
    with Catalog.open(folder) as store:
        assert len(store) == 1
    server.asked.clear()
    later = refresh(folder, ask=False)
    assert [one.asked for one in later] == [False] * 3
    assert [one.failed for one in later] == [True, False, False]
    assert server.asked == []


def test_no_catalog_has_no_sources(tmp_path: Path) -> None:
    assert refresh(tmp_path / "none", ask=True) == []
    assert not (tmp_path / "none").exists()

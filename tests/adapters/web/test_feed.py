"""The list as a feed over HTTP, as Zotero and feed readers read it."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from readnext_adapters.cli.profile_feed import profile_answer
from readnext_adapters.web.feed import Feeds
from tests.adapters.web.service import FEED, LIBRARY, Service, running


@pytest.fixture
def settings(home: Path, monkeypatch: pytest.MonkeyPatch, own_catalog: Path) -> Path:
    """A home with a catalog and a profile."""
    assert own_catalog.is_dir()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    path = home / ".config" / "readnext" / "settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f'library = "{LIBRARY}"\n[profiles.ntk]\nto = "you@example.org"\n'
        'n = 4\nauthor = ["Nakkiran"]\n'
    )
    return path


def test_the_feed_has_the_list_in_falling_order(service: Service) -> None:
    reply = service.ask(f"/feed.xml?token={FEED}")
    assert reply.headers["Content-Type"].startswith("application/atom+xml")
    found = feedparser.parse(reply.body)
    assert not found.bozo and len(found.entries) == 20
    moments = [entry.updated for entry in found.entries]
    assert moments == sorted(moments, reverse=True) and len(set(moments)) == 20
    assert len({entry.id for entry in found.entries}) == 20
    again = feedparser.parse(service.ask(f"/feed.xml?token={FEED}").body)
    assert [entry.id for entry in again.entries] == [e.id for e in found.entries]
    first = service.triage.paper(found.entries[0].id.removeprefix("urn:readnext:"))
    assert found.entries[0].content[0].value == first.abstract


def test_what_is_judged_is_not_in_the_feed(service: Service) -> None:
    first = feedparser.parse(service.ask(f"/feed.xml?token={FEED}").body).entries[0]
    id_ = first.id.removeprefix("urn:readnext:")
    service.api("verdicts", {"id": id_, "verdict": "dismiss"})
    left = feedparser.parse(service.ask(f"/feed.xml?token={FEED}").body).entries
    assert first.id not in [entry.id for entry in left]


@pytest.mark.usefixtures("settings")
def test_a_profile_has_a_feed_of_its_own(tmp_path: Path, papers_of_today: Path) -> None:
    made = []

    def make(name: str) -> object:
        made.append(name)
        return profile_answer(name)

    feeds = Feeds(make)  # type: ignore[arg-type]
    with running(tmp_path, papers_of_today, feeds=feeds) as service:
        path = f"/feed.xml?profile=ntk&token={FEED}"
        entries = feedparser.parse(service.ask(path).body).entries
        assert len(entries) == 4
        assert all("Nakkiran" in str(entry.authors) for entry in entries)
        service.ask(path)
        assert made == ["ntk"]
        wrong = service.ask(f"/feed.xml?profile=nkt&token={FEED}")
        assert wrong.status == 400 and "ntk" in wrong.text
        both = service.ask(f"{path}&since=2024")
        assert both.status == 400 and "since: the profile" in both.text

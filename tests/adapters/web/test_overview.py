"""The pages on what the list is made of: map, sources, library, catalog, settings."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from tests.adapters.serving import Answer, Server
from tests.adapters.web.service import LIBRARY, Service, running
from tests.bogs import Bogs


def plain(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_the_library_is_checked_as_the_command_does(service: Service) -> None:
    page = plain(service.get("/library").text)
    entries = len(service.triage.library.own)
    assert f"{entries} entries, {entries} usable" in page
    assert re.search(r"Without an abstract: \d+", page)
    assert "Reading problems: 1 key zhang2017understanding occurs again" in page
    with Catalog.open(service.triage.places.folder) as catalog:
        assert f"among the {len(catalog):,} papers of the catalog" in page


def test_the_catalog_is_counted(service: Service) -> None:
    with Catalog.open(service.triage.places.folder) as catalog:
        number = len(catalog)
    page = plain(service.get("/catalog").text)
    assert f"{number:,} papers." in page
    assert "Papers by year" in page and "The most frequent categories" in page


@pytest.mark.slow
def test_the_map_is_that_of_the_list(service: Service) -> None:
    page = service.get("/map").text
    assert 'id="map"' in page and "<svg" in page and "Topics and years" in page
    assert "style=" not in page and "<script>" not in page


def test_the_settings_and_profiles_are_shown(service: Service, user: Path) -> None:
    page = service.get("/settings").text
    assert str(user) in page and str(LIBRARY) in page and "Mia Bogs" in page
    assert "mia@example.org, lab@example.org" in page
    assert "Ann &lt;b&gt;Otter&lt;/b&gt;" in page and "<b>" not in page
    assert 'href="/digest?profile=weekly"' in page and "Last issue: none" in page
    user.write_text("librarry = 3")
    wrong = service.get("/settings")
    assert wrong.status == 400 and "did you mean" in wrong.text
    user.unlink()
    assert "Nothing is set." in service.get("/settings").text


@pytest.mark.slow
def test_the_digest_is_previewed_and_not_recorded(service: Service, user: Path) -> None:
    page = service.get("/digest?profile=weekly")
    assert page.status == 200, page.text
    assert "To: mia@example.org" in page.text and "About this issue" in page.text
    assert not list(user.parents[2].rglob("history.sqlite"))
    assert service.get("/digest?profile=x").status == 404
    assert service.get("/digest?profile=--output=x").status == 404
    user.write_text(user.read_text().replace(str(LIBRARY), "/nowhere.bib"))
    page = service.get("/digest?profile=weekly")
    assert page.status == 500 and "says why" in page.text


def test_a_catalog_that_is_not_the_users_is_not_updated(service: Service) -> None:
    page = service.get("/sources").text
    assert "readnext catalog sources LIBRARY --add" in page and "Update now" not in page
    assert service.form({}, path="/sources").status == 400


@pytest.fixture
def network() -> Iterator[Server]:
    with Server().running() as server:
        server.behave = Bogs(40, 10)
        yield server


@pytest.fixture
def updated(
    tmp_path: Path,
    papers_of_today: Path,
    network: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Service]:
    """A service whose catalog has a source on this computer."""
    folder = tmp_path / "catalog"
    shutil.copytree(papers_of_today, folder)
    monkeypatch.setenv("READNEXT_OPENALEX_URL", network.url)
    monkeypatch.setenv("HOME", str(tmp_path))
    command = (sys.executable, "-m", "readnext", "catalog", "update", "openalex:S123")
    asked = (*command, "--catalog", str(folder), "--since", "2020")
    with running(tmp_path, folder, update=asked) as found:
        yield found


def ended(service: Service) -> str:
    """The page of the sources once the update has ended."""
    for _ in range(600):
        page = service.get("/sources").text
        if "data-running" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError(page)


@pytest.mark.slow
def test_the_sources_are_updated_on_request(updated: Service) -> None:
    before = updated.get("/sources").text
    assert "Update now" in before and "openalex:S123" not in before
    assert updated.form({"csrf": "x"}, path="/sources").status == 403
    assert updated.form({}, path="/sources").headers["Location"] == "/sources"
    assert updated.form({}, path="/sources").status == 303  # one run at a time
    page = plain(ended(updated))
    assert "The update is complete: 40 new papers." in page
    assert page.count("openalex:S123: 40 added") == 1
    assert re.search(r"openalex:S123 40 papers · last complete run 20", page)
    for _ in range(50):  # the list follows
        if updated.triage.wait(1, 1.0).version > 1:
            break
    found = updated.api("search?q=sphagnum").json["papers"]
    assert any(one["id"].startswith("openalex:") for one in found)


@pytest.mark.slow
def test_an_update_that_fails_says_why(updated: Service, network: Server) -> None:
    network.behave = lambda _: Answer(b"gone", 404)
    updated.form({}, path="/sources")
    page = plain(ended(updated))
    assert "The update failed: 0 new papers." in page and "404" in page


def test_the_pages_of_a_read_only_service_have_no_forms(
    tmp_path: Path, papers_of_today: Path
) -> None:
    with running(tmp_path, papers_of_today, read_only=True, update=("true",)) as found:
        page = found.get("/sources").text
        assert 'method="post"' not in page
        assert found.form({}, path="/sources").status == 403

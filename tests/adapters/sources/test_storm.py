"""Services that often fail leave the catalog as good ones do.

`STATIONS` must have a service for each kind of source that readnext registers.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.catalog.sync import update
from readnext.paper import Paper
from readnext_adapters.http import Client
from readnext_adapters.sources import SOURCE_KINDS, parse_source
from tests.adapters.serving import Server
from tests.adapters.sources.conftest import KEY
from tests.adapters.sources.runs import QUICK, TODAY
from tests.adapters.sources.stations import FILES, STATIONS, Station
from tests.bogs import Weather

NOW = dt.datetime(2031, 6, 30, 6, tzinfo=dt.UTC)


def test_every_kind_of_source_meets_the_storm() -> None:
    assert STATIONS.keys() | FILES == {name for name, _ in SOURCE_KINDS.own()}


@pytest.fixture
def station(
    request: pytest.FixtureRequest, server: Server, monkeypatch: pytest.MonkeyPatch
) -> Station:
    made = STATIONS[str(request.param)]
    server.behave = made.behave
    if made.variable:
        monkeypatch.setenv(made.variable, server.url)
    monkeypatch.setenv("ADS_API_TOKEN", KEY)
    return made


def run(catalog: Catalog, name: str) -> str | None:
    """One run of a source; why it failed."""
    source = parse_source(name)
    with Client(QUICK) as client:
        done = update(
            catalog,
            source.name,
            source.patience,
            lambda cursor: source.pages(client, cursor, None, TODAY),
            lambda: NOW,
        )
    return done.error


def papers(catalog: Catalog) -> list[Paper]:
    return sorted(catalog.all_papers(), key=lambda paper: paper.id)


@pytest.mark.slow
@pytest.mark.parametrize("station", STATIONS, indirect=True)
@pytest.mark.parametrize("seed", (1, 3))  # each spoils the first answer
def test_a_storm_leaves_the_catalog_as_calm_weather_does(
    station: Station, server: Server, tmp_path: Path, seed: int
) -> None:
    name = station.name.format(url=server.url)
    with Catalog.open(tmp_path / "calm", create=True) as calm:
        assert run(calm, name) is None
        expected = papers(calm)
    assert len(expected) == station.papers
    weather = Weather(station.faults, seed)
    server.behave = lambda asked: weather(station.behave(asked))
    with Catalog.open(tmp_path / "storm", create=True) as stormy:
        runs = 0
        while run(stormy, name):
            runs += 1
            assert runs < 300
            (account,) = stormy.accounts()
            assert account.error
        if station.reads_halves:
            server.behave = station.behave
            assert run(stormy, name) is None
        assert papers(stormy) == expected
        (account,) = stormy.accounts()
        assert account.error is None
    assert weather.spoilt

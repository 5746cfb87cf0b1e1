"""Services that list papers page by page, from a server on this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.catalog.sync import update
from readnext.errors import InputError, NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.http import Client
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.conftest import KEY
from tests.adapters.sources.runs import QUICK, TODAY, items, pages, papers, problems
from tests.adapters.sources.shelves import SHELVES, Listed, Shelf, as_answer, title

NOW = dt.datetime(2031, 6, 30, 6, tzinfo=dt.UTC)
HTML = {"Content-Type": "text/html"}


@pytest.fixture(params=SHELVES)
def shelf(
    request: pytest.FixtureRequest, server: Server, monkeypatch: pytest.MonkeyPatch
) -> Shelf:
    """A service of seven papers, three a page."""
    made = replace(SHELVES[str(request.param)], asked=[])
    server.behave = made
    monkeypatch.setenv("ADS_API_TOKEN", KEY)
    return made


def titles(found: list[Page]) -> list[str]:
    return [paper.title for paper in papers(found)]


def test_all_pages(shelf: Shelf) -> None:
    found = pages(shelf.name)
    assert titles(found) == [title(n) for n in range(7)]
    assert problems(found) == []
    assert found[-1].cursor == "2031-06-30"
    assert len(shelf.asked) == len(found)


def test_no_papers(shelf: Shelf) -> None:
    shelf.total = 0
    found = pages(shelf.name)
    assert items(found) == []
    assert [page.cursor for page in found] == ["2031-06-30"]


@pytest.mark.parametrize("total", [1, 3, 6])
def test_lists_that_fill_their_last_page(shelf: Shelf, total: int) -> None:
    shelf.total = total
    assert len(papers(pages(shelf.name))) == total


def test_a_run_goes_on_where_it_stopped(shelf: Shelf) -> None:
    (first,) = pages(shelf.name, most=1)
    shelf.asked.clear()
    rest = pages(shelf.name, first.cursor)
    assert titles([first, *rest]) == [title(n) for n in range(7)]
    assert shelf.place(shelf.asked[0], shelf.size) == 3


def test_the_usual_start_since_and_the_run_before(shelf: Shelf) -> None:
    pages(shelf.name)
    pages(shelf.name, since=dt.date(2031, 2, 3))
    pages(shelf.name, "2031-06-20")
    starts = [asked for asked in shelf.asked if shelf.place(asked, shelf.size) == 0]
    usual, since, later = (str(sorted(asked.query.items())) for asked in starts)
    if shelf.name.startswith("dblp"):  # it knows years only
        assert "year:2031:" in usual and usual == since == later
    else:
        assert len({usual, since, later}) == 3
    if not shelf.name.startswith(("dblp", "openreview")):
        assert "2031-02-0" in since


# Faults.


def ends_too_early(shelf: Shelf) -> Answer:
    """An empty page in the middle of a list."""
    return as_answer(shelf.answer([], Listed(3, [], shelf.total)))


def counts_too_many(shelf: Shelf) -> Answer:
    """The last page of a list that counts far more."""
    return as_answer(shelf.answer([], Listed(3, [], 900)))


FAULTS: dict[str, Callable[[Shelf], Answer]] = {
    "403": lambda _: Answer(b"no", 403),
    "404": lambda _: Answer(b"gone", 404),
    "410": lambda _: Answer(b"gone", 410),
    "429": lambda _: Answer(b"slow down", 429, {"Retry-After": "0"}),
    "429 with a day's wait": lambda _: Answer(b"", 429, {"Retry-After": "86400"}),
    "500": lambda _: as_answer({}, 500),
    "503": lambda _: Answer(b"", 503),
    "cut": lambda s: replace(as_answer(s.listed(3)), cut=40),
    "half a document": lambda s: replace(
        as_answer(s.listed(3)), body=as_answer(s.listed(3)).body[:60]
    ),
    "wrong type": lambda s: replace(as_answer(s.listed(3)), headers=HTML),
    "a page of HTML": lambda _: Answer(b"<html>Log in</html>", headers=HTML),
    "HTML as JSON": lambda s: replace(as_answer(s.listed(3)), body=b"<html></html>"),
    "an error in JSON": lambda _: as_answer({"error": "try later"}),
    "an error of Europe PMC": lambda _: as_answer({"errCode": 500, "errMsg": "later"}),
    "errors in JSON": lambda _: as_answer({"errors": [{"title": "later"}]}),
    "another document": lambda _: as_answer({"a": [1]}),
    "a list": lambda _: as_answer([[1]]),
    "null": lambda _: as_answer(None),
    "an empty page": ends_too_early,
    "a count that is too high": counts_too_many,
}


@pytest.mark.slow
def test_a_fault_ends_the_run_after_the_pages_before_it(
    shelf: Shelf, server: Server, tmp_path: Path
) -> None:
    """One line in the log, nothing half stored; the next run in calm has all."""
    fault = ""

    def spoilt(asked: Asked) -> Answer:
        late = shelf.place(asked, shelf.size) == 3
        return FAULTS[fault](shelf) if late else shelf(asked)

    server.behave = spoilt
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        for fault in FAULTS:
            error = _updated(catalog, shelf)
            assert error, fault
            assert "\n" not in error and KEY not in error and len(error) < 400
            (account,) = catalog.accounts()
            assert (account.error, account.succeeded) == (error, None)
            stored = sorted(p.title for p in catalog.all_papers())
            assert stored == sorted(title(n) for n in range(3)), fault
        server.behave = shelf
        assert _updated(catalog, shelf) is None
        assert len(list(catalog.all_papers())) == 7


def test_a_page_that_comes_again_is_an_error(shelf: Shelf, server: Server) -> None:
    server.behave = lambda asked: as_answer(shelf.listed(0))
    with pytest.raises(NetworkError, match=r"same page repeatedly|returned only 6"):
        pages(shelf.name)


def _updated(catalog: Catalog, shelf: Shelf) -> str | None:
    source = parse_source(shelf.name)

    def asked(cursor: str | None) -> Iterator[Page]:
        with Client(QUICK) as client:
            yield from source.pages(client, cursor, None, TODAY)

    return update(catalog, source.name, 14, asked, lambda: NOW).error


def test_a_position_that_has_expired_means_the_beginning(
    shelf: Shelf, server: Server
) -> None:
    (first,) = pages(shelf.name, most=1)

    def forgetful(asked: Asked) -> Answer:
        late = shelf.place(asked, shelf.size) == 3 and not server.asked[1:]
        return Answer(b"cursor has expired", 400) if late else shelf(asked)

    server.behave = forgetful
    server.asked.clear()
    assert len(papers(pages(shelf.name, first.cursor))) == 7


def test_records_without_what_a_paper_needs_are_problems(
    shelf: Shelf, server: Server
) -> None:
    broken = shelf.answer([{"title": 7}, {}], Listed(0, [0, 1], 2))
    server.say(as_answer(broken))
    found = items(pages(shelf.name))
    assert not any(isinstance(item, Paper) for item in found)
    assert all(isinstance(x, Problem) and ":item " in x.where for x in found)


@pytest.mark.slow
def test_a_list_that_is_longer_than_the_service_gives(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = replace(SHELVES["inspire"], asked=[], total=12_000, size=2_500)
    server.behave = shelf
    found = pages(shelf.name)
    assert len(papers(found)) == 10_000
    assert problems(found) == [
        "only 10,000 of 12,000 papers can be fetched at once; use a narrower query "
        "or a later --since"
    ]


# Names, and what is requested for them.


@pytest.mark.parametrize(
    ("given", "name", "part"),
    [
        (
            "crossref:12345679",
            "crossref:1234-5679",
            "filter=issn:1234-5679,from",
        ),
        ("crossref: issn 1234-567x", "crossref:1234-567X", "filter=issn:1234-567X,"),
        (
            "crossref:1234-5679+0000-0019",
            "crossref:1234-5679+0000-0019",
            "filter=issn:1234-5679,issn:0000-0019,from-created-date:2031-05-31",
        ),
        ("crossref:journal:J. Chem. Phys.", "crossref:0021-9606", "issn:0021-9606,"),
        ("crossref:10.2139", "crossref:prefix:10.2139", "filter=prefix:10.2139,"),
        ("crossref:prefix=10.2139/", "crossref:prefix:10.2139", "prefix:10.2139,"),
        ("crossref:peat  moss", "crossref:peat moss", "query=peat moss"),
        (
            'crossref:journal:"Journal of Plots"',
            "crossref:journal:Journal of Plots",
            "query.container-title=Journal of Plots",
        ),
        (
            "europepmc:journal:1234-5679",
            "europepmc:journal:1234-5679",
            'query=(ISSN:"1234-5679") AND CREATION_DATE:[2031-05-31 TO',
        ),
        (
            'europepmc:journal:"Bog Letters"',
            "europepmc:journal:Bog Letters",
            'query=(JOURNAL:"Bog Letters")',
        ),
        (
            "europepmc:peat OR moss",
            "europepmc:peat OR moss",
            "(peat OR moss) AND",
        ),
        ("inspire:a Fern", "inspire:a Fern", "q=(a Fern) and de > 2031-05-30"),
        ("dblp:conf/ICSE", "dblp:conf/icse", "q=streamid:conf/icse: year:2031:"),
        (
            "dblp:https://dblp.org/db/journals/tse/index.html",
            "dblp:journals/tse",
            "q=streamid:journals/tse: year:2031:",
        ),
        ("dblp:venue:Bog Days", "dblp:venue:Bog Days", "q=venue:Bog_Days: year:2031:"),
        ("dblp:graph drawing", "dblp:graph drawing", "q=graph drawing year:2031:"),
        ("hal:peat", "hal:peat", "fq=submittedDate_tdate:[2031-05-31T00:00:00Z TO *]"),
        ("ads:abs:peat", "ads:abs:peat", "fq=entdate:[2031-05-31 TO *]"),
        (
            "datacite:peat",
            "datacite:peat",
            "query=(peat) AND created:[2031-05-31 TO *]",
        ),
        (
            "openreview:https://openreview.net/group?id=Plot.org/2031/Conference",
            "openreview:Plot.org/2031/Conference",
            "content.venueid=Plot.org/2031/Conference",
        ),
    ],
)
def test_names(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    given: str,
    name: str,
    part: str,
) -> None:
    monkeypatch.setenv("ADS_API_TOKEN", KEY)
    shelf = replace(SHELVES[name.partition(":")[0]], asked=[], total=0)
    server.behave = shelf
    assert parse_source(given).name == name
    assert parse_source(name).name == name
    pages(given)
    assert part in "&".join(f"{k}={v}" for k, v in shelf.asked[0].query.items())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        *((f"{kind}:", "names no") for kind in SHELVES),
        ("crossref:10.5555/ducks.1", "that is one work"),
        ("crossref:1234-5679,moss", "not a list of ISSNs"),
        ("crossref:1234-567", "not an ISSN"),
        ("crossref:issn 12345-6789", "not an ISSN"),
        ("openreview:ICLR", "names no venue"),
    ],
)
def test_names_of_nothing(name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_source(name)


def test_a_journal_by_its_name_is_that_journal_alone(server: Server) -> None:
    def record(number: int) -> dict[str, object]:
        known = SHELVES["crossref"].record(number)
        other = {"container-title": ["International Journal of Plots"]}
        return known | (other if number % 2 else {})

    server.behave = replace(SHELVES["crossref"], asked=[], record=record)
    found = papers(pages("crossref:journal:journal of plots"))
    assert [paper.title for paper in found] == [title(n) for n in (0, 2, 4, 6)]


def test_a_search_of_crossref_ends_with_the_best(server: Server) -> None:
    shelf = replace(SHELVES["crossref"], asked=[], total=90_000, size=100)
    server.behave = shelf
    assert len(papers(pages("crossref:plots"))) == 400
    assert len(shelf.asked) == 4


def test_dblp_lists_the_years_since_the_start(server: Server) -> None:
    shelf = replace(SHELVES["dblp"], asked=[], total=0)
    server.behave = shelf
    pages("dblp:plots", since=dt.date(2029, 12, 1))
    years = [asked.query["q"].split()[-1] for asked in shelf.asked]
    assert years == ["year:2029:", "year:2030:", "year:2031:"]


def test_ads_needs_a_token(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.behave = shelf = replace(SHELVES["ads"], asked=[])
    with pytest.raises(NetworkError, match="needs an API key: set ADS_API_TOKEN"):
        pages("ads:plots")
    assert server.asked == []
    monkeypatch.setenv("ADS_API_TOKEN", KEY)
    pages("ads:plots")
    assert shelf.asked[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_token_that_has_expired(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADS_API_TOKEN", KEY)
    server.say(as_answer({"error": f"Unauthorized: {KEY}"}, 401))
    with pytest.raises(NetworkError, match="does not accept your API key") as caught:
        pages("ads:plots")
    assert KEY not in str(caught.value)


def test_all_processes_share_the_rate_limit_of_a_service() -> None:
    others = ("openalex:S12", "s2:plots", "biorxiv:all", "hf:daily", "arxiv:cs.LG")
    for name in (*(shelf.name for shelf in SHELVES.values()), *others):
        policy = parse_source(name).policy
        assert policy.rate_limit and policy.spacing > 0, name


def test_a_slow_service_ends_the_run_in_time(server: Server) -> None:
    shelf = replace(SHELVES["crossref"], asked=[])

    def slow(asked: Asked) -> Answer:
        answer = shelf(asked)
        late = shelf.place(asked, shelf.size) == 3
        return replace(answer, pause=0.05) if late else answer

    server.behave = slow
    source = parse_source(shelf.name)
    impatient = replace(QUICK, attempts=1, deadline=0.5)
    found: list[Page] = []
    with Client(impatient) as client, pytest.raises(NetworkError):
        found.extend(source.pages(client, None, None, TODAY))
    assert titles(found) in ([], [title(n) for n in range(3)])

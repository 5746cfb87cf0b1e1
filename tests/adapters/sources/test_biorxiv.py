"""bioRxiv and medRxiv, asked of a server that answers as theirs does."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.errors import InputError, NetworkError
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.biorxivsubjects import subjects_of
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.runs import TODAY, items, pages, papers, problems
from tests.examples import examples

JSON = {"Content-Type": "application/json"}
DAY = dt.timedelta(days=1)
REST = str(TODAY - 2 * DAY)


@dataclass
class Api:
    """Posts by day, in pages; `strict` is whether it knows of subjects."""

    page: int = 30
    strict: bool = True
    posts: list[dict[str, str]] = field(default_factory=list)

    def post(
        self, number: int, day: dt.date, version: int = 1, category: str = "zoology"
    ) -> None:
        self.posts.append(
            {
                "doi": f"10.1101/{number:06}",
                "title": f"Duck {number}, version {version}",
                "authors": "Sand, M.; Fern, I.",
                "date": str(day),
                "version": str(version),
                "category": category,
                "abstract": "Ducks.",
                "server": "bioRxiv",
            }
        )

    def __call__(self, asked: Asked) -> Answer:
        _, _, server, first, last, cursor, form = asked.path.split("/")
        assert (server in ("biorxiv", "medrxiv"), form) == (True, "json")
        wanted = unquote(asked.query.get("category", "")).replace("_", " ")
        found = [
            p
            for p in sorted(self.posts, key=lambda p: p["date"])
            if first <= p["date"] <= last
            and (not self.strict or wanted in ("", p["category"]))
        ]
        listed = found[int(cursor) : int(cursor) + self.page]
        if not listed:
            return reply({"messages": [{"status": "no posts found"}], "collection": []})
        message = {
            "status": "ok",
            "interval": f"{first}:{last}",
            "cursor": cursor,
            "count": len(listed),
            "total": str(len(found)),
        }
        return reply({"messages": [message], "collection": listed})


def reply(document: object) -> Answer:
    return Answer(json.dumps(document).encode(), headers=JSON)


@pytest.fixture(autouse=True)
def api(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setenv("READNEXT_BIORXIV_URL", server.url + "/")
    made = Api()
    server.behave = made
    yield made


def asked(server: Server) -> list[str]:
    return [a.path.removeprefix("/details/biorxiv/") for a in server.asked]


def test_a_month_in_weeks_and_pages(api: Api, server: Server) -> None:
    for number in range(70):
        api.post(number, TODAY)
    api.post(100, TODAY - 30 * DAY)
    api.post(101, TODAY - 31 * DAY)
    found = pages("biorxiv:all")
    assert {p.id for p in papers(found)} == {
        f"biorxiv:10.1101/{n:06}" for n in [*range(70), 100]
    }
    assert asked(server) == [
        "2031-05-31/2031-06-06/0/json",
        "2031-06-07/2031-06-13/0/json",
        "2031-06-14/2031-06-20/0/json",
        "2031-06-21/2031-06-27/0/json",
        "2031-06-28/2031-06-30/0/json",
        "2031-06-28/2031-06-30/30/json",
        "2031-06-28/2031-06-30/60/json",
    ]
    assert found[-1].cursor == REST


def test_the_next_run_begins_two_days_before_the_last(api: Api, server: Server) -> None:
    later = TODAY + 3 * DAY
    api.post(1, TODAY - 2 * DAY)
    api.post(2, later)
    found = pages("biorxiv:all", REST, today=later)
    assert [p.title for p in papers(found)] == [
        "Duck 1, version 1",
        "Duck 2, version 1",
    ]
    assert asked(server) == ["2031-06-28/2031-07-03/0/json"]
    assert found[-1].cursor == str(later - 2 * DAY)


def test_since_says_where_to_begin(server: Server) -> None:
    pages("biorxiv:all", since=TODAY - DAY)
    pages("biorxiv:all", since=TODAY + DAY)
    assert asked(server) == [
        "2031-06-29/2031-06-30/0/json",
        "2031-06-30/2031-06-30/0/json",
    ]


def test_nothing_is_asked_for_from_before_it_began(server: Server) -> None:
    pages("medrxiv:all", since=dt.date(1900, 1, 1), today=dt.date(2019, 6, 3))
    (only,) = server.asked
    assert only.path == "/details/medrxiv/2019-06-01/2019-06-03/0/json"


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "soon",
        "2031-13-01",
        "2031-06-01/2031-06-07",
        "2031-06-07/2031-06-01/0",
        "2031-06-01/2031-06-20/0",
        "2031-06-28/2031-07-04/0",
        "2031-06-01/2031-06-07/-1",
    ],
)
def test_a_damaged_cursor_counts_as_none(server: Server, cursor: str) -> None:
    pages("biorxiv:all", cursor)
    assert asked(server)[0] == "2031-05-31/2031-06-06/0/json"


def test_a_cursor_of_the_future_begins_today(server: Server) -> None:
    assert pages("biorxiv:all", "2040-01-01")[-1].cursor == REST
    assert asked(server) == ["2031-06-30/2031-06-30/0/json"]


@settings(
    max_examples=examples(15),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.data(),
    posts=st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 30)), max_size=25, unique=True
    ),
    size=st.integers(1, 9),
)
def test_a_run_that_breaks_off_is_continued(
    api: Api,
    data: st.DataObject,
    posts: list[tuple[int, int]],
    size: int,
) -> None:
    """However often: at the end, the catalog has the latest of what is posted."""
    api.posts.clear()
    api.page = size
    versions: Counter[int] = Counter()
    for number, age in sorted(posts, key=lambda p: -p[1]):
        versions[number] += 1
        api.post(number, TODAY - age * DAY, versions[number])
    stored: dict[str, str] = {}
    cursor = None
    for _ in range(200):
        part = pages("biorxiv:all", cursor, most=data.draw(st.integers(1, 4)))
        stored |= {p.id: p.title for p in papers(part)}
        cursor = part[-1].cursor
        if cursor == REST:
            break
    assert cursor == REST
    assert stored == {
        f"biorxiv:10.1101/{n:06}": f"Duck {n}, version {version}"
        for n, version in versions.items()
    }


def test_the_latest_version_comes_last(api: Api) -> None:
    api.page = 1
    for version in (1, 2, 3):
        api.post(1, TODAY - DAY, version)
    assert [p.title[-1] for p in papers(pages("biorxiv:all"))] == ["1", "2", "3"]
    api.posts.reverse()
    assert [p.title[-1] for p in papers(pages("biorxiv:all"))] == ["3"]


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    "name", ["biorxiv:cell-biology", "biorxiv:Cell_Biology", "BIORXIV: cell biology"]
)
def test_a_subject(api: Api, server: Server, name: str, strict: bool) -> None:
    """Also where a mirror does not know the question."""
    api.strict = strict
    api.post(1, TODAY, category="cell biology")
    api.post(2, TODAY, category="zoology")
    assert parse_source(name).name == "biorxiv:cell-biology"
    assert [p.id for p in papers(pages(name))] == ["biorxiv:10.1101/000001"]
    assert server.asked[0].query == {"category": "cell_biology"}


def test_a_subject_with_a_longer_name_elsewhere(api: Api, server: Server) -> None:
    api.post(1, TODAY, category="HIV/AIDS")
    api.post(2, TODAY, category="Infectious Diseases (except HIV/AIDS)")
    (paper,) = papers(pages("medrxiv:infectious-diseases"))
    assert paper.id == "medrxiv:10.1101/000002"
    assert server.asked[0].query == {}


@pytest.mark.parametrize("server_name", ["biorxiv", "medrxiv"])
def test_every_subject_has_one_name(server_name: str) -> None:
    for subject in subjects_of(server_name):
        source = parse_source(f"{server_name}:{subject}")
        assert parse_source(source.name) == source
    assert len(set(subjects_of(server_name))) > 25


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("biorxiv:neurosciense", "one of neuroscience"),
        ("biorxiv:", "biorxiv:all, or one of animal-behavior"),
        ("medrxiv:zoology", "no such subject"),
    ],
)
def test_a_subject_that_there_is_not(name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_source(name)


def test_an_item_without_title_is_a_problem(api: Api) -> None:
    api.post(1, TODAY)
    api.post(2, TODAY)
    api.posts[0]["title"] = ""
    found = pages("biorxiv:all")
    assert len(papers(found)) == 1
    assert problems(found) == ["10.1101/000001: a preprint without title is left out"]


ODD: list[tuple[Answer, str]] = [
    (
        Answer(b"<html>log in</html>", headers={"Content-Type": "text/html"}),
        "captive portal",
    ),
    (Answer(b'{"messages": [{"status": "ok"', headers=JSON), "captive portal"),
    (Answer(b"[1, 2]", headers=JSON), "captive portal"),
    (Answer(b"", headers=JSON), "captive portal"),
    (reply({"messages": [], "collection": []}), "captive portal"),
    (reply({"messages": [{"status": "Error: interval"}]}), "answered: Error: interval"),
    (Answer(b"[" * 100_000, headers=JSON), "captive portal"),
    (Answer(status=404), "status 404"),
    (
        Answer(status=302, headers={"Location": "ftp://other.example/"}),
        "refused redirect",
    ),
    (Answer(b"x" * 100, cut=10), "the connection was cut"),
]


@pytest.mark.parametrize(("odd", "says"), ODD, ids=[str(n) for n in range(len(ODD))])
def test_an_answer_that_is_none(server: Server, odd: Answer, says: str) -> None:
    server.say(odd)
    with pytest.raises(NetworkError, match=says):
        pages("biorxiv:all")


def test_a_failure_on_the_way_leaves_the_pages_before(api: Api, server: Server) -> None:
    for number in range(70):
        api.post(number, TODAY)
    server.behave = lambda a: Answer(status=404) if "/60/" in a.path else api(a)
    first = pages("biorxiv:all", REST, most=2)
    with pytest.raises(NetworkError):
        pages("biorxiv:all", first[-1].cursor)
    server.behave = api
    rest = pages("biorxiv:all", first[-1].cursor)
    assert len({p.id for p in papers(first + rest)}) == 70


def test_the_same_page_over_and_over(api: Api, server: Server) -> None:
    api.post(1, TODAY)
    stuck = {"messages": [{"status": "ok", "total": "9"}], "collection": api.posts}
    server.say(reply(stuck))
    with pytest.raises(NetworkError, match="the same page repeatedly"):
        pages("biorxiv:all")


@pytest.mark.parametrize(
    "last", [{"status": "ok", "total": 9}, {"status": "no posts found"}]
)
def test_fewer_than_announced_is_a_problem(
    api: Api, server: Server, last: dict[str, object]
) -> None:
    api.post(1, TODAY)
    ok = {"status": "ok", "total": 9}
    server.say(
        reply({"messages": [ok], "collection": api.posts}),
        reply({"messages": [last], "collection": []}),
    )
    found = pages("biorxiv:all", REST)
    assert len(papers(found)) == 1
    assert problems(found) == ["9 preprints were announced, 1 received"]


def test_a_total_that_is_not_said(api: Api, server: Server) -> None:
    for number in range(3):
        api.post(number, TODAY)
    ok = {"status": "ok"}
    server.say(
        reply({"messages": [ok], "collection": api.posts}),
        reply({"messages": [ok], "collection": []}),
    )
    found = pages("biorxiv:all", REST)
    assert len(items(found)) == 3

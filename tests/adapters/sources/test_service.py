"""Keys and addresses of services: what is sent where, and never told."""

from __future__ import annotations

import datetime as dt
import sys
import traceback
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.errors import InputError, NetworkError, ReadnextError
from readnext.matching.identity import Identity
from readnext.paper import Entry
from readnext_adapters.http import Client
from readnext_adapters.sources import FINDERS, parse_source
from readnext_adapters.sources.paged_runs import Run
from tests.adapters.serving import Answer, Server, free_port
from tests.adapters.sources.conftest import KEY, KEYS, VARIABLES, as_json
from tests.adapters.sources.shelves import SHELVES
from tests.examples import examples

TODAY = dt.date(2026, 5, 13)
NAMES = ("openalex:S123", "openalex:search=ducks", "s2:ducks", "ads:ducks")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in KEYS:
        monkeypatch.setenv(variable, KEY)


def told(client: Client, name: str) -> str:
    """All that a failure says, with what led to it."""
    with pytest.raises(ReadnextError) as caught:
        if name in FINDERS:
            wanted = [Identity.of(Entry("a", title="On Ducks", doi="10.5555/ducks"))]
            list(FINDERS[name].find(client, wanted))
        else:
            list(parse_source(name).pages(client, None, None, TODAY))
    return "".join(traceback.format_exception(caught.value)) + str(caught.value)


ECHOES = [
    *(as_json({"error": f"no {KEY}"}, status) for status in (200, 400, 401, 403, 404)),
    *(as_json({"message": f"key {quote(KEY)}"}, status) for status in (429, 500)),
    Answer(f"bad {quote_plus(KEY)}".encode(), 403, {"Content-Type": "text/plain"}),
    Answer(b"x", headers={"Content-Type": KEY}),
    Answer(b"{", headers={"Content-Type": "application/json"}),
    Answer(b"{}", headers={"Content-Type": "application/json"}, cut=1),
    Answer(status=302, headers={"Location": f"https://a.b/{quote(KEY, safe='')}"}),
    Answer(status=302, headers={"Location": f"ftp://a.b/?api_key={KEY}"}),
]


@pytest.mark.slow
@pytest.mark.parametrize("answer", ECHOES, ids=range(len(ECHOES)))
@pytest.mark.parametrize("name", [*NAMES, *FINDERS])
def test_a_key_is_never_told(
    server: Server, client: Client, name: str, answer: Answer
) -> None:
    server.say(answer)
    said = told(client, name)
    for written in (KEY, quote(KEY), quote_plus(KEY), quote(KEY, safe="")):
        assert written not in said


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", ["http://a b", "nonsense", "ftp://a.b", "http://["])
def test_an_address_is_checked_before_the_key_is_put_behind_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, address)
    assert KEY not in told(client, name)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_goes_to_no_one_over_an_open_line(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "http://mirror.example.org")
    with pytest.raises(InputError, match="must begin with https://"):
        list(parse_source(name).pages(client, None, None, TODAY))


@pytest.mark.parametrize("name", NAMES)
def test_nobody_there(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{free_port()}")
    assert KEY not in told(client, name)


@pytest.mark.parametrize(
    ("status", "with_key", "says"),
    [
        (401, True, "does not accept your API key"),
        (403, True, "does not accept your API key"),
        (401, False, "set OPENALEX_API_KEY (free at https://"),
        (429, False, "set OPENALEX_API_KEY (free at https://"),
        (400, True, "no such filter; OpenAlex rejected the request"),
        (404, True, "status 404: no such filter"),
    ],
)
def test_what_to_do_about_a_refusal(
    server: Server,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    with_key: bool,
    says: str,
) -> None:
    if not with_key:
        monkeypatch.delenv("OPENALEX_API_KEY")
    server.say(as_json({"error": "Invalid", "message": "no such filter"}, status))
    with pytest.raises(NetworkError) as caught:
        list(parse_source("openalex:S123").pages(client, None, None, TODAY))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_command_that_tells_the_key_is_run_once(
    server: Server,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    count = tmp_path_factory.mktemp("key") / "count"
    program = f"open({str(count)!r}, 'a').write('x'); print('t0ld')"
    monkeypatch.delenv("S2_API_KEY")
    monkeypatch.setenv("READNEXT_S2_KEY_COMMAND", f'{sys.executable} -c "{program}"')
    server.say(as_json({"total": 0, "data": []}))
    source = parse_source("s2:ducks")
    assert source.policy.spacing == 1.0
    list(source.pages(client, None, None, TODAY))
    assert server.asked[0].headers["x-api-key"] == "t0ld"
    assert count.read_text() == "x"


def test_a_key_that_can_be_none(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "two words")
    with pytest.raises(InputError, match="OPENALEX_API_KEY gives no API key of Open"):
        list(parse_source("openalex:S123").pages(client, None, None, TODAY))


# Whatever a service answers, only our own errors are raised.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id title meta results next_cursor data token total paper paperId error"
                " authorships abstract_inverted_index externalIds references"
                " message items resultList result hits hit info response docs notes"
                " content attributes links metadata next-cursor count DOI"
                " titles key bibcode".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
SHELVED = [shelf.name for shelf in SHELVES.values()]
ALL = (*NAMES, "hf:daily", "hf:trending", *FINDERS, *SHELVED)


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(value=VALUES, name=st.sampled_from(ALL))
def test_any_json_raises_our_own_errors_only(
    shared_server: Server, monkeypatch: pytest.MonkeyPatch, value: object, name: str
) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, shared_server.url)
    shared_server.say(as_json(value))
    with Client(sleep=lambda _: None) as client:
        try:
            if name in FINDERS:
                wanted = [Identity.of(Entry("a", title="T", doi="10.5555/ducks"))]
                list(FINDERS[name].find(client, wanted))
            else:
                list(parse_source(name).pages(client, None, TODAY, TODAY))
        except NetworkError as error:
            assert KEY not in str(error)


@given(
    cursor=st.none()
    | st.text()
    | st.from_regex(r"\A\d{4}-[01]\d-[0-3]\d( \d{4}-\d\d-\d\d \S{1,5})?\Z"),
    today=st.dates(dt.date(2000, 1, 1)),
)
def test_any_cursor_gives_a_run(cursor: str | None, today: dt.date) -> None:
    overlap = dt.timedelta(days=30)
    run = Run.after(cursor, None, today, overlap, overlap)
    assert run.begun <= today
    for place in ("", "next"):
        assert Run.after(run.cursor(place), None, today, overlap, None).begun <= today

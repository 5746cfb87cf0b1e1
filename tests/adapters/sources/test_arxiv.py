"""arXiv's changes by OAI-PMH, from a server on this machine."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.errors import InputError, NetworkError, StatusError, UserError
from readnext.paper import Gone, Paper, Problem
from readnext_adapters.http import Client
from readnext_adapters.sources import SOURCE_KINDS, parse_source
from readnext_adapters.sources.protocol import Item, Page, Source
from tests.adapters.serving import Answer, Server
from tests.examples import examples

TODAY = dt.date(2026, 6, 30)
XML = {"Content-Type": "application/xml"}
LG = parse_source("arxiv:cs.LG")


@pytest.fixture(autouse=True)
def at_arxiv(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_ARXIV_OAI_URL", f"{server.url}/oai")


def record(arxiv: str, categories: str = "cs.LG") -> str:
    """A record as the server writes it, without what does not matter here."""
    return f"""<record><header><identifier>oai:arXiv.org:{arxiv}</identifier></header>
      <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{arxiv}</id>
      <version version="v1"><date>Mon, 1 Jun 2026 10:00:00 GMT</date></version>
      <title>Paper {arxiv}</title><authors>I. Berg</authors>
      <categories>{categories}</categories><abstract>On ice.</abstract>
      </arXivRaw></metadata></record>"""


def deleted(arxiv: str) -> str:
    """The header of a record that is gone."""
    inner = f"<identifier>oai:arXiv.org:{arxiv}</identifier>"
    return f'<record><header status="deleted">{inner}</header></record>'


def listing(*records: str, token: str | None = None) -> Answer:
    """An answer with records and, perhaps, a token to go on."""
    more = "" if token is None else f"<resumptionToken>{token}</resumptionToken>"
    return oai(f"<ListRecords>{''.join(records)}{more}</ListRecords>")


def error(code: str, text: str = "") -> Answer:
    """An answer that is an error."""
    return oai(f'<error code="{code}">{text}</error>')


def oai(inner: str) -> Answer:
    """An answer of OAI-PMH."""
    root = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    body = f'<?xml version="1.0" encoding="UTF-8"?>{root}{inner}</OAI-PMH>'
    return Answer(body.encode(), headers=XML)


def pages(
    client: Client,
    source: Source = LG,
    cursor: str | None = None,
    since: dt.date | None = None,
    today: dt.date = TODAY,
) -> list[Page]:
    return list(source.pages(client, cursor, since, today))


def ids(found: list[Page]) -> list[list[str]]:
    return [
        [item.id.removeprefix("arxiv:") for item in page.items if hasattr(item, "id")]
        for page in found
    ]


def test_names_policy_and_patience() -> None:
    for name, spelt in {
        "arxiv:cs.lg": "arxiv:cs.LG",
        "ARXIV: physics:hep-th ": "arxiv:hep-th",
        "arxiv:hep-th": "arxiv:hep-th",
        "arxiv:all": "arxiv:all",
        "arxiv:cs": "arxiv:cs",
    }.items():
        source = parse_source(name)
        assert source.name == spelt == parse_source(source.name).name
        assert (source.policy.spacing, source.policy.rate_limit) == (3.1, "arxiv")


@pytest.mark.parametrize("subject", ["", "duck", "cs.LGX", "cs+math"])
def test_a_name_that_is_none_is_refused_with_an_example(subject: str) -> None:
    with pytest.raises(InputError, match=r"cs\.LG"):
        parse_source(f"arxiv:{subject}")


def test_every_kind_says_how_it_is_named() -> None:
    for word, kind in SOURCE_KINDS.items():
        assert kind.HELP.startswith(f"{word}:")


def test_pages_follow_the_tokens(server: Server, client: Client) -> None:
    token = "verb%3DListRecords%26skip%3D2"
    server.say(
        listing(record("2606.00001"), record("2606.00002"), token=token),
        listing(deleted("2606.00003"), record("2606.00004"), token=""),
    )
    found = pages(client)
    assert ids(found) == [["2606.00001", "2606.00002"], ["2606.00003", "2606.00004"]]
    assert found[1].items[0] == Gone("arxiv:2606.00003")
    first, second = server.asked
    assert first.path == "/oai"
    assert first.query == {
        "verb": "ListRecords",
        "metadataPrefix": "arXivRaw",
        "from": "2026-06-16",
        "set": "cs:cs:LG",
    }
    # The token comes as it was given, although it is made of percent signs.
    assert second.query == {"verb": "ListRecords", "resumptionToken": token}


@pytest.mark.parametrize(
    ("name", "set_"),
    [("arxiv:all", None), ("arxiv:cs", "cs"), ("arxiv:hep-th", "physics:hep-th")],
)
def test_sets(server: Server, client: Client, name: str, set_: str | None) -> None:
    server.say(listing())
    pages(client, parse_source(name))
    assert server.asked[0].query.get("set") == set_


def test_since_and_the_oldest_datestamp(server: Server, client: Client) -> None:
    server.say(listing())
    pages(client, since=dt.date(2026, 6, 1))
    pages(client, since=dt.date(1995, 1, 1))
    assert [asked.query.get("from") for asked in server.asked] == ["2026-06-01", None]


def test_papers_of_other_subjects_are_left_out(server: Server, client: Client) -> None:
    server.say(
        listing(
            record("2606.00001", "stat.ML cs.LG"),
            record("2606.00002", "cs.AI"),
            deleted("2606.00003"),
        )
    )
    assert ids(pages(client)) == [["2606.00001", "2606.00003"]]


def test_withdrawn_papers_are_marked(
    server: Server, client: Client, fixtures: Path
) -> None:
    server.say(Answer((fixtures / "arxiv-raw.xml").read_bytes()), listing())
    items = pages(client, parse_source("arxiv:all"))[0].items
    states = [x.withdrawn if isinstance(x, Paper) else x for x in items]
    assert states == [False, Gone("arxiv:2401.00003"), True, True]


def test_the_next_run_asks_for_what_is_new(server: Server, client: Client) -> None:
    server.say(listing(record("2606.00001")))
    (page,) = pages(client)
    pages(client, cursor=page.cursor, today=dt.date(2026, 7, 5))
    assert server.asked[1].query["from"] == "2026-06-29"  # the day before it began


def test_nothing_new_is_an_empty_page(server: Server, client: Client) -> None:
    server.say(error("noRecordsMatch", "None"))
    (page,) = pages(client)
    assert page.items == ()
    assert json.loads(page.cursor)["from"] == "2026-06-29"


def test_a_run_that_broke_off_goes_on(server: Server, client: Client) -> None:
    server.say(listing(record("2606.00001"), token="t1"), Answer(status=404))
    source = LG.pages(client, None, None, TODAY)
    stored = next(source).cursor
    with pytest.raises(StatusError):
        next(source)
    server.say(listing(record("2606.00002")))
    (page,) = pages(client, cursor=stored, today=dt.date(2026, 7, 3))
    assert server.asked[-1].query["resumptionToken"] == "t1"
    # The next run goes back to before the day on which this one began.
    assert json.loads(page.cursor)["from"] == "2026-06-29"


def test_an_expired_token_begins_again(server: Server, client: Client) -> None:
    server.say(listing(record("2606.00001"), token="t1"), Answer(status=404))
    source = LG.pages(client, None, None, TODAY)
    stored = next(source).cursor
    server.say(
        error("badResumptionToken", "expired"),
        listing(record("2606.00001"), token="t1"),
        listing(record("2606.00002")),
    )
    found = pages(client, cursor=stored, today=dt.date(2026, 7, 9))
    assert ids(found) == [["2606.00001"], ["2606.00002"]]
    assert [asked.query.get("from") for asked in server.asked[-3:]] == [
        None,
        "2026-06-16",
        None,
    ]
    assert json.loads(found[-1].cursor)["from"] == "2026-06-29"


def test_a_token_that_expires_on_the_way_begins_again_once(
    server: Server, client: Client
) -> None:
    first = listing(record("2606.00001"), token="t1")
    expired = error("badResumptionToken")
    server.say(first, expired, first, listing(record("2606.00002")))
    assert ids(pages(client)) == [["2606.00001"], ["2606.00001"], ["2606.00002"]]
    server.say(first, expired, first, expired)
    with pytest.raises(NetworkError, match="badResumptionToken"):
        pages(client)


@pytest.mark.parametrize("cursor", ["", "{", "[]", "null", '{"from": 3}', "2026-06-01"])
def test_a_damaged_cursor_counts_as_none(
    server: Server, client: Client, cursor: str
) -> None:
    server.say(listing())
    pages(client, cursor=cursor)
    assert server.asked[0].query["from"] == "2026-06-16"


def test_a_cursor_of_the_future_asks_from_today(server: Server, client: Client) -> None:
    """The clock was wrong when it was stored; arXiv refuses such a question."""
    server.say(listing())
    later = {"from": "2027-01-01", "began": "2027-01-02", "token": ""}
    pages(client, cursor=json.dumps(later))
    assert server.asked[0].query["from"] == "2026-06-30"


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=examples(30),
)
@given(
    st.text(max_size=20)
    | st.dictionaries(
        st.sampled_from(["from", "began", "token"]),
        st.none() | st.integers() | st.text(max_size=9) | st.just("0001-01-01"),
    ).map(json.dumps)
)
def test_no_cursor_fails(server: Server, client: Client, cursor: str) -> None:
    server.say(listing())
    for name in ("arxiv:cs.LG", "arxiv:all"):
        (page,) = pages(client, parse_source(name), cursor=cursor)
        assert json.loads(page.cursor)["began"]


@pytest.mark.parametrize(
    "answers",
    [
        [listing(record("2606.00001"), token="t1")],
        [
            listing(record("2606.00001"), token="t1"),
            listing(record("2606.00002"), token="t2"),
            listing(record("2606.00003"), token="t1"),
        ],
    ],
    ids=["at once", "later"],
)
def test_a_token_that_repeats_is_an_error(
    server: Server, client: Client, answers: list[Answer]
) -> None:
    server.say(*answers)
    with pytest.raises(NetworkError, match="the same page repeatedly"):
        pages(client)
    assert len(server.asked) <= 4


@pytest.mark.parametrize("records", [[record("2606.00001")], []], ids=["full", "empty"])
def test_a_page_that_repeats_is_an_error(
    server: Server, client: Client, records: list[str]
) -> None:
    numbers = itertools.count()
    server.behave = lambda _: listing(*records, token=f"t{next(numbers)}")
    with pytest.raises(NetworkError, match="the same page repeatedly"):
        pages(client)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("badArgument", "Set does not exist"),
        ("cannotDisseminateFormat", "Did not recognize requested format"),
        ("badVerb", ""),
    ],
)
def test_other_errors_are_told(
    server: Server, client: Client, code: str, text: str
) -> None:
    server.say(error(code, text))
    with pytest.raises(NetworkError, match=f"arXiv says: {code}.*{text}") as caught:
        pages(client)
    assert f"{server.url}/oai" in str(caught.value)


WHOLE = listing(record("2606.00001"), record("2606.00002"), token="t1").body
BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">]>
<OAI-PMH><ListRecords>&a;</ListRecords></OAI-PMH>"""


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body>Please log in</body></html>",
        b"<html><p>Bad gateway<br></html>",
        b"",
        b"Too many requests",
        b'<?xml version="1.0"?><feed/>',
        BOMB % (b"ha" * 99),
        *(WHOLE[: len(WHOLE) * n // 7] for n in range(1, 7)),
    ],
)
def test_an_answer_that_is_not_whole_is_an_error(
    server: Server, client: Client, body: bytes
) -> None:
    server.say(Answer(body, headers=XML))
    with pytest.raises(NetworkError, match="cannot be read"):
        pages(client)


def test_a_wrong_charset_is_read_and_told(server: Server, client: Client) -> None:
    body = listing(record("2606.00001")).body.replace(b"I. Berg", b"I. M\xfcller")
    server.say(Answer(body, headers=XML))
    (page,) = pages(client)
    paper, problem = page.items
    assert isinstance(problem, Problem) and "not UTF-8" in problem.why
    assert isinstance(paper, Paper) and paper.authors == ("I. Müller",)


def test_a_bad_record_stops_no_other(server: Server, client: Client) -> None:
    bad = record("2606.00001").replace("Paper 2606.00001", "")
    server.say(listing(bad, record("2606.00002")))
    (page,) = pages(client)
    problem, paper = page.items
    assert isinstance(problem, Problem) and "2606.00001" in problem.why
    assert isinstance(paper, Paper)


def test_503_is_waited_for(server: Server, client: Client) -> None:
    busy = Answer(status=503, headers={"Retry-After": "0.1"})
    server.say(busy, listing(record("2606.00001")))
    assert ids(pages(client)) == [["2606.00001"]]
    server.say(busy)
    with pytest.raises(StatusError, match="503"):
        pages(client)


LAST = listing(record("2606.00001"), record("2606.00002")).body
BODIES = st.binary(max_size=40) | st.tuples(
    st.integers(0, len(LAST)), st.binary(min_size=1, max_size=3)
).map(lambda change: LAST[: change[0]] + change[1] + LAST[change[0] :])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=examples(60),
)
@given(BODIES)
def test_no_answer_raises_anything_else(
    server: Server, client: Client, body: bytes
) -> None:
    """Nor is a record lost: there is an error, or an item for each of the subject."""
    server.say(Answer(body), listing())
    try:
        found: list[Item] = [x for page in pages(client) for x in page.items]
    except UserError:
        return
    assert len(found) >= body.count(b"<categories>cs.LG</categories>")

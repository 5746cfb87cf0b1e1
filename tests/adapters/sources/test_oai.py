"""Any repository by OAI-PMH, from a server on this machine."""

from __future__ import annotations

import datetime as dt

import pytest

from readnext.errors import InputError, NetworkError
from readnext.paper import Gone, Paper
from readnext_adapters.sources import parse_source
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.runs import TODAY, items, pages, papers, problems

XML = {"Content-Type": "text/xml"}
ROOT = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'


def answer(inner: str, status: int = 200) -> Answer:
    return Answer(f"{ROOT}{inner}</OAI-PMH>".encode(), status, XML)


def record(number: int, fields: str = "") -> str:
    return (
        f"<record><header><identifier>oai:bogs.example:{number}</identifier></header>"
        '<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>Bogs {number}</dc:title><dc:creator>Fern, Ida</dc:creator>{fields}"
        "</oai_dc:dc></metadata></record>"
    )


def listing(*records: str, token: str = "") -> Answer:
    more = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return answer(f"<ListRecords>{''.join(records)}{more}</ListRecords>")


def deleted(number: int) -> str:
    id_ = f"<identifier>oai:bogs.example:{number}</identifier>"
    return f'<record><header status="deleted">{id_}</header></record>'


def test_names() -> None:
    for given, name in {
        "oai:https://a.example/oai": "oai:https://a.example/oai",
        "OAI: https://a.example/oai#com_1_2 ": "oai:https://a.example/oai#com_1_2",
        "oai:https://a.example/oai?verb=ListSets": "oai:https://a.example/oai",
        "oai:https://a.example/x?page=oai&verb=Identify#a%20b": (
            "oai:https://a.example/x?page=oai#a%20b"
        ),
    }.items():
        assert parse_source(given).name == name == parse_source(name).name


@pytest.mark.parametrize("rest", ["", "bogs", "ftp://a.example/oai", "#set"])
def test_names_of_nothing(rest: str) -> None:
    with pytest.raises(InputError, match="oai:URL"):
        parse_source(f"oai:{rest}")


def test_pages_follow_the_tokens(server: Server) -> None:
    token = "skip 2|100%"
    server.say(
        listing(record(1), record(2), token=token), listing(record(3), deleted(1))
    )
    found = pages(f"oai:{server.url}/oai#bogs:wet")
    assert [paper.title for paper in papers(found)] == ["Bogs 1", "Bogs 2", "Bogs 3"]
    assert items(found)[-1] == Gone("oai:bogs.example:1")
    first, second = server.asked
    assert first.query == {
        "verb": "ListRecords",
        "metadataPrefix": "oai_dc",
        "from": "2031-05-31",
        "set": "bogs:wet",
    }
    assert second.query == {"verb": "ListRecords", "resumptionToken": token}
    # The next run asks for what has changed since this one, and two days before.
    assert found[-1].cursor == TODAY.isoformat()
    server.say(answer('<error code="noRecordsMatch">none</error>'))
    later = pages(
        f"oai:{server.url}/oai", found[-1].cursor, today=TODAY + dt.timedelta(7)
    )
    assert server.asked[-1].query["from"] == "2031-06-28"
    assert items(later) == []


def test_a_run_that_broke_off_continues_at_its_token(server: Server) -> None:
    server.say(listing(record(1), token="a b"), Answer(b"", 503))
    (first,) = pages(f"oai:{server.url}", most=1)
    with pytest.raises(NetworkError, match="503"):
        pages(f"oai:{server.url}", first.cursor)
    server.say(listing(record(2)))
    assert [paper.title for paper in papers(pages(f"oai:{server.url}", first.cursor))]
    assert server.asked[-1].query["resumptionToken"] == "a b"


def test_after_an_expired_token_the_run_starts_over(server: Server) -> None:
    def behave(asked: Asked) -> Answer:
        if "resumptionToken" in asked.query:
            return answer('<error code="badResumptionToken">expired</error>')
        return listing(record(1))

    server.behave = behave
    found = pages(f"oai:{server.url}", "2031-06-29 2031-06-01 old")
    assert [paper.title for paper in papers(found)] == ["Bogs 1"]
    assert server.asked[-1].query["from"] == "2031-06-01"


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ([listing(record(1), token="a"), listing(record(2), token="a")], "repeatedly"),
        ([listing(record(1), token="a"), listing(record(1), token="b")], "repeatedly"),
        ([Answer(b"<html><body>Sign in</body></html>")], "base URL"),
        ([Answer(b"")], "base URL"),
        ([Answer(listing(record(1)).body[:-40], headers=XML)], "not an answer"),
        ([answer('<error code="badArgument">no such set</error>')], "no such set"),
        ([Answer(b"", 404)], "404"),
    ],
)
def test_faults(server: Server, answers: list[Answer], says: str) -> None:
    server.say(*answers)
    with pytest.raises(NetworkError, match=says) as raised:
        pages(f"oai:{server.url}/oai?api_key=s3cr3t")
    assert "s3cr3t" not in str(raised.value)


def test_a_record_that_cannot_be_read_is_a_problem(server: Server) -> None:
    server.say(listing("<record><header/></record>", record(2)))
    found = pages(f"oai:{server.url}")
    assert problems(found) == ["a record left out: no metadata"]
    assert isinstance(items(found)[1], Paper)

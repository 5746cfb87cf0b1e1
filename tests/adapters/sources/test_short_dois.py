"""Short DOIs and the longer ones that doi.org says they stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext_adapters.http import Policy
from readnext_adapters.sources import short_dois
from readnext_adapters.sources.short_dois import FILE, LongDois, long_dois
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.conftest import as_json


@pytest.fixture(autouse=True)
def address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_DOI_URL", server.url)
    quick = Policy(attempts=2, first_wait=0.0, longest_wait=0.0)
    monkeypatch.setattr(short_dois, "_POLICY", quick)


class Handles:
    """What doi.org knows: the records of short DOIs."""

    def __init__(self, **aliases: str) -> None:
        self.aliases = aliases

    def __call__(self, asked: Asked) -> Answer:
        handle = asked.path.removeprefix("/api/handles/")
        long = self.aliases.get(handle.removeprefix("10/"))
        if long is None:
            return as_json({"responseCode": 100, "handle": handle}, 404)
        data = {"format": "string", "value": long}
        value = {"index": 1, "type": "HS_ALIAS", "data": data, "ttl": 86400}
        return as_json({"responseCode": 1, "handle": handle, "values": [value]})


def found(folder: Path, *wanted: str) -> LongDois:
    return long_dois(wanted, lambda _: None, folder)


def test_each_short_doi_is_asked_for_once(server: Server, tmp_path: Path) -> None:
    server.behave = Handles(b2k8="10.5555/Ducks", c3m9="10.48550/arXiv.2401.00007")
    known = {"10/b2k8": "10.5555/ducks", "10/c3m9": "10.48550/arxiv.2401.00007"}
    assert found(tmp_path, "10/b2k8", "10/c3m9") == LongDois(known)
    assert [asked.path for asked in server.asked] == [
        "/api/handles/10/b2k8",
        "/api/handles/10/c3m9",
    ]
    assert found(tmp_path, "10/c3m9", "10/b2k8") == LongDois(known)
    assert len(server.asked) == 2


def test_an_unknown_one_does_not_stop_the_others(
    server: Server, tmp_path: Path
) -> None:
    server.behave = Handles(b2k8="10.5555/ducks")
    result = found(tmp_path, "10/zz99", "10/b2k8")
    assert result == LongDois({"10/b2k8": "10.5555/ducks"}, ["10/zz99"])
    # It may be registered by the next time.
    server.behave = Handles(zz99="10.5555/geese")
    assert found(tmp_path, "10/zz99").known == {"10/zz99": "10.5555/geese"}


@pytest.mark.parametrize(
    "values",
    [
        [],
        "none",
        [{"type": "URL", "data": {"format": "string", "value": "https://a.example"}}],
        [{"type": "HS_ALIAS", "data": {"format": "string", "value": "10/c3m9"}}],
        [{"type": "HS_ALIAS", "data": {"format": "base64", "value": 7}}],
        [{"type": "HS_ALIAS"}, None],
    ],
)
def test_a_record_that_is_no_alias(
    server: Server, tmp_path: Path, values: object
) -> None:
    server.say(as_json({"responseCode": 1, "handle": "10/b2k8", "values": values}))
    assert found(tmp_path, "10/b2k8") == LongDois({}, ["10/b2k8"])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (as_json({"responseCode": 2}, 500), "500"),
        (as_json({}, 429), "429"),
        (Answer(b"<html>Log in</html>", headers={"Content-Type": "text/html"}), "HTML"),
        (as_json({"values": []}), "not the record of a handle"),
        (as_json([]), "not the record of a handle"),
        (Answer(b'{"responseCode"', headers={"Content-Type": "application/json"}), ""),
    ],
)
def test_a_fault_ends_the_questions_and_keeps_what_was_found(
    server: Server, tmp_path: Path, answer: Answer, said: str
) -> None:
    handles = Handles(b2k8="10.5555/ducks")
    server.behave = lambda asked: (
        handles(asked) if asked.path.endswith("b2k8") else answer
    )
    result = found(tmp_path, "10/b2k8", "10/c3m9", "10/d4n7")
    assert result.known == {"10/b2k8": "10.5555/ducks"}
    assert result.unknown == []
    assert said.lower() in result.error.lower() != ""
    assert "\n" not in result.error
    assert not any(asked.path.endswith("d4n7") for asked in server.asked)


def test_a_damaged_cache_is_asked_around(server: Server, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    server.behave = Handles(b2k8="10.5555/ducks")
    assert found(tmp_path, "10/b2k8").known == {"10/b2k8": "10.5555/ducks"}
    assert found(tmp_path, "10/b2k8").known == {"10/b2k8": "10.5555/ducks"}
    assert len(server.asked) == 1

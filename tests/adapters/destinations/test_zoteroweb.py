"""Writing to a library on zotero.org, which a server on this machine plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.errors import InputError, NetworkError, StatusError, UserError
from readnext_adapters.destinations.zoteroitems import NewItem
from readnext_adapters.destinations.zoteroweb import WriteResult, ZoteroWeb
from readnext_adapters.libraries.zotero.account import opened_account
from readnext_adapters.libraries.zotero.livelibrary import parse_live_library
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.zoteroapi import Library

SOURCE = parse_live_library("zotero:web")


@pytest.fixture
def library(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Library:
    monkeypatch.setenv("READNEXT_ZOTERO_WEB_URL", server.url)
    monkeypatch.setenv("ZOTERO_API_KEY", "s3cr3t")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    server.behave = made = Library()
    made.key = "s3cr3t"
    made.access = {"user": {"library": True, "write": True}}
    return made


@pytest.fixture
def web(library: Library) -> Iterator[ZoteroWeb]:
    with opened_account(SOURCE) as account:
        yield ZoteroWeb(account, SOURCE)


def items(count: int, **more: str) -> list[NewItem]:
    return [
        {"itemType": "document", "title": f"Duck {n}", "tags": [{"tag": "x"}], **more}
        for n in range(count)
    ]


def posts(server: Server) -> list[Asked]:
    return [asked for asked in server.asked if asked.method == "POST"]


def test_fifty_at_a_time(web: ZoteroWeb, library: Library, server: Server) -> None:
    assert list(web.write(items(120))) == [
        WriteResult(50),
        WriteResult(50),
        WriteResult(20),
    ]
    titles = [o["data"]["title"] for o in library.objects["items"].values()]
    assert titles == [f"Duck {n}" for n in range(120)]
    assert len({a.headers["zotero-write-token"] for a in posts(server)}) == 3


def test_what_is_refused_is_told_by_its_place(web: ZoteroWeb, library: Library) -> None:
    wrong = items(60)
    wrong[3]["wings"] = "2"
    wrong[55]["itemType"] = "duck"
    assert list(web.write(wrong)) == [
        WriteResult(
            49, ((3, "'wings' is not a valid field for type 'document' (400)"),)
        ),
        WriteResult(9, ((55, "'duck' is not a valid itemType (400)"),)),
    ]
    assert len(library.objects["items"]) == 58


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (b'{"successful": {"0": {}}, "unchanged": {"1": "K"}}', WriteResult(2)),
        (b'{"success": {"0": "K", "1": "K"}}', WriteResult(2)),
        (
            b'{"successful": [], "failed": {"0": "?",'
            b' "1": {"message": "a\\u001b[1mb"}}}',
            WriteResult(0, ((0, "no reason was given"), (1, "ab"))),
        ),
    ],
)
def test_odd_answers(
    web: ZoteroWeb, server: Server, body: bytes, result: WriteResult
) -> None:
    server.say(Answer(body, headers={"Content-Type": "application/json"}))
    assert list(web.write(items(2))) == [result]


def test_an_answer_that_was_lost_is_no_second_write(
    web: ZoteroWeb, library: Library, server: Server
) -> None:
    lost = [Answer(b"{}", cut=0)]
    library.after = lambda _: lost.pop() if lost else None
    assert list(web.write(items(5))) == [WriteResult(5)]
    assert len(library.objects["items"]) == 5
    first, second = posts(server)
    assert first.headers["zotero-write-token"] == second.headers["zotero-write-token"]


def test_waiting_as_it_is_told(
    web: ZoteroWeb, library: Library, server: Server
) -> None:
    busy = [Answer(status=429, headers={"Retry-After": "1"})]
    library.before = lambda a: busy.pop() if a.method == "POST" and busy else None
    assert list(web.write(items(1))) == [WriteResult(1)]
    assert len(posts(server)) == 2


@pytest.mark.parametrize(
    ("answer", "error", "says"),
    [
        (Answer(b"Write access denied", 403), InputError, "may not write"),
        (Answer(b"x", 413, {"Content-Type": "text/plain"}), StatusError, "413: x"),
        (
            Answer(b"[]", headers={"Content-Type": "application/json"}),
            NetworkError,
            "as",
        ),
    ],
)
def test_refusals(
    web: ZoteroWeb, server: Server, answer: Answer, error: type[UserError], says: str
) -> None:
    server.say(answer)
    with pytest.raises(error, match=says):
        list(web.write(items(1)))


def test_a_key_that_may_only_read(library: Library, server: Server) -> None:
    library.access = {"user": {"library": True}}
    with (
        opened_account(SOURCE) as account,
        pytest.raises(InputError, match="not write"),
    ):
        ZoteroWeb(account, SOURCE)
    assert posts(server) == []


def test_collections_by_name(web: ZoteroWeb, library: Library) -> None:
    assert web.find_collection("Ducks") is None
    library.put("collections", "INNER", name="Ducks", parentCollection="BIRDS")
    assert web.find_collection("Ducks") == "INNER"
    library.put("collections", "OUTER", name="Ducks", parentCollection=False)
    library.put("collections", "BINNED", name="Ducks", deleted=1)
    assert web.find_collection("Ducks") == "OUTER"
    library.put("collections", "OTHER", name="Ducks", parentCollection=False)
    with pytest.raises(InputError, match="2 collections are named Ducks"):
        web.find_collection("Ducks")


def test_a_collection_is_made_once(web: ZoteroWeb, library: Library) -> None:
    lost = [Answer(b"{}", cut=0)]
    library.after = lambda _: lost.pop() if lost else None
    key = web.make_collection("Ducks")
    assert list(library.objects["collections"]) == [key]
    with pytest.raises(UserError, match="cannot be empty"):
        web.make_collection("")

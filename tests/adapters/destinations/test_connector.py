"""Papers into a running Zotero, which a server on this machine plays."""

from __future__ import annotations

import pytest

from readnext.errors import NetworkError, UserError
from readnext.paper import Paper
from readnext.suggestion import Answer as Found
from readnext.suggestion import Suggestion
from readnext_adapters.destinations.connector import (
    Target,
    find_target,
    import_bibtex,
    rendered,
)
from tests.adapters.serving import Answer, Server, free_port
from tests.adapters.zoteroconnector import JSON, Connector

MINE = Target("My Library", "To Read")


@pytest.fixture(autouse=True)
def zotero(server: Server, monkeypatch: pytest.MonkeyPatch) -> Connector:
    monkeypatch.setenv("READNEXT_ZOTERO_URL", f"{server.url}/api")
    server.behave = connector = Connector()
    return connector


def text() -> str:
    papers = (
        Paper("1", "On Ducks", ("Zoë Sand",), keywords=("pond",)),
        Paper("2", "On Geese", arxiv="2401.00001"),
    )
    shown = tuple(Suggestion(1, p, f"k{p.id}", 1.0, None, ()) for p in papers)
    found = Found(0, 0, 0, "c", 1, 1, "prior", "", shown)
    return rendered(found, "readnext")


def test_what_is_selected(zotero: Connector) -> None:
    assert find_target() == MINE
    assert str(MINE) == "the collection 'To Read' of 'My Library'"
    zotero.selected |= {"id": None, "name": "My Library"}
    assert str(find_target()) == "the library 'My Library'"
    zotero.selected |= {
        "libraryID": 2,
        "libraryName": "Pond\x1b[31m",
        "editable": False,
    }
    assert find_target() == Target("Pond", editable=False, own=False)


def test_an_import(zotero: Connector, server: Server) -> None:
    assert import_bibtex(text(), MINE) == 2
    assert import_bibtex(text(), MINE) == 2  # in a session of its own
    assert "keywords = {pond, readnext}" in zotero.imported[0]
    assert "Zoë" in zotero.imported[0]
    assert server.asked[0].headers["content-type"] == "application/x-bibtex"
    assert server.asked[0].headers["user-agent"].startswith("readnext/")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(status=400), "did not recognise the papers as BibTeX"),
        (
            Answer(b'{"error": "SESSION_EXISTS"}', 409, JSON),
            "papers were already sent",
        ),
        (
            Answer(b'{"libraryEditable": false}', 500, JSON),
            "the library 'My Library', which is selected in Zotero, is read-only",
        ),
        (Answer(b"oops", 500), "may have been imported; check Zotero"),
        (Answer(status=503), "may have been imported; check Zotero"),
        (Answer(status=302, headers={"Location": "/x"}), "status 302"),
        (Answer(b"[1, 2]", 201, JSON, cut=3), "may have been imported; check Zotero"),
        (Answer(b"x", 201, {"Content-Encoding": "gzip"}), "may have been imported"),
    ],
)
def test_what_zotero_says_instead(
    zotero: Connector, server: Server, answer: Answer, says: str
) -> None:
    zotero.after = lambda _: answer
    with pytest.raises(UserError, match=says) as error:
        import_bibtex(text(), MINE)
    assert "\n" not in str(error.value)
    assert len(server.asked) == 1


def test_an_answer_without_a_list(zotero: Connector) -> None:
    zotero.after = lambda _: Answer(b"fine", 201)
    assert import_bibtex(text(), MINE) is None


def test_a_library_for_reading_only(zotero: Connector, server: Server) -> None:
    with pytest.raises(UserError, match="is read-only"):
        import_bibtex(text(), Target("Pond", editable=False))
    assert server.asked == []


def test_nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_ZOTERO_URL", f"http://127.0.0.1:{free_port()}/api")
    with pytest.raises(UserError, match="Zotero is not running"):
        find_target()
    with pytest.raises(UserError, match="Zotero is not running"):
        import_bibtex(text(), MINE)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(status=404), "not Zotero, or a version without import"),
        (Answer(b"Request not allowed", 403), "has its local API disabled"),
        (Answer(b"<html>", headers={"Content-Type": "text/html"}), "text/html"),
        (Answer(b"[]", headers=JSON), "does not respond like Zotero"),
    ],
)
def test_another_program(server: Server, answer: Answer, says: str) -> None:
    server.say(answer)
    with pytest.raises(UserError, match=says):
        find_target()


def test_nothing_is_sent_twice_when_the_answer_breaks_off(
    zotero: Connector, server: Server
) -> None:
    zotero.after = lambda _: Answer(b"[1, 2]", 201, JSON, cut=0)
    with pytest.raises(NetworkError, match="the response of Zotero was lost"):
        import_bibtex(text(), MINE)
    assert len(zotero.imported) == 1

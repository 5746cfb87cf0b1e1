"""The ACL Anthology, asked of a server that has some of its files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readnext.errors import InputError, NetworkError, StatusError
from readnext_adapters.sources import parse_source
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.runs import items, pages, papers, problems

Files = dict[str, bytes]


def collection(id_: str, *titles: str) -> bytes:
    found = "".join(
        f"<paper id='{n}'><title>{title}</title></paper>"
        for n, title in enumerate(titles, 1)
    )
    meta = "<meta><booktitle>Ponds</booktitle><year>2031</year></meta>"
    return (
        f"<collection id='{id_}'><volume id='1'>{meta}{found}</volume></collection>"
    ).encode()


@pytest.fixture(autouse=True)
def files(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    monkeypatch.setenv("READNEXT_ACL_URL", f"{server.url}/xml")
    held = {
        "2031.ponds": collection("2031.ponds", "Rain", "Snow"),
        "P19": collection("P19", "Old Rain"),
    }

    def behave(asked: Asked) -> Answer:
        name = asked.path.removeprefix("/xml/").removesuffix(".xml")
        return Answer(held[name]) if name in held else Answer(status=404)

    server.behave = behave
    yield held


def asked(server: Server) -> list[str]:
    found = [a.path for a in server.asked]
    server.asked.clear()
    return found


def test_several_collections_are_a_page_each(server: Server) -> None:
    found = pages("acl:2031.ponds,P19")
    assert [len(page.items) for page in found] == [2, 1]
    assert [p.id for p in papers(found)] == [
        "acl:2031.ponds-1.1",
        "acl:2031.ponds-1.2",
        "acl:P19-1001",
    ]
    assert asked(server) == ["/xml/2031.ponds.xml", "/xml/P19.xml"]


def test_only_what_has_changed_comes_again(files: Files) -> None:
    first = pages("acl:2031.ponds,P19")
    assert not items(pages("acl:2031.ponds,P19", first[-1].cursor))
    files["P19"] = collection("P19", "Old Rain", "Old Snow")
    second = pages("acl:2031.ponds,P19", first[-1].cursor)
    assert [p.title for p in papers(second)] == ["Old Rain", "Old Snow"]
    assert not items(pages("acl:2031.ponds,P19", second[-1].cursor))


def test_a_run_that_breaks_off_is_continued(files: Files, server: Server) -> None:
    held = files.pop("P19")
    first = pages("acl:2031.ponds,P19", most=1)
    with pytest.raises(StatusError, match="acl:P19: the Anthology has no such"):
        pages("acl:2031.ponds,P19", first[-1].cursor)
    files["P19"] = held
    asked(server)
    rest = pages("acl:2031.ponds,P19", first[-1].cursor)
    assert [p.title for p in papers(rest)] == ["Old Rain"]
    assert asked(server) == ["/xml/P19.xml"]
    pages("acl:2031.ponds,P19", rest[-1].cursor)
    assert len(asked(server)) == 2


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"read": [], "left": []}',
        '{"read": {}, "left": 1}',
        "[" * 9999,
    ],
)
def test_a_damaged_cursor_counts_as_none(cursor: str) -> None:
    assert len(papers(pages("acl:2031.ponds", cursor))) == 2


def test_a_cursor_of_other_collections_is_of_no_harm() -> None:
    cursor = pages("acl:P19")[-1].cursor
    assert len(papers(pages("acl:2031.ponds", cursor))) == 2


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html><body>log in</body></html>", "not a collection of the ACL"),
        (b'{"message": "Not Found"}', "not a collection of the ACL"),
        (b"", "not a collection of the ACL"),
        (b"404: Not Found", "not a collection of the ACL"),
    ],
)
def test_an_answer_that_is_no_collection(files: Files, body: bytes, says: str) -> None:
    files["P19"] = body
    with pytest.raises(NetworkError, match=says):
        pages("acl:P19")


def test_a_file_that_is_damaged_is_a_problem(files: Files) -> None:
    files["2031.ponds"] = files["2031.ponds"].partition(b"</volume>")[0]
    found = pages("acl:2031.ponds")
    assert [p.title for p in papers(found)] == ["Rain", "Snow"]
    assert problems(found)[0].startswith("damaged or cut off")


def test_a_bomb_is_refused(files: Files) -> None:
    files["P19"] = b"<!DOCTYPE c [<!ENTITY a 'aa'>]>" + files["P19"]
    with pytest.raises(NetworkError, match="not a collection of the ACL"):
        pages("acl:P19")


def test_a_redirect_elsewhere_is_not_followed(server: Server) -> None:
    server.say(Answer(status=302, headers={"Location": "ftp://other.example/x"}))
    with pytest.raises(NetworkError, match="refused redirect"):
        pages("acl:P19")


@pytest.mark.parametrize(
    ("name", "stands_for"),
    [
        ("acl:2024.ACL", "acl:2024.acl"),
        ("acl: 2024.acl, p19 ,2024.acl", "acl:2024.acl,P19"),
        ("acl:2024.acl+w18.xml", "acl:2024.acl,W18"),
    ],
)
def test_names(name: str, stands_for: str) -> None:
    source = parse_source(name)
    assert source.name == stands_for
    assert parse_source(source.name) == source


@pytest.mark.parametrize("name", ["acl:", "acl:acl", "acl:../x", "acl:2024.acl-long.1"])
def test_names_of_nothing(name: str) -> None:
    with pytest.raises(InputError, match=r"acl.*2024\.acl"):
        parse_source(name)

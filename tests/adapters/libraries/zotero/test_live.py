"""The real command with a live Zotero: a local API that is a real server."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.serving import Answer, Asked, Server, free_port
from tests.adapters.zoteroapi import Library
from tests.adapters.zoterofiles import ZoteroFile

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Show = Callable[..., dict[str, Any]]


@pytest.fixture
def env(server: Server, home: Path) -> dict[str, str]:
    # As a browser would be asked: whoever speaks of itself as one is dropped.
    return {"READNEXT_ZOTERO_URL": f"{server.url}/api", "READNEXT_ZOTERO_DATA": ""}


@pytest.fixture
def library(server: Server) -> Library:
    made = Library("/api/users/0", page=None)
    server.behave = made
    made.put("collections", "BIRDS", name="Birds", parentCollection=False)
    made.put("collections", "DUCKS", name="Ducks", parentCollection="BIRDS")
    made.put("collections", "BINNED", name="Old", deleted=1)
    people = [{"creatorType": "author", "firstName": "Mia", "lastName": "Sand"}]
    inside = ["DUCKS", "BINNED", "NOWHERE"]
    made.item("AAAA", "On Ducks", creators=people, collections=inside, date="May 2024")
    made.objects["items"]["AAAA"]["meta"] = {"parsedDate": "2024-05"}
    made.item("BBBB", "On Geese", dateAdded="2024-02-03T04:05:06Z")
    made.put("items", "NOTE", itemType="note", note="...", parentItem="AAAA")
    made.put(
        *("items", "PDF1"), itemType="attachment", parentItem="AAAA", lastRead=1.7e9
    )
    made.put("items", "MARK", itemType="annotation", parentItem="PDF1")
    made.item("GONE", "On Swans", deleted=1)
    return made


@pytest.fixture
def show(run: Run, env: dict[str, str]) -> Show:
    def show_library(name: str = "zotero:", **more: str) -> dict[str, Any]:
        done = run("library", "show", name, "--format", "json", env=env | more)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return show_library


@pytest.fixture
def database(home: Path) -> Path:
    """A database where Zotero keeps it by itself."""
    path = home / "Zotero" / "zotero.sqlite"
    path.parent.mkdir()
    file = ZoteroFile(path)
    file.item("FILE", {"title": "On Paper"})
    file.group(2, 12, "Pond Club")
    file.item("CLUB", {"title": "On Clubs"}, library=2)
    file.close()
    return path


def keys(found: dict[str, Any]) -> list[str]:
    assert found["problems"] == []
    return [entry["key"] for entry in found["entries"]]


def test_the_library_of_the_running_program(
    show: Show, library: Library, server: Server
) -> None:
    found = show()
    assert keys(found) == ["BBBB", "AAAA"]
    entry = found["entries"][1]
    assert entry["authors"] == [{"family": "Sand", "given": "Mia"}]
    assert (entry["date"], entry["collections"]) == ("2024-05", ["Birds/Ducks"])
    headers = server.asked[0].headers
    assert headers["user-agent"].startswith("readnext/")
    assert headers["zotero-allowed-request"]
    assert headers["zotero-api-version"] == "3"


def test_the_program_comes_before_its_file(
    show: Show, library: Library, database: Path
) -> None:
    assert keys(show()) == ["BBBB", "AAAA"]


def test_a_group_of_the_running_program(
    show: Show, server: Server, database: Path
) -> None:
    group = Library("/api/groups/12", page=None)
    group.item("CLUB2", "On Live Clubs")
    server.behave = group
    assert keys(show("zotero:group/12")) == ["CLUB2"]


def test_keys_of_better_bibtex_go_with_the_running_program(
    show: Show, library: Library, database: Path
) -> None:
    import sqlite3

    db = sqlite3.connect(database.with_name("better-bibtex.sqlite"))
    db.execute("CREATE TABLE citationkey (itemKey, libraryID, citationKey)")
    db.execute("INSERT INTO citationkey VALUES ('AAAA', 1, 'sand2024')")
    db.commit()
    db.close()
    assert keys(show()) == ["BBBB", "sand2024"]


def test_the_file_where_the_program_does_not_run(
    show: Show, run: Run, database: Path
) -> None:
    nobody = {"READNEXT_ZOTERO_URL": f"http://127.0.0.1:{free_port()}/api"}
    assert keys(show(**nobody)) == ["FILE"]
    assert keys(show("zotero:group/12", **nobody)) == ["CLUB"]
    done = run("--offline", "library", "show", "zotero:")
    assert (done.returncode, done.stderr) == (0, "")
    assert "On Paper" in done.stdout


def test_suggest_needs_nothing_else(
    run: Run, env: dict[str, str], library: Library
) -> None:
    library.item("CCCC", "Deep double descent and generalization of networks")
    done = run("suggest", "zotero:", "-n", "1", "--format", "json", env=env)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["library"]["usable"] == 3
    assert len(answer["suggestions"]) == 1


def cut(_: Asked) -> Answer:
    kind = {"Content-Type": "application/json"}
    return Answer(b"[" + b"x" * 1000, headers=kind, cut=500)


def missing(asked: Asked) -> Answer:
    headers = {"Content-Type": "application/json", "Last-Modified-Version": "1"}
    return Answer(b"[]", headers=headers | {"Total-Results": "3"})


TROUBLE: dict[str, tuple[Callable[[Asked], Answer], str]] = {
    "off": (
        lambda _: Answer(
            b"Local API is not enabled", 403, {"Content-Type": "text/plain"}
        ),
        "tick Settings > Advanced > 'Allow other applications",
    ),
    "cut": (cut, "the connection was cut"),
    "missing": (missing, "gave 0 of 3 objects; nothing was read"),
    "another program": (
        lambda _: Answer(b"<p>", headers={"Content-Type": "text/html"}),
        "does not respond like Zotero",
    ),
    "broken": (lambda _: Answer(status=500), "status 500"),
}


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLE)
def test_an_api_that_fails(
    run: Run, show: Show, env: dict[str, str], server: Server, home: Path, trouble: str
) -> None:
    server.behave, says = TROUBLE[trouble]
    done = run("suggest", "zotero:", env=env)
    assert done.returncode in (1, 2)
    assert len(done.stderr.splitlines()) == 1
    assert says in done.stderr
    each = run("library", "show", "zotero:", "--each", env=env)
    assert each.returncode == 0
    assert says in json.loads(each.stdout)["problems"][0]["why"]


@pytest.mark.parametrize("trouble", TROUBLE)
def test_the_file_where_the_api_fails(
    show: Show, server: Server, database: Path, trouble: str
) -> None:
    server.behave = TROUBLE[trouble][0]
    assert keys(show()) == ["FILE"]


def test_neither_program_nor_file(run: Run, home: Path) -> None:
    nobody = {"READNEXT_ZOTERO_URL": f"http://127.0.0.1:{free_port()}/api"}
    done = run("suggest", "zotero:", env=nobody)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "start Zotero and tick Settings > Advanced" in done.stderr
    assert str(home / "Zotero") in done.stderr
    done = run("suggest", "zotero:", "--offline")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--offline was given" in done.stderr


def test_a_group_that_is_not_there(
    run: Run, env: dict[str, str], library: Library, database: Path
) -> None:
    done = run("suggest", "zotero:group/99", env=env)
    assert done.returncode == 2
    assert "no group 99 in this Zotero; the groups there are 12 (Pond Club)" in (
        done.stderr
    )
    database.unlink()
    done = run("suggest", "zotero:group/99", env=env)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "no such library" in done.stderr


@pytest.mark.parametrize("name", ["zotero:x", "zotero:group/", "zotero:web/12"])
def test_a_name_that_means_nothing(run: Run, name: str) -> None:
    done = run("suggest", name)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "write zotero:, zotero:group/ID, zotero:web or" in done.stderr


def test_broken_items_are_problems(
    run: Run, env: dict[str, str], library: Library, server: Server
) -> None:
    library.objects["items"]["BAD1"] = {"key": "BAD1", "data": {"version": 1}}
    items = library.objects["items"]
    items["BAD2"] = {"key": "BAD2", "data": {"version": 1, "itemType": None}}
    done = run("library", "show", "zotero:", env=env)
    assert done.returncode == 0
    assert "zotero:BAD1: an item without a type" in done.stderr
    assert "zotero:BAD2: an item without a type" in done.stderr
    strict = run("library", "show", "zotero:", "--strict", env=env)
    assert strict.returncode == 1

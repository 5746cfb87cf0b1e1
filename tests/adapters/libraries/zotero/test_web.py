"""The web API: whole libraries, then only what has changed, never a part."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from readnext.errors import InputError, NetworkError
from readnext.paper import Entry, Problem
from readnext_adapters.opening.library import read_library
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.zoteroapi import Library

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SECRET = "s3cr3tKey"


@pytest.fixture
def library(server: Server) -> Library:
    """A library of three pages."""
    made = Library(page=100)
    made.key = SECRET
    server.behave = made
    made.put("collections", "BIRDS", name="Birds", parentCollection=False)
    for number in range(250):
        made.item(f"K{number:03}", f"Duck {number}", collections=["BIRDS"])
    return made


@pytest.fixture(autouse=True)
def settings(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Path]:
    monkeypatch.setenv("READNEXT_ZOTERO_WEB_URL", server.url)
    monkeypatch.setenv("ZOTERO_API_KEY", SECRET)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield tmp_path / "cache" / "readnext"


def read(name: str = "zotero:web") -> dict[str, Entry]:
    found = list(read_library(name))
    assert not [item for item in found if isinstance(item, Problem)]
    return {item.key: item for item in found if isinstance(item, Entry)}


def paths(server: Server) -> list[str]:
    """What was asked since the last time."""
    asked = [a.path.rpartition("/")[2] for a in server.asked]
    server.asked.clear()
    return asked


def test_a_library_of_several_pages(library: Library, server: Server) -> None:
    counted: list[int] = []
    found = list(read_library("zotero:web", counted.append))
    assert len(found) == 250
    assert sum(counted) == 251
    first = found[0]
    assert isinstance(first, Entry)
    assert (first.key, first.collections) == ("K000", ("Birds",))
    assert first.where == "zotero:web:K000"
    assert paths(server) == ["current", *["items"] * 3, "collections"]


def test_nothing_new_is_one_question(library: Library, server: Server) -> None:
    before = read()
    server.asked.clear()
    assert read() == before
    assert server.asked[1].headers["if-modified-since-version"] == str(library.version)
    assert paths(server) == ["current", "items"]


def test_only_changes_are_fetched(library: Library, server: Server) -> None:
    read()
    server.asked.clear()
    library.item("NEW", "On Geese")
    library.item("K001", "Duck the First", collections=[])
    library.item("K002", "Duck 2", deleted=1)
    library.delete("items", "K003")
    library.put("collections", "BIRDS", name="All Birds")
    found = read()
    assert len(found) == 249
    assert found["NEW"].title == "On Geese"
    assert (found["K001"].title, found["K001"].collections) == ("Duck the First", ())
    assert found["K004"].collections == ("All Birds",)
    assert not {"K002", "K003"} & set(found)
    assert server.asked[1].query["since"] == "261"
    assert paths(server) == ["current", "items", "collections", "deleted", "items"]


def test_a_deleted_collection(library: Library) -> None:
    read()
    library.delete("collections", "BIRDS")
    assert read()["K000"].collections == ()


def test_back_from_the_bin(library: Library) -> None:
    library.item("K000", "Duck 0", deleted=1)
    assert len(read()) == 249
    library.item("K000", "Duck 0", deleted=0)
    assert len(read()) == 250


def once(library: Library, path: str, do: Callable[[], Answer | None]) -> None:
    """Do something before the second question for a path is answered."""
    asked: list[Asked] = []

    def before(question: Asked) -> Answer | None:
        if question.path.endswith(path):
            asked.append(question)
            if len(asked) == 2:
                return do()
        return None

    library.before = before


def test_a_change_between_two_pages_begins_anew(
    library: Library, server: Server
) -> None:
    once(library, "items", lambda: library.item("NEW", "On Geese"))
    assert len(read()) == 251
    assert paths(server).count("items") == 5


def test_a_change_between_items_and_collections_begins_anew(library: Library) -> None:
    changes = iter([True, False])

    def before(question: Asked) -> None:
        if question.path.endswith("collections") and next(changes):
            library.item("NEW", "On Geese")

    library.before = before
    assert len(read()) == 251


def test_a_library_that_keeps_changing(library: Library) -> None:
    def before(question: Asked) -> None:
        if question.query.get("start"):
            library.item("NEW", f"On Geese {library.version}")

    library.before = before
    with pytest.raises(NetworkError, match="keeps changing while it is read"):
        read()


def test_a_part_is_never_kept(library: Library, server: Server) -> None:
    """A page fails for good after the first: neither now nor later a part."""
    library.before = lambda q: Answer(status=400) if q.query.get("start") else None
    with pytest.raises(NetworkError, match="status 400"):
        read()
    library.before = lambda _: None
    server.asked.clear()
    assert len(read()) == 250
    assert "if-modified-since-version" not in server.asked[1].headers


def test_too_few_objects_are_no_library(library: Library) -> None:
    headers = {"Content-Type": "application/json", "Last-Modified-Version": "261"}
    short = Answer(b"[]", headers=headers | {"Total-Results": "250"})
    library.before = lambda q: short if q.query.get("start") == "200" else None
    with pytest.raises(NetworkError, match="gave 200 of 250 objects"):
        read()


def test_a_page_whose_connection_was_cut_is_asked_again(library: Library) -> None:
    cut = Answer(b"x" * 5000, headers={"Content-Type": "application/json"}, cut=100)
    once(library, "items", lambda: cut)
    assert len(read()) == 250


def test_what_was_lost_from_the_cache_is_fetched_again(
    library: Library, server: Server, settings: Path
) -> None:
    import sqlite3

    read()
    db = sqlite3.connect(settings / "zotero-web.sqlite")
    db.execute("DELETE FROM objects WHERE key = 'K100'")
    db.commit()
    db.close()
    library.item("NEW", "On Geese")
    assert len(read()) == 251


def test_a_library_that_was_replaced_is_fetched_anew(
    library: Library, server: Server
) -> None:
    read()
    young = Library(page=100)
    young.item("ONLY", "On Swans")
    server.behave = young
    assert list(read()) == ["ONLY"]


@pytest.mark.parametrize("damage", [b"junk", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_cache_is_made_anew(
    library: Library, settings: Path, damage: bytes
) -> None:
    settings.mkdir(parents=True)
    (settings / "zotero-web.sqlite").write_bytes(damage)
    assert len(read()) == 250
    assert len(read()) == 250


def test_a_cache_that_cannot_be_written_is_done_without(
    library: Library, settings: Path
) -> None:
    settings.parent.write_text("a file where the folder should be")
    assert len(read()) == 250


def test_the_cache_is_private_and_holds_no_key(
    library: Library, settings: Path
) -> None:
    library.put("items", "MARK", itemType="annotation", annotationText="my thoughts")
    read()
    (file,) = settings.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert SECRET.encode() not in file.read_bytes()
    assert b"my thoughts" not in file.read_bytes()


def test_a_group_needs_no_key_if_it_is_public(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY")
    monkeypatch.setitem(sys.modules, "keyring", None)
    group = Library("/groups/12")
    group.item("CLUB", "On Clubs")
    server.behave = group
    assert list(read("zotero:web/group/12")) == ["CLUB"]
    assert "zotero-api-key" not in server.asked[0].headers
    with pytest.raises(InputError, match="it needs an API key, or there is no such"):
        read("zotero:web/group/13")


def test_signs_of_reading(library: Library) -> None:
    library.put(
        *("items", "PDF1"), itemType="attachment", parentItem="K000", lastRead=1.7e9
    )
    library.put("items", "MARK", itemType="annotation", parentItem="PDF1")
    found = read()["K000"]
    assert (found.last_read, found.annotations) == ("2023-11-14", 1)


def test_the_pdf_of_an_item(library: Library) -> None:
    files = {"LINK2222": "linked_url", "PDFA2345": "imported_url"}
    for key, mode in files.items():
        library.put(
            *("items", key), itemType="attachment", parentItem="K000",
            contentType="application/pdf", linkMode=mode,
        )  # fmt: skip
    assert read()["K000"].pdf == "PDFA2345"


# The real command, as its users see it.


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert SECRET not in done.stderr + done.stdout
    return done.stderr.strip().splitlines()


def test_the_command(run: Run, library: Library) -> None:
    done = run("library", "show", "zotero:web", "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, lines(done)) == (0, [])
    assert len(found["entries"]) == 250


def test_a_wrong_key(run: Run, library: Library) -> None:
    library.key = "another"
    done = run("--debug", "library", "show", "zotero:web", "--each")
    assert done.returncode == 0
    assert SECRET not in done.stdout
    assert "the API key does not open it" in done.stdout
    assert "https://www.zotero.org/settings/keys" in done.stdout


def test_no_key(run: Run, library: Library) -> None:
    done = run("suggest", "zotero:web", env={"ZOTERO_API_KEY": ""})
    assert (done.returncode, len(lines(done))) == (2, 1)
    for way in ("ZOTERO_API_KEY", "READNEXT_ZOTERO_KEY_COMMAND", "keyring set"):
        assert way in done.stderr


def test_a_command_that_tells_the_key(run: Run, library: Library) -> None:
    teller = f"{sys.executable} -c \"print('{SECRET}\\n# not this')\""
    env = {"ZOTERO_API_KEY": "", "READNEXT_ZOTERO_KEY_COMMAND": teller}
    assert run("library", "show", "zotero:web", env=env).returncode == 0


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("false", "ended with 1"),
        ("no-such-program", "cannot be run"),
        ("'", "no command"),
        ("echo two words", "gives no API key"),
        ("true", "gives no API key"),
    ],
)
def test_a_command_that_tells_no_key(
    run: Run, library: Library, command: str, says: str
) -> None:
    env = {"ZOTERO_API_KEY": "", "READNEXT_ZOTERO_KEY_COMMAND": command}
    done = run("suggest", "zotero:web", env=env)
    assert (done.returncode, len(lines(done))) == (2, 1)
    assert says in done.stderr


def test_a_keyring(run: Run, library: Library, tmp_path: Path) -> None:
    """A real backend, in a module of its own, as packages bring them."""
    pytest.importorskip("keyring")
    place = tmp_path / "backend"
    place.mkdir()
    (place / "ducks.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, user):\n"
        f"        return {{('readnext', 'zotero'): '{SECRET}'}}.get((service, user))\n"
        "    def set_password(self, service, user, password): pass\n"
    )
    import readnext
    import readnext_adapters

    roots = [Path(readnext.__file__), Path(str(readnext_adapters.__path__[0]))]
    search = [str(place), str(roots[0].parents[1]), str(roots[1].parent)]
    env = {
        "ZOTERO_API_KEY": "",
        "PYTHON_KEYRING_BACKEND": "ducks.Keyring",
        "PYTHONPATH": ":".join(search),
    }
    done = run("library", "show", "zotero:web", env=env)
    assert done.returncode == 0, done.stderr


def test_offline(run: Run, library: Library) -> None:
    done = run("suggest", "zotero:web", "--offline")
    assert (done.returncode, len(lines(done))) == (1, 1)
    assert "needs the network, and --offline was given" in done.stderr


def test_a_service_that_is_not_well(run: Run, library: Library) -> None:
    wait = {"Retry-After": "7200"}
    library.before = lambda _: Answer(status=429, headers=wait)
    done = run("suggest", "zotero:web")
    assert (done.returncode, len(lines(done))) == (1, 1)
    assert "status 429; it asks to wait 7200 s" in done.stderr


def test_the_key_goes_to_no_one_over_an_open_line(run: Run) -> None:
    done = run("suggest", "zotero:web", env={"READNEXT_ZOTERO_WEB_URL": "http://a.b"})
    assert (done.returncode, len(lines(done))) == (2, 1)
    assert "must begin with https://" in done.stderr

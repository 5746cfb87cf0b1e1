"""`--send-to zotero:COLLECTION` against a Zotero 10, with refusals, cuts and undo."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from readnext.errors import UserError
from readnext_adapters.cli.zotero_send import _destination
from readnext_adapters.destinations.zoteroitems import NewItem
from readnext_adapters.destinations.zoterolocal import ZoteroLocal
from readnext_adapters.destinations.zoterosent import Sent, undo_last
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.zoteroconnector import Connector
from tests.adapters.zoterolocalapi import TEXT, LocalApi
from tests.command import Run
from tests.conftest import FIXTURES

FIRST = FIXTURES / "libraries" / "generalization.bib"
ASKED = ("suggest", FIRST, "-n", "3", "--send-to", "zotero:Reading/To do", "--yes")


@pytest.fixture
def api(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LocalApi:
    """A Zotero 10; the keys are kept in a file of this test."""
    monkeypatch.setenv("READNEXT_ZOTERO_URL", f"{server.url}/api")
    kept = tmp_path / "state" / "history.sqlite"
    for module in ("zoterokeys", "zoterosent"):
        name = f"readnext_adapters.destinations.{module}.history_file"
        monkeypatch.setattr(name, lambda: kept)
    monkeypatch.setitem(sys.modules, "keyring", None)
    server.behave = made = LocalApi()
    return made


@pytest.fixture
def env(server: Server) -> dict[str, str]:
    return {"READNEXT_ZOTERO_URL": f"{server.url}/api", "READNEXT_ZOTERO_DATA": ""}


def items(count: int, first: int = 0) -> list[NewItem]:
    return [
        {
            "itemType": "preprint",
            "title": f"On Ducks {n}",
            "extra": f"readnext-id: duck-{n}",
            "tags": [{"tag": "readnext"}],
        }
        for n in range(first, first + count)
    ]


def never(place: int, why: str) -> None:
    raise AssertionError((place, why))


def test_names_of_collections() -> None:
    assert _destination("zotero")[1] is None
    assert _destination("zotero:Reading/To do")[1] == "Reading/To do"
    assert _destination("zotero:web")[0].web
    assert _destination("zotero:web/group/3")[0].group == 3


def test_it_asks_once_and_keeps_the_key_where_only_the_user_reads_it(
    api: LocalApi, tmp_path: Path
) -> None:
    for n in range(3):
        with ZoteroLocal() as zotero:
            zotero.write(items(1, n), never)
    assert (api.prompts, len(api.works)) == (1, 3)
    path = tmp_path / "state" / "zotero-keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == {api.server: f"{1:032d}"}


def test_a_key_for_one_write_is_asked_for_again(api: LocalApi, tmp_path: Path) -> None:
    api.remember = False
    with ZoteroLocal() as zotero:
        zotero.write(items(120), never)
    assert (api.prompts, len(api.works)) == (3, 120)
    assert not (tmp_path / "state" / "zotero-keys.json").exists()


def test_a_withdrawn_key_is_replaced(api: LocalApi) -> None:
    with ZoteroLocal() as zotero:
        zotero.write(items(1), never)
    api.keys.clear()
    with ZoteroLocal() as zotero:
        zotero.write(items(1, 1), never)
    assert (api.prompts, len(api.works)) == (2, 2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"denied": True}, "writing was denied in Zotero"),
        ({"busy": True}, "try again in 60 s"),
        ({"server": "other"}, "another database"),
    ],
)
def test_a_refusal_is_an_error_and_writes_nothing(
    api: LocalApi, change: dict[str, object], says: str
) -> None:
    with ZoteroLocal() as zotero:
        for name, value in change.items():
            setattr(api, name, value)
        with pytest.raises(UserError, match=says):
            zotero.write(items(1), never)
    assert api.works == []


def test_a_lost_response_makes_no_duplicates(api: LocalApi) -> None:
    """The second batch was written; of the third, nothing arrived."""
    writes = iter(("done", "lost", "done"))
    api.lose = lambda asked: (
        asked.path.endswith("/items")
        and (asked.method == "POST" and next(writes, "") == "lost")
    )
    with ZoteroLocal() as zotero:
        zotero.write(items(120), never)
    titles = [data["title"] for data in api.works]
    assert len(titles) == len(set(titles)) == 120


def test_the_part_that_did_not_arrive_is_sent_again(api: LocalApi) -> None:
    wholes: list[Asked] = []

    def half(asked: Asked) -> bool:
        """Undo the second half of the first write, then lose the response."""
        if asked.method != "POST" or not asked.path.endswith("/items") or wholes:
            return False
        wholes.append(asked)
        for key in list(api.objects["items"])[5:]:
            del api.objects["items"][key]
        return True

    api.lose = half
    with ZoteroLocal() as zotero:
        zotero.write(items(10), never)
    assert sorted(data["title"] for data in api.works) == sorted(
        str(item["title"]) for item in items(10)
    )


def test_single_failures_are_reported_by_their_place(api: LocalApi) -> None:
    bad: NewItem = {"itemType": "spaceship", "title": "X", "tags": []}
    failed: list[tuple[int, str]] = []
    with ZoteroLocal() as zotero:
        zotero.write([*items(60), bad], lambda place, why: failed.append((place, why)))
    assert failed == [(60, "'spaceship' is not a valid itemType (400)")]
    assert len(api.works) == 60


def test_collections_are_found_by_their_path(api: LocalApi) -> None:
    api.put("collections", "AAAA", name="Reading")
    api.put("collections", "BBBB", name="To do")
    with ZoteroLocal() as zotero:
        key, made = zotero.make_collection("Reading/To do")
        assert zotero.make_collection("Reading / To do") == (key, [])
    assert made == [key]
    assert api.objects["collections"][key]["data"]["parentCollection"] == "AAAA"


def test_undo_leaves_what_the_user_changed(api: LocalApi) -> None:
    api.item("OWN1", "On Geese", extra="readnext-id: duck-1")
    with ZoteroLocal() as zotero:
        sent = Sent(zotero.server, zotero.version(), ["duck-0", "duck-1", "duck-2"])
        sent.save()
        zotero.write(items(3), never)
        sent.versions = sent.find(zotero)
        sent.save()
        changed = next(iter(sent.versions))
        api.put("items", changed, title="Mine now")
        undone = undo_last(zotero)
    assert (undone.deleted, undone.changed) == (2, 1)
    assert sorted(data["title"] for data in api.works) == ["Mine now", "On Geese"]


def test_undo_after_a_run_that_was_killed(api: LocalApi) -> None:
    """It was recorded before it was written, and nothing after that."""
    with ZoteroLocal() as zotero:
        Sent(zotero.server, zotero.version(), ["duck-0", "duck-1"]).save()
        zotero.write(items(2), never)
        assert undo_last(zotero).deleted == 2
        with pytest.raises(UserError, match="nothing was sent"):
            undo_last(zotero)
    assert api.works == []


def test_undo_is_for_the_same_database(api: LocalApi) -> None:
    with ZoteroLocal() as zotero:
        Sent("another", 0, []).save()
        with pytest.raises(UserError, match="another database"):
            undo_last(zotero)


@pytest.mark.slow
def test_fifty_runs_into_a_collection_make_no_duplicates(api: LocalApi) -> None:
    """Each second response is lost; each run sends what is not there yet."""
    count = iter(range(1000))
    api.lose = lambda asked: (
        asked.method == "POST"
        and asked.path.endswith("/items")
        and next(count) % 2 == 0
    )
    for _ in range(50):
        with ZoteroLocal() as zotero:
            key, _ = zotero.make_collection("Reading/To do")
            there = {data["title"] for data in zotero.items().values()}
            lacking = [item for item in items(3) if item["title"] not in there]
            zotero.write([{**one, "collections": [key]} for one in lacking], never)
    assert len(api.works) == 3 and len(api.objects["collections"]) == 2


@pytest.mark.slow
def test_the_command_sends_once_and_takes_back(
    run: Run, server: Server, env: dict[str, str]
) -> None:
    server.behave = api = LocalApi()
    done = run(*ASKED, env=env)
    assert done.returncode == 0, done.stderr
    assert "3 papers will be added to 'Reading/To do' in Zotero" in done.stderr
    assert done.stderr.endswith("Zotero added 3 papers; --undo takes them back\n")
    assert len(api.works) == 3 and api.prompts == 1
    names = [one["data"]["name"] for one in api.objects["collections"].values()]
    assert names == ["Reading", "To do"]
    (inner,) = [key for key in api.objects["collections"] if key.endswith("1")]
    assert all(data["collections"] == [inner] for data in api.works)
    again = run(*ASKED, env=env)
    assert "3 papers skipped that your Zotero library already has" in again.stderr
    assert "nothing to send to Zotero" in again.stderr and len(api.works) == 3
    undone = run("suggest", "--undo", env=env)
    assert undone.stderr == "readnext: 3 papers removed from Zotero\n"
    assert api.works == [] and api.objects["collections"] == {}
    assert run("suggest", "--undo", env=env).returncode == 1


@pytest.mark.slow
def test_an_older_zotero_takes_them_by_its_connector(
    run: Run, server: Server, env: dict[str, str]
) -> None:
    connector = Connector()

    def older(asked: Asked) -> Answer:
        if asked.path.startswith("/connector/"):
            return connector(asked)
        return Answer(b"Nothing to see here.", headers=TEXT)

    server.behave = older
    done = run(*ASKED, env=env)
    assert done.returncode == 0, done.stderr
    assert "this Zotero is older than version 10, so the papers will go" in done.stderr
    assert "to the collection 'To Read' of 'My Library'" in done.stderr
    assert len(connector.imported) == 1

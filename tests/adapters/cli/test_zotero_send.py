"""`readnext suggest --send-to` as a user calls it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.serving import Answer, Server, free_port
from tests.adapters.zoteroapi import Library
from tests.adapters.zoteroconnector import JSON, Connector
from tests.adapters.zoterofiles import ZoteroFile

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIRST = Path(__file__).parents[3] / "fixtures" / "libraries" / "generalization.bib"
ASKED = ("suggest", FIRST, "-n", "3", "--send-to")
TITLE = "Limitations of the NTK for Understanding Generalization in Deep Learning"
PEOPLE = [
    {"creatorType": "author", "firstName": first, "lastName": last}
    for first, last in (
        ("Nikhil", "Vyas"),
        ("Yamini", "Bansal"),
        ("Preetum", "Nakkiran"),
    )
]


class Zotero:
    """A program with its local API and its connector."""

    def __init__(self, server: Server) -> None:
        self.library = Library("/api/users/0", page=None)
        self.connector = Connector()
        server.behave = lambda asked: (
            self.connector(asked)
            if asked.path.startswith("/connector/")
            else self.library(asked)
        )


@pytest.fixture
def server() -> object:
    with Server().running() as running:
        yield running


@pytest.fixture
def zotero(server: Server) -> Zotero:
    return Zotero(server)


@pytest.fixture
def env(server: Server) -> dict[str, str]:
    return {
        "READNEXT_ZOTERO_URL": f"{server.url}/api",
        "READNEXT_ZOTERO_WEB_URL": server.url,
        "ZOTERO_API_KEY": "s3cr3t",
        "READNEXT_ZOTERO_DATA": "",
    }


@pytest.fixture
def library(server: Server) -> Library:
    server.behave = made = Library()
    made.key = "s3cr3t"
    return made


def test_into_what_is_selected(run: Run, zotero: Zotero, env: dict[str, str]) -> None:
    done = run(*ASKED, "zotero", "--yes", env=env)
    assert done.returncode == 0, done.stderr
    assert TITLE in done.stdout
    assert (
        "3 papers will be added to the collection 'To Read' of 'My Library'"
        in done.stderr
    )
    assert done.stderr.endswith("readnext: Zotero added 3 papers\n")
    (sent,) = zotero.connector.imported
    assert sent.count("keywords = {readnext}") == 3


def test_what_is_there_already_is_left_out(
    run: Run, zotero: Zotero, env: dict[str, str]
) -> None:
    zotero.library.item("AAAA", TITLE.upper(), creators=PEOPLE, date="2022")
    done = run(*ASKED, "zotero", "--yes", "--zotero-tag", "to read", env=env)
    assert "1 paper skipped that your Zotero library already has" in done.stderr
    assert "Zotero added 2 papers" in done.stderr
    (sent,) = zotero.connector.imported
    assert TITLE not in sent
    assert sent.count("keywords = {to read}") == 2
    done = run(*ASKED, "zotero", "--yes", "--author", "Nikhil Vyas", env=env)
    assert "nothing to send to Zotero" in done.stderr
    assert len(zotero.connector.imported) == 1


def test_the_database_tells_it_where_the_api_is_off(
    run: Run, zotero: Zotero, env: dict[str, str], home: Path
) -> None:
    zotero.library.before = lambda _: Answer(status=403)
    (home / "Zotero").mkdir()
    file = ZoteroFile(home / "Zotero" / "zotero.sqlite")
    file.item(
        "AAAA",
        {"title": TITLE, "date": "2022-06-20 2022"},
        people=[("author", (one["lastName"], one["firstName"])) for one in PEOPLE],
    )
    file.close()
    done = run(*ASKED, "zotero", "--yes", env=env)
    assert "1 paper skipped" in done.stderr
    assert "Zotero added 2 papers" in done.stderr


def test_a_group_cannot_be_looked_into(
    run: Run, zotero: Zotero, env: dict[str, str]
) -> None:
    zotero.connector.selected |= {"libraryID": 2, "libraryName": "Pond Club"}
    zotero.library.item("AAAA", TITLE, creators=PEOPLE, date="2022")
    done = run(*ASKED, "zotero", "--yes", env=env)
    assert "'Pond Club' cannot be checked for papers that it already has" in done.stderr
    assert "Zotero added 3 papers" in done.stderr


def test_a_dry_run_prints_what_would_be_sent(
    run: Run, zotero: Zotero, env: dict[str, str]
) -> None:
    done = run(*ASKED, "zotero", "--dry-run", env=env)
    assert done.returncode == 0
    assert done.stdout.count("@misc{") == 3 and done.stdout.startswith("@misc{")
    assert zotero.connector.imported == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(b'{"libraryEditable": false}', 500, JSON), "is read-only"),
        (Answer(b"[1]", 201, JSON, cut=0), "may have been imported"),
        (Answer(status=400), "did not recognise"),
    ],
)
def test_what_zotero_refuses_is_one_line(
    run: Run, zotero: Zotero, env: dict[str, str], answer: Answer, says: str
) -> None:
    zotero.connector.after = lambda _: answer
    done = run(*ASKED, "zotero", "--yes", env=env)
    assert done.returncode == 1
    assert says in done.stderr.splitlines()[-1]
    assert len(zotero.connector.imported) == 1


def test_nobody_there(run: Run, env: dict[str, str]) -> None:
    address = {"READNEXT_ZOTERO_URL": f"http://127.0.0.1:{free_port()}/api"}
    done = run(*ASKED, "zotero", "--yes", env=env | address)
    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert "Zotero is not running" in said and done.stdout == ""


def test_no_key_for_the_web(run: Run, env: dict[str, str]) -> None:
    done = run(*ASKED, "zotero:web", env=env | {"ZOTERO_API_KEY": ""})
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    assert "it needs an API key" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("zotero",), "add --yes, or --dry-run"),
        (("zotero:group/12", "--yes"), "select the group there"),
        (
            ("zotero:Pond", "--yes", "--zotero-collection", "X"),
            "names a second collection",
        ),
        (("mendeley",), "--send-to mendeley: write zotero, zotero:COLLECTION or"),
        (("zotero:web", "--zotero-tag", " "), "needs a name"),
        (("zotero:web", "--zotero-collection", ""), "needs a name"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], says: str) -> None:
    done = run(*ASKED, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


@pytest.mark.parametrize("option", ["--yes", "--dry-run", "--zotero-tag=x"])
def test_options_that_need_a_destination(run: Run, option: str) -> None:
    done = run("suggest", FIRST, option)
    assert done.returncode == 2
    assert "need --send-to" in done.stderr


def test_offline_sends_nothing(run: Run, env: dict[str, str], server: Server) -> None:
    for name in ("zotero", "zotero:web"):
        done = run("--offline", *ASKED, name, "--yes", env=env)
        assert (done.returncode, done.stdout) == (1, "")
        assert "--send-to needs the network, and --offline was given" in done.stderr
    assert server.asked == []


def test_to_the_web(run: Run, library: Library, env: dict[str, str]) -> None:
    library.item("AAAA", TITLE, creators=PEOPLE, date="2022")
    asked = (*ASKED, "zotero:web", "--zotero-collection", "Next: Ducks")
    done = run(*asked, env=env)
    assert done.returncode == 0, done.stderr
    assert "1 paper skipped that your Zotero library already has" in done.stderr
    assert done.stderr.endswith("readnext: zotero.org added 2 papers\n")
    (collection,) = library.objects["collections"].values()
    assert collection["data"]["name"] == "Next: Ducks"
    sent = [o["data"] for k, o in library.objects["items"].items() if k != "AAAA"]
    assert len(sent) == 2
    for data in sent:
        assert data["collections"] == [collection["key"]]
        assert data["tags"][0] == {"tag": "readnext"}
        assert "readnext-score: " in data["extra"]
    again = run(*asked, env=env)
    assert "nothing to send to zotero.org" in again.stderr
    assert len(library.objects["items"]) == 3
    assert len(library.objects["collections"]) == 1


def test_a_dry_run_to_the_web(
    run: Run, library: Library, env: dict[str, str], server: Server
) -> None:
    asked = (*ASKED, "zotero:web", "--zotero-collection", "Ducks", "--dry-run")
    done = run(*asked, env=env)
    assert [item["itemType"] for item in json.loads(done.stdout)] == ["preprint"] * 3
    assert "the collection Ducks would be created" in done.stderr
    assert {asked.method for asked in server.asked} == {"GET"}


def test_a_key_that_may_only_read(
    run: Run, library: Library, env: dict[str, str]
) -> None:
    library.access = {"user": {"library": True, "write": False}}
    done = run(*ASKED, "zotero:web", env=env)
    assert done.returncode == 2
    assert "the API key may not write to that library" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_items_that_are_refused_are_named(
    run: Run, library: Library, env: dict[str, str]
) -> None:
    body = b'{"successful": {"1": {}, "2": {}}, "failed": {"0": {"code": 400,'
    body += b' "message": "Invalid date"}}}'
    library.after = lambda _: Answer(body, headers=JSON)
    planned = run(*ASKED, "zotero:web", "--dry-run", env=env)
    first = json.loads(planned.stdout)[0]["title"]
    done = run(*ASKED, "zotero:web", env=env)
    assert done.returncode == 1
    assert f"zotero.org refused '{first}': Invalid date (400)" in done.stderr
    assert done.stderr.endswith("readnext: zotero.org added 2 of 3 papers\n")

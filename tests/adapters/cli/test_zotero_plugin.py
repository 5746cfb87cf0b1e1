"""`readnext zotero plugin` and `readnext zotero list` as they are called."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from readnext_adapters.zotero_plugin.packing import ID, pack
from tests.adapters.cli.zotero_program import reading_library
from tests.adapters.serving import Answer, Server
from tests.command import Run


def test_two_builds_are_the_same_file(run: Run, tmp_path: Path) -> None:
    for name in ("a.xpi", "b.xpi"):
        done = run("zotero", "plugin", "-o", tmp_path / name)
        assert done.returncode == 0, done.stderr
        assert "Install Plugin From File" in done.stderr
    data = (tmp_path / "a.xpi").read_bytes()
    assert data == (tmp_path / "b.xpi").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())
        for name in ("bootstrap.js", "locale/en-US/readnext.ftl", "icon.svg"):
            assert name in archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
    program = manifest["applications"]["zotero"]
    assert program["id"] == ID
    assert program["strict_min_version"] == "6.999"
    assert program["strict_max_version"] == "10.*"


def test_times_and_order_of_files_do_not_matter() -> None:
    with zipfile.ZipFile(io.BytesIO(pack("/usr/bin/readnext"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        preferences = archive.read("prefs.js").decode()
    assert 'pref("extensions.readnext.packedWith", "/usr/bin/readnext");' in preferences


def test_a_file_is_replaced_only_if_asked(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "readnext.xpi"
    path.write_text("mine")
    done = run("zotero", "plugin", "-o", path)
    assert done.returncode == 1
    assert "add --replace" in done.stderr
    assert path.read_text() == "mine"
    assert run("zotero", "plugin", "-o", path, "--replace").returncode == 0
    assert zipfile.is_zipfile(path)
    assert run("zotero", "plugin", "-o", tmp_path / "readnext.zip").returncode == 2


def test_an_update_manifest_for_who_publishes_it(run: Run, tmp_path: Path) -> None:
    link = "https://a.example/readnext.xpi"
    url = "https://a.example/updates.json"
    asked = ("--update-link", link, "--update-url", url)
    run("zotero", "plugin", "-o", tmp_path / "readnext.xpi", *asked)
    updates = json.loads((tmp_path / "updates.json").read_text())
    (update,) = updates["addons"][ID]["updates"]
    assert update["update_link"] == link
    assert update["applications"]["zotero"]["strict_max_version"] == "10.*"
    with zipfile.ZipFile(tmp_path / "readnext.xpi") as archive:
        assert url in archive.read("manifest.json").decode()


def listed(run: Run, server: Server, *more: str) -> tuple[int, dict[str, object]]:
    port = server.url.rpartition(":")[2]
    done = run("zotero", "list", "--zotero-port", port, *more)
    document = json.loads(done.stdout)
    assert isinstance(document, dict)
    return done.returncode, document


@pytest.mark.slow
def test_a_list_for_the_plugin(run: Run, server: Server) -> None:
    server.behave = reading_library()
    status, found = listed(run, server)
    assert status == 0
    assert (found["plugin"], found["starter"]) == (1, True)
    papers, near, scores = found["papers"], found["near"], found["scores"]
    assert isinstance(papers, list) and isinstance(near, dict)
    assert isinstance(scores, dict)
    assert len(papers) > 50 and found["shown"] == 50 and all(papers[:50])
    first = papers[0]
    assert first["item"]["itemType"] and first["item"]["tags"][0] == {"tag": "readnext"}
    assert 0 < scores[first["id"]] <= 1
    assert set(near) <= set(server.behave.objects["items"])
    assert all(papers[place] for places in near.values() for place in places)
    texts = " ".join(reason for paper in papers[:10] for reason in paper["reasons"])
    assert "\u201c" in texts and "`" not in texts


def test_an_error_is_part_of_the_list(run: Run, server: Server) -> None:
    server.say(Answer(status=403))
    status, found = listed(run, server, "--zotero-data", os.devnull + "/none")
    assert status == 1 and found["plugin"] == 1
    assert "Zotero has its local API disabled" in str(found["error"])


@pytest.mark.slow
def test_a_ranking_ends_in_time(run: Run, server: Server) -> None:
    server.say(Answer(b"[" * 200, pause=0.1))
    status, found = listed(run, server, "--timeout", "1")
    assert status == 1
    assert found["error"] == "the ranking took longer than 1 s"

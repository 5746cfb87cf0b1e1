"""`readnext doctor` with a Zotero that runs, or does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readnext_adapters.cli.doctor_zotero import zotero_findings
from tests.adapters.serving import Answer, Asked, Server, free_port
from tests.adapters.zoterofiles import ZoteroFile


def said(server: Server, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("READNEXT_ZOTERO_URL", f"{server.url}/api")
    return [f"{one.state}: {one.text}" for one in zotero_findings()]


def test_a_running_zotero_with_the_plugin(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = {"Content-Type": "application/json", "X-Zotero-Version": "10.0.1"}
    body = json.dumps({"plugin": "0.1.0", "ready": True}).encode()
    server.behave = lambda _: Answer(body, headers=kind)
    assert said(server, monkeypatch) == [
        "ok: running: Zotero 10.0.1",
        "ok: its local API is on",
        "ok: it has the plugin 0.1.0",
    ]


def test_a_running_zotero_without_api_and_plugin(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def behave(asked: Asked) -> Answer:
        if asked.path == "/connector/ping":
            return Answer(b"{}", headers={"Content-Type": "application/json"})
        return Answer(status=403 if asked.path == "/api/" else 404)

    server.behave = behave
    assert said(server, monkeypatch) == [
        "ok: running: Zotero of an unknown version",
        "warning: its local API is off",
        "ok: the plugin of readnext is not installed in it",
    ]


def test_a_zotero_that_does_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READNEXT_ZOTERO_URL", f"http://127.0.0.1:{free_port()}/api")
    monkeypatch.setenv("READNEXT_ZOTERO_DATA", str(tmp_path))
    assert list(zotero_findings()) == []
    ZoteroFile(tmp_path / "zotero.sqlite").close()
    (found,) = zotero_findings()
    assert found.text.startswith("not running; its data are in")

"""What browsers hand papers to in a running Zotero.

Written from chrome/content/zotero/xpcom/server/server_connector.js of
https://github.com/zotero/zotero.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from readnext.paper import Entry
from readnext_adapters.libraries import bibtex
from tests.adapters.serving import Answer, Asked

JSON = {"Content-Type": "application/json"}


class Connector:
    """Takes BibTeX into what is selected; `imported` are the files that it took.

    `after` may answer an import otherwise when it is done.
    """

    def __init__(self) -> None:
        self.imported: list[str] = []
        self.sessions: set[str] = set()
        self.selected: dict[str, object] = {
            "libraryID": 1,
            "libraryName": "My Library",
            "libraryEditable": True,
            "filesEditable": True,
            "editable": True,
            "id": 4,
            "name": "To Read",
            "targets": [],
        }
        self.after: Callable[[Asked], Answer | None] = lambda _: None

    def __call__(self, asked: Asked) -> Answer:
        headers = asked.headers
        browser = headers["user-agent"].startswith("Mozilla/") or "origin" in headers
        if browser or "zotero-allowed-request" not in headers:
            return Answer(b"Request not allowed", 403, {"Content-Type": "text/plain"})
        if asked.method != "POST":
            return Answer(b"No such page", 404, {"Content-Type": "text/plain"})
        if asked.path == "/connector/ping":
            return self._json({"prefs": {"automaticSnapshots": True}})
        if asked.path == "/connector/getSelectedCollection":
            assert json.loads(asked.body) == {}
            return self._json(self.selected)
        if asked.path == "/connector/import":
            done = self._import(asked)
            return self.after(asked) or done
        return Answer(b"No endpoint found", 404, {"Content-Type": "text/plain"})

    def _import(self, asked: Asked) -> Answer:
        text = asked.body.decode()
        entries = [x for x in bibtex.read(asked.body, "x") if isinstance(x, Entry)]
        if not entries:
            return Answer(status=400)
        if not self.selected["libraryEditable"]:
            return self._json({"libraryEditable": False}, 500)
        session = asked.query["session"]
        if session in self.sessions:
            return self._json({"error": "SESSION_EXISTS"}, 409)
        self.sessions.add(session)
        self.imported.append(text)
        return self._json([{"title": entry.title} for entry in entries], 201)

    def _json(self, value: object, status: int = 200) -> Answer:
        return Answer(json.dumps(value).encode(), status, JSON)

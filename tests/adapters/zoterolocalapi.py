"""The local API of Zotero 10, which writes: the web API with a key of its own.

As observed of Zotero 10.0.1: a write without Zotero-Server-ID is answered with 428,
with another one 412, without a valid key 401; a key that was allowed once is used up by
its first write; deleting needs the version of the object.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.adapters.serving import Answer, Asked
from tests.adapters.zoteroapi import Library

TEXT = {"Content-Type": "text/plain"}
_NO_KEY = b"API key required -- POST /api/local/authorize to obtain one"


class LocalApi(Library):
    """The user's own library; `grants` is how often a key may be allowed.

    `remember` is what the user chooses in the dialog: always, or once. `lose` may take
    away the response to a write that was done.
    """

    def __init__(self, server: str = "abcDEF123456") -> None:
        super().__init__("/api/users/0", page=None)
        self.server = server
        self.keys: dict[str, bool] = {}
        self.prompts = 0
        self.denied = False
        self.busy = False
        self.remember = True
        self.lose: Callable[[Asked], bool] = lambda _: False

    def __call__(self, asked: Asked) -> Answer:
        if "zotero-allowed-request" not in asked.headers:
            return Answer(b"Request not allowed", 403, TEXT)
        answer = self._answer(asked)
        if answer.status == 401:  # which says nothing of the server
            return answer
        headers = {"Zotero-Server-ID": self.server, **answer.headers}
        if self.lose(asked):
            return Answer(answer.body + b" ", answer.status, headers, cut=0)
        return Answer(answer.body, answer.status, headers)

    def _answer(self, asked: Asked) -> Answer:
        if asked.path == "/api/":
            return Answer(b"Nothing to see here.", headers=TEXT)
        if asked.method == "GET" and asked.path.startswith(
            f"{self.prefix}/collections/"
        ):
            return self._collection(asked)
        if asked.method == "GET":
            return super().__call__(asked)
        told = asked.headers.get("zotero-server-id")
        if told is None:
            return Answer(b"Zotero-Server-ID not provided", 428, TEXT)
        if told != self.server:
            return Answer(b"Zotero-Server-ID does not match this server", 412, TEXT)
        if asked.path == "/api/local/authorize":
            return self._authorize(asked)
        key = asked.headers.get("zotero-api-key", "")
        if key not in self.keys:
            return Answer(b"Invalid or expired API key" if key else _NO_KEY, 401, TEXT)
        if not self.keys[key]:
            del self.keys[key]
        return self._delete(asked) if asked.method == "DELETE" else self._create(asked)

    def _authorize(self, asked: Asked) -> Answer:
        assert json.loads(asked.body)["appName"]
        if self.busy:
            headers = TEXT | {"Retry-After": "60"}
            return Answer(b"Too many authorization requests", 429, headers)
        self.prompts += 1
        if self.denied:
            return self._json({"denied": True}, status=403)
        key = f"{self.prompts:032d}"
        self.keys[key] = self.remember
        return self._json({"key": key, "remember": self.remember})

    def _create(self, asked: Asked) -> Answer:
        # The local API does not know the tokens of the web API's repeated writes.
        token = f"{len(self.tokens):032d}"
        headers = asked.headers | {"zotero-write-token": token}
        return self._write(Asked(asked.path, asked.query, headers, "POST", asked.body))

    def _delete(self, asked: Asked) -> Answer:
        kind, _, key = asked.path.removeprefix(f"{self.prefix}/").partition("/")
        if key not in self.objects[kind]:
            return Answer(b"Not found", 404, TEXT)
        stated = asked.headers.get("if-unmodified-since-version")
        if stated is None:
            return Answer(b"If-Unmodified-Since-Version not provided", 428, TEXT)
        if int(stated) < self.objects[kind][key]["version"]:
            return Answer(b"item has been modified since specified version", 412, TEXT)
        self.delete(kind, key)
        return Answer(status=204)

    def _collection(self, asked: Asked) -> Answer:
        key, _, rest = asked.path.removeprefix(f"{self.prefix}/collections/").partition(
            "/"
        )
        if key not in self.objects["collections"]:
            return Answer(b"Not found", 404, TEXT)
        if not rest:
            return self._json(self.objects["collections"][key])
        items = self.objects["items"].values()
        inside = [one for one in items if key in one["data"].get("collections", ())]
        return self._json(inside)

    def _json(
        self, value: object, headers: dict[str, str] | None = None, status: int = 200
    ) -> Answer:
        answer = super()._json(value, headers)
        return Answer(answer.body, status, answer.headers)

    @property
    def works(self) -> list[dict[str, Any]]:
        """The data of all items."""
        return [record["data"] for record in self.objects["items"].values()]

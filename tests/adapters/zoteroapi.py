"""A library as Zotero's API v3 serves it: pages, versions, deletions, the bin, writing.

Written from https://www.zotero.org/support/dev/web_api/v3/basics, .../syncing and
.../write_requests; the fields of items are some of https://api.zotero.org/schema.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tests.adapters.serving import Answer, Asked

Data = dict[str, Any]

_COMMON = frozenset(
    "itemType title creators abstractNote date url extra tags collections".split()
)
FIELDS = {
    "conferencePaper": _COMMON | {"proceedingsTitle", "conferenceName", "DOI"},
    "journalArticle": _COMMON | {"publicationTitle", "DOI", "libraryCatalog"},
    "preprint": _COMMON | {"repository", "archiveID", "DOI", "genre"},
    "document": _COMMON | {"publisher", "libraryCatalog"},
}


class Library:
    """Objects of one library, each with the version in which it last changed.

    `page` is the most that an answer holds, None for all, as the local API has it.
    `before` may answer a question instead, or change the library first; `after` may
    answer otherwise when all is done. `access` is what the key may do.
    """

    def __init__(self, prefix: str = "/users/7", page: int | None = 100) -> None:
        self.prefix = prefix
        self.page = page
        self.version = 10
        self.objects: dict[str, dict[str, Data]] = {"items": {}, "collections": {}}
        self.gone: list[tuple[int, str, str]] = []
        self.key = ""
        self.before: Callable[[Asked], Answer | None] = lambda _: None
        self.after: Callable[[Asked], Answer | None] = lambda _: None
        self.access: Data | None = None
        self.tokens: set[str] = set()

    def put(self, kind: str, key: str, **data: object) -> None:
        """Add an object, or change some of it."""
        self.version += 1
        old = self.objects[kind].get(key, {}).get("data", {})
        whole = {"key": key, "version": self.version} | old | data
        whole["version"] = self.version
        self.objects[kind][key] = {"key": key, "version": self.version, "data": whole}

    def item(self, key: str, title: str, **data: object) -> None:
        """Add an article, or change it."""
        self.put("items", key, **{"itemType": "journalArticle", "title": title} | data)

    def delete(self, kind: str, key: str) -> None:
        self.version += 1
        del self.objects[kind][key]
        self.gone.append((self.version, kind, key))

    def __call__(self, asked: Asked) -> Answer:
        if answer := self.before(asked):
            return answer
        if self.key and asked.headers.get("zotero-api-key") != self.key:
            return Answer(b"Invalid key", 403, {"Content-Type": "text/plain"})
        if asked.path == "/keys/current":
            told = {"key": "secret", "userID": 7, "username": "mia"}
            return self._json(told | ({"access": self.access} if self.access else {}))
        if asked.method == "POST":
            done = self._write(asked)
            return self.after(asked) or done
        known = asked.headers.get("if-modified-since-version")
        if known and self.version <= int(known):
            return Answer(status=304, headers=self._versions())
        kind = asked.path.removeprefix(self.prefix + "/")
        if kind == "deleted":
            return self._json(self._deleted(int(asked.query["since"])))
        if not asked.path.startswith(self.prefix) or kind not in self.objects:
            return Answer(b"Not found", 404, {"Content-Type": "text/plain"})
        return self._page(asked, self._listed(kind, asked.query))

    def _write(self, asked: Asked) -> Answer:
        kind = asked.path.removeprefix(self.prefix + "/")
        token = asked.headers["zotero-write-token"]
        assert asked.headers["content-type"] == "application/json"
        assert len(token) == 32
        if token in self.tokens:
            return Answer(b"Write token already used", 412)
        objects = json.loads(asked.body)
        if len(objects) > 50:
            return Answer(b"Cannot add more than 50 items at a time", 413)
        self.tokens.add(token)
        done: Data = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        for place, data in enumerate(objects):
            if why := _fault(kind, data):
                done["failed"][str(place)] = {"code": 400, "message": why}
                continue
            key = f"NEW{len(self.objects[kind]):05d}"
            self.put(kind, key, **data)
            done["successful"][str(place)] = self.objects[kind][key]
            done["success"][str(place)] = key
        return self._json(done)

    def _listed(self, kind: str, query: dict[str, str]) -> list[Data]:
        since = int(query.get("since", 0))
        trashed = query.get("includeTrashed") == "1"
        unwanted = query.get("itemType", "-").removeprefix("-")
        return [
            record
            for record in self.objects[kind].values()
            if record["data"]["version"] > since
            and (trashed or not record["data"].get("deleted"))
            and record["data"].get("itemType") != unwanted
        ]

    def _page(self, asked: Asked, found: list[Data]) -> Answer:
        start = int(asked.query.get("start", 0))
        asked_limit = int(asked.query.get("limit", 25 if self.page else len(found)))
        limit = min(asked_limit, self.page or asked_limit)
        headers = {"Total-Results": str(len(found))}
        if start + limit < len(found):
            query = urlencode(asked.query | {"start": start + limit, "limit": limit})
            address = f"http://{asked.headers['host']}{asked.path}?{query}"
            headers["Link"] = (
                f'<{address}>; rel="next", <http://a.b/c>; rel="alternate"'
            )
        return self._json(found[start : start + limit], headers)

    def _deleted(self, since: int) -> Data:
        gone: Data = {"items": [], "collections": [], "searches": [], "tags": []}
        for version, kind, key in self.gone:
            if version > since:
                gone[kind].append(key)
        return gone

    def _json(self, value: object, headers: dict[str, str] | None = None) -> Answer:
        kind = {"Content-Type": "application/json"}
        body = json.dumps(value).encode()
        return Answer(body, headers=kind | self._versions() | (headers or {}))

    def _versions(self) -> dict[str, str]:
        return {
            "Last-Modified-Version": str(self.version),
            "Zotero-API-Version": "3",
        }


def _fault(kind: str, data: Data) -> str:
    """Why zotero.org would refuse an object, or ""."""
    if kind == "collections":
        return "" if data.get("name") else "Collection name cannot be empty"
    if data["itemType"] not in FIELDS:
        return f"'{data['itemType']}' is not a valid itemType"
    unknown = sorted(data.keys() - FIELDS[data["itemType"]])
    if unknown:
        return f"'{unknown[0]}' is not a valid field for type '{data['itemType']}'"
    if any(len(tag["tag"]) > 255 for tag in data["tags"]):
        return "Tag is too long to sync"
    return ""

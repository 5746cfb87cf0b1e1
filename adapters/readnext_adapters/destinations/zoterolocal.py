"""Writing to the Zotero running on this computer, by its local API (Zotero 10).

It is the web API with two more headers (https://www.zotero.org/support/dev/web_api/v3/
local_api): a Zotero-API-Key, which the user grants in a dialog of Zotero, for one
write or for all later ones, and the Zotero-Server-ID of the database that is meant.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from readnext.errors import (
    NetworkError,
    OfflineError,
    StatusError,
    UnreachableError,
    UserError,
)
from readnext_adapters.destinations.connector import not_running
from readnext_adapters.destinations.zoteroitems import NewItem, own_id_of
from readnext_adapters.destinations.zoterokeys import store_key, stored_key
from readnext_adapters.destinations.zoteroweb import MOST, write_result
from readnext_adapters.http import Client, Policy, Response
from readnext_adapters.libraries.zotero.local import SETTING, api_address
from readnext_adapters.libraries.zotero.paging import (
    Changed,
    ZoteroObject,
    fetch_list,
    unless_changed,
)
from readnext_adapters.parsing.jsonvalues import object_of

# The dialog waits for the user, so a response may take minutes.
_POLICY = Policy(
    attempts=2,
    deadline=300.0,
    connect_timeout=3.0,
    read_timeout=300.0,
    first_wait=0.2,
    max_bytes=1 << 30,
    retry_connect=False,
)
_HEADERS = {"Zotero-API-Version": "3", "Zotero-Allowed-Request": "1"}
_JSON = "application/json"
_APP = "readnext"
Refuse = Callable[[int, str], None]


class OldZoteroError(UserError):
    """The running Zotero has no local API that writes."""


class ZoteroLocal:
    """The user's own library in the running Zotero; close it, or use it by `with`.

    Every method raises UserError if Zotero refuses, NetworkError if it does not
    respond.
    """

    def __init__(self) -> None:
        self._client = Client(_POLICY, _HEADERS)
        self._address = api_address()
        self._library = f"{self._address}/users/0"
        self._key: str | None = None
        self.server = ""

    def __enter__(self) -> Self:
        try:
            self._connect()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def make_collection(self, path: str) -> tuple[str, list[str]]:
        """Return the key of a collection ("Reading/To do"), and of those created."""
        parent, missing = self._walk(path)
        made: list[str] = []
        for name in missing:
            data: NewItem = {"name": name}
            if parent:
                data["parentCollection"] = parent
            done = self._post("collections", [data])
            parent = str(object_of(object_of(done.get("successful")).get("0"))["key"])
            made.append(parent)
        return parent or "", made

    def items(self, since: int = 0) -> dict[str, ZoteroObject]:
        """Return the items that changed since a version of the library, by key."""
        return {
            str(one.get("key")): object_of(one.get("data"))
            for one in self._list(f"items?format=json&since={since}")[0]
        }

    def version(self) -> int:
        """Return the version of the library, which grows with each change."""
        return self._list("collections?format=json")[1]

    def write(self, items: Sequence[NewItem], refuse: Refuse) -> None:
        """Create items, fifty at a time; `refuse` gets the place of each failure.

        If a response is lost, the library is searched for what was written, and only
        the rest is sent again, once. Items are distinguished by readnext's id in them.
        """
        for start in range(0, len(items), MOST):
            batch = items[start : start + MOST]
            before = self.version()
            try:
                done = self._post("items", batch)
            except StatusError:
                raise
            except NetworkError as error:
                if isinstance(error, OfflineError | UnreachableError):
                    raise
                arrived = set(map(own_id_of, self.items(before).values()))
                rest = [one for one in batch if own_id_of(one) not in arrived]
                if not rest:
                    continue
                batch, done = rest, self._post("items", rest)
            for place, why in write_result(done, len(batch)).failed:
                refuse(items.index(batch[place]), why)

    def delete(self, kind: str, key: str, version: int) -> bool:
        """Delete an "items" or "collections" object; False if it changed since."""
        headers = {"If-Unmodified-Since-Version": str(version)}
        answer = self._send("DELETE", f"{kind}/{key}", b"", headers)
        if answer.status == 412:
            return False
        if answer.status not in (200, 204, 404):
            raise self._client.refusal(answer)
        return True

    def version_of_empty(self, collection: str) -> int | None:
        """Return the version of a collection, None if it has items or is gone."""
        url = f"{self._library}/collections/{collection}"
        try:
            if self._client.get(f"{url}/items?format=json").json():
                return None
            found = object_of(self._client.get(url).json())
        except StatusError as error:
            if error.status == 404:
                return None
            raise
        version = found.get("version")
        return version if isinstance(version, int) else None

    def _connect(self) -> None:
        try:
            answer = self._client.get(f"{self._address}/")
        except UnreachableError as error:
            raise not_running(error) from error
        except StatusError as error:
            if error.status == 403:
                why = f"Zotero has its local API disabled; tick {SETTING}"
                raise OldZoteroError(why) from error
            raise OldZoteroError(f"Zotero has no local API ({error})") from error
        self.server = answer.headers.get("zotero-server-id", "")
        if not self.server:
            raise OldZoteroError("this Zotero is older than version 10")

    def _list(self, query: str) -> tuple[tuple[ZoteroObject, ...], int]:
        def once() -> tuple[tuple[ZoteroObject, ...], int]:
            url = f"{self._library}/{query}"
            found = fetch_list(self._client, url, lambda _: None)
            if found is None:
                raise Changed
            return found.records, found.version

        return unless_changed(once, "the library")

    def _walk(self, path: str) -> tuple[str | None, list[str]]:
        """The deepest collection of a path that exists, and the names below it."""
        listed = self._list("collections?format=json")[0]
        records = [object_of(record.get("data")) for record in listed]
        parent: str | None = None
        names = [name for part in path.split("/") if (name := part.strip())]
        for number, name in enumerate(names):
            found = _child(records, parent, name)
            if found is None:
                return parent, names[number:]
            parent = found
        return parent, []

    def _post(self, kind: str, objects: Sequence[NewItem]) -> Mapping[str, object]:
        answer = self._send("POST", kind, json.dumps(objects).encode(), {})
        if not 200 <= answer.status < 300:
            raise self._client.refusal(answer)
        done = object_of(answer.json())
        if kind == "collections" and (failed := write_result(done, 1).failed):
            raise UserError(f"Zotero did not create the collection: {failed[0][1]}")
        return done

    def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        """Send a write; if the key is refused, ask the user for another one, once."""
        self._key = self._key or stored_key(self.server)
        if asked := self._key is None:
            self._authorize()
        answer = self._send_with_key(method, path, body, headers)
        if answer.status == 401 and not asked:
            store_key(self.server, None)
            self._authorize()
            answer = self._send_with_key(method, path, body, headers)
        self._refuse_other_server(answer)
        if answer.status == 401:
            raise UserError("Zotero refuses the key that it gave; try again")
        return answer

    def _send_with_key(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Response:
        own = {**headers, "Zotero-API-Key": self._key or "", **self._identity()}
        url = f"{self._library}/{path}"
        return self._client.submit(url, body, _JSON, own, method=method)

    def _identity(self) -> dict[str, str]:
        return {"Zotero-Server-ID": self.server}

    def _refuse_other_server(self, answer: Response) -> None:
        """Raise UserError if another database of Zotero's is open by now."""
        told = answer.headers.get("zotero-server-id", self.server)
        if answer.status == 428 or (answer.status == 412 and told != self.server):
            raise UserError(
                "Zotero was restarted with another database while readnext was "
                "writing to it; try again"
            )

    def _authorize(self) -> None:
        """Have Zotero ask the user for permission; keep the key if it is lasting."""
        url, body = f"{self._address}/local/authorize", json.dumps({"appName": _APP})
        answer = self._client.submit(url, body.encode(), _JSON, self._identity())
        self._refuse_other_server(answer)
        if answer.status == 403:
            raise UserError("writing was denied in Zotero; nothing more was written")
        if answer.status == 429:
            wait = answer.headers.get("retry-after", "60")
            raise UserError(f"Zotero asks too often already; try again in {wait} s")
        if answer.status != 200:
            raise self._client.refusal(answer)
        granted = object_of(answer.json())
        if not isinstance(key := granted.get("key"), str):
            raise NetworkError(f"{url} does not respond like Zotero")
        self._key = key
        if granted.get("remember") is True:
            store_key(self.server, key)


def _child(
    records: Sequence[ZoteroObject], parent: str | None, name: str
) -> str | None:
    """The key of the collection of this name in another one, or at the top."""
    for data in records:
        inside = data.get("parentCollection") or None
        if data.get("name") == name and inside == parent and not data.get("deleted"):
            return str(data.get("key"))
    return None

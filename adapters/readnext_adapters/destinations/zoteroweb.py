"""Writing to a library on zotero.org, by its API v3.

https://www.zotero.org/support/dev/web_api/v3/write_requests: a request has at most
50 objects, and the response has a result for each. A write token makes retries safe:
a request with a used token gets status 412.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readnext.errors import (
    InputError,
    NetworkError,
    OfflineError,
    StatusError,
    UserError,
)
from readnext_adapters.destinations.zoteroitems import NewItem
from readnext_adapters.libraries.zotero.account import KEYS, ZoteroAccount, refused
from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary
from readnext_adapters.libraries.zotero.paging import (
    Changed,
    ZoteroObject,
    fetch_list,
    unless_changed,
)
from readnext_adapters.parsing.jsonvalues import object_of
from readnext_adapters.parsing.safe_text import plain

MOST = 50
_DONE = ("successful", "success", "unchanged")


@dataclass(frozen=True, slots=True)
class WriteResult:
    """How many items were written, and which were not.

    `failed` has the index of each failed item among those sent, and the reason.
    """

    taken: int
    failed: tuple[tuple[int, str], ...] = ()


class ZoteroWeb:
    """A writable library on zotero.org.

    Every method raises InputError if the key has no permission, and NetworkError if
    zotero.org does not respond or refuses.
    """

    def __init__(self, account: ZoteroAccount, library: LiveLibrary) -> None:
        if not account.writable:
            raise _may_only_read(library)
        self._account = account
        self._library = library

    def find_collection(self, name: str) -> str | None:
        """Return the key of the collection of this name, None if there is none.

        A top-level one is preferred. Raises InputError if several remain.
        """
        url = f"{self._account.url}/collections?format=json&limit=100"
        try:
            records = unless_changed(lambda: self._listed(url), self._library.label)
        except StatusError as error:
            raise refused(
                error, self._library, has_key=self._account.has_key
            ) from error
        found = [r for r in records if _named(r, name)]
        outer = [r for r in found if not object_of(r["data"]).get("parentCollection")]
        keys = [str(record.get("key")) for record in outer or found]
        if len(keys) > 1:
            raise InputError(
                f"{self._library.label}: {len(keys)} collections are named {name}; "
                "rename one of them"
            )
        return keys[0] if keys else None

    def make_collection(self, name: str) -> str:
        """Create a top-level collection, and return its key."""
        done = self._post("collections", [{"name": name}])
        if done is None:
            key = self.find_collection(name)
        else:
            made = object_of(done.get("successful")).get("0")
            key = str(object_of(made).get("key") or "")
        if not key:
            why = "; ".join(why for _, why in write_result(done or {}, 1).failed)
            raise UserError(
                f"{self._library.label}: the collection {name} was not created: {why}"
            )
        return key

    def write(self, items: Sequence[NewItem]) -> Iterator[WriteResult]:
        """Write new items, and yield the result of each batch of fifty."""
        for start in range(0, len(items), MOST):
            batch = items[start : start + MOST]
            done = self._post("items", batch)
            if done is None:
                yield WriteResult(len(batch))
                continue
            result = write_result(done, len(batch))
            failed = tuple((start + place, why) for place, why in result.failed)
            yield WriteResult(result.taken, failed)

    def _listed(self, url: str) -> tuple[ZoteroObject, ...]:
        found = fetch_list(self._account.client, url, lambda _: None)
        if found is None:
            raise Changed
        return found.records

    def _post(self, kind: str, objects: Sequence[NewItem]) -> dict[str, object] | None:
        """Write new objects; None if an earlier attempt succeeded unnoticed."""
        client, url = self._account.client, f"{self._account.url}/{kind}"
        body = json.dumps(objects).encode()
        token = {"Zotero-Write-Token": secrets.token_hex(16)}
        try:
            answer = client.submit(
                url, body, "application/json", token, repeatable=True
            )
        except OfflineError:
            raise
        except NetworkError as error:
            raise NetworkError(
                f"{error}; papers that zotero.org has already written are skipped "
                "when you send them again"
            ) from error
        if answer.status == 412:
            return None
        if answer.status in (401, 403):
            raise _may_only_read(self._library)
        if not 200 <= answer.status < 300:
            raise client.refusal(answer)
        found = answer.json()
        if not isinstance(found, dict):
            raise NetworkError(f"{url} does not answer as Zotero does")
        return found


def _may_only_read(library: LiveLibrary) -> InputError:
    return InputError(
        f"{library.label}: the API key may not write to that library; allow it to at "
        f"{KEYS}"
    )


def _named(record: ZoteroObject, name: str) -> bool:
    data = object_of(record.get("data"))
    return data.get("name") == name and not data.get("deleted")


def write_result(done: Mapping[str, object], sent: int) -> WriteResult:
    """Return what a response says of each object sent, by its place."""
    taken = {place for name in _DONE for place in object_of(done.get(name))}
    failures = object_of(done.get("failed"))
    failed = (
        (place, _why(object_of(failures.get(str(place)))))
        for place in range(sent)
        if str(place) not in taken
    )
    missing = tuple(failed)
    return WriteResult(sent - len(missing), missing)


def _why(failure: Mapping[str, object]) -> str:
    reason = plain(str(failure.get("message") or "no reason was given"))
    return f"{reason} ({code})" if (code := failure.get("code")) else reason

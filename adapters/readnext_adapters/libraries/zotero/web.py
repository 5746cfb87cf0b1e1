"""Libraries on zotero.org: fetched once, then only what has changed.

The version of a library grows with each change; asked for what is newer than the
version that is known, the API gives changed objects, and the keys of deleted ones
(https://www.zotero.org/support/dev/web_api/v3/syncing). READNEXT_ZOTERO_WEB_URL
names another server that speaks the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Entry, Problem
from readnext.settings import cache_folder
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.addresses import is_loopback
from readnext_adapters.libraries.jsonvalues import object_of
from readnext_adapters.libraries.zotero.apikey import api_key
from readnext_adapters.libraries.zotero.names import Source
from readnext_adapters.libraries.zotero.paging import (
    Changed,
    Listing,
    Record,
    Tick,
    fetch_list,
    numbers,
    unless_changed,
)
from readnext_adapters.libraries.zotero.records import read_records
from readnext_adapters.libraries.zotero.webcache import Change, WebCache, opened_cache
from readnext_adapters.libraries.zoteroitem import FIELDS, is_work

_ADDRESS = "https://api.zotero.org"
_KEYS = "https://www.zotero.org/settings/keys"
_ITEMS, _COLLECTIONS = "items", "collections"
# What is in the bin counts as changed, and must be seen to be left out; of notes
# nothing is used. 100 is the most that a page may hold.
_ITEMS_QUERY = "items?format=json&itemType=-note&includeTrashed=1"
_COLLECTIONS_QUERY = "collections?format=json&includeTrashed=1"
_MOST = 100
# All that is kept of an item; of its children even less is needed.
_KEPT = FIELDS | {"itemType", "creators", "tags", "collections", "dateAdded", "deleted"}
_KEPT_OF_CHILDREN = frozenset(("itemType", "parentItem", "lastRead", "deleted"))


def read_web(source: Source, tick: Tick) -> Iterator[Entry | Problem]:
    """Return the entries of a library on zotero.org.

    Raises NetworkError before the first entry if it cannot be brought up to date,
    InputError if there is no key or it does not open that library.
    """
    address = _address()
    key = api_key()
    headers = {"Zotero-API-Version": "3"} | ({"Zotero-API-Key": key} if key else {})
    with (
        Client(Policy(), headers) as client,
        opened_cache(cache_folder()) as cache,
    ):
        url = f"{address}/{_owner(client, address, source, has_key=bool(key))}"
        try:
            _update(client, cache, url, source, tick)
        except StatusError as error:
            raise _refused(error, source, has_key=bool(key)) from error
        items = cache.records(url, _ITEMS)
        collections = cache.records(url, _COLLECTIONS)
    return read_records(items, collections, source.label)


def _address() -> str:
    """Where the web API is; the key goes to no one over an open line."""
    chosen = os.environ.get("READNEXT_ZOTERO_WEB_URL", _ADDRESS).rstrip("/")
    if urlsplit(chosen).scheme != "https" and not is_loopback(chosen):
        raise InputError("READNEXT_ZOTERO_WEB_URL must begin with https://")
    return chosen


def _owner(client: Client, address: str, source: Source, *, has_key: bool) -> str:
    """Whose library it is: the group's, or that of the key's owner."""
    if source.group is not None:
        return f"groups/{source.group}"
    if not has_key:
        raise InputError(
            f"{source.label}: an API key is needed; make one at {_KEYS} and set "
            "ZOTERO_API_KEY, or READNEXT_ZOTERO_KEY_COMMAND to a command that prints "
            "it, or keep it with 'keyring set readnext zotero'"
        )
    try:
        found = client.get(f"{address}/keys/current").json()
    except StatusError as error:
        raise _refused(error, source, has_key=True) from error
    user = found.get("userID") if isinstance(found, dict) else None
    if not isinstance(user, int):
        raise NetworkError(f"{address} does not answer as Zotero does")
    return f"users/{user}"


def _refused(error: StatusError, source: Source, *, has_key: bool) -> Exception:
    """What a status means, where the user can mend it."""
    if error.status in (401, 403, 404):
        key = "the API key does not open it" if has_key else "it needs an API key"
        group = "" if source.group is None else ", or there is no such group"
        return InputError(f"{source.label}: {key}{group} ({error}); see {_KEYS}")
    return error


def _update(
    client: Client, cache: WebCache, url: str, source: Source, tick: Tick
) -> None:
    """Bring what is known of a library up to date, or fetch it whole."""

    def once() -> None:
        known = cache.version(url)
        if known and _advance(client, cache, url, known, tick):
            return
        if not _advance(client, cache, url, 0, tick):
            raise Changed

    unless_changed(once, source.label)


def _advance(client: Client, cache: WebCache, url: str, known: int, tick: Tick) -> bool:
    """Take over what is newer than a version; tell whether all is there then."""
    items = fetch_list(client, _since(url, _ITEMS_QUERY, known), tick, known)
    if items is None:
        return True
    if items.version < known:  # another library has taken its place
        return False
    collections = fetch_list(client, _since(url, _COLLECTIONS_QUERY, known), tick)
    if collections is None or collections.version != items.version:
        raise Changed
    gone = tuple(_deleted(client, url, known, items.version)) if known else ()
    put = (*_put(_ITEMS, items), *_put(_COLLECTIONS, collections))
    total = _total(client, url, items.version) if known else len(items.records)
    cache.apply(url, Change(known, items.version, put, gone))
    return cache.count(url, _ITEMS) == total


def _since(url: str, query: str, known: int) -> str:
    since = f"&since={known}" if known else ""
    return f"{url}/{query}&limit={_MOST}{since}"


def _deleted(
    client: Client, url: str, known: int, version: int
) -> Iterator[tuple[str, str]]:
    """The kinds and keys of what was deleted since."""
    answer = client.get(f"{url}/deleted?since={known}")
    if answer.number("Last-Modified-Version") != version:
        raise Changed
    found = answer.json()
    for kind in (_ITEMS, _COLLECTIONS):
        keys = found.get(kind) if isinstance(found, dict) else None
        if not isinstance(keys, list):
            raise NetworkError(f"{url}/deleted does not answer as Zotero does")
        yield from ((kind, str(key)) for key in keys)


def _total(client: Client, url: str, version: int) -> int:
    """How many items the library has, to compare with what is known."""
    now, total = numbers(client.get(f"{url}/{_ITEMS_QUERY}&limit=1"))
    if now != version:
        raise Changed
    return total


def _put(kind: str, listing: Listing) -> Iterable[tuple[str, str, Record]]:
    for number, record in enumerate(listing.records):
        key = record.get("key")
        yield kind, key if isinstance(key, str) else f"?{number}", _reduced(record)


def _reduced(record: Record) -> Record:
    """What is kept of an object: nothing that is not used."""
    data = object_of(record.get("data"))
    if not data:
        return {"key": record.get("key")}
    if "itemType" in data:
        kept = _KEPT if is_work(data) else _KEPT_OF_CHILDREN
        data = {name: value for name, value in data.items() if name in kept}
    parsed = object_of(record.get("meta")).get("parsedDate")
    return {"key": record.get("key"), "data": data, "meta": {"parsedDate": parsed}}

"""Libraries on zotero.org: fetched once, then only what has changed.

The version of a library grows with each change; for changes since the
cached version, the API returns changed objects, and the keys of deleted ones
(https://www.zotero.org/support/dev/web_api/v3/syncing).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readnext.errors import NetworkError, StatusError
from readnext.paper import Entry, Problem
from readnext.settings import cache_folder
from readnext_adapters.http import Client
from readnext_adapters.libraries.zotero.account import opened_account, refused
from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary
from readnext_adapters.libraries.zotero.paging import (
    Changed,
    Listing,
    Tick,
    ZoteroObject,
    fetch_list,
    numbers,
    unless_changed,
)
from readnext_adapters.libraries.zotero.records import read_records
from readnext_adapters.libraries.zotero.webcache import Change, WebCache, opened_cache
from readnext_adapters.libraries.zoteroitem import FIELDS, is_work
from readnext_adapters.parsing.jsonvalues import object_of

_ITEMS, _COLLECTIONS = "items", "collections"
# What is in the bin counts as changed, and must be seen to be left out; of notes
# nothing is used. 100 is the most that a page may hold.
_ITEMS_QUERY = "items?format=json&itemType=-note&includeTrashed=1"
_COLLECTIONS_QUERY = "collections?format=json&includeTrashed=1"
_MOST = 100
# All that is kept of an item; of its children even less is needed.
_KEPT = FIELDS | {"itemType", "creators", "tags", "collections", "dateAdded", "deleted"}
_KEPT_OF_CHILDREN = frozenset(
    "itemType parentItem lastRead deleted contentType linkMode".split()
)


def read_web(library: LiveLibrary, tick: Tick) -> Iterator[Entry | Problem]:
    """Return the entries of a library on zotero.org.

    Raises NetworkError before the first entry if it cannot be updated,
    InputError if there is no key or it has no access to that library.
    """
    with opened_account(library) as account, opened_cache(cache_folder()) as cache:
        url = account.url
        try:
            _update(account.client, cache, url, library, tick)
        except StatusError as error:
            raise refused(error, library, has_key=account.has_key) from error
        items = cache.records(url, _ITEMS)
        collections = cache.records(url, _COLLECTIONS)
    return read_records(items, collections, library.label)


def _update(
    client: Client, cache: WebCache, url: str, library: LiveLibrary, tick: Tick
) -> None:
    """Update the cached library, or fetch it completely."""

    def once() -> None:
        known = cache.version(url)
        if known and _advance(client, cache, url, known, tick):
            return
        if not _advance(client, cache, url, 0, tick):
            raise Changed

    unless_changed(once, library.label)


def _advance(client: Client, cache: WebCache, url: str, known: int, tick: Tick) -> bool:
    """Apply the changes since a version; tell whether the cache is complete then."""
    items = fetch_list(client, _since(url, _ITEMS_QUERY, known), tick, known)
    if items is None:
        return True
    if items.version < known:  # replaced by another library
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
            raise NetworkError(f"{url}/deleted does not respond like Zotero")
        yield from ((kind, str(key)) for key in keys)


def _total(client: Client, url: str, version: int) -> int:
    """The number of items in the library, to compare with the cache."""
    now, total = numbers(client.get(f"{url}/{_ITEMS_QUERY}&limit=1"))
    if now != version:
        raise Changed
    return total


def _put(kind: str, listing: Listing) -> Iterable[tuple[str, str, ZoteroObject]]:
    for number, record in enumerate(listing.records):
        key = record.get("key")
        yield kind, key if isinstance(key, str) else f"?{number}", _reduced(record)


def _reduced(record: ZoteroObject) -> ZoteroObject:
    """The cached part of an object: only what is used."""
    data = object_of(record.get("data"))
    if not data:
        return {"key": record.get("key")}
    if "itemType" in data:
        kept = _KEPT if is_work(data) else _KEPT_OF_CHILDREN
        data = {name: value for name, value in data.items() if name in kept}
    parsed = object_of(record.get("meta")).get("parsedDate")
    return {"key": record.get("key"), "data": data, "meta": {"parsedDate": parsed}}

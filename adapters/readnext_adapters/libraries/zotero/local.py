"""The local API of a running Zotero (from version 7 on).

It is the web API, without paging and without a key
(https://www.zotero.org/support/dev/web_api/v3/local_api). READNEXT_ZOTERO_URL is
its address if that is not ``http://127.0.0.1:23119/api``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from readnext.errors import NetworkError
from readnext.paper import Entry, Problem
from readnext_adapters.http import Client, Policy
from readnext_adapters.libraries.zotero.betterbibtex import citation_keys
from readnext_adapters.libraries.zotero.folders import find_database, local_port
from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary
from readnext_adapters.libraries.zotero.paging import (
    Changed,
    Listing,
    Tick,
    fetch_list,
    unless_changed,
)
from readnext_adapters.libraries.zotero.records import read_records

SETTING = (
    "Settings > Advanced > 'Allow other applications on this computer to communicate "
    "with Zotero'"
)
_PORT = 23119
# Zotero builds the whole response before it sends the first byte.
_POLICY = Policy(
    attempts=3,
    deadline=300.0,
    connect_timeout=3.0,
    read_timeout=180.0,
    first_wait=0.2,
    max_bytes=1 << 30,
    retry_connect=False,
)
_HEADERS = {"Zotero-API-Version": "3", "Zotero-Allowed-Request": "1"}


def read_local(library: LiveLibrary, tick: Tick) -> Iterator[Entry | Problem]:
    """Return the entries of a library of the running Zotero.

    Raises NetworkError before the first entry if the API is not there, is switched
    off (status 403), or the library is incomplete.
    """
    owner = "users/0" if library.group is None else f"groups/{library.group}"
    url = f"{api_address()}/{owner}"
    with Client(_POLICY, _HEADERS) as client:
        items, collections = unless_changed(
            lambda: _fetch(client, url, tick), library.label
        )
    database = find_database() if library.group is None else None
    keys, problems = citation_keys(database.parent) if database else ({}, [])
    return iter(
        [
            *problems,
            *read_records(items.records, collections.records, library.label, keys),
        ]
    )


def api_address() -> str:
    """Return the address of the local API."""
    if chosen := os.environ.get("READNEXT_ZOTERO_URL"):
        return chosen.rstrip("/")
    return f"http://127.0.0.1:{local_port() or _PORT}/api"


def _fetch(client: Client, url: str, tick: Tick) -> tuple[Listing, Listing]:
    """The items but for notes, and the collections, of one version of the library."""
    items = fetch_list(client, f"{url}/items?format=json&itemType=-note", tick)
    collections = fetch_list(client, f"{url}/collections?format=json", tick)
    if items is None or collections is None:
        raise NetworkError(f"{url}: unexpected empty response (304)")
    if items.version != collections.version:
        raise Changed
    return items, collections

"""The account on zotero.org whose library is read or written to.

READNEXT_ZOTERO_WEB_URL names another server with the same API.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from readnext.errors import InputError, NetworkError, StatusError
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.urls import is_loopback
from readnext_adapters.libraries.zotero.apikey import api_key
from readnext_adapters.libraries.zotero.livelibrary import LiveLibrary
from readnext_adapters.parsing.jsonvalues import object_of

KEYS = "https://www.zotero.org/settings/keys"
_ADDRESS = "https://api.zotero.org"


@dataclass(frozen=True, slots=True)
class ZoteroAccount:
    """A library on the web: its address, and a client with its API key.

    `writable` is False if zotero.org reports that the key is read-only; for a group,
    and if unknown, it is True.
    """

    client: Client
    url: str
    has_key: bool
    writable: bool = True


@contextmanager
def opened_account(library: LiveLibrary) -> Iterator[ZoteroAccount]:
    """Open the account of a library.

    Raises InputError if there is no API key, or zotero.org rejects it.
    """
    address = _address()
    key = api_key()
    headers = {"Zotero-API-Version": "3"} | ({"Zotero-API-Key": key} if key else {})
    with Client(Policy(), headers) as client:
        if library.group is not None:
            url = f"{address}/groups/{library.group}"
            yield ZoteroAccount(client, url, bool(key))
            return
        owner = _owner(client, address, library, has_key=bool(key))
        may = object_of(object_of(owner.get("access")).get("user"))
        writable = may.get("write") is True or not may
        yield ZoteroAccount(
            client, f"{address}/users/{owner['userID']}", bool(key), writable
        )


def refused(error: StatusError, library: LiveLibrary, *, has_key: bool) -> Exception:
    """Return the error for a status, an InputError if the user can fix it."""
    if error.status in (401, 403, 404):
        key = "the API key does not open it" if has_key else "it needs an API key"
        group = "" if library.group is None else ", or there is no such group"
        return InputError(f"{library.label}: {key}{group} ({error}); see {KEYS}")
    return error


def _address() -> str:
    """The address of the web API; the key is never sent unencrypted."""
    chosen = os.environ.get("READNEXT_ZOTERO_WEB_URL", _ADDRESS).rstrip("/")
    if urlsplit(chosen).scheme != "https" and not is_loopback(chosen):
        raise InputError("READNEXT_ZOTERO_WEB_URL must begin with https://")
    return chosen


def _owner(
    client: Client, address: str, library: LiveLibrary, *, has_key: bool
) -> Mapping[str, object]:
    """The owner and the permissions of the key, from zotero.org."""
    if not has_key:
        raise InputError(
            f"{library.label}: an API key is needed; make one at {KEYS} and set "
            "ZOTERO_API_KEY, or READNEXT_ZOTERO_KEY_COMMAND to a command that prints "
            "it, or keep it with 'keyring set readnext zotero'"
        )
    try:
        found = client.get(f"{address}/keys/current").json()
    except StatusError as error:
        raise refused(error, library, has_key=True) from error
    if not isinstance(found, dict) or not isinstance(found.get("userID"), int):
        raise NetworkError(f"{address} does not respond like Zotero")
    return found

"""Complete lists from Zotero's API.

A response is a page of the list; its headers have the length of the whole list and the
version of the library
(https://www.zotero.org/support/dev/web_api/v3/basics and .../syncing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from readnext.errors import NetworkError
from readnext_adapters.http import Client, Response
from readnext_adapters.http.response import redacted
from readnext_adapters.http.urls import redirected

T = TypeVar("T")
ZoteroObject = Mapping[str, object]
Tick = Callable[[int], None]
_TRIES = 3


class Changed(Exception):
    """The library changed while it was read: the pages are of two versions."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All objects of a list, and the version of their library."""

    records: tuple[ZoteroObject, ...]
    version: int


def fetch_list(client: Client, url: str, tick: Tick, known: int = 0) -> Listing | None:
    """Return the whole list that begins at an address.

    None means that the library still has the known version. Raises Changed if it
    changed between two pages, NetworkError if the list is incomplete.
    """
    condition = {"If-Modified-Since-Version": str(known)} if known else None
    answer = client.get(url, condition)
    if answer.status == 304:
        # "Not modified since" is also true of a library that is older than known.
        now = answer.number("Last-Modified-Version")
        return None if now is None or now >= known else Listing((), now)
    version, total = numbers(answer)
    records: dict[object, ZoteroObject] = {}
    while True:
        page = _page(answer)
        before = len(records)
        records |= {_key(record, before + n): record for n, record in enumerate(page)}
        tick(len(page))
        following = answer.link("next")
        if not following or len(records) == before:
            break
        answer = client.get(redirected(url, following, ()))
        if numbers(answer) != (version, total):
            raise Changed
    if len(records) != total:
        raise NetworkError(
            f"{redacted(url)} gave {len(records)} of {total} objects; nothing was read"
        )
    return Listing(tuple(records.values()), version)


def unless_changed(read: Callable[[], T], what: str) -> T:
    """Return what a function reads, restarted if the library changes meanwhile.

    Raises NetworkError if it changes each time.
    """
    for _ in range(_TRIES):
        try:
            return read()
        except Changed:
            continue
    raise NetworkError(f"{what} keeps changing while it is read; try again later")


def numbers(answer: Response) -> tuple[int, int]:
    """Return the version of the library and the length of the list.

    Raises NetworkError if the response lacks them, so is not Zotero's.
    """
    version = answer.number("Last-Modified-Version")
    total = answer.number("Total-Results")
    if version is None or total is None:
        raise NetworkError(
            f"{redacted(answer.url)} does not respond like Zotero; is that another "
            "program?"
        )
    return version, total


def _page(answer: Response) -> list[ZoteroObject]:
    found = answer.json()
    if not isinstance(found, list):
        raise NetworkError(f"{redacted(answer.url)} gave no list")
    # Non-objects become empty objects, and so problems later.
    return [record if isinstance(record, dict) else {} for record in found]


def _key(record: ZoteroObject, number: int) -> object:
    """The key of an object; without one, its unique number."""
    key = record.get("key")
    return key if isinstance(key, str) else number

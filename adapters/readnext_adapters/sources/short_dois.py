"""The DOIs that short DOIs (https://shortdoi.org) stand for, as doi.org knows them.

A short DOI is a handle whose record is an alias, a value of type HS_ALIAS that names
the longer DOI (https://www.doi.org/the-identifier/resources/factsheets/
doi-resolution-documentation, "Proxy Server REST API"). Each is asked for by itself; no
key is needed. READNEXT_DOI_URL names a mirror.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from readnext import sqlite
from readnext.errors import NetworkError, StatusError
from readnext.matching.ids import is_short_doi, parse_doi
from readnext.settings import cache_folder
from readnext_adapters.cachefile import Schema, opened
from readnext_adapters.http import Client, Policy
from readnext_adapters.parsing.jsonvalues import list_of, object_of, text_of
from readnext_adapters.sources.json_service import Service

SERVICE = Service("doi.org", "READNEXT_DOI_URL", "https://doi.org")
FILE = "short-dois.sqlite"

# What is not asked for in this time is asked for in the next run.
_POLICY = Policy(spacing=0.1, rate_limit="doi.org", total=900.0)
_NOT_FOUND = 404
_ALIAS = "HS_ALIAS"
_SCHEMA = Schema(
    """
    DROP TABLE IF EXISTS aliases;
    CREATE TABLE aliases (short TEXT PRIMARY KEY, long TEXT NOT NULL)
    """,
    1,
)
_BUSY_TIMEOUT = 5.0


@dataclass(slots=True)
class LongDois:
    """The DOIs of short ones, the short ones that are unknown, and why it ended early.

    `error` is "" if all were asked for.
    """

    known: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    error: str = ""


def long_dois(
    wanted: Iterable[str],
    progress: Callable[[int], None],
    folder: Path | None = None,
) -> LongDois:
    """Return the DOIs of short ones; those found before are not requested again.

    A request that fails ends it, with the reason in `error`: the next would fail too.
    Answers are kept in the user's cache, or in `folder`, since an alias never changes.
    """
    path = (folder or cache_folder()) / FILE
    kept = _kept(path)
    result = LongDois()
    try:
        with Client(_POLICY) as client:
            for short in wanted:
                long = kept.get(short)
                if long is None and (long := _asked(client, short)):
                    _keep(path, short, long)
                if long:
                    result.known[short] = long
                else:
                    result.unknown.append(short)
                progress(1)
    except NetworkError as error:
        result.error = str(error)
    return result


def _asked(client: Client, short: str) -> str | None:
    """The DOI that a short one stands for, None if doi.org knows none."""
    try:
        answer = SERVICE.get(client, f"/api/handles/{quote(short)}", {"type": _ALIAS})
    except StatusError as error:
        if error.status != _NOT_FOUND:
            raise
        return None
    if "responseCode" not in object_of(answer):
        raise NetworkError("doi.org: the response is not the record of a handle")
    return long_doi_in(answer)


def long_doi_in(answer: object) -> str | None:
    """Return the DOI that the record of a handle is an alias of, or None.

    >>> data = {"format": "string", "value": "10.1000/A1"}
    >>> long_doi_in({"responseCode": 1, "values": [{"type": "HS_ALIAS", "data": data}]})
    '10.1000/a1'
    """
    for value in map(object_of, list_of(object_of(answer).get("values"))):
        if value.get("type") == _ALIAS:
            doi = parse_doi(text_of(object_of(value.get("data")).get("value")))
            if doi and not is_short_doi(doi):
                return doi
    return None


def _kept(path: Path) -> dict[str, str]:
    """The aliases in the cache; none if it cannot be read."""
    if not path.exists():
        return {}
    try:
        with opened(path, _SCHEMA, _BUSY_TIMEOUT) as connection:
            return dict(connection.execute("SELECT short, long FROM aliases"))
    except (OSError, sqlite3.DatabaseError):
        return {}


def _keep(path: Path, short: str, long: str) -> None:
    """Store an alias; without a usable cache, it is requested again next time."""
    row = (short, long)
    try:
        with (
            opened(path, _SCHEMA, _BUSY_TIMEOUT) as connection,
            sqlite.transaction(connection),
        ):
            connection.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?)", row)
    except (OSError, sqlite3.DatabaseError):
        return

"""A cache of responses on disk, revalidated by conditional requests.

A response is stored with its validator, an ETag or Last-Modified. The next request
is sent with that validator, and a response of status 304 confirms the cached one
(RFC 9110, 13.1 and 15.4.5). Every request goes to the service: no response counts as
fresh because of its age.

Libraries on PyPI do not fit. CacheControl (0.14) and requests-cache (1.3) depend on
requests, and the first has no size limit. hishel (2.0) works without a client, but
sends no request while a response counts as fresh, writes request headers to disk with
any keys in them, makes its file readable by others, and fails if that file is
damaged. diskcache (5.6) unpickles what it finds.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from readnext import sqlite
from readnext_adapters.cachefile import Schema, opened
from readnext_adapters.http.response import Response
from readnext_adapters.http.secret_names import may_hold_secret

FILE = "http-answers.sqlite"
_SCHEMA = Schema(
    """
    DROP TABLE IF EXISTS answers;
    CREATE TABLE answers (
        question TEXT PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL,
        headers TEXT NOT NULL, body BLOB NOT NULL
    );
    CREATE INDEX answers_used ON answers (used, size)
    """,
    1,
)
_NEXT = "(SELECT 1 + coalesce(max(used), 0) FROM answers)"
# All but the most recently used responses that together fit into so many bytes.
_OLDEST = """
DELETE FROM answers WHERE question IN (
    SELECT question FROM (
        SELECT question, sum(size) OVER (ORDER BY used DESC) AS total FROM answers
    ) WHERE total > ?
)
"""
_BUSY_TIMEOUT = 5.0  # seconds to wait for another process that writes
_MAX_FILE_BYTES = 200 << 20
_COMPRESSION_LEVEL = 3  # zlib: half the time of the default, for 12 % more bytes

_VERSIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_UNCACHED_HEADERS = frozenset(("set-cookie", "set-cookie2"))


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response from the cache."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def condition(self) -> dict[str, str]:
        """Return the headers that request a body only if it has changed."""
        return {
            condition: self.headers[version]
            for version, condition in _VERSIONS.items()
            if _is_version(self.headers.get(version, ""))
        }

    def confirmed_by(self, response: Response) -> Response:
        """Return this response, with the headers of the 304 that confirms it."""
        # Content headers of a 304 describe its own body, which is empty.
        new = {
            k: v for k, v in response.headers.items() if not k.startswith("content-")
        }
        return Response(
            response.url, 200, {**self.headers, **new}, self.body, unchanged=True
        )


class ResponseCache:
    """The cached responses, none of them decompressed to more than `max_bytes`.

    An unusable file or a damaged row counts as a cache miss.
    """

    def __init__(
        self, folder: Path, max_bytes: int, max_file_bytes: int = _MAX_FILE_BYTES
    ) -> None:
        self._path = folder / FILE
        self._max_bytes = max_bytes
        self._max_file_bytes = max_file_bytes

    def find(self, url: str, headers: Mapping[str, str]) -> CachedResponse | None:
        """Return the cached response to a request with these headers, or None."""
        if may_hold_secret(url, headers):
            return None
        query = "SELECT headers, body FROM answers WHERE question = ?"
        try:
            with opened(self._path, _SCHEMA, _BUSY_TIMEOUT) as connection:
                row = connection.execute(query, (_key(url, headers),)).fetchone()
        except (OSError, sqlite3.DatabaseError):
            return None
        return _cached(row, self._max_bytes) if row else None

    def touch(self, url: str, headers: Mapping[str, str]) -> None:
        """Mark a response as most recently used, so that it is evicted last."""
        self._write(
            f"UPDATE answers SET used = {_NEXT} WHERE question = ?",
            (_key(url, headers),),
        )

    def store(self, headers: Mapping[str, str], response: Response) -> None:
        """Store a response if it and its request may be cached; evict old ones.

        `headers` are those of the request; the URL is that of the response.
        """
        if may_hold_secret(response.url, headers) or not may_cache(response):
            return
        cached = {
            k: v for k, v in response.headers.items() if k not in _UNCACHED_HEADERS
        }
        compressed = zlib.compress(response.body, _COMPRESSION_LEVEL)
        row = (_key(response.url, headers), json.dumps(cached), compressed)
        size = sum(map(len, row))
        if size > self._max_file_bytes:
            return
        self._write(
            f"INSERT OR REPLACE INTO answers VALUES (?, {_NEXT}, ?, ?, ?)",
            (row[0], size, *row[1:]),
        )

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        try:
            with (
                opened(self._path, _SCHEMA, _BUSY_TIMEOUT) as connection,
                sqlite.transaction(connection),
            ):
                connection.execute(statement, values)
                connection.execute(_OLDEST, (self._max_file_bytes,))
        except (OSError, sqlite3.DatabaseError):
            return


def may_cache(response: Response) -> bool:
    """Tell whether a response has a validator, is complete, and is not private.

    Without a length or chunks a body ends with the connection, so that a truncated
    one cannot be recognised.
    """
    headers = response.headers
    directives = headers.get("cache-control", "").lower()
    return (
        response.status == 200
        and any(_is_version(headers.get(name, "")) for name in _VERSIONS)
        and ("content-length" in headers or "transfer-encoding" in headers)
        and "no-store" not in directives
        and headers.get("vary", "").strip() != "*"
    )


def _is_version(value: str) -> bool:
    """Whether it can be sent back as a header, which allows printable ASCII only."""
    return 0 < len(value) <= 1000 and value.isascii() and value.isprintable()


def _key(url: str, headers: Mapping[str, str]) -> str:
    """The cache key of a request: its URL and its own headers."""
    return " ".join([url, *(f"{k.lower()}:{v}" for k, v in headers.items())])


def _cached(row: tuple[object, ...], max_bytes: int) -> CachedResponse | None:
    """The response in a row; None if it is damaged, by zlib's checksum."""
    headers, compressed = row
    if not isinstance(headers, str) or not isinstance(compressed, bytes):
        return None
    decompressor = zlib.decompressobj()
    try:
        found: object = json.loads(headers)
        body = decompressor.decompress(compressed, max_bytes + 1)
    except (ValueError, RecursionError, zlib.error):
        return None
    if not decompressor.eof or len(body) > max_bytes or not isinstance(found, dict):
        return None
    return CachedResponse({str(k): str(v) for k, v in found.items()}, body)

"""Answers kept on disk, so that a service need only say that nothing has changed.

An answer is kept with what tells its version, an ETag or Last-Modified. The next
time the question goes with that version, and an answer of status 304 stands for the
one that is kept (RFC 9110, 13.1 and 15.4.5). The service is always asked: nothing is
ever taken for fresh because of its age.

Libraries on PyPI were not taken. CacheControl (0.14) and requests-cache (1.3) bind to
requests, and the first has no limit of size. hishel (2.0) can do without a client, but
it answers without asking while an answer counts as fresh, writes the headers of the
question to disk with their keys, lets others read its file, and fails if that is
damaged. diskcache (5.6) unpickles what it finds.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from readnext import sqlite
from readnext_adapters.cachefile import Schema, opened
from readnext_adapters.http.response import Response

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
# All but the newest answers that together are not larger than so many bytes.
_OLDEST = """
DELETE FROM answers WHERE question IN (
    SELECT question FROM (
        SELECT question, sum(size) OVER (ORDER BY used DESC) AS total FROM answers
    ) WHERE total > ?
)
"""
_WAIT = 5.0  # seconds to wait for another process that writes
_LARGEST_FILE = 200 << 20
_SWIFT = 3  # zlib's level: half the time of the usual one, for an eighth more bytes

_SECRET = re.compile(
    r"key(?!word)|token|secret|passw|pwd|auth(?!or)|credential|session|signature|\bsig\b",
    re.IGNORECASE,
)
# What an answer may depend on besides its address; any other header may be a secret.
_HARMLESS = frozenset(("accept",))
_VERSIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_UNKEPT = frozenset(("set-cookie", "set-cookie2"))


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of old."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def condition(self) -> dict[str, str]:
        """Return the headers that ask for an answer only if it is another one."""
        return {
            condition: self.headers[version]
            for version, condition in _VERSIONS.items()
            if _is_version(self.headers.get(version, ""))
        }

    def renewed(self, answer: Response) -> Response:
        """Return this answer, as an answer of status 304 confirms it."""
        # What a 304 says of content would be of its own, which is none.
        new = {k: v for k, v in answer.headers.items() if not k.startswith("content-")}
        return Response(
            answer.url, 200, {**self.headers, **new}, self.body, unchanged=True
        )


class Answers:
    """The answers on disk, none of them unpacked to more than `largest` bytes.

    A file that cannot be used, or a row that is damaged, counts as nothing kept.
    """

    def __init__(
        self, folder: Path, largest: int, largest_file: int = _LARGEST_FILE
    ) -> None:
        self._path = folder / FILE
        self._largest = largest
        self._largest_file = largest_file

    def find(self, url: str, headers: Mapping[str, str]) -> Kept | None:
        """Return what is kept of the answer to a question; `headers` are its own."""
        if not may_keep_question(url, headers):
            return None
        query = "SELECT headers, body FROM answers WHERE question = ?"
        try:
            with opened(self._path, _SCHEMA, _WAIT) as connection:
                row = connection.execute(query, (_question(url, headers),)).fetchone()
        except (OSError, sqlite3.DatabaseError):
            return None
        return _kept(row, self._largest) if row else None

    def used(self, url: str, headers: Mapping[str, str]) -> None:
        """Note that an answer was of use, so that it is thrown away last."""
        self._write(
            f"UPDATE answers SET used = {_NEXT} WHERE question = ?",
            (_question(url, headers),),
        )

    def keep(self, headers: Mapping[str, str], answer: Response) -> None:
        """Keep the answer to a question, if both may be kept, and throw old ones away.

        `headers` are the question's own; the address is that of the answer.
        """
        if not may_keep_question(answer.url, headers) or not may_keep(answer):
            return
        kept = {k: v for k, v in answer.headers.items() if k not in _UNKEPT}
        packed = zlib.compress(answer.body, _SWIFT)
        row = (_question(answer.url, headers), json.dumps(kept), packed)
        size = sum(map(len, row))
        if size > self._largest_file:
            return
        self._write(
            f"INSERT OR REPLACE INTO answers VALUES (?, {_NEXT}, ?, ?, ?)",
            (row[0], size, *row[1:]),
        )

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        try:
            with (
                opened(self._path, _SCHEMA, _WAIT) as connection,
                sqlite.transaction(connection),
            ):
                connection.execute(statement, values)
                connection.execute(_OLDEST, (self._largest_file,))
        except (OSError, sqlite3.DatabaseError):
            return


def may_keep_question(url: str, headers: Mapping[str, str]) -> bool:
    """Tell whether a question holds no secret, by its address and its own headers.

    >>> may_keep_question("https://example.org/feed?q=ducks", {"Accept": "text/xml"})
    True
    >>> may_keep_question("https://example.org/works?api_key=1", {})
    False
    >>> may_keep_question("https://example.org/works", {"X-Api-Key": "1"})
    False
    """
    parts = urlsplit(url)
    names = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return (
        all(name.lower() in _HARMLESS for name in headers)
        and "@" not in parts.netloc
        and not any(map(_SECRET.search, names))
    )


def may_keep(answer: Response) -> bool:
    """Tell whether an answer has a version, is sure to be whole, and is no secret.

    Without a length and without chunks, a body ends where the connection does.
    """
    headers = answer.headers
    says = headers.get("cache-control", "").lower()
    return (
        answer.status == 200
        and any(_is_version(headers.get(name, "")) for name in _VERSIONS)
        and ("content-length" in headers or "transfer-encoding" in headers)
        and "no-store" not in says
        and headers.get("vary", "").strip() != "*"
    )


def _is_version(value: str) -> bool:
    """Whether it can be sent back: a header may not hold every character."""
    return 0 < len(value) <= 1000 and value.isascii() and value.isprintable()


def _question(url: str, headers: Mapping[str, str]) -> str:
    """The key of a question; without headers of its own it is the address."""
    return " ".join([url, *(f"{k.lower()}:{v}" for k, v in headers.items())])


def _kept(row: tuple[object, ...], largest: int) -> Kept | None:
    """The answer in a row; None if it is not what was written, which zlib tells."""
    headers, packed = row
    if not isinstance(headers, str) or not isinstance(packed, bytes):
        return None
    unpacker = zlib.decompressobj()
    try:
        found: object = json.loads(headers)
        body = unpacker.decompress(packed, largest + 1)
    except (ValueError, RecursionError, zlib.error):
        return None
    if not unpacker.eof or len(body) > largest or not isinstance(found, dict):
        return None
    return Kept({str(k): str(v) for k, v in found.items()}, body)

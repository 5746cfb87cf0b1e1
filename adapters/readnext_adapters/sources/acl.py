"""Collections of the ACL Anthology: ``acl:2024.acl``, or several at once.

They are the XML files from which the Anthology is made, in its repository
(https://github.com/acl-org/acl-anthology/tree/master/data/xml). A collection is always
fetched as a whole: it covers one year, and it was requested by name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.errors import InputError, NetworkError, StatusError
from readnext_adapters.catalogs.acl import detect, read_collection
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.sources.protocol import Page, Source, base_address

HELP = "acl:COLLECTION, e.g. acl:2024.acl or acl:2023.emnlp,P19 (proceedings)"

_USUAL = "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml"
_POLICY = Policy(spacing=0.5, cached=True)
_PATIENCE = 60
_NEW, _OLD = re.compile(r"\d{4}\.[a-z0-9]+"), re.compile(r"[A-Z]\d\d")


def parse(rest: str, /) -> Source:
    """Return the source of some collections; raise InputError for an invalid name."""
    named = [_collection(name) for name in re.split(r"[\s,+]+", rest) if name]
    if not named:
        raise InputError(f"acl: which collection? Write {HELP}")
    return Collections(tuple(dict.fromkeys(named)))


def _collection(name: str) -> str:
    name = name.removesuffix(".xml")
    if _NEW.fullmatch(name.lower()):
        return name.lower()
    if _OLD.fullmatch(name.upper()):
        return name.upper()
    raise InputError(
        f"acl:{name}: no name of a collection; it is what stands before the hyphen in "
        "a paper's address, as 2024.acl or P19"
    )


@dataclass(frozen=True, slots=True)
class Collections:
    """Some collections, one page each."""

    ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"acl:{','.join(self.ids)}"

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return _POLICY

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return _PATIENCE

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield the collections that are new or have changed since the cursor.

        Raises NetworkError if one of them cannot be fetched or read.
        """
        del since, today  # a collection is always fetched as a whole
        known = _read_cursor(cursor or "")
        left = [id_ for id_ in known.left if id_ in self.ids] or list(self.ids)
        while left:
            id_ = left.pop(0)
            body = _fetch(client, id_)
            fingerprint = hashlib.sha256(body).hexdigest()[:16]
            changed = known.fingerprints.get(id_) != fingerprint
            known.fingerprints[id_] = fingerprint
            # An unchanged file has the same papers and problems.
            items = tuple(read_collection(body, f"acl:{id_}")) if changed else ()
            yield Page(items, _write_cursor(known.fingerprints, left))


def _fetch(client: Client, id_: str) -> bytes:
    """Return the file of a collection; raise NetworkError if it is something else."""
    base = base_address("READNEXT_ACL_URL", _USUAL)
    try:
        answer = client.get(f"{base}/{id_}.xml")
    except StatusError as error:
        if error.status != 404:
            raise
        raise StatusError(
            f"acl:{id_}: the Anthology has no such collection", 404
        ) from (error)
    if not detect(decode_bytes(answer.body[:4096]).text):
        raise NetworkError(
            f"{redacted(answer.url)} is not a collection of the ACL Anthology"
        )
    return answer.body


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The fingerprints of files already read, and the rest of an interrupted run."""

    fingerprints: dict[str, str]
    left: tuple[str, ...] = ()


def _write_cursor(fingerprints: dict[str, str], left: list[str]) -> str:
    return json.dumps({"read": fingerprints, "left": left})


def _read_cursor(cursor: str) -> _Cursor:
    """The contents of a cursor; an empty one if it is damaged."""
    try:
        found = json.loads(cursor)
        read, left = found["read"], found["left"]
        return _Cursor(
            {str(name): str(fingerprint) for name, fingerprint in read.items()},
            tuple(str(name) for name in left),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return _Cursor({})

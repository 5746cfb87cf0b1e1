"""Papers as the compact JSON that the catalog keeps."""

from __future__ import annotations

import json
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter

from readnext.paper import Paper, Popularity

_DEFAULTS = {f.name: f.default for f in fields(Paper) if f.name not in ("id", "title")}
_values = attrgetter(*_DEFAULTS)
_LISTS = {name for name, default in _DEFAULTS.items() if default == ()}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump_paper(paper: Paper) -> str:
    """Return a paper as JSON; fields at their default are left out."""
    record: dict[str, object] = {"id": paper.id, "title": paper.title}
    for (name, default), value in zip(_DEFAULTS.items(), _values(paper), strict=True):
        if value != default:
            record[name] = value
    popularity = paper.popularity
    if popularity != Popularity():
        counts: list[object] = [
            popularity.upvotes,
            popularity.comments,
            popularity.score,
        ]
        # Records of earlier versions, which have three values, stay as they are.
        if popularity.citations is not None:
            counts.append(popularity.citations)
        record["popularity"] = counts
    return _encode(record)


def digest_of(number: int, record: str) -> int:
    """Return a signed 64-bit hash of a paper's number and what `dump_paper` wrote."""
    content = f"{number} {record}".encode("utf-8", "surrogatepass")
    digest = blake2b(content, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def load_paper(text: str) -> Paper:
    """Return the paper that `dump_paper` wrote.

    >>> load_paper(dump_paper(Paper("1", "On Ducks", authors=("A. Bill",)))).authors
    ('A. Bill',)
    """
    record = json.loads(text)
    for name in _LISTS & record.keys():
        record[name] = tuple(record[name])
    if "popularity" in record:
        record["popularity"] = Popularity(*record["popularity"])
    return Paper(**record)

"""arXiv's bulk metadata: one line of JSON per paper, millions in all.

The file is offered at https://www.kaggle.com/datasets/Cornell-University/arxiv. It is
read as a stream, and the code for each line must be fast.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv.arxiv_text import arxiv_text
from readnext_adapters.catalogs.arxiv.people import (
    NO_PEOPLE,
    People,
    from_line,
    natural,
)
from readnext_adapters.catalogs.arxiv.record import ArxivRecord, paper_id, to_paper
from readnext_adapters.parsing.jsonlines import decoded, note_unknown
from readnext_adapters.parsing.labs import distinct_labs

SUFFIXES: tuple[str, ...] = ()

_SIGNS = frozenset(
    ("submitter", "authors_parsed", "journal-ref", "report-no", "update_date")
)
_FIELDS = _SIGNS | frozenset(
    "id authors title comments doi categories license abstract versions".split()
)
_FIRST_KEYS = re.compile(
    r'\{\s*"id"\s*:\s*"(?P<id>[^"]{9,20})"\s*,\s*"(?:submitter|authors_parsed)"\s*:'
)
_TEXTS = "title authors comments journal-ref doi abstract categories".split()
# Signs of a name that needs the slower parser.
_MARKED = re.compile(
    r"[^\w .'’\n-]|[¹²³⁰⁴-⁹]|\.\w|--|  | [.'’-]|^ | $|^[\W\d]*$", re.MULTILINE
)


def detect(head: str) -> bool:
    r"""Tell whether a file's first line is a record of the snapshot.

    >>> detect('{"id":"0704.0001","submitter":"A. Fox","title":"On Ice"}\n')
    True
    >>> detect('{"id": "0704.0001", "title": "On Ice", "authors": ["A. Fox"]}\n')
    False
    """
    line, newline, _ = head.removeprefix("\ufeff").lstrip().partition("\n")
    if not line.startswith("{"):
        return False
    try:
        return is_record(json.loads(line))
    except (ValueError, RecursionError):
        first = _FIRST_KEYS.match(line)
        return not newline and first is not None and bool(paper_id(first["id"]))


def is_record(record: object) -> bool:
    """Tell by its keys whether a JSON object is a record of the snapshot."""
    if not isinstance(record, dict) or _SIGNS.isdisjoint(record):
        return False
    id_ = record.get("id")
    return isinstance(id_, str) and bool(paper_id(id_))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a snapshot; a bad line or field is a problem.

    A field of a wrong type is left out, and the paper comes without it. Unknown fields
    are counted in one last problem.
    """
    del as_of  # arXiv states its years
    unknown: Counter[str] = Counter()
    for number, line in enumerate(stream, 1):
        where = f"{name}:{number}"
        complaints: list[str] = []
        record = decoded(line, number, complaints)
        if isinstance(record, dict):
            yield to_paper(_record(record, complaints), where)
            if not record.keys() <= _FIELDS:
                unknown.update(record.keys() - _FIELDS)
        if complaints:
            yield Problem(where, "; ".join(complaints))
    yield from note_unknown(unknown, name)


def _record(fields: dict[str, object], complaints: list[str]) -> ArxivRecord:
    title, authors, comments, journal, doi, abstract, categories = [
        _text(fields, key, complaints) for key in _TEXTS
    ]
    id_ = fields.get("id")
    return ArxivRecord(
        id=paper_id(id_) if isinstance(id_, str) else "",
        title=title,
        people=_people(fields.get("authors_parsed"), authors, complaints),
        abstract=abstract,
        comments=comments,
        journal=journal,
        doi=doi,
        categories=categories,
        date=_first_date(fields.get("versions"), complaints),
    )


def _text(fields: dict[str, object], key: str, complaints: list[str]) -> str:
    value = fields.get(key)
    if isinstance(value, str):
        return value
    if value is not None:
        complaints.append(f"{key} left out: not a text")
    return ""


def _people(parsed: object, line: str, complaints: list[str]) -> People:
    """The authors by parts of names, or of the author line if there are none."""
    if parsed is None or parsed == []:
        return from_line(line) if line else NO_PEOPLE
    if not isinstance(parsed, list):
        complaints.append("authors_parsed left out: not a list")
        return from_line(line)
    names = _tidy_names(parsed)
    if names and "et al" not in line:
        return People(names)
    return _untidy_people(parsed, line, complaints)


def _tidy_names(parsed: list[list[str]]) -> tuple[str, ...]:
    """The names, all at once; none if one of them needs the slower parser."""
    if set(map(type, parsed)) != {list}:
        return ()
    try:
        names = [" ".join((given, family)) for family, given, end in parsed if not end]
    except (TypeError, ValueError):  # parts of a wrong type, or with affiliations
        return ()
    joined = "\n".join(names).replace(". -", ".-")
    if _MARKED.search(joined):
        return ()
    if not joined.isascii() and not unicodedata.is_normalized("NFC", joined):
        return ()
    tidy = tuple(joined.split("\n"))
    return tidy if len(tidy) == len(names) == len(parsed) else ()


def _untidy_people(parsed: list[object], line: str, complaints: list[str]) -> People:
    names: list[str] = []
    labs: list[str] = []
    for parts in parsed:
        if not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
            complaints.append("part of authors_parsed left out: not a list of texts")
            continue
        family, given, suffix = map(arxiv_text, [*parts, "", "", ""][:3])
        names.append(natural(family, given, suffix))
        labs += filter(None, map(arxiv_text, parts[3:]))
    return People(tuple(filter(None, names)), distinct_labs(labs), "et al" in line)


def _first_date(versions: object, complaints: list[str]) -> str:
    """The date of version 1, or of the first that is given."""
    if versions is None:
        return ""
    if not isinstance(versions, list):
        complaints.append("versions left out: not a list")
        return ""
    stated = [v for v in versions if isinstance(v, dict)]
    if len(stated) < len(versions):
        complaints.append("part of versions left out: not an object")
    first = next((v for v in stated if v.get("version") == "v1"), *stated[:1] or [{}])
    created = first.get("created")
    if not isinstance(created, str):
        if created is not None:
            complaints.append("created left out: not a text")
        return ""
    return created

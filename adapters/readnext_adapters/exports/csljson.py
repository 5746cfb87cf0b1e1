"""Suggestions as CSL JSON, the input of citation processors.

Fields are those of the schema csl-data.json of CSL 1.0.2, which has `custom` for
the data of programs.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import TypeAlias

from readnext.errors import OutputError
from readnext.paper import Entry
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.author_names import AuthorName
from readnext_adapters.exports.missing import as_utf8, is_blank, keyed, lacking
from readnext_adapters.exports.own_fields import own_fields
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.libraries import csljson as reader
from readnext_adapters.libraries.ownfields import ID

SUFFIXES: tuple[str, ...] = (".csljson",)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int"

_TYPES = {
    "meeting": "paper-conference",
    "journal": "article-journal",
    "preprint": "article",
    "other": "document",
}


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as one array and a newline."""
    items = _items(keyed(answer.suggestions), answer.at)
    return f"[\n{items}\n]\n" if items else "[]\n"


def append(existing: str, answer: Answer) -> str:
    """Return `existing` with missing items added before its closing bracket.

    No other byte of it changes. Raises OutputError if it is not an array of items.
    """
    if is_blank(existing):
        return existing + render(answer)
    data = as_utf8(existing)
    listed = _listed(existing)
    missing = lacking(_entries(data), _own_ids(listed), answer.suggestions)
    used = [str(item.get(x, "")) for item in listed for x in ("id", "citation-key")]
    added = _items(keyed(missing, used), answer.at)
    if not added:
        return existing
    # After the last item, or after the opening bracket of the array.
    body = existing.rstrip()[:-1].rstrip()
    added = (",\n" if listed else "\n") + added + ("" if listed else "\n")
    newline = "\r\n" if "\r\n" in existing else "\n"
    return body + added.replace("\n", newline) + existing[len(body) :]


def _listed(existing: str) -> list[dict[str, object]]:
    """The items of a file; raises OutputError if it is something else."""
    try:
        document = json.loads(existing.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise OutputError(
            f"the file to add to is not valid JSON ({error}): fix it, or choose "
            "another file"
        ) from error
    if not isinstance(document, list) or not all(isinstance(x, dict) for x in document):
        raise OutputError(
            "the file to add to is not an array of objects like CSL JSON: choose "
            "another file"
        )
    if not all({"id", "type"} <= item.keys() for item in document):
        raise OutputError(
            "the file to add to has objects without id or type, which CSL JSON "
            "requires: fix it, or choose another file"
        )
    return document


def _entries(data: bytes) -> list[Entry]:
    return [x for x in reader.read(data, "existing file") if isinstance(x, Entry)]


def _own_ids(listed: list[dict[str, object]]) -> list[str]:
    customs = (item.get("custom") for item in listed)
    return [str(c[ID]) for c in customs if isinstance(c, dict) and ID in c]


def _items(found: Iterable[tuple[str, Suggestion]], at: dt.datetime | None) -> str:
    """The items in the form of array elements, without a final newline."""
    items = [_item(suggestion, key, at) for key, suggestion in found]
    text = json.dumps(items, ensure_ascii=False, indent=2)
    return text[1:-1].strip("\n")


def _item(suggestion: Suggestion, key: str, at: dt.datetime | None) -> dict[str, Json]:
    record = plain_record(suggestion.paper)
    fields: dict[str, Json] = {
        "title": record.title,
        "author": [_name(person) for person in record.people],
        "issued": _date(record.date),
        "container-title": record.venue,
        **_archive(record),
        "DOI": record.doi,
        "URL": record.url,
        "abstract": record.abstract,
        "keyword": ", ".join(record.keywords),
        "custom": dict(own_fields(suggestion, at)),
    }
    known = {name: value for name, value in fields.items() if value}
    return {"id": key, "citation-key": key, "type": _TYPES[record.kind], **known}


def _archive(record: PlainRecord) -> dict[str, Json]:
    """The preprint server and id, in the fields that Zotero uses."""
    number = f"arXiv:{record.arxiv}" if record.arxiv else ""
    if record.kind == "preprint" or not number:
        return {"publisher": record.repository, "number": number}
    return {"archive": "arXiv", "archive_location": number}


def _name(person: AuthorName) -> dict[str, Json]:
    if person.literal:
        return {"literal": person.literal}
    parts: dict[str, Json] = {"family": person.family, "given": person.given}
    return parts | ({"suffix": person.suffix} if person.suffix else {})


def _date(date: str) -> dict[str, Json]:
    """The known parts of the date; {} if it is unknown."""
    parts: list[Json] = [int(part) for part in date.split("-") if part]
    return {"date-parts": [parts]} if parts else {}

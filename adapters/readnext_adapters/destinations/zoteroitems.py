"""One suggestion as a Zotero item.

The types and their fields are those of https://api.zotero.org/schema; zotero.org
rejects items with a field that their type does not have.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from readnext.suggestion import Suggestion
from readnext_adapters.exports.author_names import AuthorName
from readnext_adapters.exports.own_fields import own_fields
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.libraries.ownfields import ID

Json: TypeAlias = "dict[str, Json] | Sequence[Json] | str | int"
NewItem = dict[str, Json]

_TYPES = {
    "meeting": "conferencePaper",
    "journal": "journalArticle",
    "preprint": "preprint",
    "other": "document",
}
_LONGEST_TAG = 255  # characters; zotero.org refuses longer ones
_AUTOMATIC = 1
_OWN_ID = re.compile(rf"^{ID}: (.*)$", re.MULTILINE)


def item_of(
    suggestion: Suggestion,
    key: str,
    tag: str,
    at: dt.datetime | None = None,
    collections: Sequence[str] = (),
) -> NewItem:
    """Return the item with this citation key and tag; unknown fields are omitted.

    The paper's own keywords become automatic tags, which Zotero keeps apart.
    """
    record = plain_record(suggestion.paper)
    fields: NewItem = {
        "title": record.title,
        "creators": [_creator(person) for person in record.people],
        "abstractNote": record.abstract,
        **_publication(record),
        "date": record.date,
        "url": record.url,
        "extra": "\n".join(_extra(record, key, suggestion, at)),
        "tags": list(_tags(record, tag)),
        "collections": list(collections),
    }
    known = {name: value for name, value in fields.items() if value}
    return {"itemType": _TYPES[record.kind], **known}


def own_id_of(data: Mapping[str, object]) -> str:
    r"""Return the ``readnext-id`` in an item's extra field, "" for other items.

    >>> own_id_of({"extra": "DOI: 10.1/x\nreadnext-id: 2401.00001"})
    '2401.00001'
    """
    found = _OWN_ID.search(str(data.get("extra") or ""))
    return found[1].strip() if found else ""


def _publication(record: PlainRecord) -> NewItem:
    if record.kind == "meeting":
        return {"proceedingsTitle": record.venue, "DOI": record.doi}
    if record.kind == "journal":
        return {"publicationTitle": record.venue, "DOI": record.doi}
    if record.kind == "preprint":
        number = f"arXiv:{record.arxiv}" if record.arxiv else ""
        return {"repository": record.repository, "archiveID": number, "DOI": record.doi}
    return {}


def _creator(person: AuthorName) -> Json:
    if person.literal:
        return {"creatorType": "author", "name": person.literal}
    # Zotero expects a suffix after the first name and a comma.
    first = ", ".join(filter(None, (person.given, person.suffix)))
    return {"creatorType": "author", "lastName": person.family, "firstName": first}


def _extra(
    record: PlainRecord, key: str, suggestion: Suggestion, at: dt.datetime | None
) -> Iterator[str]:
    """Yield the lines of what has no field of its own: ids and readnext's fields.

    Each is on one line, and none contains free text of a paper.
    """
    yield f"Citation Key: {key}"
    if record.doi and record.kind == "other":
        yield f"DOI: {record.doi}"
    if record.arxiv and record.kind != "preprint":
        yield f"arXiv: {record.arxiv}"
    yield from (f"{name}: {text}" for name, text in own_fields(suggestion, at).items())


def _tags(record: PlainRecord, tag: str) -> Iterator[Json]:
    yield {"tag": tag}
    for word in dict.fromkeys(record.keywords):
        if word != tag and len(word) <= _LONGEST_TAG:
            yield {"tag": word, "type": _AUTOMATIC}

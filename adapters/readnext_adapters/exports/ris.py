"""Suggestions as RIS, which nearly every reference manager reads.

Tags are those of EndNote's and Reference Manager's descriptions of RIS, and as
Zotero's translator (RIS.js of July 2023) reads them. It knows no type for preprints
and takes UNPB, "unpublished work", for a journal article, which keeps the DOI; of
MANSCPT it would not. U1 to U5 are the user's own fields; Zotero leaves them out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from readnext.errors import OutputError
from readnext.paper import Entry, Problem
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.author_names import AuthorName
from readnext_adapters.exports.missing import as_utf8, is_blank, keyed, lacking
from readnext_adapters.exports.own_fields import own_fields
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.libraries import ris as reader
from readnext_adapters.libraries.ownfields import ID

SUFFIXES: tuple[str, ...] = (".ris",)

_TYPES = {"meeting": "CPAPER", "journal": "JOUR", "preprint": "UNPB", "other": "GEN"}
_OWN_ID = re.compile(rf"^U1  - {ID}: (.*?)\s*$", re.MULTILINE)
_KEY = re.compile(r"^ID  - (.*?)\s*$", re.MULTILINE)


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as RIS, with CRLF line ends."""
    return _file(keyed(answer.suggestions), answer.at)


def append(existing: str, answer: Answer) -> str:
    """Return `existing` with missing records appended.

    Raises OutputError if it is not RIS, if its last record has no end, or if its
    records could not be read as before.
    """
    if is_blank(existing):
        return existing + render(answer)
    before = _read(as_utf8(existing))
    missing = lacking(before, _OWN_ID.findall(existing), answer.suggestions)
    if not missing:
        return existing
    added = _file(keyed(missing, _KEY.findall(existing)), answer.at)
    gap = "\r\n" if existing.endswith(("\n", "\r")) else "\r\n\r\n"
    newline = "\r\n" if "\r\n" in existing else "\n"
    result = existing + (gap + added).replace("\r\n", newline)
    if len(_read(result.encode())) != len(before) + len(missing):
        raise OutputError(
            "the file to add to has tags without two spaces before the hyphen, which "
            "programs read otherwise than RIS: write to a new file"
        )
    return result


def _read(data: bytes) -> list[Entry]:
    """The records of a file; raises OutputError if nothing can follow them."""
    items = list(reader.read(data, "existing file"))
    entries = [item for item in items if isinstance(item, Entry)]
    if not entries:
        raise OutputError("the file to add to has no RIS record: choose another file")
    last = entries[-1].where
    faults = [i.why for i in items if isinstance(i, Problem) and i.where == last]
    if any("never ended" in why for why in faults):
        raise OutputError(
            "the file to add to has a record that is never ended (no ER): fix line "
            f"{last.rpartition(':')[2]}, or write to a new file"
        )
    return entries


def _file(found: Iterable[tuple[str, Suggestion]], at: dt.datetime | None) -> str:
    return "\r\n".join("".join(_record(s, key, at)) for key, s in found)


def _record(suggestion: Suggestion, key: str, at: dt.datetime | None) -> Iterator[str]:
    """Yield the lines of a record; tags without a value are omitted."""
    record = plain_record(suggestion.paper)
    yield f"TY  - {_TYPES[record.kind]}\r\n"
    tags = [*_tags(record), ("ID", key), *_own(suggestion, at)]
    # Each text is on one line, so that none can look like a tag.
    yield from (f"{tag}  - {value}\r\n" for tag, value in tags if value)
    yield "ER  - \r\n"


def _tags(record: PlainRecord) -> Iterator[tuple[str, str]]:
    yield "TI", record.title
    yield from (("AU", _name(person)) for person in record.people)
    yield "PY", record.date[:4]
    yield "DA", _date(record.date)
    yield "T2", record.venue
    if record.kind == "meeting":
        # Zotero cites proceedings by C3, EndNote by T2.
        yield "C3", record.venue
    yield "PB", record.repository
    yield "AB", record.abstract
    yield "DO", record.doi
    if record.arxiv:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{record.arxiv}"
    yield "UR", record.url
    yield "L1", record.pdf
    yield from (("KW", word) for word in record.keywords)


def _own(suggestion: Suggestion, at: dt.datetime | None) -> Iterator[tuple[str, str]]:
    for number, (name, text) in enumerate(own_fields(suggestion, at).items(), 1):
        yield f"U{number}", f"{name}: {text}"


def _name(person: AuthorName) -> str:
    """Return "Family, Given, Suffix"; a comma after a name marks it as unsplit."""
    if person.literal:
        whole = " ".join(re.sub("[,;]", " ", person.literal).split())
        return f"{whole}," if whole else ""
    return ", ".join(filter(None, (person.family, person.given, person.suffix)))


def _date(date: str) -> str:
    """Return YYYY/MM/DD/ with unknown parts empty; "" for a year alone."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/" if month else ""

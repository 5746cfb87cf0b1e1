"""Catalogs as JSON Lines: one paper a line."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.arxiv import is_arxiv_doi
from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import jsonfeed
from readnext_adapters.catalogs.arxiv import snapshot
from readnext_adapters.catalogs.arxiv.snapshot import is_record
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonlines import decoded, note_unknown

SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson")

FIELDS = frozenset(
    "id title authors author_count authors_cut labs date date_guessed venue url doi "
    "arxiv categories keywords code popularity abstract references pdf pages".split()
)
# Keys of records of services, which are other formats.
_WRAPPED = frozenset(("paper", "paperId", "citedPaper", "citingPaper"))
_WORK = re.compile(r'\{\s*"id"\s*:\s*"https?://openalex\.org/W')
_OF_WORKS = frozenset(("authorships", "display_name", "abstract_inverted_index"))
_FIRST_KEY = re.compile(r'\{\s*"(\w+)"\s*:')


def detect(head: str) -> bool:
    r"""Tell whether a file's first line is a JSON object with an id or a title.

    A first line longer than `head` is judged by its first key.

    >>> detect('{"id": "1", "title": "A"}\n'), detect('{"items": [{"id": "1"}]}\n')
    (True, False)
    """
    line, newline, _ = head.removeprefix("\ufeff").lstrip().partition("\n")
    if not line.startswith("{") or jsonfeed.detect(line):
        return False
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        first = _FIRST_KEY.match(line)
        known = first is not None and first[1] in FIELDS
        foreign = _WORK.match(line) or snapshot.detect(line)
        return not newline and known and not foreign
    if _WORK.match(line):
        return _OF_WORKS.isdisjoint(record)
    if is_record(record):
        return False
    return "id" in record or ("title" in record and _WRAPPED.isdisjoint(record))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a JSON Lines file; a bad line or field is a problem.

    A field of the wrong type is left out, and the paper comes without it. Unknown
    fields are counted in one last problem.
    """
    unknown: Counter[str] = Counter()
    for number, line in enumerate(stream, 1):
        complaints: list[str] = []
        record = decoded(line, number, complaints)
        if record is not None:
            if paper := _paper(Fields(record, complaints)):
                yield paper
            if not record.keys() <= FIELDS:
                unknown.update(clean(key) for key in record.keys() - FIELDS)
        if complaints:
            yield Problem(f"{name}:{number}", "; ".join(complaints))
    yield from note_unknown(unknown, name)


def _paper(fields: Fields) -> Paper | None:
    id_, title = fields.id(), fields.text("title")
    missing = " and ".join(k for k, v in (("id", id_), ("title", title)) if not v)
    if missing:
        fields.complaints.insert(0, f"a paper without {missing} is left out")
        return None
    url = fields.link("url")
    doi = fields.parsed("doi", parse_doi)
    return Paper(
        id=id_,
        title=title,
        authors=fields.people("authors"),
        labs=fields.labs(),
        abstract=fields.text("abstract"),
        venue=fields.text("venue"),
        date=fields.date(),
        url=url,
        doi=doi,
        arxiv=fields.arxiv("arxiv") or _linked_arxiv(doi, url),
        categories=fields.distinct("categories"),
        keywords=fields.distinct("keywords"),
        references=fields.distinct("references"),
        code=fields.code(),
        pdf=fields.link("pdf"),
        popularity=fields.popularity(),
        author_count=fields.count("author_count"),
        authors_cut=fields.flag("authors_cut"),
        date_guessed=fields.flag("date_guessed"),
        pages=fields.count("pages"),
    )


def _linked_arxiv(doi: str | None, url: str | None) -> str | None:
    if doi and is_arxiv_doi(doi):
        return parse_arxiv(doi)
    return parse_arxiv(url) if url and "arxiv.org/" in url.lower() else None

"""One suggestion as an entry of a bibliography, in either dialect.

A dialect has the fields in which BibTeX and biblatex differ; all else is shared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from readnext.library.citekeys import legal_key
from readnext.matching.arxiv import is_category
from readnext.paper import Paper
from readnext.suggestion import Suggestion
from readnext_adapters.exports.author_names import AuthorName
from readnext_adapters.exports.latexescape import (
    escape_text,
    escape_title,
    escape_verbatim,
)
from readnext_adapters.exports.own_fields import own_fields
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.libraries.ownfields import REASON


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between the dialects.

    `preprint` is the type of a paper that only arXiv has, `journal` the field of an
    article's venue, `server` that of the preprint server, where it is not arXiv.
    """

    preprint: str
    journal: str
    server: str
    date: Callable[[str], dict[str, str]]
    eprint: Callable[[str, str], dict[str, str]]


def render_entry(
    suggestion: Suggestion, key: str, dialect: Dialect, at: dt.datetime | None = None
) -> str:
    """Return the entry with this key, one field per line and a newline at the end."""
    kind, fields = _typed(suggestion.paper, dialect)
    fields |= own_values(suggestion, at)
    lines = "".join(
        f"  {n} = {_value(n, text)},\n" for n, text in fields.items() if text
    )
    return f"@{kind}{{{legal_key(key)},\n{lines}}}\n"


def own_values(suggestion: Suggestion, at: dt.datetime | None) -> dict[str, str]:
    """Return readnext's own fields by name; Zotero makes no note of them."""
    return {
        name: escape_text(text) if name == REASON else text
        for name, text in own_fields(suggestion, at).items()
    }


def _value(name: str, text: str) -> str:
    # BibTeX's macros for months are the only values without braces.
    return text if name == "month" else f"{{{text}}}"


def _typed(paper: Paper, dialect: Dialect) -> tuple[str, dict[str, str]]:
    """Return the type of an entry and the fields in the order people expect."""
    record = plain_record(paper)
    kind, where = _publication(record, dialect)
    arxiv = escape_verbatim(record.arxiv)
    primary = next((c for c in paper.categories if is_category(c)), "")
    fields = {
        "author": _authors(record),
        "title": escape_title(record.title),
        **where,
        **(dialect.date(record.date) if record.date else {}),
        "doi": escape_verbatim(record.doi),
        **(dialect.eprint(arxiv, primary) if arxiv else {}),
        "url": record.url,
        "abstract": escape_text(record.abstract),
        "keywords": ", ".join(filter(None, map(escape_text, record.keywords))),
    }
    return kind, fields


def _publication(record: PlainRecord, dialect: Dialect) -> tuple[str, dict[str, str]]:
    if record.kind == "meeting":
        return "inproceedings", {"booktitle": escape_title(record.venue)}
    if record.kind == "journal":
        return "article", {dialect.journal: escape_text(record.venue)}
    server = "" if record.arxiv else escape_text(record.repository)
    return (dialect.preprint if record.url else "misc"), {dialect.server: server}


def _authors(record: PlainRecord) -> str:
    names = [written for person in record.people if (written := _name(person))]
    if names and record.more_people:
        names.append("others")
    return " and ".join(names)


def _name(person: AuthorName) -> str:
    """Return "Family, Given"; names that BibTeX would split wrongly are in braces."""
    if person.literal:
        literal = escape_text(person.literal)
        return f"{{{literal}}}" if literal else ""
    parts = (person.family, person.suffix, person.given)
    return ", ".join(escape_text(part) for part in parts if part)

"""One suggestion as an entry of a bibliography, in either dialect.

A dialect names the fields in which BibTeX and biblatex differ; everything else is
said once, here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from readnext.library.citekeys import legal_key
from readnext.matching.arxiv import is_category
from readnext.paper import Paper
from readnext.suggestion import Suggestion
from readnext_adapters.exports.latexescape import (
    escape_text,
    escape_title,
    escape_verbatim,
)
from readnext_adapters.exports.own_fields import own_fields
from readnext_adapters.exports.people import Person
from readnext_adapters.exports.plain_record import Work, work_of


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one dialect writes its own way.

    `preprint` is the type of a paper that only arXiv has, `journal` the field of an
    article's venue.
    """

    preprint: str
    journal: str
    date: Callable[[str], dict[str, str]]
    eprint: Callable[[str, str], dict[str, str]]


def render_entry(
    suggestion: Suggestion, key: str, dialect: Dialect, at: dt.datetime | None = None
) -> str:
    """Return the entry with this key, a field a line and a newline at the end."""
    kind, fields = _typed(suggestion.paper, dialect)
    fields |= own_values(suggestion, at)
    lines = "".join(
        f"  {n} = {_value(n, text)},\n" for n, text in fields.items() if text
    )
    return f"@{kind}{{{legal_key(key)},\n{lines}}}\n"


def own_values(suggestion: Suggestion, at: dt.datetime | None) -> dict[str, str]:
    """Return readnext's own fields by name; none of them becomes a note in Zotero."""
    return {
        name: escape_text(text) if name == "readnext-reason" else text
        for name, text in own_fields(suggestion, at).items()
    }


def _value(name: str, text: str) -> str:
    # BibTeX's own macros for the months are the only values without braces.
    return text if name == "month" else f"{{{text}}}"


def _typed(paper: Paper, dialect: Dialect) -> tuple[str, dict[str, str]]:
    """Return the type of an entry and the fields in the order people expect."""
    work = work_of(paper)
    kind, where = _publication(work, dialect)
    arxiv = escape_verbatim(work.arxiv)
    primary = next((c for c in paper.categories if is_category(c)), "")
    fields = {
        "author": _authors(work),
        "title": escape_title(work.title),
        **where,
        **(dialect.date(work.date) if work.date else {}),
        "doi": escape_verbatim(work.doi),
        **(dialect.eprint(arxiv, primary) if arxiv else {}),
        "url": work.url,
        "abstract": escape_text(work.abstract),
        "keywords": ", ".join(filter(None, map(escape_text, work.keywords))),
    }
    return kind, fields


def _publication(work: Work, dialect: Dialect) -> tuple[str, dict[str, str]]:
    if work.kind == "meeting":
        return "inproceedings", {"booktitle": escape_title(work.venue)}
    if work.kind == "journal":
        return "article", {dialect.journal: escape_text(work.venue)}
    return (dialect.preprint if work.url else "misc"), {}


def _authors(work: Work) -> str:
    names = [written for person in work.people if (written := _name(person))]
    if names and work.more_people:
        names.append("others")
    return " and ".join(names)


def _name(person: Person) -> str:
    """Return "Family, Given"; in braces what BibTeX would take apart wrongly."""
    if person.literal:
        literal = escape_text(person.literal)
        return f"{{{literal}}}" if literal else ""
    parts = (person.family, person.suffix, person.given)
    return ", ".join(escape_text(part) for part in parts if part)

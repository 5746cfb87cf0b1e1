"""A library's entries as JSON and as a table, to show what was parsed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from readnext.paper import Author, Entry, Problem
from readnext.plurals import counted


def entries_json(
    entries: Iterable[Entry], problems: Sequence[Problem], file: str | None = None
) -> Iterator[str]:
    """Yield one JSON object of entries and problems, which is one line, in pieces.

    `problems` may grow while the entries are read.
    """
    yield "{" if file is None else f'{{"file": {_json(file)}, '
    yield '"entries": ['
    for number, entry in enumerate(entries):
        yield (", " if number else "") + _json(entry_object(entry))
    listed = [{"where": p.where, "why": p.why} for p in problems]
    yield f'], "problems": {_json(listed)}}}\n'


def _json(value: object) -> str:
    # Lone surrogates, which a damaged file may contain, are not valid UTF-8.
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def entry_object(entry: Entry) -> dict[str, object]:
    """Return an entry as an object of `library show --format json`."""
    return {
        "key": entry.key,
        "type": entry.type,
        "title": entry.title,
        "authors": [_author(author) for author in entry.authors],
        "year": entry.year,
        "date": entry.date,
        "doi": entry.doi,
        "arxiv": entry.arxiv,
        "url": entry.url,
        "abstract": entry.abstract,
        "venue": entry.venue,
        "keywords": entry.keywords,
        "collections": entry.collections,
        "added": entry.added,
        "rating": entry.rating,
        "read": entry.read,
    }


def _author(author: Author) -> dict[str, str]:
    if author.literal:
        return {"literal": author.literal}
    return {"family": author.family, "given": author.given}


def entries_table(entries: Sequence[Entry]) -> str:
    """Return one line per entry: key, year, first author, title."""
    lines = [counted(len(entries), "entry")]
    width = min(max((len(entry.key) for entry in entries), default=0), 30)
    for entry in entries:
        first = entry.authors[0] if entry.authors else Author()
        name = first.literal or first.family or "-"
        more = " et al." if len(entry.authors) > 1 else ""
        line = (
            f"{entry.key:<{width}}  {entry.date or '-':<10}  {name}{more}: "
            f"{entry.title or '(no title)'}"
        )
        lines.append("".join(c if c.isprintable() else " " for c in line))
    return "\n".join(lines) + "\n"

"""A library's entries as JSON and as a table, to show what was understood."""

from __future__ import annotations

import json
from collections.abc import Sequence

from readnext.paper import Author, Entry, Problem


def entries_json(
    entries: Sequence[Entry], problems: Sequence[Problem], file: str | None = None
) -> str:
    """Return entries and problems as one JSON object on one line."""
    whole: dict[str, object] = {} if file is None else {"file": file}
    whole["entries"] = [_entry(entry) for entry in entries]
    whole["problems"] = [{"where": p.where, "why": p.why} for p in problems]
    # Lone surrogates, which a damaged file may hold, are no valid UTF-8.
    text = json.dumps(whole, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")


def _entry(entry: Entry) -> dict[str, object]:
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
    """Return a line an entry: key, year, first author, title."""
    lines = [f"{len(entries)} entries"]
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

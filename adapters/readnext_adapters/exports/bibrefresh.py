"""Refreshed scores and reasons of the entries that readnext wrote to a user's file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from readnext.suggestion import Answer
from readnext_adapters.exports.bibentry import own_values
from readnext_adapters.exports.bibspans import Span, entry_fields
from readnext_adapters.libraries.ownfields import ID


def refresh(existing: str, answer: Answer) -> str:
    """Return `existing` with readnext's own fields refreshed from the answer.

    These are score, probability, reason and date of entries that still have their
    ``readnext-id``. No field is added or removed, and no other character changes; a
    value that differs only in line breaks is unchanged.
    """
    fresh = {}
    for suggestion in answer.suggestions:
        values = own_values(suggestion, answer.at)
        fresh[values.pop(ID)] = values
    pieces, position = list[str](), 0
    for fields in entry_fields(existing):
        for span, text in _changes(existing, fields, fresh):
            pieces += existing[position : span.start], text
            position = span.end
    return "".join((*pieces, existing[position:]))


def _changes(
    existing: str, fields: Sequence[Span], fresh: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[Span, str]]:
    """Yield the values of an entry to replace, with their new texts."""
    inside = {f.name: existing[f.start + 1 : f.end - 1] for f in fields if f.whole}
    values = fresh.get(inside.get(ID, "").strip(), {})
    for span in fields:
        new = values.get(span.name)
        if new is None or not span.whole:
            continue
        old = existing[span.start + 1 : span.end - 1]
        if old.split() != new.split():
            quoted = existing[span.start] == '"' and '"' not in new
            yield span, f'"{new}"' if quoted else f"{{{new}}}"

"""Which entries of the library a manuscript cites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readnext.paper import Entry, Problem

# What means all entries in LaTeX (``\nocite{*}``) and Pandoc (``@*``).
ALL = "*"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation key that a manuscript names, and where: ``file:line`` or the file."""

    key: str
    where: str


def cited(
    citations: Iterable[Citation], entries: Sequence[Entry]
) -> tuple[list[Entry], list[Problem]]:
    """Return the entries that are cited, and a problem for each key without entry.

    Where no entry has a key as it is written, its case makes no difference, as it
    does not for BibTeX. Of two entries with one key, the first is meant; a key comes
    before another entry's `other_keys`.
    """
    exact = {key: entry for entry in reversed(entries) for key in entry.other_keys}
    exact |= {entry.key: entry for entry in reversed(entries)}
    folded = {key.casefold(): entry for key, entry in exact.items()}
    folded |= {entry.key.casefold(): entry for entry in reversed(entries)}
    found: dict[int, Entry] = {}
    missing: dict[str, Problem] = {}
    for key, where in ((c.key, c.where) for c in citations):
        if key == ALL:
            found |= {id(entry): entry for entry in entries}
        elif entry := exact.get(key) or folded.get(key.casefold()):
            found[id(entry)] = entry
        else:
            why = f"cites {key}, which is not in the library"
            missing.setdefault(key, Problem(where, why))
    return list(found.values()), list(missing.values())

"""Whole bibliography files: made anew, or an existing one with what it lacks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from readnext.citekeys import free_key, legal_key
from readnext.errors import OutputError
from readnext.identity import Identity
from readnext.paper import Entry, Problem
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.bibentry import Dialect, own_id, render_entry
from readnext_adapters.libraries import bibtex

_OWN_ID = re.compile(r"\breadnext-id\s*=\s*[{\"]([^{}\"]*)[}\"]", re.IGNORECASE)
# Also keys in parts of a file that no reader could make an entry of.
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}()\"=#%]+)\s*,")


def render_file(answer: Answer, dialect: Dialect) -> str:
    """Return the suggestions as a file of their own."""
    return "\n".join(_entries(answer.suggestions, dialect, set()))


def append_to(existing: str, answer: Answer, dialect: Dialect) -> str:
    """Return `existing` with the suggestions that it lacks behind it.

    `existing` holds its line ends as they are (``newline=""``). Doing the same again
    adds nothing.
    """
    if not existing.strip("\ufeff \t\r\n"):
        return existing + render_file(answer, dialect)
    try:
        data = existing.encode()
    except UnicodeEncodeError as error:
        raise OutputError(
            "the file to add to is not UTF-8: convert it, or write to a new file"
        ) from error
    entries, problems = _read(data)
    if any("never closed" in problem.why for problem in problems):
        raise OutputError(
            f"the file to add to has an entry that is never closed: mend line "
            f"{problems[-1].where.rpartition(':')[2]}, or write to a new file"
        )
    lacking = _Known(entries, _OWN_ID.findall(existing)).without(answer.suggestions)
    used = {key.casefold() for key in _KEY.findall(existing)}
    used |= {entry.key.casefold() for entry in entries}
    added = "\n".join(_entries(lacking, dialect, used))
    if not added:
        return existing
    gap = "\n" if existing.endswith(("\n", "\r")) else "\n\n"
    newline = "\r\n" if "\r\n" in existing else "\n"
    return existing + (gap + added).replace("\n", newline)


def _read(data: bytes) -> tuple[list[Entry], list[Problem]]:
    """The entries of a file, and what is wrong with the last of them."""
    items = list(bibtex.read(data, "existing file"))
    entries = [item for item in items if isinstance(item, Entry)]
    last = entries[-1].where if entries else ""
    problems = [i for i in items if isinstance(i, Problem) and i.where == last]
    return entries, problems


def _entries(
    suggestions: Iterable[Suggestion], dialect: Dialect, used: set[str]
) -> Iterator[str]:
    """Yield the entries under keys that are not in `used`, which grows."""
    for suggestion in suggestions:
        key = free_key(legal_key(suggestion.key), used)
        used.add(key.casefold())
        yield render_entry(suggestion, key, dialect)


class _Known:
    """The papers that a file has."""

    def __init__(self, entries: Iterable[Entry], own_ids: Iterable[str]) -> None:
        self._own_ids = set(own_ids)
        self._by_alias: defaultdict[str, list[Identity]] = defaultdict(list)
        for entry in entries:
            identity = Identity.of(entry)
            for alias in (*identity.aliases(), *identity.blocks()):
                self._by_alias[alias].append(identity)

    def without(self, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
        """Return the suggestions that are not among these papers."""
        return [s for s in suggestions if not self._has(s)]

    def _has(self, suggestion: Suggestion) -> bool:
        if own_id(suggestion) in self._own_ids:
            return True
        identity = Identity.of(suggestion.paper)
        return any(
            identity.same(known)
            for alias in (*identity.aliases(), *identity.blocks())
            for known in self._by_alias.get(alias, ())
        )

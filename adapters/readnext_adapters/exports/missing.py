"""The suggestions that a bibliography lacks, and free citation keys for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readnext.errors import OutputError
from readnext.library.citekeys import free_key, legal_key
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.paper import Entry
from readnext.suggestion import Suggestion
from readnext_adapters.exports.own_fields import own_id


def as_utf8(existing: str) -> bytes:
    """Return the bytes of a file to add to; raise OutputError if it is not UTF-8."""
    try:
        return existing.encode()
    except UnicodeEncodeError as error:
        raise OutputError(
            "the file to add to is not UTF-8: convert it, or write to a new file"
        ) from error


def is_blank(existing: str) -> bool:
    """Tell whether a file has nothing but spaces, line ends and a byte order mark."""
    return not existing.strip("\ufeff \t\r\n")


def lacking(
    entries: Iterable[Entry], own_ids: Iterable[str], suggestions: Iterable[Suggestion]
) -> list[Suggestion]:
    """Return the suggestions that match no entry and none of the ids."""
    known = _ExistingEntries(entries, own_ids)
    return [s for s in suggestions if not known.has(s)]


def keyed(
    suggestions: Iterable[Suggestion], used: Iterable[str] = ()
) -> Iterator[tuple[str, Suggestion]]:
    """Yield each suggestion with a legal key that is neither `used` nor yielded.

    Keys are compared without regard to case, as BibTeX and citeproc-py do.
    """
    taken = {key.casefold() for key in used}
    for suggestion in suggestions:
        key = free_key(legal_key(suggestion.key), taken)
        taken.add(key.casefold())
        yield key, suggestion


class _ExistingEntries:
    """The papers in a file."""

    def __init__(self, entries: Iterable[Entry], own_ids: Iterable[str]) -> None:
        self._own_ids = set(own_ids)
        self._papers = MatchIndex(enumerate(map(Identity.of, entries)))

    def has(self, suggestion: Suggestion) -> bool:
        """Tell whether a suggestion is one of these papers."""
        if own_id(suggestion) in self._own_ids:
            return True
        keys = LookupKeys.of(Identity.of(suggestion.paper))
        return any(True for _ in self._papers.find(keys))

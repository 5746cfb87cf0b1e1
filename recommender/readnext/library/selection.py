"""Which entries of a library to learn from, and which are only never suggested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from readnext.errors import UserError
from readnext.library.works import select
from readnext.matching.names import fold
from readnext.paper import ACCEPTED, SUGGESTED, Entry
from readnext.request import Selection

_SHOWN = 8  # collections or tags in a message
_NO = frozenset(("readnext:no", "readnext-no", "readnext no", "readnext/no"))


@dataclass(frozen=True, slots=True)
class LibrarySplit:
    """A library, split by what its entries are used for.

    The reader's `own` entries are the `chosen` ones, to learn from, and the `rest`,
    among them those that the reader refused; none of them is suggested. `unjudged`
    counts the suggestions in the library that the reader has not judged yet: they are
    in none of the three.
    """

    own: tuple[Entry, ...] = ()
    chosen: tuple[Entry, ...] = ()
    rest: tuple[Entry, ...] = ()
    unjudged: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that tell the reader about the split."""
        return unjudged_notes(self.unjudged)


def split(
    entries: Sequence[Entry],
    selection: Selection | None = None,
    cited: Sequence[Entry] | None = None,
) -> LibrarySplit:
    """Split a library into the entries to learn from and the rest.

    Suggestions that readnext wrote and the reader has not judged are left out, so that
    the next run does not mistake its own suggestions for the reader's choice. Where
    `cited` entries of a manuscript are given, these are learned from. Raises UserError
    if no entry is selected.
    """
    own = [entry for entry in entries if not is_suggested(entry)]
    asked = selected(own, selection or Selection()) if cited is None else cited
    chosen = [entry for entry in asked if not is_refused(entry)]
    own += without(own, chosen)
    return LibrarySplit(
        own=tuple(own),
        chosen=tuple(chosen),
        rest=tuple(without(chosen, own)),
        unjudged=sum(map(is_suggested, entries)),
    )


def selected(entries: Sequence[Entry], selection: Selection) -> list[Entry]:
    """Return the entries that a selection asks for; UserError if none has a title."""
    chosen = select(entries, selection)
    if any(entry.title for entry in chosen):
        return chosen
    asked = []
    hints = ""
    if selection.collections:
        asked.append("in that collection")
        names = [one.removeprefix("!") for one in selection.collections]
        hints += _hint("collections", names, [e.collections for e in entries])
    if selection.tags:
        asked.append("with that tag")
        hints += _hint("tags", selection.tags, [e.keywords for e in entries])
    if selection.since_added:
        undated = not any(entry.added for entry in entries)
        never = " (no entry says when it was added)" if undated else ""
        asked.append(f"added since {selection.since_added}{never}")
    which = "".join(f" {one}" for one in asked)
    raise UserError(
        f"no entry with a title{which}; there is nothing to learn from{hints}"
    )


def _hint(what: str, asked: Sequence[str], names: Iterable[Sequence[str]]) -> str:
    """The nearest names to those asked for, or the most frequent ones."""
    counts = Counter(name for some in names for name in some)
    if not counts:
        return f"; the library has no {what}"
    known = {fold(name): name for name in counts}
    parts = {fold(name.rpartition("/")[2]): name for name in counts}
    for name in asked:
        if near := get_close_matches(fold(name), [*known, *parts], 1, 0.6):
            found = known.get(near[0]) or parts[near[0]]
            return f"; did you mean {found!r}?"
    shown = ", ".join(name for name, _ in counts.most_common(_SHOWN))
    more = f" and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else ""
    return f"; its {what} are {shown}{more}"


def is_refused(entry: Entry) -> bool:
    """Tell whether the reader marked an entry as one not to learn from.

    That is a tag "readnext:no", or in BibTeX a field ``readnext = {no}``.
    """
    return any(fold(tag) in _NO for tag in entry.keywords)


def is_suggested(entry: Entry) -> bool:
    """Tell whether an entry is a suggestion that the reader has not judged.

    Such an entry is in the file, but not part of the library: it is neither learned
    from nor owned, so that asking again gives the same list.
    """
    if ACCEPTED in map(fold, entry.keywords):
        return False
    return SUGGESTED in (*entry.auto_keywords, *entry.keywords)


def unjudged_notes(count: int) -> tuple[str, ...]:
    """Return a note on suggestions that are ignored until they are judged, if any."""
    if not count:
        return ()
    are = "entry is a suggestion" if count == 1 else "entries are suggestions"
    return (
        f"{count} {are} by readnext that you have not judged, so ignored; a field "
        "readnext = {yes} or readnext = {no} judges",
    )


def without(taken: Sequence[Entry], entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that are not among the given ones, compared by identity."""
    known = set(map(id, taken))
    return [entry for entry in entries if id(entry) not in known]

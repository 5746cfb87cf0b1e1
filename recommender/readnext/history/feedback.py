"""What the next run learns from: verdicts, and what was shown often and never taken.

A paper that the reader liked is learned from like one of the library. One that was
dismissed is never suggested again, and papers like it count less; so do, slightly,
papers like those that were shown on three days and neither taken nor judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from readnext.history.store import History
from readnext.library.citekeys import library_keys
from readnext.library.convert import as_entry
from readnext.library.selection import is_refused
from readnext.library.works import LIKED
from readnext.matching.identity import Identity
from readnext.paper import Entry

# How much a paper that was turned down counts compared with one without verdict.
_DISMISSED, _IGNORED = 100.0, 2.0
_SHOWN = 3  # days on which a paper was shown, from which on it counts as ignored


@dataclass(frozen=True, slots=True)
class Experience:
    """What a reader made of suggestions.

    `liked` are papers to learn from that the library lacks, `dismissed` ones never to
    suggest again, `disliked` ones to learn from as what not to suggest, and how much;
    `refused` are the entries of those.
    """

    liked: tuple[Entry, ...] = ()
    dismissed: tuple[Identity, ...] = ()
    disliked: Mapping[Identity, float] = field(default_factory=dict)
    refused: Mapping[Identity, Entry] = field(default_factory=dict)


def experience(
    history: History | None, library: Sequence[Entry], *, ignored: bool
) -> Experience:
    """Return what the history, if there is one, and marks in the library itself say.

    With `ignored`, what was shown often and never taken counts, too.
    """
    judged = history.judged() if history else []
    no = [one.paper for one in judged if one.verdict == "dismiss"]
    yes = [one.paper for one in judged if one.verdict == "like"]
    texts = {Identity.of(paper): as_entry(paper, LIKED) for paper in no}
    texts |= {Identity.of(entry): entry for entry in library if is_refused(entry)}
    refused = list(texts)
    disliked = dict.fromkeys(refused, _DISMISSED)
    for paper in history.ignored(_SHOWN) if history and ignored else ():
        disliked.setdefault(Identity.of(paper), _IGNORED)
    keys = library_keys(yes, library) if yes else []
    liked = (
        replace(as_entry(paper, LIKED), key=key)
        for paper, key in zip(yes, keys, strict=True)
    )
    return Experience(tuple(liked), tuple(refused), disliked, texts)

"""Requests: which suggestions the reader wants, and what to learn from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one request; several values of one kind mean any of them.

    `since` and `until` are ISO dates and both included; `categories` are globs;
    the other names match where all their words occur in a paper's name.
    """

    since: str | None = None
    until: str | None = None
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    has_code: bool = False
    exclude: tuple[str, ...] = ()
    min_score: float | None = None
    min_probability: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: how many suggestions, which, and the random seed.

    `diversity` is how much the list is to cover all topics of the library, 0 not at
    all; with `explain`, suggestions say what each feature adds to their score, with
    `topics`, to which of the reader's topics they are nearest; with `map`, the answer
    has a map of the library and the suggestions.
    """

    n: int = 10
    filters: Filters = field(default_factory=Filters)
    seed: int = 0
    diversity: float = 0.5  # costs 1 to 2 % of nDCG@10, see tests/bench/RESULTS.md
    explain: bool = False
    topics: bool = False
    map: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries to learn from; no condition means all.

    `collections` are globs, of which an entry must be in one; ``!GLOB`` leaves out
    what is in such a collection. Of `tags`, one is enough. `since_added` is the ISO
    date on or after which an entry was added.
    """

    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since_added: str | None = None

    def __bool__(self) -> bool:
        return bool(self.collections or self.tags or self.since_added)

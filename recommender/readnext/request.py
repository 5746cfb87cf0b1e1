"""What a reader asks of suggestions."""

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
    """What is asked: how many suggestions, which, and the seed of all chance.

    `diversity` is how much the list is to cover all topics of the library, 0 not at
    all; with `explain`, suggestions say what each feature adds to their score.
    """

    n: int = 10
    filters: Filters = field(default_factory=Filters)
    seed: int = 0
    diversity: float = 0.5  # costs 1 to 2 % of nDCG@10, see tests/bench/RESULTS.md
    explain: bool = False

"""arXiv's categories for a library, from subjects, and from venues that post there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from readnext_adapters.sources.field_sources import (
    ARXIV_DEFAULT,
    ARXIV_MONTHLY,
    arxiv_category,
)
from readnext_adapters.sources.recent_papers import Found, Recent

_FEWEST = 2  # papers
_LEAST = 0.05  # share of the newest papers
_NEW = 0.04  # share that a further category adds
_MOST = 4
_CLEAR = 0.3  # share of the papers with a subject, for those of unknown subject
_DAILY = frozenset(("cs.LG", "cs.CL", "cs.CV", "cs.AI"))
_DAILY_SHARE = 0.3


def arxiv_sources(recent: Recent) -> Iterator[Found]:
    """Yield arXiv's categories, those that cover most first, and the daily papers."""
    total = len(recent.entries)
    covers = _covers(recent)
    covered: set[int] = set()
    for _ in range(_MOST):
        category = max(covers, key=lambda c: (len(covers[c] - covered), c), default="")
        numbers = covers.pop(category, set())
        new = len(numbers - covered)
        if new < _FEWEST or new < _LEAST * total or (covered and new < _NEW * total):
            break
        covered |= numbers
        yield Found(
            f"arxiv:{category}",
            f"{recent.of_yours(len(numbers))} have this subject, or are in venues that "
            "post there",
            _monthly(category),
            frozenset(numbers),
        )
    daily = _daily(recent)
    if len(daily) >= max(_FEWEST, _DAILY_SHARE * total):
        why = f"{recent.of_yours(len(daily))} are on machine learning; has labs"
        yield Found("hf:daily", why, 900, frozenset())


def _covers(recent: Recent) -> dict[str, set[int]]:
    """The papers that each category has."""
    covers: dict[str, set[int]] = defaultdict(set)
    for number, (entry, told) in enumerate(
        zip(recent.entries, recent.subjects, strict=True)
    ):
        for category in told or _by_venue(entry.venue):
            covers[category].add(number)
    told_of = {number for numbers in covers.values() for number in numbers}
    # Of equally frequent ones, other papers are most likely in the largest.
    top = max(covers, key=lambda c: (len(covers[c]), _monthly(c), c), default="")
    if told_of and len(covers[top]) >= _CLEAR * len(told_of):
        covers[top] |= {
            number
            for number, entry in enumerate(recent.entries)
            if entry.arxiv and number not in told_of
        }
    return covers


def _monthly(category: str) -> int:
    return ARXIV_MONTHLY.get(category, ARXIV_DEFAULT)


def _by_venue(venue: str) -> list[str]:
    """The category that a venue implies, the first that fits."""
    found = arxiv_category(venue) if venue else None
    return [found] if found else []


def _daily(recent: Recent) -> set[int]:
    """The papers on machine learning, by subject or venue."""
    return {
        number
        for category, numbers in _covers(recent).items()
        if category in _DAILY
        for number in numbers
    }

"""Phrases of titles that name a group of works: frequent there, and rare elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

from readnext.catalog.phrases import is_filler, phrase_of
from readnext.catalog.words import hash_each, is_stop_word
from readnext.matching.names import fold

_RUN = re.compile(r"[\w'\u2019-]+(?: [\w'\u2019-]+)*")
_LONGEST = 4  # words of a phrase
_STARTS = frozenset("based improved improving new novel using".split())
_BONUS = (0.0, 1.0, 2.0, 2.2, 2.2)  # what a phrase of so many words counts
_RARE = 0.5  # occurrences elsewhere that are assumed of a phrase without any
_MOST = 12  # phrases of a group
_FEWEST = 2  # titles that have a phrase
_PART = 0.7  # of a phrase's titles have it in a longer one: it is part of that


def title_phrases(groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return phrases for each group of titles, the most telling first.

    A phrase is one to four words that follow each other in titles of the group.
    """
    counts = [Counter(p for t in titles for p in set(_of(t))) for titles in groups]
    total = Counter[str]()
    for found in counts:
        total.update(found)
    size = max(sum(map(len, groups)), 1)
    return [
        _telling(found, total, titles, size)
        for titles, found in zip(groups, counts, strict=True)
    ]


def _telling(
    found: Counter[str], total: Counter[str], titles: Sequence[str], size: int
) -> list[str]:
    """The phrases of a group, the most telling first, as the titles write them."""
    parts = _parts(found)
    weights = {
        phrase: _weight(phrase, count, total[phrase], len(titles), size)
        for phrase, count in found.items()
        if count >= _FEWEST and phrase not in parts
    }
    order = sorted(weights, key=lambda phrase: (-weights[phrase], phrase))
    return [_written(phrase, titles) for phrase in order[:_MOST]]


def _parts(found: Counter[str]) -> set[str]:
    """The phrases that nearly always are part of longer ones."""
    longer = Counter[tuple[str, bool]]()
    for phrase, count in found.items():
        words = phrase.split()
        longer[" ".join(words[:-1]), True] += count
        longer[" ".join(words[1:]), False] += count
    return {p for (p, _), count in longer.items() if count >= _PART * found[p]}


def _weight(phrase: str, inside: int, total: int, titles: int, size: int) -> float:
    """How well a phrase names a group: how many titles have it, against the others."""
    share = inside / titles
    others = (total - inside + _RARE) / max(size - titles, 1)
    return float(inside**0.5 * log(1 + share / others) * _BONUS[len(phrase.split())])


def _of(title: str) -> Iterator[str]:
    """Yield the phrases of a title, folded, without stop words in them."""
    for run in _RUN.findall(title):
        words = [fold(word) for word in run.split(" ")]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                part = words[start:end]
                if _is_stop(part[-1]):
                    break
                if _is_stop(part[0]) or part[0] in _STARTS:
                    continue
                if not is_filler(" ".join(part)) and not any(map(_is_stop, part)):
                    yield " ".join(part)


def _is_stop(word: str) -> bool:
    """Whether a word says nothing; a compound does if one of its parts does."""
    parts = [part for part in re.findall(r"\w+", word) if len(part) > 1]
    return not parts or bool(is_stop_word(hash_each(parts)).all())


def _written(phrase: str, titles: Sequence[str]) -> str:
    """A phrase as the titles write it."""
    words = " ".join(re.findall(r"\w+", phrase))
    return phrase_of(words, "", " . ".join(titles)) or phrase

"""Two titles word by word: what they share in any order, and how they differ.

Other rules look at one kind of difference each. Here all that is harmless is taken
away at once: spelling, misprints, forms of a word, words joined or as an acronym,
small words and the order. What is left is what one title has more, or has instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from readnext.matching.misprints import is_misprint
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import Title
from readnext.matching.word_forms import stem
from readnext.matching.word_lists import stands_for

# Words that say how something was studied, which authors change freely.
_GENERIC = frozenset(
    stem(word)
    for word in (
        "approach approaches method methods algorithm algorithms technique techniques "
        "framework frameworks study studies analysis analyses investigation evidence "
        "case application applications novel new simple efficient effective improved "
        "improving do does can is are how what why some note remark remarks based use "
        "insight insights perspective model models modeling reveal reveals show shows "
        "exploring examining investigating understanding we our us procedure scheme "
        "experiment experiments tool tools comprehensive systematic detailed assessment"
    ).split()
)
# Those that say nothing at all.
_EMPTY = frozenset(
    stem(word)
    for word in (
        "how what why does do did can could might may is are was we our us it new "
        "novel large scale some note remark using use based show shows reveal reveals"
    ).split()
)
# Words that authors put for each other, a number for each group.
_SYNONYMS = {
    stem(word): number
    for number, group in enumerate(
        (
            "teaching training|predicting prediction predictions forecasting forecast "
            "forecasts|senses meanings|effect effects impact impacts influence|fast "
            "rapid quick|review survey overview|assessing evaluating assessment "
            "evaluation|enhancing boosting|utilizing employing|older elderly aged|"
            "stochastic probabilistic randomized|raise increase|raises increases|"
            "raising increasing|after following|ir infrared|uv ultraviolet"
        ).split("|")
    )
    for word in group.split()
}
# Endings of the forms of one word: "measuring", "measurement".
_ENDINGS = frozenset(
    "e s ed es ing ings ment ments ement ements ation ations ion ions al ally ly or "
    "ors er ers ive y ies ity tion tions ze zes zed zing".split()
) | {""}
_STEM = 5  # letters that all forms of a word share
_LONGEST_ACRONYM = 5
_MANY = 6  # words of a title in which a synonym makes no other title
_COUNT = 2100  # a number that is no year and no part: "9,000 adolescents"


class Rewording(NamedTuple):
    """How two titles differ: words in common, and those that one of them has alone.

    `replaced` says that words of one stand in the place of words of the other, and
    `keeps_ends` that both begin with one word and end with one.
    """

    shared: int
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    replaced: bool
    keeps_ends: bool

    @property
    def part(self) -> float:
        """The part of all words that is in both titles."""
        return self.shared / max(1, self.shared + len(self.ours) + len(self.theirs))

    @property
    def is_reordered(self) -> bool:
        """Whether both titles have the same words."""
        return not self.ours and not self.theirs


@lru_cache(maxsize=2**8)
def compare_words(one: Title, other: Title) -> Rewording | None:
    """Compare two titles; None if their numbers or parts tell them apart.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Metal sheets measured by heat")
    >>> compare_words(a, read_title("Measuring sheets of metal by heat")).is_reordered
    True
    >>> compare_words(a, read_title("Wooden sheets measured by heat")).replaced
    True
    """
    if _marks_differ(one.words, other.words):
        return None
    ours, theirs = (list(content_words(title.words)) for title in (one, other))
    pairs = _pairs(ours, theirs)
    left, right = (
        [n for n in range(len(words)) if n not in known]
        for words, known in ((ours, dict(pairs)), (theirs, {k: i for i, k in pairs}))
    )
    return Rewording(
        len({i for i, _ in pairs}),
        tuple(ours[n] for n in left if stem(ours[n]) not in _EMPTY),
        tuple(theirs[n] for n in right if stem(theirs[n]) not in _EMPTY),
        _is_replaced(ours, theirs, pairs),
        {(0, 0), (len(ours) - 1, len(theirs) - 1)} <= set(pairs),
    )


def _marks_differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether numbers differ, unless one title alone says how many were studied."""
    ours, theirs = series_marks(one), series_marks(other)
    if ours == theirs:
        return False
    short, long = sorted((ours, theirs), key=len)
    more = list(long)
    for mark in short:
        if mark not in more:
            return True
        more.remove(mark)
    return not all(mark.isdigit() and int(mark) > _COUNT for mark in more)


def _pairs(ours: list[str], theirs: list[str]) -> list[tuple[int, int]]:
    """The places of words that are the same, a word for several in each of theirs."""
    pairs: list[tuple[int, int]] = []
    free = set(range(len(theirs)))
    long = min(len(ours), len(theirs)) > _MANY
    left = set(range(len(ours)))
    our_stems, their_stems = list(map(stem, ours)), list(map(stem, theirs))
    for one, other, same in (
        (our_stems, their_stems, str.__eq__),
        (ours, theirs, is_same),
        *(((our_stems, their_stems, _are_synonyms),) if long else ()),
    ):
        for i in sorted(left):
            word = one[i]
            k = min([k for k in free if same(word, other[k])], default=None)
            if k is not None:
                pairs.append((i, k))
                free.discard(k)
                left.discard(i)
    pairs += _joined(ours, theirs, left, free)
    pairs += [(i, k) for k, i in _joined(theirs, ours, free, left)]
    return pairs


def _joined(
    ours: list[str], theirs: list[str], left: set[int], free: set[int]
) -> list[tuple[int, int]]:
    """Words of one title that are several of the other, joined or as an acronym."""
    found = []
    for i in sorted(left):
        for k, size in _runs(free):
            if stands_for(ours[i], tuple(theirs[k : k + size])):
                found += [(i, n) for n in range(k, k + size)]
                left.discard(i)
                free.difference_update(range(k, k + size))
                break
    return found


def _runs(places: set[int]) -> Iterator[tuple[int, int]]:
    """The places that follow each other, from two on: where they begin, how many."""
    for k in sorted(places):
        for size in range(2, _LONGEST_ACRONYM + 1):
            if not places.issuperset(range(k, k + size)):
                break
            yield k, size


def _is_replaced(
    ours: list[str], theirs: list[str], pairs: list[tuple[int, int]]
) -> bool:
    """Whether words between two that are shared differ, or those at one end do.

    "Deaths of patients" and "Falls of patients" are two studies.
    """
    to = {i: k for i, k in sorted(pairs, reverse=True)} | {
        -1: -1,
        len(ours): len(theirs),
    }
    last = dict(sorted(pairs)) | {-1: -1}
    before = -1
    for i in range(len(ours) + 1):
        if i not in to:
            continue
        mine, its = ours[before + 1 : i], theirs[last[before] + 1 : to[i]]
        known = {k for _, k in pairs}
        alone = all(n not in known for n in range(last[before] + 1, to[i]))
        if mine and its and alone and not _is_harmless(mine, its):
            return True
        before = i
    return False


def _is_harmless(mine: list[str], its: list[str]) -> bool:
    """Whether words that stand for others say nothing, or how something was done."""
    ours, theirs = (set(map(stem, words)) for words in (mine, its))
    if {_SYNONYMS.get(word, word) for word in ours} == {
        _SYNONYMS.get(word, word) for word in theirs
    }:
        return True
    if len(mine) == len(its) == 1 and _begins(*ours, *theirs):
        return True  # "state", "stationary"
    return ours <= _EMPTY or theirs <= _EMPTY or ours | theirs <= _GENERIC | _EMPTY


def _begins(a: str, b: str) -> bool:
    """Whether one of two stems begins with the other."""
    short, long = sorted((a, b), key=len)
    return len(short) >= _STEM - 1 and long.startswith(short)


def _are_synonyms(a: str, b: str) -> bool:
    """Whether words of two stems are put for each other, as a long title says."""
    group = _SYNONYMS.get(a)
    return group is not None and group == _SYNONYMS.get(b)


@lru_cache(maxsize=2**12)
def is_same(a: str, b: str) -> bool:
    """Tell whether two words are one, misspelt or in another form.

    >>> is_same("measuring", "measurement"), is_same("measure", "meadow")
    (True, False)
    """
    if a[:1] == b[:1] and a.isalpha() and b.isalpha():
        size = next(
            (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
            min(len(a), len(b)),
        )
        if size >= _STEM and a[size:] in _ENDINGS and b[size:] in _ENDINGS:
            return True
    return is_misprint(a, b)

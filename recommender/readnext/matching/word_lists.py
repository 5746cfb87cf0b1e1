"""Whether the words of two titles say the same, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from readnext.matching.word_forms import same_word, stem

# So many words may be misspelt. Each is recognised as the same word, so that even
# three ("colour-centre", "optimising") are no risk, and more are not seen.
_MISSPELT = 3
_LONGEST_ACRONYM = 5


def same_words(
    one: tuple[str, ...],
    other: tuple[str, ...],
    same: Callable[[str, str], bool] = same_word,
) -> bool:
    """Tell whether words differ only by spelling, by spacing or as an acronym.

    >>> same_words(("gans", "for", "colour"), ("g", "a", "ns", "for", "color"))
    True
    """
    i = k = misspelt = 0
    while i < len(one) and k < len(other):
        left, right = _steps(one[i:], other[k:], same)
        if not left:
            return False
        misspelt += left == right == 1 and stem(one[i]) != stem(other[k])
        i, k = i + left, k + right
    return i == len(one) and k == len(other) and misspelt <= _MISSPELT


def _steps(
    one: tuple[str, ...], other: tuple[str, ...], same: Callable[[str, str], bool]
) -> tuple[int, int]:
    """How many first words of each say the same; (0, 0) if none."""
    if same(one[0], other[0]):
        return 1, 1
    for size in range(2, _LONGEST_ACRONYM + 1):
        if stands_for(one[0], other[:size]):
            return 1, size
        if stands_for(other[0], one[:size]):
            return size, 1
    return 0, 0


def stands_for(word: str, words: tuple[str, ...]) -> bool:
    """Tell whether a word is others written together, or made of their initials."""
    if len(words) < 2 or word[0] != words[0][0]:
        return False
    initials, joined = "".join(other[0] for other in words), "".join(words)
    return word in (joined, initials, initials + "s") or word + "s" == joined

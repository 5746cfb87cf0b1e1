"""When two different titles can be one paper's.

These rules are for papers of the same persons only: that they hold is judged in
`readnext.matching.identity`. Whatever tells members of a series apart must agree, so
"Part I" is never "Part II" and "SemEval-2016" never "SemEval-2017".
"""

from __future__ import annotations

from readnext.matching.names import without_umlauts
from readnext.matching.titles import Title, content_words, series_marks

# So many words may be misspelt. Each is recognised as the same word, so that even
# three ("colour-centre", "optimising") are no risk, and more are not seen.
_MISSPELT = 3
_LONGEST_ACRONYM = 5
_VOWELS = frozenset("aeiouy")
_SOUNDS_ALIKE = ({"s", "z"}, {"s", "c"}, {"d", "t"}, {"m", "n"}, {"i", "j"})
# What an author drops from a title, or adds to it, without meaning another work.
_LIGHT = frozenset("neural novel new simple efficient do does".split())
# So many words at one end does a renamed title keep at least.
_KEPT_END = 3
_ENDINGS = ("ings", "ing", "ion", "es", "ed", "s", "e")


def spelling_variant(one: Title, other: Title) -> bool:
    """Tell whether two titles differ in spelling, small words or an acronym only.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Optimising GANs with Colour")
    >>> b = read_title("Optimizing Generative Adversarial Networks by Color")
    >>> spelling_variant(a, b)
    True
    >>> a, b = read_title("Upper Bounds on Trees"), read_title("Lower Bounds on Trees")
    >>> spelling_variant(a, b)
    False
    """
    if series_marks(one.words) != series_marks(other.words):
        return False
    return _match(content_words(one.words), content_words(other.words))


def heavy_words(title: Title) -> tuple[str, ...]:
    """Return the words of a title that its variants keep: no small or light ones."""
    content = content_words(title.words)
    return tuple(w for w in content if w not in _LIGHT) or content


def _match(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether words differ only by spelling, by spacing or as an acronym."""
    i = k = misspelt = 0
    while i < len(one) and k < len(other):
        left, right = _steps(one[i:], other[k:])
        if not left:
            return False
        misspelt += left == right == 1 and stem(one[i]) != stem(other[k])
        i, k = i + left, k + right
    return i == len(one) and k == len(other) and misspelt <= _MISSPELT


def _steps(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, int]:
    """How many first words of each say the same; (0, 0) if none."""
    if same_word(one[0], other[0]):
        return 1, 1
    for size in range(2, _LONGEST_ACRONYM + 1):
        if _stands_for(one[0], other[:size]):
            return 1, size
        if _stands_for(other[0], one[:size]):
            return size, 1
    return 0, 0


def _stands_for(word: str, words: tuple[str, ...]) -> bool:
    """Whether a word is others written together, or made of their initials."""
    if len(words) < 2 or word[0] != words[0][0]:
        return False
    initials = "".join(other[0] for other in words)
    return word in ("".join(words), initials, initials + "s")


def same_word(a: str, b: str) -> bool:
    """Tell whether two words are one word in two spellings or endings.

    A typing error rarely affects the first letter, and an extra letter there often
    makes the opposite of a word.

    >>> same_word("optimising", "optimizing"), same_word("atention", "attention")
    (True, True)
    >>> same_word("models", "modeling"), same_word("shfit", "shift")
    (True, True)
    >>> same_word("symmetric", "asymmetric"), same_word("adsorption", "absorption")
    (False, False)
    """
    if a == b:
        return True
    if a + "s" == b or b + "s" == a:
        return True
    if a[0] != b[0] or min(len(a), len(b)) < 4:
        return False
    a, b = (without_umlauts(word).replace("our", "or") for word in (a, b))
    return stem(a) == stem(b) or _misspelt(*sorted((a, b), key=len))


def stem(word: str) -> str:
    """Return a word in American spelling, without the ending of a form of it."""
    word = word.replace("our", "or")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def _misspelt(short: str, long: str) -> bool:
    """Whether a typing error turns a word into the other, and not into a third."""
    if len(short) == len(long):
        return _swapped(short, long) or _sounds_alike(short, long)
    n = next(
        (n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y),
        len(short),
    )
    if len(long) - len(short) > 1 or short[n:] != long[n + 1 :]:
        return False
    return len(long) >= 8 or long[n] in _VOWELS or long[n] == long[n - 1]


def _swapped(a: str, b: str) -> bool:
    """Whether two neighbouring letters have changed places."""
    off = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(a) < 5 or len(off) != 2 or off[1] != off[0] + 1:
        return False
    return a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]


def _sounds_alike(a: str, b: str) -> bool:
    """Whether all letters that differ sound alike; one, or two in a long word."""
    pairs = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    if len(a) < 6 or len(pairs) > 1 + (len(a) >= 8):
        return False
    return all(pair <= _VOWELS or pair in _SOUNDS_ALIKE for pair in pairs)


def subtitle_variant(one: Title, other: Title) -> bool:
    """Tell whether one title is the other without its subtitle.

    >>> from readnext.matching.titles import read_title
    >>> long = read_title("XGBoost: A Boosting System")
    >>> subtitle_variant(long, read_title("XGBoost"))
    True
    >>> subtitle_variant(read_title("Flames: Part I"), read_title("Flames"))
    False
    """
    short, long = sorted((one, other), key=lambda title: len(title.words))
    return (
        short.weight != "none"
        and len(short.words) < len(long.words)
        and series_marks(short.words) == series_marks(long.words)
        and _match(short.words, long.main)
    )


def name_variant(one: Title, other: Title) -> bool:
    """Tell whether one title is the other with a coined name or one word before it.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Make3D: Learning Scene Structure from a Single Image")
    >>> name_variant(a, read_title("Learning scene structure from a single image"))
    True
    """
    short, long = sorted((one, other), key=lambda title: len(title.words))
    name = long.main
    is_name = len(name) == 1 or (long.coined and not series_marks(name))
    return (
        is_name
        and not name[0].isdigit()
        and len(short.words) > 2
        and long.words[len(name) :] == short.words
    )


def wording_variant(one: Title, other: Title) -> bool:
    """Tell whether two titles differ by words that hardly change what they say.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Graph Neural Networks for Crystals")
    >>> wording_variant(a, read_title("Graph Networks for Crystals"))
    True
    """
    if series_marks(one.words) != series_marks(other.words):
        return False
    return _match(heavy_words(one), heavy_words(other))


def renaming_variant(one: Title, other: Title) -> bool:
    """Tell whether a preprint can have been renamed from one title to the other.

    It keeps its coined name before another subtitle, or gains or loses a few words
    and keeps the order of the others, and all of them at one end. A word within that
    qualifies another ("affine motion") makes another work.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("TideNet: a Transformer for Water Levels")
    >>> b = read_title("TideNet: Storm Surges with Attention")
    >>> renaming_variant(a, b)
    True
    """
    if series_marks(one.words) != series_marks(other.words):
        return False
    if one.coined and other.coined and one.main == other.main:
        return True
    short, long = sorted((heavy_words(one), heavy_words(other)), key=len)
    if len(short) < _KEPT_END or len(long) - len(short) > 3:
        return False
    return _one_end_agrees(short, long) and _are_within(short, long)


def _one_end_agrees(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two titles only begin or only end with the same words."""
    ours, theirs = (tuple(map(stem, words)) for words in (one, other))
    if ours[0] == theirs[0] and ours[-1] == theirs[-1]:
        return False
    heads = ours[:_KEPT_END] == theirs[:_KEPT_END]
    return heads or ours[-_KEPT_END:] == theirs[-_KEPT_END:]


def _are_within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of one title are in the other in order, but for spelling."""
    others = iter(long)
    return all(any(same_word(word, other) for other in others) for word in short)

"""When two different titles can be one paper's.

These rules are for papers of the same persons only: that they hold is judged in
`readnext.matching.identity`. Whatever tells members of a series apart must agree, so
"Part I" is never "Part II" and "SemEval-2016" never "SemEval-2017".
"""

from __future__ import annotations

from collections.abc import Callable

from readnext.matching.headings import HEADINGS
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import Title
from readnext.matching.word_forms import same_word, stem
from readnext.matching.word_lists import same_words

# What an author drops from a title, or adds to it, without meaning another work.
_LIGHT = frozenset(
    "neural novel new simple efficient do does some evidence that investigation".split()
)
_PRAISE = _LIGHT | frozenset(
    "fast faster accurate strong effective practical scalable large scale massively "
    "automatic automated highly very towards a fully end rapid".split()
)
_PHRASE = 4  # words before a colon
# So many words at one end does a renamed title keep at least.
_KEPT_END = 3
# Words of works on an earlier work, and those that stand beside them.
_SEQUEL = frozenset(
    "again another appendices appendix beyond comment comments correction corrections "
    "critique follow followup further later more postscript protocol reappraisal "
    "reassessment reconsidered reconsideration reexamined reexamination reply "
    "replication replications retrospect retrospective revisited sequel still update "
    "updated reanalysis rejoinder erratum afterword improved addendum continued "
    "extended extension extensions".split()
)
_OF_SEQUELS = frozenset(
    "a after additional an analysis and author authors brief code critical data "
    "decade decades evidence extension from guide new note notes on results review "
    "second short some study thoughts trial two up year years".split()
)
_SEQUELS = frozenset(
    tuple(phrase.split())
    for phrase in (
        "code|movie|teaching notes|new evidence|further evidence|then now"
        "|interim report|final report|interim results|final results"
        "|preliminary results|long term results|statistical analysis plan"
        "|first results|pilot data|source code|country notes|country profiles|executive"
        " summary|summary policymakers|technical summary|technical"
        " annex|statistical annex|annex|press release|technical notes|policy brief|key"
        " findings|highlights|methodology"
    ).split("|")
)
# Of texts that announce a study, which has its own paper.
_PLANS = (
    "protocol trial ",
    "study protocol ",
    "rationale design ",
    "design rationale ",
)
# What stands before the title of another text, and is not the name of a method.
_LABELS = frozenset(
    "podcast video audio slides republished preview profile interview opinion essay "
    "withdrawal talk session panel workshop symposium highlight spotlight focus debate "
    "case".split()
)
_DATA = frozenset("dataset datasets data benchmark corpus testbed".split())
_LONG_SUBTITLE = 5  # words
_LONGER = 2  # words that the title page has more
# So many content words has a title that was cut within a word, or behind one.
_CUT_WITHIN, _CUT_BEHIND = 5, 8


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
    return same_words(content_words(one.words), content_words(other.words))


def heavy_words(title: Title) -> tuple[str, ...]:
    """Return the words of a title that its variants keep: no small or light ones."""
    content = content_words(title.words)
    return tuple(w for w in content if w not in _LIGHT) or content


def subtitle_variant(
    one: Title, other: Title, same: Callable[[str, str], bool] = same_word
) -> bool:
    """Tell whether one title is the other without its subtitle, or with a shorter one.

    >>> from readnext.matching.titles import read_title
    >>> long = read_title("XGBoost: A Boosting System")
    >>> subtitle_variant(long, read_title("XGBoost"))
    True
    >>> subtitle_variant(read_title("Flames: Part I"), read_title("Flames"))
    False
    >>> subtitle_variant(read_title("Flames: an update"), read_title("Flames"))
    False
    """
    short, long = sorted((one, other), key=lambda title: len(title.words))
    if short.weight == "none" or len(short.words) == len(long.words):
        return False
    if series_marks(short.main) != series_marks(long.main):
        return False
    subtitle = long.subtitle
    if short.main == long.main and short.subtitle:
        more = tuple(word for word in subtitle if word not in short.subtitle)
        if series_marks(subtitle) or is_sequel(more):
            return False
        return set(short.subtitle) <= set(subtitle)
    if _is_serial(subtitle) or is_sequel(subtitle):
        return False
    marked = series_marks(short.words) == series_marks(long.main)
    return marked and same_words(short.words, long.main, same)


def _is_serial(subtitle: tuple[str, ...]) -> bool:
    """Whether a subtitle is that of one in a series: "Part I", "1998", "2. Ice".

    A number within a longer one says nothing: "The World of a 16th-Century Miller".
    """
    marks = series_marks(subtitle)
    return bool(marks) and (subtitle[0] in marks or len(subtitle) < _LONG_SUBTITLE)


def cut_variant(one: Title, other: Title, fewest: int | None = None) -> bool:
    """Tell whether a long title is the other cut short, within a word or behind one.

    What is left of it has `fewest` words, or as many as a mere beginning has seldom.

    >>> from readnext.matching.titles import read_title
    >>> long = read_title("Counting otters from drones with thermal images in Scotland")
    >>> cut_variant(long, read_title("Counting otters from drones with thermal ima..."))
    True
    """
    short, long = sorted((one.words, other.words), key=len)
    if not short or len(short) > len(long):
        return False
    *before, last = short
    size = len(before)
    if tuple(before) != long[:size] or not long[size].startswith(last):
        return False
    content = content_words(short)
    if long[size] != last:
        return len(content) >= (fewest or _CUT_WITHIN)
    rest = long[len(short) :]
    enough = len(content) >= (fewest or _CUT_BEHIND)
    return bool(rest) and enough and not series_marks(rest)


def title_page_variant(one: Title, other: Title) -> bool:
    """Tell whether the title of a book is within the long one on its title page.

    >>> from readnext.matching.titles import read_title
    >>> long = read_title("An Inquiry into the Causes of the Wealth of Ponds in Mud")
    >>> title_page_variant(long, read_title("The Wealth of Ponds"))
    True
    """
    short, long = sorted((one.words, other.words), key=len)
    size = len(short)
    if len(content_words(short)) < 2 or len(long) < size + _LONGER:
        return False
    if series_marks(short) or series_marks(long) or not _SEQUEL.isdisjoint(long):
        return False
    at = next((n for n in range(len(long)) if long[n : n + size] == short), None)
    return at is not None and "and" not in long[at + size : at + size + 1]


def name_variant(one: Title, other: Title) -> bool:
    """Tell whether one title is the other with a coined name or one word before it.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Make3D: Learning Scene Structure from a Single Image")
    >>> name_variant(a, read_title("Learning scene structure from a single image"))
    True
    """
    return _has_name_before(one, other) or _has_name_before(other, one)


def _has_name_before(long: Title, short: Title) -> bool:
    name = long.main
    is_name = len(name) == 1 or (long.coined and not series_marks(name))
    if not is_name or name[0].isdigit() or len(short.words) < 3:
        return False
    if name[0] in HEADINGS or name[0] in _LABELS:
        return False
    rest = long.subtitle
    if series_marks(rest) != series_marks(short.words):
        return False
    return same_words(content_words(rest), content_words(short.words))


def _has_phrase_before(long: Title, short: Title) -> bool:
    """Whether a title is the subtitle of another one, behind a phrase or a name."""
    phrase, content = long.main, content_words(short.words)
    if not phrase or len(phrase) > _PHRASE or len(content) < _PHRASE:
        return False
    if phrase[0] in HEADINGS or phrase[0] in _LABELS or series_marks(phrase):
        return False
    return same_words(content_words(long.subtitle), content)


def wording_variant(one: Title, other: Title) -> bool:
    """Tell whether two titles differ by words that hardly change what they say.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Graph Neural Networks for Crystals")
    >>> wording_variant(a, read_title("Graph Networks for Crystals"))
    True
    """
    if series_marks(one.words) != series_marks(other.words):
        return False
    if is_sequel(one.subtitle) != is_sequel(other.subtitle):
        return False
    return same_words(heavy_words(one), heavy_words(other))


def renaming_variant(one: Title, other: Title) -> bool:
    """Tell whether a preprint can have been renamed from one title to the other.

    It keeps its coined name before another subtitle, or gains or loses a few words
    and keeps the order of the others, and all of them at one end. A word within that
    qualifies another ("affine motion") makes another work, and so do words of sequels.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("TideNet: a Transformer for Water Levels")
    >>> b = read_title("TideNet: Storm Surges with Attention")
    >>> renaming_variant(a, b)
    True
    """
    if series_marks(one.words) != series_marks(other.words):
        return False
    if (one.coined or other.coined) and one.main == other.main:
        return _DATA.isdisjoint(one.words) == _DATA.isdisjoint(other.words)
    if _has_phrase_before(one, other) or _has_phrase_before(other, one):
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
    """Whether the words of one title are in the other in order, but for spelling.

    What else there is may not be words of a sequel, and in front only praise: "robust
    control" is other work than "control".
    """
    left = list(short)
    more = []
    if not same_word(short[0], long[0]):
        front = next((n for n, w in enumerate(long) if same_word(short[0], w)), 0)
        if not front or not _PRAISE.issuperset(long[:front]):
            return False
    for word in long:
        if left and same_word(left[0], word):
            left.pop(0)
        else:
            more.append(word)
    return not left and _SEQUEL.isdisjoint(more)


def is_sequel(subtitle: tuple[str, ...]) -> bool:
    """Tell whether a subtitle says that a work is about another one of its title.

    >>> is_sequel(("10", "years", "later")), is_sequel(("a", "study", "of", "rain"))
    (True, False)
    """
    words = [word for word in content_words(subtitle) if not word.isdigit()]
    if tuple(words) in _SEQUELS or f"{' '.join(words)} ".startswith(_PLANS):
        return True
    return not _SEQUEL.isdisjoint(words) and all(
        word in _SEQUEL or word in _OF_SEQUELS for word in words
    )


def differ_by_sequel(one: Title, other: Title) -> bool:
    """Tell whether one of two titles alone has a word of works on an earlier work."""
    return not _SEQUEL.isdisjoint(set(one.words) ^ set(other.words))

"""Parsing titles: key, words, parts, and how distinctive a title is."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from readnext.matching.headings import HEADINGS
from readnext.matching.markup import TAG
from readnext.matching.plain_titles import plain_title
from readnext.matching.title_words import content_words, is_usual, words_of

_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
_NO_LETTERS = {n: None for n in range(128) if not chr(n).isalnum()}


def title_key(title: str) -> str:
    """Return a title as lower-case letters and digits alone.

    Case, accents, spaces, punctuation, LaTeX and HTML markup make no difference.

    >>> title_key("{Auto-Encoding} Variational Bayes.")
    'autoencodingvariationalbayes'
    """
    if "&" in title or "<" in title:
        title = TAG.sub("", html.unescape(title)).replace("&", " and ")
    if "\\" in title:
        title = _COMMAND.sub("", title)
    title = title.casefold()
    if title.isascii():
        return title.translate(_NO_LETTERS)
    title = unicodedata.normalize("NFKD", title)
    title = "".join(c for c in title if not unicodedata.combining(c)).casefold()
    return "".join(filter(str.isalnum, title))


def work_key(title: str) -> str:
    r"""Return the key of a plain title, which most records of one work share.

    >>> work_key("The β-Catenin Paper"), work_key(r"$\beta$-catenin paper")
    ('betacateninpaper', 'betacateninpaper')
    """
    return title_key(plain_title(title))


# ------------------------------------------------------------ indistinct titles
# Names of fields: any number of books and surveys have no other title.
_FIELDS = frozenset(
    "deep machine learning neural networks network reinforcement artificial "
    "intelligence computer vision data mining statistical statistics theory analysis "
    "survey introduction review tutorial overview information retrieval robotics "
    "graph time series natural language processing pattern recognition support vector "
    "machines handbook principles foundations fundamentals methods models big science "
    "optimization algorithms probability bayesian linear algebra visual tracking "
    "cloud computing security".split()
)
_PERIODIC = frozenset(
    "annual yearbook proceedings quarterly monthly yearly newsletter".split()
)


@dataclass(frozen=True, slots=True)
class Title:
    """A parsed title: all words, and those before its subtitle.

    `key` is all words as one, which all usual spellings share. `weight` is "none" for
    headings and periodicals, which say nothing without year and person; "field" for
    names of fields, which say little; else "full".
    """

    words: tuple[str, ...]
    main: tuple[str, ...]
    coined: bool
    weight: str
    key: str

    @property
    def subtitle(self) -> tuple[str, ...]:
        """The words behind those of `main`."""
        return self.words[len(self.main) :]


# A subtitle follows a colon, a dash, the end of a sentence, or stands in brackets.
_SUBTITLE = re.compile(
    r":\s|\s[-–—/]+\s|(?<!\d)[—–](?=\w)|(?<=\w{3})\.\s|[?!;]\s|,\s+or,?\s+(?:the|an|a|how)\s"
    r"|\s[(\[](?=[^()\[\]]*[)\]]\W*$)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z]{0,6}[A-Z]s?)\)")
_COINED = re.compile(r"\w*[^\W\d_][A-Z]\w*|\w+[-.][A-Z]\w*")


@lru_cache(maxsize=2**14)
def read_title(title: str) -> Title:
    """Parse a title.

    >>> read_title("MobileBERT: a Compact BERT").main
    ('mobilebert',)
    """
    plain = _without_acronym(plain_title(title))
    words = _without_part(words_of(plain))
    head = _SUBTITLE.split(plain, maxsplit=1)[0]
    coined = _COINED.fullmatch(head.strip()) is not None
    main = words if head == plain else _without_part(words_of(head))
    return Title(words, main, coined, _weight(words), "".join(words))


# A title without these marks is judged word by word, which takes less time.
_LETTERS = re.compile(r"[a-z\d]+")
_MARKS = re.compile(
    r"\d(?:[.,]\d|\s*x\s|[\s-]d(?:imensional)?\b|\s*%|[-/]\d\d(?!\d))"
    r"|\([A-Z]|\bper cent",
    re.IGNORECASE,
)


@lru_cache(maxsize=2**14)
def usual_key(title: str, key: str) -> str:
    """Return the key that a title shares with its usual spellings.

    Most titles are spelt as usual; then it is `key`, that of the title itself.

    >>> title = "Two Colours of Ponds, Part II"
    >>> usual_key(title, work_key(title)), usual_key("Old Ponds", "oldponds")
    ('2colorsofponds2', 'oldponds')
    """
    if title.isascii() and not _MARKS.search(title):
        words = _LETTERS.findall(title.casefold())
        if all(map(is_usual, words)):
            return key
    return read_title(title).key


_START = re.compile(r"\b[a-z\d]{4}")
_SMALL_STARTS = frozenset(("with", "from", "over", "into", "upon", "usin", "their"))


@lru_cache(maxsize=2**16)
def word_starts(title: str) -> frozenset[str]:
    """Return the first four letters of the larger words of a title.

    >>> sorted(word_starts("Herons of ponds with reeds"))
    ['hero', 'pond', 'reed']
    """
    return frozenset(_START.findall(title.casefold())) - _SMALL_STARTS


def _without_acronym(title: str) -> str:
    """A plain title without an acronym in brackets behind what it stands for."""
    for found in _ACRONYM.finditer(title):
        words = words_of(title[: found.start()])
        letters = found[1].removesuffix("s").casefold()
        for some in (words, content_words(words)):
            if "".join(word[0] for word in some).endswith(letters):
                return title[: found.start()] + title[found.end() :]
    return title


def _without_part(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without "part" before its number, which stands alone in "Rivers II"."""
    if "part" not in words:
        return words
    after = (*words[1:], "")
    return tuple(
        word
        for word, next_ in zip(words, after, strict=True)
        if word != "part" or not next_.isdigit()
    )


def _weight(words: tuple[str, ...]) -> str:
    content = content_words(words)
    others = [w for w in content if w not in HEADINGS]
    if any(w in _PERIODIC for w in words) or not others:
        return "none"
    if len(others) < len(content) and all(map(str.isdigit, others)):
        return "none"  # "Preface to the Second Edition"
    return "field" if all(w in _FIELDS for w in content) else "full"

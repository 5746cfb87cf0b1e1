"""Parsing titles: key, words, parts, and how distinctive a title is."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from readnext.matching.headings import HEADINGS
from readnext.matching.names import fold

_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")
_NO_LETTERS = {n: None for n in range(128) if not chr(n).isalnum()}


def title_key(title: str) -> str:
    """Return a title as lower-case letters and digits alone.

    Case, accents, spaces, punctuation, LaTeX and HTML markup make no difference.

    >>> title_key("{Auto-Encoding} Variational Bayes.")
    'autoencodingvariationalbayes'
    """
    if "&" in title or "<" in title:
        title = _TAG.sub("", html.unescape(title)).replace("&", " and ")
    if "\\" in title:
        title = _COMMAND.sub("", title)
    title = title.casefold()
    if title.isascii():
        return title.translate(_NO_LETTERS)
    title = unicodedata.normalize("NFKD", title)
    title = "".join(c for c in title if not unicodedata.combining(c)).casefold()
    return "".join(filter(str.isalnum, title))


# ------------------------------------------------------------------ plain titles
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron "
    "pi rho sigma tau upsilon phi chi psi omega"
).split()
_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_OPERATORS = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker "
    "lim liminf limsup ln log max min mod poly polylog sec sin sinh sup tan tanh"
).split()
_VARIANTS = {
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "ϖ": "pi",
    "ϰ": "kappa",
}
# A symbol, its LaTeX command and its name are one title: "α-helix", "$\alpha$-helix".
_SPELLED = {name: name for name in _GREEK} | {
    **{"ell": "l", "times": "x", "l": "l", "L": "l", "o": "o", "O": "o", "ss": "ss"},
    **{name: name for name in _OPERATORS},
    **{f"var{name}": name for name in _GREEK},
    **{"lg": "lg"},
    **{"ae": "ae", "AE": "ae", "oe": "oe", "OE": "oe", "aa": "a", "AA": "a", "i": "i"},
}
_SYMBOLS = str.maketrans(
    dict(zip(_LETTERS, _GREEK, strict=True))
    | dict(zip(_LETTERS.upper(), _GREEK, strict=True))
    | {"ς": "sigma", "µ": "mu", "×": "x", "ℓ": "l", "ø": "o", "Ø": "o", "ł": "l"}
    | _VARIANTS
    | {"Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
)
_MACRO = re.compile(r"\\([a-zA-Z]+)\*?\s*")
_TIMES = re.compile(r"(?<=\d)\s*x\s*(?=\d)")
_PLUS = re.compile(r"(?<=\w)\++")
_SHARP = re.compile(r"\b([CFJ])#")
_REMARK = (
    r"(?:(?:extended|full|short|long|preliminary|abridged|revised|conference|journal)"
    r"\s+(?:version|paper|abstract|report)|technical report|preprint|invited talk"
    r"|invited(?: paper)?|keynote|poster|demo|retracted(?: article)?"
    r"|with (?:comments?|discussions?|a rejoinder)(?: and [a-z ]{1,40})?)"
)
# Remarks on the form of a text, not on what it is.
_REMARK_LAST = re.compile(
    rf"\s*(?:[(\[]{_REMARK}[)\]]|(?:\s[-–—]+|[:—–])\s*{_REMARK})[\s.]*$", re.IGNORECASE
)
_REMARK_ENDS = tuple("version paper abstract report preprint talk demo poster".split())
_REMARK_FIRST = re.compile(
    r"\s*(?:\[(?:pdf|html|book|citation|retracted|invited(?: paper)?)\]"
    r"|retracted(?: article)?\s*:)\s*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"[\s{]*(?:the|an|a)[\s}]+(?=.*[^\W_]{2})", re.IGNORECASE)


def plain_title(title: str) -> str:
    r"""Return a title without markup, and without remarks on the form of the text.

    >>> plain_title(r"RETRACTED: The $\alpha$-Helix in {C++} (extended version)")
    'alpha-Helix in Cplusplus'
    """
    if "\\" in title:
        title = _MACRO.sub(_spelled, title)
    if "&" in title or "<" in title:
        title = _TAG.sub("", html.unescape(title)).replace("&", " and ")
    if "{" in title or "$" in title:
        title = re.sub(r"[{}$]", "", title)
    if not title.isascii():
        title = unicodedata.normalize("NFC", title).translate(_SYMBOLS)
        title = unicodedata.normalize("NFKC", title).translate(_SYMBOLS)
    if "+" in title or "#" in title:
        title = _SHARP.sub(r"\1sharp", _PLUS.sub(_pluses, title))
    if title[:1] == "[" or title[:10].casefold().startswith("retracted"):
        title = _REMARK_FIRST.sub("", title, count=1)
    last = title[-9:].rstrip(" .").casefold()
    if last.endswith((")", "]", *_REMARK_ENDS)):
        title = _REMARK_LAST.sub("", title)
    if title[:1] in "aAtT {" and (article := _ARTICLE.match(title)):
        title = title[article.end() :]
    return title


def _spelled(command: re.Match[str]) -> str:
    """The letters that a LaTeX command stands for, if any."""
    return _SPELLED.get(command[1]) or _SPELLED.get(command[1].lower(), "")


def _pluses(found: re.Match[str]) -> str:
    return "plus" * len(found[0])


def work_key(title: str) -> str:
    r"""Return the key of a plain title, which most records of one work share.

    >>> work_key("The β-Catenin Paper"), work_key(r"$\beta$-catenin paper")
    ('betacateninpaper', 'betacateninpaper')
    """
    return title_key(plain_title(title))


# ------------------------------------------------------------------------- words
_NUMBERS = {
    word: str(n)
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
        "twelfth",
    )
    for n, word in enumerate(words.split(), 1)
}
_SHORT = {"vol": "volume", "pt": "part", "ch": "chapter", "ed": "edition", "nr": "no"}
_SHORT |= {"vs": "versus"}
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_DIMENSION = re.compile(r"(?<=\d)[\s-]d\b")  # 3D, 3-D and 3 D
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a plain title, folded, numbers in digits.

    >>> words_of("Müller's Theory, Part II (2nd Ed.)")
    ('mullers', 'theory', 'part', '2', '2', 'edition')
    """
    text = _DECIMAL.sub("point", re.sub(r"['’`]", "", fold(text)))
    return tuple(
        map(_as_typed, _WORD.findall(_DIMENSION.sub("d", _TIMES.sub("x", text))))
    )


def _as_typed(word: str) -> str:
    """A word in the one form that all its spellings share."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    if ordinal := _ORDINAL.fullmatch(word):
        return ordinal[1]
    if word[0] in "ivx" and (roman := _ROMAN.fullmatch(word)):
        unit = {"ix": 9, "iv": 4}.get(roman[2])
        if unit is None:
            unit = 5 * ("v" in roman[2]) + roman[2].count("i")
        return str(10 * len(roman[1]) + unit)
    return _SHORT.get(word, word)


# Words that tell the members of a series apart, besides numbers and single letters.
_SERIAL = frozenset(
    "january february march april may june july august september october november "
    "december spring summer autumn winter part volume edition chapter revised".split()
)


def series_marks(words: tuple[str, ...]) -> list[str]:
    """Return what tells the members of a series apart: numbers, letters, months.

    >>> series_marks(words_of("SemEval-2016 Task 4"))
    ['2016', '4']
    >>> series_marks(words_of("Type A and B"))
    ['b']
    """
    return [
        word
        for word in words
        if word in _SERIAL
        or (len(word) == 1 and word != "a" and word != "s")
        or any(map(str.isdigit, word))
    ]


# ------------------------------------------------------------ indistinct titles
_SMALL = frozenset(
    "a an the of for in on with using via by and to towards toward from at as or "
    "its their".split()
)
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

    `weight` is "none" for headings and periodicals, which say nothing without year
    and person; "field" for names of fields, which say little; else "full".
    """

    words: tuple[str, ...]
    main: tuple[str, ...]
    coined: bool
    weight: str


# A subtitle follows a colon, a dash, the end of a sentence, or stands in brackets.
_SUBTITLE = re.compile(
    r":\s|\s[-–—]+\s|[—–](?=\w)|(?<=\w{3})\.\s|[?!]\s|\s[(\[](?=[^()\[\]]*[)\]]\W*$)"
)
_COINED = re.compile(r"\w*[^\W\d_][A-Z]\w*|\w+[-.][A-Z]\w*")


@lru_cache(maxsize=2**14)
def read_title(title: str) -> Title:
    """Parse a title.

    >>> read_title("MobileBERT: a Compact BERT").main
    ('mobilebert',)
    """
    plain = plain_title(title)
    words = _without_part(words_of(plain))
    head = _SUBTITLE.split(plain, maxsplit=1)[0]
    coined = _COINED.fullmatch(head.strip()) is not None
    return Title(words, _without_part(words_of(head)), coined, _weight(words))


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
    content = [w for w in words if w not in _SMALL]
    if any(w in _PERIODIC for w in words) or all(w in HEADINGS for w in content):
        return "none"
    return "field" if all(w in _FIELDS for w in content) else "full"


def content_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without articles, prepositions and the like.

    >>> content_words(words_of("Learning to Fold Paper by Imitation"))
    ('learning', 'fold', 'paper', 'imitation')
    """
    return tuple(w for w in words if w not in _SMALL)

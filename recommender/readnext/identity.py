"""When two records are one paper: ids and titles in one normal form.

Two records are one paper when they share a DOI or an arXiv id (without version),
or when their titles have the same key and nothing else contradicts it: see
`Identity`. "You own this already", joining a library with the catalog and
merging two sources all stand on this module.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import unquote

from readnext.names import family_key, fold, split_name
from readnext.paper import Entry, Paper

# Older DOIs of Wiley and the AMS have a part like <37::AID-VIZ8> or <1606:GARSPP>.
_DOI = re.compile(
    r"\b(10\.\d{4,9}(?:\.\d+)*/(?:[^\s\"<>{}|\\^`]|<\w+:[\w:.-]*>)+)", re.IGNORECASE
)
_ARXIV_NEW = r"\d{4}\.\d{4,5}"
_ARXIV_OLD = r"[a-z][a-z-]+(?:\.[A-Z]{2})?/\d{7}"
_ARXIV_BARE = re.compile(rf"(?:arxiv:)?\s*({_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?", re.I)
_ARXIV_IN_TEXT = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html|format)/|10\.48550/arxiv\.|arxiv[:\s]\s*"
    rf"(?:preprint\s+)?(?:arxiv:)?)\s*({_ARXIV_NEW}|{_ARXIV_OLD})(?!\d)",
    re.IGNORECASE,
)


def parse_doi(text: str) -> str | None:
    """Return the first DOI in a text, in lower case, or None.

    DOIs are case-insensitive (DOI Handbook, 2.4).

    >>> parse_doi("https://doi.org/10.1145/3292500.3330701.")
    '10.1145/3292500.3330701'
    >>> parse_doi("10.1002/1521(2000)1:2<37::AID-VIZ8>3.0.CO;2-6")
    '10.1002/1521(2000)1:2<37::aid-viz8>3.0.co;2-6'
    """
    text = text.replace("{\\_}", "_").replace("\\", "")
    if "%" in text:
        text = unquote(text)
    match = _DOI.search(text)
    if not match:
        return None
    doi = match.group(1).rstrip(".,;:'\"")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi.lower()


def parse_arxiv(text: str, *, bare: bool = False) -> str | None:
    """Return the arXiv id in a text, without version, or None.

    With `bare`, the text is a field that holds nothing but the id.

    >>> parse_arxiv("arXiv preprint arXiv:1706.03762v5")
    '1706.03762'
    >>> parse_arxiv("hep-th/9901001", bare=True)
    'hep-th/9901001'
    """
    if bare and (match := _ARXIV_BARE.fullmatch(text.strip())):
        return match.group(1).lower()
    match = _ARXIV_IN_TEXT.search(text)
    return match.group(1).lower() if match else None


def parse_isbn(text: str) -> str | None:
    """Return the first ISBN in a text as 13 digits, or None if none is valid.

    >>> parse_isbn("0-262-03384-4 (hardcover)")
    '9780262033848'
    """
    for found in re.findall(r"[\dXx][\dXx\s-]{8,20}", text):
        digits = re.sub(r"[\s-]", "", found).upper()
        if re.fullmatch(r"\d{13}", digits) and _ean_digit(digits[:12]) == digits[12]:
            return digits
        if re.fullmatch(r"\d{9}[\dX]", digits[:10]) and _isbn10_ok(digits[:10]):
            stem = "978" + digits[:9]
            return stem + _ean_digit(stem)
    return None


def _ean_digit(stem: str) -> str:
    total = sum(int(d) * (1 if n % 2 == 0 else 3) for n, d in enumerate(stem))
    return str(-total % 10)


def _isbn10_ok(digits: str) -> bool:
    values = [10 if d == "X" else int(d) for d in digits]
    return sum(v * (10 - n) for n, v in enumerate(values)) % 11 == 0


_COMMAND = re.compile(r"\\[a-zA-Z]+\*?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")


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
    if not title.isascii():
        title = unicodedata.normalize("NFKD", title)
        title = "".join(c for c in title if not unicodedata.combining(c)).casefold()
    return "".join(filter(str.isalnum, title))


_SLUG_WORDS, _SLUG_LENGTH = 8, 60


def slug_id(title: str) -> str:
    """Return a readable id for a paper whose source gives none.

    Titles with the same key and the same first words get the same id.

    >>> slug_id("Occam's Razor, Again")
    'occams-razor-again-24ec39'
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", fold(title)))
    words = words[:_SLUG_WORDS]
    while len(words) > 1 and len("-".join(words)) > _SLUG_LENGTH:
        words.pop()
    slug = "-".join(words)[:_SLUG_LENGTH] or "paper"
    key = (title_key(title) or title).encode(errors="replace")
    return f"{slug}-{hashlib.sha1(key, usedforsecurity=False).hexdigest()[:6]}"


# Title keys shorter than this are borne by many works: where the years agree
# ("introduction"), where one is unknown ("neuralnetworks"), where they differ
# ("reinforcementlearning").
_TELLING = 12
_TELLING_ALONE = 18
_TELLING_LONG = 25
# Typing errors are looked for in title keys of this length and more.
_NEAR = 25
# How much of a title's head or tail must be free of typing errors; see `blocks`.
_BLOCK = 16


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one paper from another: ids, title key, family keys, year."""

    doi: str | None
    arxiv: str | None
    title: str
    families: frozenset[str]
    year: int | None

    @classmethod
    def of(cls, record: Entry | Paper) -> Identity:
        """Return the identity of an entry or a paper."""
        if isinstance(record, Entry):
            families = (family_key(a.family) for a in record.authors)
        else:
            families = (family_key(split_name(a)[0]) for a in record.authors)
        return cls(
            record.doi,
            record.arxiv,
            title_key(record.title),
            frozenset(families) - {""},
            record.year,
        )

    def aliases(self) -> list[str]:
        """Return the exact names under which the same paper may be known."""
        names = [f"title:{self.title}"] if self.title else []
        if self.doi:
            names.append(f"doi:{self.doi}")
        if self.arxiv:
            names.append(f"arxiv:{self.arxiv}")
        return names

    def blocks(self) -> list[str]:
        """Return names that a paper shares with one whose title has a typing error."""
        if len(self.title) < _NEAR:
            return []
        return [f"head:{self.title[:_BLOCK]}", f"tail:{self.title[-_BLOCK:]}"]

    def same(self, other: Identity) -> bool:
        """Tell whether the two are one paper.

        A shared DOI or arXiv id proves it, two different arXiv ids disprove it.
        Otherwise the titles must agree (or nearly) and the authors not disagree.
        """
        if self.doi and self.doi == other.doi:
            return True
        if self.arxiv and other.arxiv:
            return self.arxiv == other.arxiv
        if self.title != other.title:
            shared = self.families & other.families
            return bool(shared) and nearly_equal(self.title, other.title)
        return self._agrees(other)

    def _agrees(self, other: Identity) -> bool:
        """Tell whether persons and years let two equal titles be one paper.

        They must share an author. Where one side names nobody, the title must be
        long enough to be its own proof, the longer the less the years agree.
        """
        if self.families and other.families:
            return bool(self.families & other.families)
        if self.year is None or other.year is None:
            return len(self.title) >= _TELLING_ALONE
        apart = abs(self.year - other.year)
        if apart == 0:
            return len(self.title) >= _TELLING
        return apart <= 3 and len(self.title) >= _TELLING_LONG


def nearly_equal(a: str, b: str) -> bool:
    """Tell whether two title keys differ by no more than a typing error.

    Digits must agree: "part 1" is not "part 2".

    >>> nearly_equal("attentionisallyouneedforvision", "attentionisalyouneedforvision")
    True
    >>> nearly_equal("surveyofdeeplearningmethods1", "surveyofdeeplearningmethods2")
    False
    """
    if min(len(a), len(b)) < _NEAR or abs(len(a) - len(b)) > 3:
        return False
    if re.findall(r"\d", a) != re.findall(r"\d", b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.97

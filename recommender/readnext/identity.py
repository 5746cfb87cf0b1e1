"""When two records are one paper: ids and titles in one normal form.

Two records are one paper when they share a DOI or an arXiv id (without version),
or when their titles have the same key and nothing else contradicts it: see
`same_work`. "You own this already", joining a library with the catalog and
merging two sources all stand on this module.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from urllib.parse import unquote

_DOI = re.compile(r"\b(10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^`]+)", re.IGNORECASE)
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
    """
    text = text.replace("\\_", "_").replace("{\\_}", "_").replace("\\", "")
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


# Titles that many works bear; they say nothing without a person.
_COMMON_LENGTH = 12


def same_work(
    families_a: Iterable[str],
    families_b: Iterable[str],
    year_a: int | None,
    year_b: int | None,
    title: str,
) -> bool:
    """Tell whether two records with the title key `title` are one paper.

    They are when they share an author's family key. Where one side names nobody,
    the title must be long enough to be its own proof, or the years must agree.
    """
    a, b = set(families_a), set(families_b)
    if a and b:
        return bool(a & b)
    if len(title) > 2 * _COMMON_LENGTH:
        return year_a is None or year_b is None or abs(year_a - year_b) <= 3
    return len(title) >= _COMMON_LENGTH and year_a is not None and year_a == year_b


def nearly_equal(a: str, b: str) -> bool:
    """Tell whether two title keys differ by no more than a typing error.

    Digits must agree: "part 1" is not "part 2".

    >>> nearly_equal("attentionisallyouneedforvision", "attentionisalyouneedforvision")
    True
    >>> nearly_equal("surveyofdeeplearningmethods1", "surveyofdeeplearningmethods2")
    False
    """
    if min(len(a), len(b)) < 25 or abs(len(a) - len(b)) > 3:
        return False
    if re.findall(r"\d", a) != re.findall(r"\d", b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.97

"""Ids in one normal form: DOI, arXiv id, ISBN, and those made of a title."""

from __future__ import annotations

import hashlib
import html
import re
from urllib.parse import unquote

from readnext.matching.names import fold
from readnext.matching.titles import title_key

# Older DOIs of Wiley and the AMS have a part like <37::AID-VIZ8> or <1606:GARSPP>.
_DOI = re.compile(
    r"(?<![\d.])(10\.\d{4,9}(?:\.\d+)*/"
    r"(?:[^\s\"<>{}|\\^`]|<[\w.?+*-]*:[\w:.?+*-]*>)+)",
    re.IGNORECASE,
)
# What https://shortdoi.org gives: "10/b2k8", or the address doi.org/b2k8.
_SHORT_DOI = re.compile(
    r"\s*(?:(?:short)?doi:?\s*)?(?:https?://)?"
    r"(?:(?:dx\.|short)?doi\.org/(?:10/|(?=[a-z]*\d))|10/)"
    r"(?=\d*[a-z])([a-z\d]{3,12})\W*",
    re.IGNORECASE,
)
# Where a second DOI or an address follows without a space.
_SECOND = re.compile(r"[,;|](?=https?:|doi\b|10\.\d{4})", re.IGNORECASE)
# The page of a publisher's site, in an address that was taken for the DOI.
_PAGE = re.compile(
    r"(?:/(?:full(?:text)?|abs(?:tract)?|e?pdf(?:/standard|direct)?|meta|summary|html"
    r"|xml|epub|references|citations?|figures|suppl_file/.*)"
    r"|\.(?:full|abstract|short|long|e?pdf|html?|xml)|;jsessionid=[\w.!-]*)+/?$",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]\w{1,20});", re.IGNORECASE)
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ARXIV_NEW = r"\d{4}\.\d{4,5}"
_ARXIV_OLD = r"[a-z][a-z-]+(?:\.[a-z-]{2,9})?/\d{7}"
_ARXIV_BARE = re.compile(rf"(?:arxiv:)?\s*({_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?", re.I)
_ARXIV_IN_TEXT = re.compile(
    rf"(?:arxiv\.org/(?:abs|pdf|html|format)/|10\.48550/arxiv\.|arxiv[:\s]\s*"
    rf"(?:preprint\s+)?(?:arxiv:)?)\s*({_ARXIV_NEW}|{_ARXIV_OLD})(?!\d)",
    re.IGNORECASE,
)


def parse_doi(text: str) -> str | None:
    """Return the first DOI in a text, in lower case, or None.

    DOIs are case-insensitive (DOI Handbook, 2.4). A short DOI (https://shortdoi.org)
    counts where the text is nothing else. What an address adds (``/full``, ``.pdf``) is
    no part of it.

    >>> parse_doi("https://doi.org/10.1145/3292500.3330701.")
    '10.1145/3292500.3330701'
    >>> parse_doi("10.1002/1521(2000)1:2<37::AID-VIZ8>3.0.CO;2-6")
    '10.1002/1521(2000)1:2<37::aid-viz8>3.0.co;2-6'
    >>> parse_doi("10.1000/a/full"), parse_doi("10.1000/a, 10.1000/b")
    ('10.1000/a', '10.1000/a')
    >>> parse_doi("https://doi.org/10/B2k8")
    '10/b2k8'
    """
    text = _unescaped(text)
    if not (match := _DOI.search(text)):
        short = _SHORT_DOI.fullmatch(text)
        return f"10/{short[1].lower()}" if short else None
    doi = _SECOND.split(match[1])[0]
    doi = _PAGE.sub("", _without_end(doi))
    return _without_end(doi).lower()


def _unescaped(text: str) -> str:
    """Return a text without the escapes of LaTeX, HTML and addresses."""
    text = text.replace("{\\_}", "_").replace("\\", "")
    for _ in range(2):
        if "&" in text:
            text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if "%" in text:
        text = unquote(text)
    return text if text.isascii() else text.translate(_HYPHENS).translate(_UNSEEN)


def _without_end(doi: str) -> str:
    """Return a DOI without the punctuation of the sentence around it."""
    doi = doi.rstrip(".,;:'\"’”»")
    while (pair := _CLOSING.get(doi[-1:])) and doi.count(doi[-1]) > doi.count(pair):
        doi = doi[:-1].rstrip(".,;:'\"’”»")
    return doi


_CLOSING = {")": "(", "]": "["}


def is_short_doi(doi: str) -> bool:
    """Tell whether a DOI is a short one, which names the same work as a longer one.

    >>> is_short_doi("10/b2k8"), is_short_doi("10.1000/b2k8")
    (True, False)
    """
    return doi.startswith("10/")


_BOOK_DOI = re.compile(r"10\.\d+/(?:[a-z]+\.)?97[89][-\d]{10,14}")


def is_book_doi(doi: str | None) -> bool:
    """Tell whether a DOI is that of a book: an ISBN, without a chapter behind it.

    >>> is_book_doi("10.1007/978-3-319-20794-9")
    True
    >>> is_book_doi("10.1007/978-3-319-20794-9_5"), is_book_doi("10.1145/3065386")
    (False, False)
    """
    return doi is not None and _BOOK_DOI.fullmatch(doi) is not None


def dois_differ(one: str | None, other: str | None) -> bool:
    """Tell whether two DOIs are known to differ; a short one may be any longer one's.

    >>> dois_differ("10.1000/a", "10.1000/b"), dois_differ("10.1000/a", "10/b2k8")
    (True, False)
    """
    if not one or not other or one == other:
        return False
    return is_short_doi(one) == is_short_doi(other)


def parse_arxiv(text: str, *, bare: bool = False) -> str | None:
    """Return the arXiv id in a text, without version, or None.

    With `bare`, the text is a field that holds nothing but the id. The subject class
    in an old id is not part of it (https://info.arxiv.org/help/arxiv_identifier.html).

    >>> parse_arxiv("arXiv preprint arXiv:1706.03762v5")
    '1706.03762'
    >>> parse_arxiv("hep-th/9901001", bare=True), parse_arxiv("arXiv:math.CO/0601001")
    ('hep-th/9901001', 'math/0601001')
    """
    match = _ARXIV_BARE.fullmatch(text.strip()) if bare else None
    match = match or _ARXIV_IN_TEXT.search(text)
    return without_class(match.group(1).lower()) if match else None


def without_class(arxiv: str) -> str:
    """Return an arXiv id without the subject class that old ones may have.

    >>> without_class("math.co/0601001"), without_class("1706.03762")
    ('math/0601001', '1706.03762')
    """
    archive, slash, number = arxiv.partition("/")
    return f"{archive.partition('.')[0]}/{number}" if slash else arxiv


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


def parse_issn(text: str) -> str | None:
    """Return the first valid ISSN in a text, or None.

    >>> parse_issn("0028-0836, 1476-4687"), parse_issn("00280836"), parse_issn("n/a")
    ('0028-0836', '0028-0836', None)
    """
    for found in re.finditer(r"(?<![\dXx])(\d{4})[-–]?(\d{3}[\dXx])(?![\dXx-])", text):
        digits = "".join(found.groups()).upper()
        values = [10 if d == "X" else int(d) for d in digits]
        if sum(v * (8 - n) for n, v in enumerate(values)) % 11 == 0:
            return f"{digits[:4]}-{digits[4:]}"
    return None


def _ean_digit(stem: str) -> str:
    total = sum(int(d) * (1 if n % 2 == 0 else 3) for n, d in enumerate(stem))
    return str(-total % 10)


def _isbn10_ok(digits: str) -> bool:
    values = [10 if d == "X" else int(d) for d in digits]
    return sum(v * (10 - n) for n, v in enumerate(values)) % 11 == 0


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

"""Volumes, editions and report numbers, compared as they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.title_words import words_of

_ARXIV = re.compile(r"arxiv|corr\b|(?<!\d)\d{4}\.\d{4,5}", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[lxvi]{2})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$")
_LETTERS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_MAIN_NUMBER = re.compile(r"\d+|[a-z]")


@lru_cache(maxsize=2**12)
def volume_key(volume: str) -> str:
    """Return the number or letter of a volume or an edition, "" for none.

    >>> volume_key("VI, Surfaces"), volume_key("Vol. 12(3)"), volume_key("2nd ed.")
    ('6', '12', '2')
    >>> volume_key("LIX")
    '59'
    >>> volume_key("abs/1706.03762"), volume_key("Ponds")
    ('', '')
    """
    if "/" in volume and not volume.replace("/", "").isdigit():
        return ""
    words = words_of(volume)
    found = next(filter(_MAIN_NUMBER.fullmatch, words), "").lstrip("0")
    return found or (str(_roman(words[0])) if words and _ROMAN.match(words[0]) else "")


def _roman(number: str) -> int:
    """The value of a Roman number in small letters."""
    values = [_LETTERS[letter] for letter in number]
    after = (*values[1:], 0)
    return sum(-a if a < b else a for a, b in zip(values, after, strict=True))


def volumes_differ(one: str, other: str) -> bool:
    """Tell whether two volumes or editions are known to differ."""
    a, b = volume_key(one), volume_key(other)
    return bool(a and b) and a != b


_VOLUME = re.compile(
    r"[\s:,.;(\[–—-]+(?:vol(?:ume)?|band|bd|tome|tomo)\b\.?\s*(\w{1,12})\b"
    r"(?:\s*[)\]])?",
    re.IGNORECASE,
)
_NEW = r"(?:fully|thoroughly|completely|revised|rev|enlarged|and|expanded|updated)\.?"
_EDITION = re.compile(
    rf"[\s:,.;(\[–—-]+(?:(?!(?:{_NEW}|the|an?)\b)(\w{{1,10}})\.?(?:,?\s+(?:{_NEW}|international)){{0,4}}"
    rf"|{_NEW}(?:,?\s+{_NEW}){{0,3}})\s+(?:ed(?:ition|n)?|auflage|aufl)\b[.)\]]*"
    r"(?:,? international)?(?=\W*$|:|\s\([A-Z])",
    re.IGNORECASE,
)
_NEW_EDITION = re.compile(
    r"\b(?:revised|rev\b|enlarged|expanded|updated|corrected|bearbeitet|überarbeitet"
    r"|erweitert|verbessert|revue|corrigée|augmentée)",
    re.IGNORECASE,
)


def volume_in(title: str) -> str:
    """Return the key of the volume that a title states, "" for none.

    >>> volume_in("Reefs: Volume One"), volume_in("Reefs, Bd. 2: Fish")
    ('1', '2')
    """
    found = _VOLUME.search(title)
    return volume_key(found[1]) if found else ""


def without_volume(title: str) -> str:
    """Return a title without the volume that it states.

    >>> without_volume("Reefs: Volume One"), without_volume("Reefs, Vol. 2: Fish")
    ('Reefs', 'Reefs: Fish')
    """
    return _VOLUME.sub("", title, count=1) if volume_in(title) else title


def edition_in(title: str) -> str:
    """Return the key of the edition that a title states, "" for none.

    It stands at its end or before its subtitle.

    >>> edition_in("Reefs (2nd edition)"), edition_in("Reefs, Third Revised Ed.")
    ('2', '3')
    >>> edition_in("Reefs, second edition: A Guide")
    '2'
    """
    found = _EDITION.search(title)
    return volume_key(found[1] or "") if found else ""


def without_edition(title: str) -> str:
    """Return a title without the edition that it states.

    >>> without_edition("Reefs (2nd edition)"), without_edition("Reefs. Revised ed.")
    ('Reefs', 'Reefs')
    """
    return _EDITION.sub("", title)


def editions_differ(one: str, other: str) -> bool:
    """Tell whether two editions are known to differ; a revised one is not the first.

    >>> editions_differ("2nd", "Third"), editions_differ("1", "Revised edition")
    (True, True)
    >>> editions_differ("2", "Second, revised"), editions_differ("2nd", "Revised")
    (False, False)
    """
    a, b = volume_key(one), volume_key(other)
    if a and b:
        return a != b
    stated, text = (a, other) if a else (b, one)
    return stated == "1" and _NEW_EDITION.search(text) is not None


# "US 5,123,456 A": with and without commas, and the code of the kind of document.
_PATENT = re.compile(r"\b(\d{1,2}(?:,\d{3}){2}|\d{6,})\s?[ABCEU]?\d?\b")


_KIND = re.compile(r"(?<=\d)\s?[A-Z]\d?$")  # of document, behind its number


def _plain_patent(number: re.Match[str]) -> str:
    return number[1].replace(",", "")


@lru_cache(maxsize=2**12)
def _series_and_digits(number: str) -> tuple[str, tuple[int, ...]]:
    text = " ".join(words_of(number))
    letters = "".join(filter(str.isalpha, text))
    return letters, tuple(int(digits) for digits in _DIGITS.findall(text))


def numbers_differ(one: str, other: str) -> bool:
    """Tell whether two numbers of one series of reports or standards differ.

    Numbers of two series can be those of one report; so can a number with and without
    its year in front.

    >>> numbers_differ("FIPS PUBS 186-2", "FIPS PUBS 186-4")
    True
    >>> numbers_differ("TN-055", "TN 55"), numbers_differ("CMU-CS-95-123", "TR 123")
    (False, False)
    """
    if _ARXIV.search(one) or _ARXIV.search(other):
        return False  # its versions are one work
    one, other = (_PATENT.sub(_plain_patent, number) for number in (one, other))
    (a, ours), (b, theirs) = _series_and_digits(one), _series_and_digits(other)
    if not ours or not theirs or ours == theirs:
        return False
    if not (a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)):
        return False
    short, long = sorted((ours, theirs), key=len)
    return long[-len(short) :] != short


def digits_differ(one: str, other: str) -> bool:
    """Tell whether the numbers of two patents differ, of whatever country.

    >>> digits_differ("US 5,123,456", "US5123456B2")
    False
    >>> digits_differ("DE 44123", "EP 654")
    True
    """
    a, b = (re.sub(r"\D", "", _KIND.sub("", number.strip())) for number in (one, other))
    return bool(a and b) and a != b


def isbns_differ(one: str, other: str) -> bool:
    """Tell whether two ISBNs of 13 digits are known to be those of two books.

    The printed and the electronic form of a book have numbers in succession; the last
    digit is a check digit (ISBN Users' Manual, 7th edition).

    >>> isbns_differ("9783319105895", "9783319105772")
    True
    >>> isbns_differ("9783319105895", "9783319105901")
    False
    """
    if not one or not other:
        return False
    return abs(int(one[:-1]) - int(other[:-1])) > 1


_PAGE = re.compile(r"\s*([a-z]*\d+[a-z]*)", re.IGNORECASE)
_FIRST_PAGE = re.compile(r"\s*([a-z]*\s*\d+)", re.IGNORECASE)


def first_page(pages: str) -> str:
    """Return the first page of a span as a key, "" for none.

    >>> first_page("R20--43"), first_page("in press")
    ('r20', '')
    """
    found = _PAGE.match(pages)
    return found[1].casefold() if found else ""


def same_first_page(one: str, other: str) -> bool:
    """Tell whether two spans of pages are known to begin at one page.

    >>> same_first_page("20--43", "20"), same_first_page("", "")
    (True, False)
    >>> same_first_page("74450R", "74450V")
    False
    """
    page = first_page(one)
    return page != "" and page == first_page(other)


def pages_differ(one: str, other: str) -> bool:
    """Tell whether two spans of pages are known to begin at different pages.

    >>> pages_differ("1--18", "19--48"), pages_differ("1-18", "1")
    (True, False)
    """
    a, b = _FIRST_PAGE.match(one), _FIRST_PAGE.match(other)
    return bool(a and b) and a is not None and b is not None and a[1] != b[1]


_SPAN = re.compile(r"([a-z]*)(\d+)\s*[-–—]+\s*([a-z]*)(\d+)[.\s]*", re.IGNORECASE)
_ARTICLE = re.compile(r"\d+:(?=\d)")  # "17:1--17:22", of article 17
_AS_DIGITS = str.maketrans("lIO", "110")
_MISREAD = re.compile(r"(?<!\w)[lIO](?=\d)|(?<=\d)[lIO]")


def page_span(pages: str) -> tuple[str, int, int] | None:
    """Return the letters before, and the first and last of, two pages or more.

    It is None where not both are known.

    >>> page_span("171-5"), page_span("R20--R43"), page_span("91-l03")
    (('', 171, 175), ('r', 20, 43), ('', 91, 103))
    >>> page_span("17:1--17:22"), page_span("12"), page_span("in press")
    (('17:', 1, 22), None, None)
    """
    digits = _MISREAD.sub(lambda found: found[0].translate(_AS_DIGITS), pages.strip())
    article = _ARTICLE.match(digits)
    found = _SPAN.fullmatch(_ARTICLE.sub("", digits))
    if found is None or (found[3] and found[3] != found[1]):
        return None
    before = article[0] if article else found[1].lower()
    first, last = found[2], found[4]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return (before, int(first), int(last)) if int(last) > int(first) else None

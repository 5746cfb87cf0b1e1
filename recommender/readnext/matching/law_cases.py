"""Cases of courts, which are cited by volume, reporter and page."""

from __future__ import annotations

import re

# "347 U.S. 483", "410 F. Supp. 2d 12", "[1932] AC 562", "(1892) 2 QB 484".
_PARTIES = re.compile(r"\bvs?\.?\s|\bin re\b|\bex parte\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"(?<!\d)(\d{1,4})\s+((?:[A-Z][A-Za-z]{0,5}\.?\s?){1,4}(?:\d[a-z]{1,2}\.?)?)\s+(\d{1,5})"
    r"(?!\d)"
)
_BY_YEAR = re.compile(
    r"[(\[]((?:1[89]|20)\d\d)[)\]]\s+((?:\d\s)?[A-Z][A-Za-z. ]{0,14}?)\s(\d{1,5})(?!\d)"
)


def case_citation(title: str) -> str:
    """Return the citation that a title of a case has, as one key, "" for none.

    >>> case_citation("Fox v. Hen, 347 U.S. 483 (1954)"), case_citation("Fox v. Hen")
    ('347us483', '')
    >>> case_citation("Owl v Bee [1932] A.C. 562")
    '1932ac562'
    """
    if " v" not in title and "re " not in title and "arte " not in title:
        return ""
    if not _PARTIES.search(title):
        return ""
    found = _BY_YEAR.search(title) or _REPORTED.search(title)
    if found is None:
        return ""
    return "".join(filter(str.isalnum, "".join(found.groups()))).lower()

"""Cases of courts, which are cited by volume, reporter and page."""

from __future__ import annotations

import re

# "347 U.S. 483", "410 F. Supp. 2d 12", "[1932] AC 562", "(1892) 2 QB 484".
# With "vs." alone, a title is that of a case if it is little else than two names.
_PARTIES = re.compile(
    r"\w\.? v\.? [A-Z]|^(?:[A-Z][\w.]*\s){1,3}vs\.?(?:\s[A-Z][\w.]*){1,3}(?:,|$)"
    r"|^\W*(?:In re|Ex parte|Re) [A-Z]"
)
# All that lawyers write behind the parties.
_BEHIND = re.compile(
    r"\s*(?:,\s(?=\d+ [A-Z])|[\[(](?:1[89]|20)\d\d[\])]\s*(?=\d* ?[A-Z])"
    r"|,?\s*[\[(](?:1[89]|20)\d\d[\])]\W*$).*$"
)
_REPORTED = re.compile(
    r"(?<!\d)(\d{1,4})\s+((?:[A-Z][A-Za-z]{0,5}\.?\s?){1,4}(?:\d[a-z]{1,2}\.?)?)\s+(\d{1,5})"
    r"(?!\d)"
)
_BY_YEAR = re.compile(
    r"[(\[]((?:1[89]|20)\d\d)[)\]]\s+((?:\d\s)?[A-Z][A-Za-z. ]{0,14}?)\s(\d{1,5})(?!\d)"
)


def is_case(title: str) -> bool:
    """Tell whether a title names the parties of a case.

    >>> is_case("Fox v. Hen"), is_case("Fox vs. Hen"), is_case("Rain vs. Snow in May")
    (True, True, False)
    """
    if " v" not in title and "re " not in title and "arte " not in title:
        return False
    return _PARTIES.search(title) is not None


def without_citation(title: str) -> str:
    """Return the title of a case without where it is reported.

    >>> without_citation("Fox v. Hen, 5 U.S. (1 Cranch) 137 (1803)")
    'Fox v. Hen'
    >>> without_citation("Fox v Hen [1932] UKHL 100, [1932] AC 562")
    'Fox v Hen'
    """
    return _BEHIND.sub("", title) if is_case(title) else title


def case_citation(title: str) -> str:
    """Return the citation that a title of a case has, as one key, "" for none.

    >>> case_citation("Fox v. Hen, 347 U.S. 483 (1954)"), case_citation("Fox v. Hen")
    ('347us483', '')
    >>> case_citation("Owl v Bee [1932] A.C. 562")
    '1932ac562'
    """
    if not is_case(title):
        return ""
    found = _REPORTED.search(title) or _BY_YEAR.search(title)
    if found is None:
        return ""
    return "".join(filter(str.isalnum, "".join(found.groups()))).lower()

"""Titles of retraction notices that name the paper that they retract."""

from __future__ import annotations

import re

from readnext.catalog.candidates import is_notice_title
from readnext.matching.names import fold
from readnext.matching.titles import work_key
from readnext.paper import Paper

_NOTICE = re.compile(
    r"\W*(?:(?:notice|statement)\s+of\s+)?(?:retraction|withdrawal)"
    r"(?:\s+(?:notice|note|statement))?"
    r"(?:\s*[:.–—-]\s*|\s+(?:of|to|for)(?:\s+the\s+(?:article|paper))?\s*:?\s*|\s+(?=[\"“«]))"
    r"(?P<title>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"[\"“”„«‘'](?P<title>.+)[\"“”»’'](?:\W*|\s*[\[(,].*)", re.DOTALL)
# "[J. Bogs 12 (2020) 1-10]": where the paper appeared.
_PLACE = re.compile(r"\s*\[[^\[\]]{1,300}\]\W*$")
_SHORTEST = 12  # letters; several papers have a title as short as "Peat"


def retracted_title(paper: Paper) -> str:
    """Return the title of the paper that a notice retracts, "" if it names none.

    A notice that names DOIs needs no title.

    >>> retracted_title(Paper("1", "Retraction notice to “Moss in Green Tea” [Bogs 2]"))
    'Moss in Green Tea'
    >>> retracted_title(Paper("1", "Partial Retraction: Moss in Green Tea"))
    ''
    """
    if paper.retracts or not (paper.notice or is_notice_title(paper.title)):
        return ""
    found = _NOTICE.fullmatch(paper.title)
    if found is None:
        return ""
    title = found["title"].strip()
    quoted = _QUOTED.fullmatch(title)
    title = quoted["title"] if quoted else _PLACE.sub("", title)
    return title.strip() if len(title) >= _SHORTEST else ""


def retraction_name(title: str) -> str:
    """Return the name under which a catalog has the notices that retract a title."""
    return f"retracts:{work_key(title)}"


def retraction_of(paper: Paper, notice: Paper) -> Paper | None:
    """Return the statement by which a notice of the same venue withdraws a paper."""
    if not paper.venue or fold(paper.venue) != fold(notice.venue):
        return None
    return Paper(
        f"retracted:{notice.id}",
        paper.title,
        paper.authors,
        venue=paper.venue,
        date=paper.date,
        date_guessed=True,
        doi=paper.doi,
        arxiv=paper.arxiv,
        withdrawn=True,
    )

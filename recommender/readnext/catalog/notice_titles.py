"""Notices that name the paper that they retract or correct, by its title or an id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.catalog.candidates import is_notice_title
from readnext.matching.names import fold
from readnext.matching.titles import work_key
from readnext.paper import Paper

_OBJECT = (
    r"(?:\s*[:.–—-]\s*|\s+(?:of|to|for)(?:\s+the\s+(?:article|paper))?\s*:?\s*"
    r"|\s+(?=[\"“«]))(?P<title>\S.*)"
)
_RETRACTION = re.compile(
    r"\W*(?:(?:notice|statement)\s+of\s+)?(?:retraction|withdrawal)"
    rf"(?:\s+(?:notice|note|statement))?{_OBJECT}",
    re.IGNORECASE | re.DOTALL,
)
_ERRATUM = r"(?:errat(?:um|a)|corrigend(?:um|a)|corrections?)"
_CORRECTION = re.compile(
    r"\W*(?:(?:an?|notice\s+of)\s+)?(?:(?:authors?|publishers?|editors?)['’]?s?\s+)?"
    rf"{_ERRATUM}(?:\s+(?:notice|note))?{_OBJECT}",
    re.IGNORECASE | re.DOTALL,
)
_CORRECTION_LAST = re.compile(
    rf"(?P<title>.+?)(?:[:.?!]\s|\s[-–—]+\s|\s*[(\[])\s*(?:an?\s+)?{_ERRATUM}"
    r"\s*[)\]]?\W*",
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
    return "" if paper.retracts else _object_of(paper, _RETRACTION)


def corrected_title(paper: Paper) -> str:
    """Return the title of the paper that a notice corrects, "" if it names none.

    >>> corrected_title(Paper("1", "Author Correction: Moss in Green Tea"))
    'Moss in Green Tea'
    >>> corrected_title(Paper("1", "Moss in Green Tea (Erratum)"))
    'Moss in Green Tea'
    >>> corrected_title(Paper("1", "Error Correction in Green Codes"))
    ''
    """
    return _object_of(paper, _CORRECTION, _CORRECTION_LAST)


def _object_of(notice: Paper, *forms: re.Pattern[str]) -> str:
    """The title in that of a notice of one of some forms, "" if it has none."""
    if not (notice.notice or is_notice_title(notice.title)):
        return ""
    found = next(filter(None, (form.fullmatch(notice.title) for form in forms)), None)
    if found is None:
        return ""
    title = found["title"].strip()
    quoted = _QUOTED.fullmatch(title)
    title = quoted["title"] if quoted else _PLACE.sub("", title)
    return title.strip() if len(title) >= _SHORTEST else ""


def notice_names(paper: Paper) -> Iterator[str]:
    """Yield the names of other papers under which a catalog has a notice."""
    if title := retracted_title(paper):
        yield retraction_name(title)
    yield from correction_names(paper)


def correction_names(paper: Paper) -> Iterator[str]:
    """Yield the names under which a catalog has a notice that corrects a paper."""
    if title := corrected_title(paper):
        yield corrected_by_title(title)
    yield from map(corrected_by_id, paper.corrects)


def corrected_by_title(title: str) -> str:
    """Return the name under which a catalog has the notices that correct a title."""
    return f"corrects:title:{work_key(title)}"


def corrected_by_id(id_: str) -> str:
    """Return the name under which a catalog has the notices that correct an id."""
    return f"corrects:{id_}"


def retraction_name(title: str) -> str:
    """Return the name under which a catalog has the notices that retract a title."""
    return retraction_of_key(work_key(title))


def retraction_of_key(key: str) -> str:
    """Return `retraction_name` of the title of a key."""
    return f"retracts:{key}"


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

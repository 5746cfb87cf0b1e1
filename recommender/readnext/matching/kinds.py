"""What kind of work a record's type names, in any format of libraries.

Types are in lower case, as `readnext.paper.Entry` has them.
"""

from __future__ import annotations

import re

from readnext.matching.preprints import (
    is_discussion_venue,
    is_preprint_doi,
    is_preprint_venue,
)

_BOOKS = frozenset(("book", "ebook", "edbook", "mvbook", "edited book", "collection"))
_CHAPTERS = frozenset("incollection inbook chapter chap booksection".split())
_THESES = frozenset("phdthesis mastersthesis thesis thes dissertation".split())
_THESIS = re.compile(r"thesis|dissertation", re.IGNORECASE)
# What a thesis is called behind its title, with its school.
THESIS_REMARK = (
    r"(?:(?:doctoral|ph\.?\s?d\.?|master(?:['’]?s)?|m\.?\s?sc\.?|m\.?\s?phil\.?"
    r"|m\.?a\.?|bachelor(?:['’]?s)?|b\.?\s?sc\.?|diploma|habilitation)[ -]thesis"
    r"|(?:inaugural-?|doctoral |ph\.?\s?d\.? )?dissertation(?: \(ph\.?\s?d\.?\))?"
    r"|(?:diplom|master|magister|bachelor)arbeit|habilitationsschrift|diploma)"
    r"(?:,\s[^.]{3,60})?"
)
_THESIS_LAST = re.compile(rf"[.,:(\[]\s*(?:{THESIS_REMARK})[)\].\s]*$", re.IGNORECASE)
_NUMBERED = frozenset(
    "proceedings mvproceedings misc booklet patent legislation".split()
)
_PROCEEDINGS = frozenset("proceedings mvproceedings".split())
_PAPERS = frozenset("article inproceedings conference conf jour cpaper".split())
_TALKS = _PAPERS - {"article", "jour"}
_PREPRINTS = frozenset("unpublished techreport report preprint".split())
_REPORTS = frozenset("techreport report rprt standard stand manual".split())
_DATA = frozenset(
    "dataset data datacollection software computerprogram computer_program code "
    "codebase".split()
)
_REVIEWS = frozenset(("review", "review-book", "bookreview"))


def is_book_type(type_: str) -> bool:
    """Tell whether a type is that of a whole book."""
    return type_ in _BOOKS


def is_proceedings_type(type_: str) -> bool:
    """Tell whether a type is that of whole proceedings."""
    return type_ in _PROCEEDINGS


def is_volume_type(type_: str) -> bool:
    """Tell whether a type is that of a book or of whole proceedings."""
    return type_ in _BOOKS or type_ in _PROCEEDINGS


def may_be_articles(one: str, other: str) -> bool:
    """Tell whether two types are those of articles; catalogs state no type."""
    return {one, other} <= {"article", ""}


def may_be_yearly(type_: str) -> bool:
    """Tell whether a type is that of works which a body brings out year after year."""
    return type_ in ("article", "") or is_numbered_type(type_) or is_data_type(type_)


def is_chapter_type(type_: str) -> bool:
    """Tell whether a type is that of a part of a book."""
    return type_ in _CHAPTERS


def is_report_type(type_: str) -> bool:
    """Tell whether a type is that of a report, a standard or a manual."""
    return type_ in _REPORTS


def are_reports(one: str, other: str) -> bool:
    """Tell whether two types are those of reports."""
    return is_report_type(one) and is_report_type(other)


def is_numbered_type(type_: str) -> bool:
    """Tell whether a type is that of works with a volume or number of their own.

    The volume of an article is that of its journal.
    """
    return type_ in _BOOKS or type_ in _REPORTS or type_ in _NUMBERED


def is_talk_type(type_: str) -> bool:
    """Tell whether a type is that of a paper at a conference."""
    return type_ in _TALKS


def is_data_type(type_: str) -> bool:
    """Tell whether a type is that of a data set or of software."""
    return type_ in _DATA


def is_published_type(type_: str) -> bool:
    """Tell whether a type is that of a published paper or book."""
    return type_ in _PAPERS or type_ in _BOOKS


def is_preprint(type_: str, venue: str, doi: str | None, arxiv: str | None) -> bool:
    """Tell whether a record is that of a preprint or a report.

    The DOI decides where there is one, then the venue and the type.

    >>> is_preprint("", "", None, "1706.03762"), is_preprint("report", "", None, None)
    (True, True)
    >>> is_preprint("article", "", None, "1706.03762")
    False
    """
    if doi:
        unpublished = type_ not in _PAPERS and is_preprint_venue(venue)
        return is_preprint_doi(doi) or unpublished or is_discussion_venue(venue)
    if type_ in _PREPRINTS or venue:
        return type_ in _PREPRINTS or is_preprint_venue(venue)
    return arxiv is not None and not is_published_type(type_)


def is_review_type(type_: str) -> bool:
    """Tell whether a type is that of a review of another work."""
    return type_ in _REVIEWS


def are_theses_of_two_degrees(one: str, other: str) -> bool:
    """Tell whether two types are those of a master's and a doctor's thesis."""
    return {one, other} == {"mastersthesis", "phdthesis"}


def is_thesis(type_: str, venue: str, title: str = "") -> bool:
    """Tell whether a type, a venue or the end of a title is that of a thesis.

    >>> is_thesis("phdthesis", ""), is_thesis("misc", "Master's Thesis, ETH Zürich")
    (True, True)
    >>> is_thesis("article", "Nature"), is_thesis("book", "", "Ponds. PhD thesis")
    (False, True)
    """
    if type_ in _THESES or _THESIS.search(venue) is not None:
        return True
    return bool(title) and _THESIS_LAST.search(title) is not None

"""A paper as plain text that an output format only has to escape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from readnext.dates import iso_date
from readnext.matching.preprints import is_preprint_venue
from readnext.paper import Paper
from readnext_adapters.exports.author_names import AuthorName, has_more_people, people
from readnext_adapters.exports.links import page_address, paper_address, plain_id
from readnext_adapters.exports.meetings import is_meeting
from readnext_adapters.exports.pdf_links import pdf_address
from readnext_adapters.exports.venue_names import venue_name
from readnext_adapters.parsing.safe_text import plain

Kind: TypeAlias = Literal["meeting", "journal", "preprint", "other"]

_DATE = re.compile(r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class PlainRecord:
    """A paper as lines of plain text without control characters.

    `venue` is where it was published; a preprint server is its `repository`.
    `date` is ISO 8601, as precise as known. `url` is the paper's own address or
    arXiv's, `link` that or the DOI's, `pdf` that of a free full text.
    Unknown values are "".
    """

    kind: Kind
    title: str
    people: tuple[AuthorName, ...]
    more_people: bool
    venue: str
    repository: str
    date: str
    doi: str
    arxiv: str
    url: str
    link: str
    pdf: str
    abstract: str
    keywords: tuple[str, ...]


def plain_record(paper: Paper) -> PlainRecord:
    """Return a paper as plain text."""
    named = venue_name(plain(paper.venue))
    venue = "" if is_preprint_venue(named) else named
    arxiv, doi = plain_id(paper.arxiv), plain_id(paper.doi)
    url = page_address(paper)
    return PlainRecord(
        kind=_kind(venue, url or named),
        title=plain(paper.title),
        people=tuple(people(paper)),
        more_people=has_more_people(paper),
        venue=venue,
        repository="" if venue else named or ("arXiv" if arxiv else ""),
        date=_date(paper.date or ""),
        doi=doi,
        arxiv=arxiv,
        url=url,
        link=paper_address(paper),
        pdf=pdf_address(paper),
        abstract=plain(paper.abstract),
        keywords=tuple(filter(None, map(_keyword, paper.keywords))),
    )


def _kind(venue: str, place: str) -> Kind:
    if venue:
        return "meeting" if is_meeting(venue) else "journal"
    return "preprint" if place else "other"


def _date(date: str) -> str:
    return iso_date(*map(int, date.split("-"))) if _DATE.fullmatch(date) else ""


def _keyword(word: str) -> str:
    # Programs split lists of keywords at both characters.
    return plain(re.sub("[,;]", " ", word))

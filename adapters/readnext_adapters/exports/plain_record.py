"""What all formats say of a paper, as plain text that a format only has to escape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from readnext.dates import iso_date
from readnext.matching.preprints import is_preprint_venue
from readnext.paper import Paper
from readnext_adapters.exports.links import arxiv_address, doi_address, web_address
from readnext_adapters.exports.people import Person, has_more_people, people
from readnext_adapters.exports.venues import is_meeting
from readnext_adapters.parsing.safe_text import plain

Kind: TypeAlias = Literal["meeting", "journal", "preprint", "other"]

_DATE = re.compile(r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Work:
    """A paper in plain text: one line each, nothing that steers a terminal.

    `venue` is where it was published; a server of preprints is its `repository`.
    `date` is ISO 8601 as exact as known. `url` is the paper's own address or arXiv's,
    `link` that or the DOI's. What is not known is "".
    """

    kind: Kind
    title: str
    people: tuple[Person, ...]
    more_people: bool
    venue: str
    repository: str
    date: str
    doi: str
    arxiv: str
    url: str
    link: str
    abstract: str
    keywords: tuple[str, ...]


def work_of(paper: Paper) -> Work:
    """Return what formats say of a paper."""
    named = plain(paper.venue)
    venue = "" if is_preprint_venue(named) else named
    arxiv, doi = _id(paper.arxiv), _id(paper.doi)
    url = web_address(paper.url or "") or (arxiv_address(arxiv) if arxiv else "")
    return Work(
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
        link=url or (doi_address(doi) if doi else ""),
        abstract=plain(paper.abstract),
        keywords=tuple(filter(None, map(_keyword, paper.keywords))),
    )


def _kind(venue: str, place: str) -> Kind:
    if venue:
        return "meeting" if is_meeting(venue) else "journal"
    return "preprint" if place else "other"


def _id(text: str | None) -> str:
    return plain(text or "").replace(" ", "")


def _date(date: str) -> str:
    return iso_date(*map(int, date.split("-"))) if _DATE.fullmatch(date) else ""


def _keyword(word: str) -> str:
    # Programs take both signs for the end of a keyword.
    return plain(re.sub("[,;]", " ", word))

"""arXiv's record of a paper, and its conversion to a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readnext.dates import MONTHS, iso_date, parse_date
from readnext.matching.arxiv import is_arxiv_doi
from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.pages import stated_pages
from readnext.paper import Gone, Paper, Problem
from readnext_adapters.catalogs.arxiv.arxiv_text import arxiv_text
from readnext_adapters.catalogs.arxiv.journal import venue_of
from readnext_adapters.catalogs.arxiv.notices import is_withdrawn
from readnext_adapters.catalogs.arxiv.people import NO_PEOPLE, People
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.links_to_code import code_links

Item = Paper | Gone | Problem

_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2}, +)?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})\b")
_ID_MONTH = re.compile(r"(?:[a-z.-]+/)?(\d\d)(0[1-9]|1[0-2])", re.IGNORECASE)
_REPOSITORY = re.compile(
    r"https?://(?:www\.)?git(?:hub|lab)\.com/[\w.-]+/[\w.-]+", re.I
)
_LONGEST_DATE = 60


@dataclass(slots=True)
class ArxivRecord:
    """arXiv's record of a paper: texts as received, `id` as of `paper_id`.

    `categories` is separated by spaces, the primary one first; `date` is that of the
    oldest known version, in arXiv's format.
    """

    id: str
    title: str = ""
    people: People = NO_PEOPLE
    abstract: str = ""
    comments: str = ""
    journal: str = ""
    doi: str = ""
    categories: str = ""
    date: str = ""
    withdrawn: bool = False


def paper_id(text: str) -> str:
    """Return the arXiv id in an identifier or URL of arXiv, or "".

    >>> paper_id("oai:arXiv.org:2508.13426v1"), paper_id("http://arxiv.org/abs/hep-th/9901001v2")
    ('2508.13426', 'hep-th/9901001')
    """
    text = text.strip()
    if not text.isascii():  # non-ASCII digits match \d too
        return ""
    if _ID.fullmatch(text):
        return text
    bare = text.rpartition(":")[2] if text[:4].lower() == "oai:" else text
    return parse_arxiv(bare[:200], bare=True) or ""


def removed(arxiv: str) -> Gone:
    """Return the deletion of a paper at arXiv."""
    return Gone(f"arxiv:{arxiv}")


def to_paper(record: ArxivRecord, where: str) -> Paper | Problem:
    """Return the paper of a record, or a problem."""
    title = arxiv_text(record.title)
    if not record.id or not title:
        missing = "title" if record.id else "arXiv id"
        said = record.id or title[:60]
        behind = f": {said}" if said else ""
        return Problem(where, f"a paper without {missing} is left out{behind}")
    abstract = arxiv_text(record.abstract)
    comments = record.comments
    people = record.people
    doi = parse_doi(clean(record.doi)) if record.doi else None
    return Paper(
        id=f"arxiv:{record.id}",
        title=title,
        authors=people.names,
        labs=people.labs,
        abstract=abstract,
        venue=venue_of(arxiv_text(record.journal)) if record.journal else "",
        date=first_day(record.date, record.id),
        url=f"https://arxiv.org/abs/{record.id}",
        doi=None if is_arxiv_doi(doi) else doi,
        arxiv=record.id,
        categories=tuple(dict.fromkeys(clean(record.categories).split())),
        code=_code(comments, abstract),
        authors_cut=people.cut,
        withdrawn=record.withdrawn or is_withdrawn(comments, abstract),
        pages=stated_pages(comments),
    )


def first_day(date: str, arxiv: str) -> str | None:
    """Return the day of a first version as ISO; else the month of the id.

    An id is assigned on submission of the first version: a later date is of another
    version. (Since 2025 OAI-PMH's format ``arXiv`` gives the newest as "created".)

    >>> first_day("Mon, 2 Apr 2007 19:18:42 GMT", "0704.0001")
    '2007-04-02'
    >>> first_day("2023-08-02", "1706.03762"), first_day("", "hep-th/9901001")
    ('2017-06', '1999-01')
    """
    day = _iso(date) if date else None
    match = _ID_MONTH.match(arxiv)
    if not match:
        return day
    year, month = int(match[1]), int(match[2])
    year += 1900 if year > 90 else 2000
    if day is None:
        return f"{year:04d}-{month:02d}"
    # Submitter and arXiv may be in different months, by time zone.
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    return day if day < "{:04d}-{:02d}-03".format(*after) else f"{year}-{month:02d}"


def _iso(text: str) -> str | None:
    if mail := _MAIL_DATE.match(text):
        month = MONTHS.get(mail[2].lower())
        if month:
            return iso_date(int(mail[3]), month, int(mail[1]))
    date = parse_date(text[:_LONGEST_DATE])
    return None if date is None or date.startswith("0000") else date


def _code(comments: str, abstract: str) -> str | None:
    """The first repository that is linked, in the comments before the abstract."""
    for text in (arxiv_text(comments) if _has_link(comments) else "", abstract):
        for link in code_links(text) if _has_link(text) else ():
            if _REPOSITORY.match(link):
                return link
    return None


def _has_link(text: str) -> bool:
    """Whether the slower search for links to GitHub or GitLab is worthwhile."""
    return "ub.com" in text or "ab.com" in text

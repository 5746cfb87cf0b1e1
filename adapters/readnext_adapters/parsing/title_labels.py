"""Removes what publishers and services add to the titles of their feeds."""

from __future__ import annotations

import re
from typing import NamedTuple

from readnext.matching.names import fold
from readnext_adapters.parsing.author_list import (
    NO_AUTHORS,
    AuthorList,
    parse_author_list,
)

_KINDS = (
    r"asap|articles?(?: in press)?|research(?: articles?| papers?| reports?)?"
    r"|original(?: articles?)?"
    r"|reviews?(?: articles?)?|mini-?reviews?|perspectives?|letters?|reports?|features?"
    r"|communications?|brief communications?|technical (?:notes?|reports?)"
    r"|short communications?"
    r"|essays?|viewpoints?|opinions?|preprints?|in press|early view|early access"
    r"|just accepted"
    r"|accepted(?: manuscript| article)?|open access|free(?: access)?|new|updated?"
    r"|featured"
    r"|invited|special issue(?: .{1,40})?|pdf|html|paper|full paper"
    r"|journal(?: article)?"
    r"|conference(?: paper)?|cs|math|physics|stat"
)
_NOTICES = (
    r"editorials?|news(?: & views| and views)?|correct(?:ion|ed|ions)|errat(?:um"
    r"|a)|corrigend(?:um|a)"
    r"|retraction|expression of concern|comment(?:ary|s)?|repl(?:y|ies)"
    r"|book reviews?"
    r"|correspondence|obituar(?:y|ies)|in this issue|announcements?|policy forum"
    r"|books et al"
    r"|addend(?:um|a)|withdrawal"
)
_LABEL = re.compile(
    rf"\[\s*(?:(?P<notice>{_NOTICES})|{_KINDS}"
    rf"|[a-z]+-\d{{4,}}(?:v\d+)?)\s*\]\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_LAST_LABEL = re.compile(
    rf"\s+\[\s*(?:(?P<notice>{_NOTICES})|{_KINDS}|[a-z]+-\d{{4,}}(?:v\d+)?)\s*\]\s*$",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"\s*\(\s*arXiv:\s*(?P<id>[\w./-]+?)(?:v\d+)?\s*(?:\[[\w.-]+\])?(?:\s+\w+)*\s*\)\s*\.?\s*$",
    re.IGNORECASE,
)
_LEAD_ARXIV = re.compile(
    r"\[\s*(?:arXiv:)?(?P<id>\d{4}\.\d{4,5})(?:v\d+)?\s*\]\s*", re.IGNORECASE
)
_CITED = re.compile(
    r"(?P<venue>[^:]{1,150}?),\s*Vol(?:ume|\.)?\s*\d+\w*\s*,?\s*(?:(?:Issue|Iss\.?"
    r"|No\.?|Number)"
    r"\s*\w+\s*,?\s*)?(?:(?:Pages?|pp?\.|Article(?: No\.?| Number)?"
    r"|Art\.)\s*[\w–-]+\s*)?"
    r"(?:\(\d{4}\)\s*|,?\s*\d{4}\s*)?:\s+(?=\S)",
    re.IGNORECASE,
)
_DBLP = re.compile(
    r"(?P<authors>[^:]{3,2000}):\s+(?P<title>.{3,500}?[.?!])\s+(?P<venue>[^.]{2,100}?"
    r"(?:\s[\w/.:-]*\d[\w/.:,()-]*)*)\s*\((?P<year>\d{4})\)\.?"
)
_ENDS = re.compile(r"\s+(?:\||[–—-]|::)\s+(?P<end>[^|]{2,120})$")
_VENUE_NUMBERS = re.compile(r"\s+(?:abs/)?[\w/.:()-]*\d[\w/.:,()-]*.*$")


class CleanTitle(NamedTuple):
    """A title without labels, and what they stated."""

    title: str
    authors: AuthorList = NO_AUTHORS
    venue: str = ""
    year: str = ""
    arxiv: str = ""
    notice: bool = False


def clean_title(
    title: str, venues: tuple[str, ...] = (), sections: tuple[str, ...] = ()
) -> CleanTitle:
    """Return a title without the labels of its feed.

    `venues` are names of journal or feed, which may follow the title; `sections` are
    those of the item, which may follow in brackets. What is no label of a known kind
    is part of the title: "[2+2] Cycloadditions".

    >>> clean_title("[ASAP] Catalysis of Peat").title
    'Catalysis of Peat'
    >>> clean_title("Bogs, Vol. 26, Pages 1234: Peat at Night")[:1]
    ('Peat at Night',)
    >>> clean_title("On Moss. (arXiv:2301.00001v1 [cs.LG])").arxiv
    '2301.00001'
    """
    text, notice = _without_labels(_without_section(title.strip(), sections))
    arxiv = ""
    for pattern in (_ARXIV, _LEAD_ARXIV):
        if found := pattern.search(text):
            arxiv = found["id"]
            text = (text[: found.start()] + text[found.end() :]).strip()
            text = text.removesuffix(".") if pattern is _ARXIV else text
    venue = ""
    if cited := _CITED.match(text):
        venue, text = cited["venue"], text[cited.end() :]
    if listed := _DBLP.fullmatch(text):
        authors = parse_author_list([listed["authors"]])
        if _are_people(authors, listed["authors"]):
            return CleanTitle(
                listed["title"].rstrip("."),
                authors,
                _VENUE_NUMBERS.sub("", listed["venue"]),
                listed["year"],
                arxiv,
                notice,
            )
    text = _without_venue(text, venues)
    return CleanTitle(text or title, venue=venue, arxiv=arxiv, notice=notice)


def _without_labels(text: str) -> tuple[str, bool]:
    notice = False
    for pattern in (_LABEL, _LAST_LABEL):
        search = pattern.match if pattern is _LABEL else pattern.search
        for _ in range(3):
            found = search(text)
            if not found or found.end() - found.start() == len(text):
                break
            notice = notice or bool(found["notice"])
            text = (text[: found.start()] + text[found.end() :]).strip()
    return text, notice


def _without_section(text: str, sections: tuple[str, ...]) -> str:
    """A title without the name of its section in brackets at its end."""
    start = text.rfind(" [")
    if start <= 0 or not text.endswith("]"):
        return text
    known = fold(text[start + 2 : -1]) in map(fold, sections)
    return text[:start].rstrip() if known else text


def _are_people(authors: AuthorList, text: str) -> bool:
    """Whether what stands before a colon is a list of persons."""
    several = "," in text or " and " in text or len(authors.names) == 1
    return several and all(
        2 <= len(name.split()) <= 5 and name.split()[-1][:1].isupper()
        for name in authors.names
    )


def _without_venue(text: str, venues: tuple[str, ...]) -> str:
    """A title without the name of its journal or site at its end."""
    found = _ENDS.search(text)
    if found and fold(found["end"]) in {fold(venue) for venue in venues if venue}:
        return text[: found.start()]
    return text

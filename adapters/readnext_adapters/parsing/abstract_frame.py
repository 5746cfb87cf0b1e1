"""Separates the abstract in a feed's description from what publishers put around it.

Citation lines, headings, author lines, identifiers, copyright lines and links are
recognised by their shape, whoever the publisher is. What they state is kept as facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.matching.names import fold, split_name
from readnext_adapters.parsing.abstract_lines import (
    HEADING,
    INLINE_HEADING,
    LEAD_CITATION,
    TAIL,
    is_citation,
    is_closing,
    is_label,
    is_missing,
    is_prose,
    without_copyright,
)
from readnext_adapters.parsing.author_list import (
    NO_AUTHORS,
    AuthorList,
    parse_author_list,
)
from readnext_adapters.parsing.htmltext import html_text

_BREAK = re.compile(
    r"</?(?:p|div|br|hr|h[1-6]|li|ul|ol|dl|dt|dd|tr|table|tbody|td|section|header"
    r"|footer"
    r"|article|blockquote|center|cite|figure|(?:jats:)?(?:p|title|sec))\b[^<>]{0,2000}>"
    r"|\n\s*\n",
    re.IGNORECASE,
)
_STRONG_HEADING = re.compile(
    r"<(?P<tag>b|strong|i|em)\b[^<>]{0,200}>\s*(?P<word>(?:abstract"
    r"|summary)\s*[:.]?)\s*"
    r"</(?P=tag)>\s*[:.]?",
    re.IGNORECASE,
)
# "... of peat. AbstractReeds grow ...", "Authors: A, B. Abstract: Reeds grow ..."
_GLUED_HEADING = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?]\s))Abstract(?=[A-Z][a-z])"
    r"|(?<=[\w.)]\s)Abstract:(?=\s)"
)
_NAMES_BELOW = re.compile(r"\s*authors?(?:\(s\))?\s*:", re.IGNORECASE)
_LINKED_DOI = re.compile(r"10\.\d{4,9}/[^\s<>]{1,200}</a>")
_AUTHORS = re.compile(
    r"(?:by\s+(?-i:(?=[^\W\d_a-z]))|(?:authors?(?:\(s\))?|autor(?:en|es)?"
    r"|auteurs?)\s*[:：])\s*(.+)",
    re.IGNORECASE,
)
_NAMED_DATE = re.compile(
    r"(?:(?:online )?publication date|published(?: online)?|available online"
    r"|posted(?: on)?"
    r"|date)\s*[:：]?\s*(?P<date>.{4,60}?)\s*(?:$|[;|])",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:source|journal|publication|venue)\s*[:：]\s*(.{2,300})", re.I)
_VOLUME = re.compile(
    r",?\s*(?:Volumes?|Vol\.|Issues?|Parts?|Articles?)\s.*", re.IGNORECASE
)
_KEYWORDS = re.compile(
    r"(?:key ?words?|index terms)\s*[:：—–-]\s*(.{2,500})", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*[\w-]+\s*(?:Abstract:)?\s*", re.IGNORECASE
)
_DOI_LABEL = re.compile(r"\bdoi\b|doi\.org/", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…\])\"”’»。！？]\s*$")
_FEW_WORDS = 15
_LONGEST = 1_000_000


@dataclass(slots=True)
class Framed:
    """The abstract of a description, and what its frame states."""

    abstract: str = ""
    authors: AuthorList = NO_AUTHORS
    venue: str = ""
    date: str = ""
    doi: str | None = None
    arxiv: str | None = None
    keywords: tuple[str, ...] = ()
    framed: bool = False


def read_description(html: str, title: str = "", names: Iterable[str] = ()) -> Framed:
    """Return the abstract in a description, without its frame.

    `title` and `names` of the authors are recognised where the description repeats
    them.

    >>> found = read_description("<p>by Ida Fern</p><p>ABSTRACT</p><p>Frogs sing.</p>")
    >>> found.abstract, found.authors.names
    ('Frogs sing.', ('Ida Fern',))
    """
    found = Framed()
    known = _Known(fold(title), [fold(name) for name in names])
    lines = _lines(html[:_LONGEST])
    lines = _after_heading(lines, found, known)
    kept: list[str] = []
    for line in lines:
        if is_closing(line):
            found.framed = True
            _note_ids(line, found)
            continue
        short = without_copyright(line)
        found.framed = found.framed or short != line
        line = short
        if rest := _without_frame(line, found, known, first=not kept):
            kept.append(rest)
    text = _without_tail(" ".join(kept), found)
    empty = is_missing(text) or (found.framed and _is_remainder(text))
    found.abstract = "" if empty or is_label(text) else text
    return found


def clean_abstract(text: str) -> str:
    """Return an abstract without heading and copyright line; "" if it states none.

    >>> clean_abstract("ABSTRACT: Moss grows. © 2026 The Authors. Published by Bogs.")
    'Moss grows.'
    """
    text = INLINE_HEADING.sub("", text, count=1)
    text = without_copyright(text).strip()
    return "" if is_missing(text) else text


@dataclass(slots=True)
class _Known:
    """What other fields of the item state, folded."""

    title: str
    names: list[str]


def _lines(html: str) -> list[str]:
    """The lines of a description; its headings are lines of their own."""
    html = _GLUED_HEADING.sub("<p>Abstract</p>", html)
    html = _LINKED_DOI.sub(r"\g<0> ", html)
    html = _STRONG_HEADING.sub(lambda found: f"<p>{found['word']}</p>", html)
    if "<" not in html and "&lt;" in html:
        html = html.replace("&lt;", "<").replace("&gt;", ">")
    parts = [_names_apart(part) for part in _BREAK.split(html)]
    return [line for part in parts if (line := html_text(part))]


def _names_apart(part: str) -> str:
    """A piece with semicolons between names that stand in rows."""
    if "\n" not in part or not _NAMES_BELOW.match(part):
        return part
    label, _, names = part.partition(":")
    rows = filter(None, (row.strip(" \t\r,;") for row in names.split("\n")))
    return f"{label}: {'; '.join(rows)}"


def _after_heading(lines: list[str], found: Framed, known: _Known) -> list[str]:
    """The lines after the heading "Abstract"; those before it are its frame."""
    for number, line in enumerate(lines):
        if HEADING.fullmatch(line):
            for before in lines[:number]:
                _without_frame(before, found, known, first=False)
            found.framed = True
            rest = lines[number + 1 :]
            # A heading without text behind it belongs to the frame.
            if any(map(is_prose, rest)) or not any(map(is_prose, lines[:number])):
                return rest
            return lines[:number]
    return lines


def _without_frame(line: str, found: Framed, known: _Known, first: bool) -> str:
    """A line of the abstract without what begins it; "" for one of the frame."""
    if announced := _ANNOUNCED.match(line):
        found.arxiv = parse_arxiv(f"arXiv:{announced['id']}")
        found.framed = True
        return line[announced.end() :]
    if HEADING.fullmatch(line) or _states(line, found) or _repeats(line, known):
        found.framed = True
        return ""
    if is_citation(line):
        found.framed = True
        _note_ids(line, found)
        if not found.date and (dated := _NAMED_DATE.search(line)):
            found.date = dated["date"]
        return ""
    if first:
        line = _without_lead(line, found)
    return line


def _without_lead(line: str, found: Framed) -> str:
    """A first line without a heading or a citation in front of its text."""
    for lead in (LEAD_CITATION, INLINE_HEADING):
        if (match := lead.match(line)) and match.end() < len(line):
            _note_ids(match[0], found)
            line = line[match.end() :].lstrip()
            found.framed = found.framed or lead is LEAD_CITATION
    return line


def _states(line: str, found: Framed) -> bool:
    """Whether a line states authors, source, date or keywords; they are noted."""
    if is_prose(line):
        return _states_all(line, found)
    if (named := _AUTHORS.fullmatch(line)) and not is_prose(named[1]):
        found.authors = found.authors if found.authors.names else _authors(named[1])
        return True
    if source := _SOURCE.fullmatch(line):
        found.venue = found.venue or _VOLUME.sub("", source[1])
        return True
    if dated := _NAMED_DATE.fullmatch(line):
        found.date = found.date or dated["date"]
        return True
    if words := _KEYWORDS.fullmatch(line):
        found.keywords = tuple(
            filter(None, re.split(r"\s*[;,·]\s*", words[1].strip(" .")))
        )
        return True
    return _states_all(line, found)


# Descriptions that hold several facts in one line, and nothing else.
_FACTS = re.compile(
    r"(?:Publication date:\s*(?P<date>.{1,60}?)\s*)?Source:\s*(?P<venue>.{1,300}?)"
    r"(?:\s*Author\(s\):\s*(?P<authors>.*))?"
)


def _states_all(line: str, found: Framed) -> bool:
    facts = _FACTS.fullmatch(line)
    if not facts:
        return False
    found.date = found.date or facts["date"] or ""
    found.venue = found.venue or _VOLUME.sub("", facts["venue"])
    found.authors = _authors(facts["authors"] or "")
    return True


def _authors(text: str) -> AuthorList:
    return parse_author_list([text]) if text else NO_AUTHORS


def _repeats(line: str, known: _Known) -> bool:
    """Whether a line repeats the title or the authors."""
    folded = fold(line)
    if len(known.title) > 10 and known.title in folded:
        rest = folded.replace(known.title, " ")
        return not is_prose(rest) and len(rest.split()) <= 2 * _FEW_WORDS
    if not known.names or is_prose(line):
        return False
    families = [split_name(name)[0] for name in known.names if name]
    shared = sum(family in folded for family in families)
    short = len(line.split()) <= 5 * len(families) + 5
    return short and shared == len(families) and not _ENDS.search(line.rstrip("."))


def _note_ids(line: str, found: Framed) -> None:
    if found.doi is None and (said := _DOI_LABEL.search(line)):
        found.doi = parse_doi(line[said.start() :])


def _without_tail(text: str, found: Framed) -> str:
    """A text without identifiers, links and copyright lines at its end."""
    for _ in range(6):
        short = without_copyright(text)
        if match := TAIL.search(short):
            _note_ids(short[match.start() :], found)
            short = short[: match.start()].rstrip()
        if short == text:
            break
        found.framed = True
        text = short
    return text


def _is_remainder(text: str) -> bool:
    """Whether what is left is no sentence: a journal, a kind of article, a name."""
    return len(text.split()) < _FEW_WORDS and not (is_prose(text) or _ENDS.search(text))

"""Pasted pages that list one author's papers, three lines per paper.

The lines are head, title with authors, abstract. The head glues score, field, date and
a code flag together (``83.0LGApr 17, 2026Code``); the second line puts the authors
directly after the title (``A TitleJane Doe, Max Roe et al. · lab``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from readnext.dates import MONTHS, iso_date, newest_year
from readnext.matching.ids import slug_id
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.parsing.links_to_code import code_link, numbered_lines

SUFFIXES: tuple[str, ...] = (".txt",)

_HEAD = re.compile(
    r"(?P<score>\d+\.\d)?(?P<field>[A-Z]{2})"
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<day>\d{1,2})"
    r"(?:, (?P<year>[12]\d{3}))?(?P<code>Code)?"
)
_CLOSING = "?!.)]}\"'”’»"
# A capital inside a family name, as in "McCallum" or "O'Brien", starts no name.
_INSIDE_NAME = re.compile(r"[\s-](?:Mc|[OD]['’])$")
_JOINERS = "-‐'’.`"
_MOST_NAMED = 3
_LONGEST_NAMES = 400  # three names of five words each, amply

Line = tuple[int, str]


def detect(head: str) -> bool:
    r"""Tell whether a line of the text is the head of a paper.

    >>> detect("LGJan 2, 2024Code\nA Short TitleJane Doe\nWe show it.")
    True
    """
    return any(_HEAD.fullmatch(line.strip("\ufeff \t\r")) for line in head.split("\n"))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a listing; lines that belong nowhere are a problem.

    Reading starts again at the next head. A date without a year gets the latest year
    that is not after `as_of`, and is marked as guessed.
    """
    for head, body in _by_head(line for line in numbered_lines(stream) if line[1]):
        if head is None:
            yield Problem(f"{name}:{body[0][0]}", _misfit(body, "of no paper"))
            continue
        where = f"{name}:{head[0]}"
        if not body:
            yield Problem(where, "a head without title and abstract")
            continue
        yield from _paper(head[1], body, where, as_of)
        if len(body) > 2:
            why = _misfit(body[2:], "after the abstract")
            yield Problem(f"{name}:{body[2][0]}", why)


def _misfit(lines: list[Line], place: str) -> str:
    count = "a line" if len(lines) == 1 else f"{len(lines)} lines"
    return f"{count} {place} left out: {lines[0][1][:60]}"


def _by_head(lines: Iterator[Line]) -> Iterator[tuple[Line | None, list[Line]]]:
    """Yield each head with the lines up to the next; None for lines before any."""
    head: Line | None = None
    body: list[Line] = []
    for line in lines:
        if _HEAD.fullmatch(line[1]):
            if head or body:
                yield head, body
            head, body = line, []
        else:
            body.append(line)
    if head or body:
        yield head, body


def _paper(
    head: str, body: list[Line], where: str, as_of: dt.date
) -> Iterator[Paper | Problem]:
    facts = _HEAD.fullmatch(head)
    if not facts:
        return
    titled = split_title(body[0][1])
    abstract = body[1][1] if len(body) > 1 else ""
    month, day = MONTHS[facts["month"].lower()], int(facts["day"])
    year = int(facts["year"] or newest_year(month, day, as_of))
    yield Paper(
        id=slug_id(titled.title),
        title=titled.title,
        authors=titled.authors,
        authors_cut=titled.cut,
        labs=titled.labs,
        abstract=abstract,
        date=iso_date(year, month, day),
        date_guessed=facts["year"] is None,
        categories=(facts["field"],),
        code=(code_link(abstract) or "") if facts["code"] else None,
        popularity=Popularity(score=float(facts["score"]) if facts["score"] else None),
    )
    if not titled.authors:
        yield Problem(where, f"no authors found behind the title: {titled.title[:60]}")
    if not abstract:
        yield Problem(where, "a paper without an abstract")


class Titled(NamedTuple):
    """What the second line of a paper says."""

    title: str
    authors: tuple[str, ...]
    cut: bool
    labs: tuple[str, ...]


def split_title(line: str) -> Titled:
    """Split title, authors and labs; without authors it is all title.

    The authors begin at the last capital, glued to what precedes it, from which on
    there are only one to three names of two to five capitalised words. A one-word name,
    a name in lower case and a first name like "LaTanya" are not recognised.

    >>> split_title("A Study of LLMsVedant Shah, Juan Ceron et al. · mila")[:2]
    ('A Study of LLMs', ('Vedant Shah', 'Juan Ceron'))
    >>> split_title("Do We Need RLLuca Rossi").title
    'Do We Need RL'
    """
    front, _, labs = line.rpartition(" · ") if " · " in line else (line, "", "")
    names = front.removesuffix(" et al.")
    cut = names != front
    named = tuple(lab for part in labs.split(",") if (lab := part.strip()))
    stop = max(0, len(names) - _LONGEST_NAMES)
    for start in range(len(names) - 1, stop, -1):
        if _may_start(names, start):
            authors = names[start:].split(", ")
            if len(authors) <= _MOST_NAMED and all(map(_is_name, authors)):
                return Titled(names[:start].strip(), tuple(authors), cut, named)
    return Titled(front, (), cut, named)


def _may_start(text: str, start: int) -> bool:
    """Tell whether a capital stands where a title can end and a name begin."""
    char, before, after = text[start], text[start - 1], text[start + 1 : start + 2]
    if not char.isupper():
        return False
    if before.isupper():
        return after.islower()
    glued = before.islower() or before.isdigit() or before in _CLOSING
    return glued and not _INSIDE_NAME.search(text[max(0, start - 4) : start])


def _is_name(text: str) -> bool:
    words = text.split(" ")
    return 2 <= len(words) <= 5 and all(map(_is_capitalised, words))


def _is_capitalised(word: str) -> bool:
    if not word or not word[0].isalpha() or word[0].islower():
        return False
    return all(c.isalpha() or c in _JOINERS for c in word)

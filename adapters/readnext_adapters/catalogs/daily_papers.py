"""Pasted search pages of Hugging Face Daily Papers.

Below a header with the page's date, each paper is a title, an abstract and, not
always, a block of three lines: ``• 5 authors`` or a lab, ``·``, the date with the
number of comments. Authors' names, links and ids are not on the page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from readnext.dates import MONTHS, iso_date, newest_year
from readnext.matching.ids import slug_id
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.parsing.links_to_code import code_link, numbered_lines

SUFFIXES: tuple[str, ...] = (".txt",)

_HEADER = {
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
}
_TELLING = (
    "Get trending papers in your email inbox!",
    "byAK and the research community",
)
_DATE = re.compile(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<day>\d{1,2})"
    r"(?:, (?P<year>[12]\d{3}))?(?: (?P<comments>\d{1,9}))?"
)
_AUTHORS = re.compile(r"• (\d{1,6}) authors?")
_BLOCK = re.compile(r"^ *• \d+ authors?\r?\n·\r?\n", re.MULTILINE)
_MOST_HEADER = 12
# No title is that long; the longest seen has 168 letters, abstracts have 200 and more.
_LONGEST_TITLE = 400

Line = tuple[int, str]


class Day(NamedTuple):
    """A date as the page writes it, often without its year."""

    month: int
    day: int
    year: int | None
    comments: int | None


@dataclass(slots=True)
class _Item:
    """One paper, as far as it has been read."""

    line: int
    title: str
    abstract: list[str] = field(default_factory=list)
    who: str = ""
    day: Day | None = None


def detect(head: str) -> bool:
    r"""Tell whether a text has the page's header or a block of it.

    >>> detect("new\n\nGet trending papers in your email inbox!\n")
    True
    """
    lines = {line.strip("\ufeff \t\r") for line in head.split("\n")}
    return not lines.isdisjoint(_TELLING) or bool(_BLOCK.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a page, in its order; what belongs nowhere is a problem.

    A date without a year means the page's year. The page does not state that either,
    see `page_date`. Such dates are marked as guessed.
    """
    page, groups = _without_header(list(_groups(numbered_lines(stream))))
    items: list[_Item | Problem] = list(_items(groups, name))
    days = [item.day for item in items if isinstance(item, _Item) and item.day]
    taken = page_date(page, days, as_of)
    stated = page is not None and page.year is not None
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        yield _paper(item, taken, stated)
        if not item.abstract:
            yield Problem(f"{name}:{item.line}", "a paper without an abstract")


def page_date(page: Day | None, days: Iterable[Day], as_of: dt.date) -> dt.date:
    """Return the day on which a page was copied, as far as it can be determined.

    Its year is the newest that keeps the day at or before `as_of`, but later than
    every year on the page: the page leaves out its own year and no other.

    >>> april = Day(4, 23, None, None)
    >>> page_date(april, [Day(9, 25, 2025, 3)], dt.date(2025, 12, 31))
    datetime.date(2026, 4, 23)
    """
    if page is None:
        return as_of
    newest_stated = max((day.year for day in days if day.year), default=0)
    guess = newest_year(page.month, page.day, as_of)
    year = page.year or max(guess, newest_stated + 1)
    try:
        return dt.date(year, page.month, page.day)
    except ValueError:  # no such day in that year
        return as_of


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the runs of lines between blank lines."""
    group: list[Line] = []
    for line in lines:
        if line[1]:
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _without_header(groups: list[list[Line]]) -> tuple[Day | None, list[list[Line]]]:
    """Return the page's date and the groups after the header."""
    page: Day | None = None
    for number in range(_last_of_header(groups), len(groups)):
        rest = [line for line in groups[number] if line[1] not in _HEADER]
        if rest and page is None and (day := _day(rest[0][1])):
            page, rest = day, rest[1:]
        if rest:
            return page, [rest, *groups[number + 1 :]]
    return page, []


def _last_of_header(groups: list[list[Line]]) -> int:
    """Return the index of the last header line: what precedes it is header too."""
    places = [
        number
        for number, group in enumerate(groups[:_MOST_HEADER])
        if any(text in _TELLING for _, text in group)
    ]
    return max(places, default=0)


def _day(text: str) -> Day | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, comments = match["year"], match["comments"]
    return Day(
        MONTHS[match["month"].lower()],
        int(match["day"]),
        int(year) if year else None,
        int(comments) if comments else None,
    )


def _items(groups: Iterable[list[Line]], name: str) -> Iterator[_Item | Problem]:
    """Combine titles, abstracts and blocks."""
    item: _Item | None = None
    for group in groups:
        texts, block = _split_block(group)
        where = f"{name}:{group[0][0]}"
        if texts and item and not item.abstract:
            item.abstract = [text for _, text in texts]
        elif texts:
            if item:
                yield item
            item = None
            if len(texts[0][1]) > _LONGEST_TITLE:
                yield Problem(where, f"an abstract of no paper: {texts[0][1][:60]}")
            else:
                item = _Item(*texts[0], [text for _, text in texts[1:]])
        if block:
            if item:
                item.who, item.day = block
                yield item
                item = None
            elif not texts:
                yield Problem(where, "authors and date of no paper")
    if item:
        yield item


def _split_block(group: list[Line]) -> tuple[list[Line], tuple[str, Day] | None]:
    """Cut the block of authors and date off a group's end, if it has one."""
    if len(group) >= 3 and group[-2][1] == "·" and (day := _day(group[-1][1])):
        return group[:-3], (group[-3][1], day)
    return group, None


def _paper(item: _Item, taken: dt.date, stated: bool) -> Paper:
    abstract, day = " ".join(item.abstract), item.day
    count = _AUTHORS.fullmatch(item.who)
    year = None
    if day:
        year = day.year or newest_year(day.month, day.day, taken)
    return Paper(
        id=slug_id(item.title),
        title=item.title,
        labs=(_once(item.who),) if item.who and not count else (),
        abstract=abstract,
        date=iso_date(year, day.month, day.day) if day and year else None,
        date_guessed=day is not None and day.year is None and not stated,
        code=code_link(abstract),
        popularity=Popularity(comments=day.comments if day else None),
        author_count=int(count[1]) if count else None,
    )


def _once(label: str) -> str:
    """Return the name of a lab that the page writes twice, as name and label.

    >>> _once("MMR1 MMR1"), _once("Acme Labs")
    ('MMR1', 'Acme Labs')
    """
    words = label.split()
    half = len(words) // 2
    twice = words[:half] == words[half:]
    return " ".join(words[:half]) if twice else label

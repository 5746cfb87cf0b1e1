"""The texts of a reading list, which Markdown, HTML and Atom share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readnext.paper import Paper
from readnext.plurals import counted
from readnext.suggestion import Answer, Cited, Suggestion
from readnext_adapters.exports.author_names import written
from readnext_adapters.exports.links import item_link
from readnext_adapters.exports.math_text import show_math
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.exports.ratings import rating
from readnext_adapters.exports.table import NOTHING, reason_text, unnamed
from readnext_adapters.parsing.safe_text import plain

TITLE = "What to read next"

_NAMED = 8
# Not next to another backtick, which Markdown would read as one delimiter.
_KEY = re.compile(r"(?<!`)`([^`\s](?:[^`]*[^`\s])?)`(?!`)")


class ReasonPart(NamedTuple):
    """A piece of a reason; `is_key` marks a citation key of the library.

    `link` opens the work that the piece names in the reader's reference manager, `pdf`
    its PDF there.
    """

    text: str
    is_key: bool
    link: str = ""
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The texts of one suggestion, each of them plain text on one line."""

    rank: int
    title: str
    link: str
    who: str
    where: str
    labs: str
    rating: str
    reasons: tuple[tuple[ReasonPart, ...], ...]
    abstract: str


def listed(suggestion: Suggestion) -> Listed:
    """Return the texts of a suggestion."""
    record = plain_record(suggestion.paper)
    return Listed(
        rank=suggestion.rank,
        title=show_math(record.title) or "(untitled)",
        link=record.link,
        who=_who(suggestion.paper),
        where=_where(record),
        labs=_labs(suggestion.paper),
        rating=rating(suggestion),
        reasons=tuple(
            parts(text, r.cited) for r in suggestion.reasons if (text := reason_text(r))
        ),
        abstract=show_math(record.abstract),
    )


def introduction(answer: Answer) -> str:
    """Return what the list is based on, and what its percentages mean."""
    day = f" on {answer.at.date().isoformat()}" if answer.at else ""
    reader = (
        f" for a library of {counted(answer.entries, 'entry')}"
        if answer.entries
        else ""
    )
    sentence = f"Chosen{day} from {counted(answer.candidates, 'paper')}{reader}."
    if all(s.probability is None for s in answer.suggestions):
        return sentence
    meaning = "how likely you are to add a paper to your library"
    return f"{sentence} A percentage is {meaning}."


def nothing(answer: Answer) -> str:
    """Return why a list is empty."""
    return plain(answer.empty_reason) or NOTHING.strip()


def parts(reason: str, cited: Sequence[Cited] = ()) -> tuple[ReasonPart, ...]:
    """Return a reason split at its citation keys, which are between backticks.

    It is split at the names of the works that are `cited`, too.

    >>> [part.text for part in parts("close to `dai2019`, on moss")]
    ['close to ', 'dai2019', ', on moss']
    """
    links = {plain(one.key): _links(one) for one in cited}
    names = {n: _links(one) for one in cited if (n := plain(one.name))}
    found: list[ReasonPart] = []
    for number, piece in enumerate(_KEY.split(reason)):
        if number % 2:
            found.append(ReasonPart(piece, True, *links.get(piece, ())))
        else:
            found += _named(piece, names)
    return tuple(found)


def _links(one: Cited) -> tuple[str, str]:
    """The links to a work, and to its PDF."""
    return item_link(one.link), item_link(one.pdf)


def _named(text: str, names: Mapping[str, tuple[str, str]]) -> Iterator[ReasonPart]:
    """Yield a text split at the names that have a link."""
    linked = [re.escape(name) for name, (link, _) in names.items() if link]
    pattern = "|".join(sorted(linked, key=len, reverse=True))
    pieces = re.split(f"({pattern})", text) if pattern else [text]
    for piece in filter(None, pieces):
        yield ReasonPart(piece, False, *names.get(piece, ()))


def _who(paper: Paper) -> str:
    names = written(paper)
    more = paper.authors_cut or (paper.author_count or 0) > len(names) > 0
    shown = ", ".join(names[:_NAMED])
    if not shown:
        return "" if paper.labs else unnamed(paper)
    return f"{shown} et al." if more or len(names) > _NAMED else shown


def _where(record: PlainRecord) -> str:
    return ", ".join(filter(None, (record.venue or record.repository, record.date)))


def _labs(paper: Paper) -> str:
    labs = [lab for name in paper.labs if (lab := plain(name))]
    rest = len(labs) - _NAMED
    return ", ".join(labs[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")

"""The texts of a reading list, which Markdown, HTML and Atom share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from readnext.paper import Paper
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.exports.table import NOTHING, reason_text
from readnext_adapters.parsing.safe_text import plain

TITLE = "What to read next"

_NAMED = 8
# Not next to another backtick, which Markdown would read as one delimiter.
_KEY = re.compile(r"(?<!`)`([^`\s](?:[^`]*[^`\s])?)`(?!`)")


class ReasonPart(NamedTuple):
    """A piece of a reason; `is_key` marks a citation key of the library."""

    text: str
    is_key: bool


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
        title=record.title or "(untitled)",
        link=record.link,
        who=_who(suggestion.paper),
        where=_where(record),
        labs=_labs(suggestion.paper),
        rating=_rating(suggestion),
        reasons=tuple(
            parts(text) for r in suggestion.reasons if (text := reason_text(r))
        ),
        abstract=record.abstract,
    )


def introduction(answer: Answer) -> str:
    """Return what the list is based on, and what its percentages mean."""
    day = f" on {answer.at.date().isoformat()}" if answer.at else ""
    reader = f" for a library of {answer.entries} entries" if answer.entries else ""
    sentence = f"Chosen{day} from {answer.candidates} papers{reader}."
    if all(s.probability is None for s in answer.suggestions):
        return sentence
    meaning = "how likely you are to add a paper to your library"
    return f"{sentence} The percentage is {meaning}."


def nothing(answer: Answer) -> str:
    """Return why a list is empty."""
    return plain(answer.empty_reason) or NOTHING.strip()


def parts(reason: str) -> tuple[ReasonPart, ...]:
    """Return a reason split at its citation keys, which are between backticks.

    >>> [part.text for part in parts("close to `dai2019`, on moss")]
    ['close to ', 'dai2019', ', on moss']
    """
    pieces = _KEY.split(reason)
    return tuple(ReasonPart(p, is_key=n % 2 == 1) for n, p in enumerate(pieces) if p)


def _who(paper: Paper) -> str:
    names = [name for author in paper.authors if (name := plain(author))]
    more = paper.authors_cut or (paper.author_count or 0) > len(names) > 0
    shown = ", ".join(names[:_NAMED])
    return f"{shown} et al." if shown and (more or len(names) > _NAMED) else shown


def _where(record: PlainRecord) -> str:
    return ", ".join(filter(None, (record.venue or record.repository, record.date)))


def _labs(paper: Paper) -> str:
    labs = [lab for name in paper.labs if (lab := plain(name))]
    rest = len(labs) - _NAMED
    return ", ".join(labs[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _rating(suggestion: Suggestion) -> str:
    if suggestion.probability is None:
        return f"score {suggestion.score:.3g}"
    return f"{suggestion.probability:.0%} likely"

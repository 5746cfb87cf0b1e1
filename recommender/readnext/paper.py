"""The records that all parts of readnext share.

- an **entry** is one item of the reader's own library;
- a **paper** is one item of a catalog, a candidate to suggest;
- a **problem** is a piece of input that could not be used as it is;
- a paper that is **gone** is one that its source has deleted.

Texts are decoded Unicode with single spaces. Dates are ISO 8601, as exact as the
source was: ``2025``, ``2025-09`` or ``2025-09-25``. DOIs, arXiv ids and ISBNs are
in the normal form of `readnext.matching.ids`.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

# Keywords in a library for the verdict on a suggestion: the reader sets the first two,
# readnext the last one, for suggestions without a verdict.
REFUSED, ACCEPTED, SUGGESTED = "readnext:no", "readnext:yes", "readnext:suggested"


@dataclass(frozen=True, slots=True)
class Author:
    """A person (family, given) or, where only `literal` is set, a body or one name.

    >>> Author("van der Berg", "Jan").name
    'Jan van der Berg'
    >>> Author(literal="OpenAI").name
    'OpenAI'
    """

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def name(self) -> str:
        """The name as it is written in running text."""
        return self.literal or f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Problem:
    """Where the input was wrong (``file:line``) and why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that its source has deleted, by the id that the source gave it."""

    id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a library, as its file gives it.

    `type` is BibLaTeX's name of its kind, in lower case, where it has one. `where` is
    ``file:line``, ``file:item N`` where lines say nothing (JSON, XML), ``library:KEY``
    for a live Zotero or its database. `rating` is 1 to 5; `added` is the day on which
    the reader added the item; `read` is None when the format does not say. `keywords`
    are the reader's own tags or those of the file, `auto_keywords` those that a
    program added automatically. `language` is as the file writes it.
    `last_read` is the day of the last reading, `annotations` their number. `number` is
    that of an issue, a report or a standard; `volume`, `number`, `edition` and `pages`
    are as the file writes them.
    `other_keys` are further keys by which a manuscript may cite the entry. `issn` is
    that of the journal. `priority` is the reader's own for reading it, 1 the highest.
    `pdf` is the key under which Zotero has a PDF of it.
    """

    key: str
    type: str = "misc"
    title: str = ""
    authors: tuple[Author, ...] = ()
    editors: tuple[Author, ...] = ()
    date: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    isbn: str | None = None
    url: str | None = None
    abstract: str = ""
    venue: str = ""
    keywords: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    added: str | None = None
    rating: int | None = None
    read: bool | None = None
    where: str = ""
    auto_keywords: tuple[str, ...] = ()
    language: str = ""
    last_read: str | None = None
    annotations: int = 0
    volume: str = ""
    number: str = ""
    edition: str = ""
    pages: str = ""
    other_keys: tuple[str, ...] = ()
    issn: str | None = None
    priority: int | None = None
    pdf: str = ""

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return year_of(self.date)


@dataclass(frozen=True, slots=True)
class Popularity:
    """The reception of a paper by its source; None where that is unknown."""

    upvotes: int | None = None
    comments: int | None = None
    score: float | None = None
    citations: int | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the values alone, in a fifth of the time."""
        return Popularity, _counts(self)


_counts = attrgetter(*Popularity.__slots__)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a catalog.

    `id` is the source's own. `authors` are names as in running text, or "Family, Given"
    where that does not say which words the family name is. `author_count` is stated
    where the source counts the authors without naming them all; `authors_cut` says that
    `authors` is the beginning of a longer list. `date_guessed` marks a year that the
    source left out. `code` is the address of the code, or "" where only its existence
    is stated. `withdrawn` papers were taken back by their authors or retracted.
    `aliases` are the ids under which other sources have it, by which their papers may
    cite it. `pdf` is the address of a full text that anybody may read. A `notice` is
    not a paper but a correction, an editorial, a table of contents or the like.
    `retracts` are the DOIs of the papers that a notice withdraws, `corrects` DOIs and
    ids of those that it corrects. `pages` is how many it has.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    abstract: str = ""
    venue: str = ""
    date: str | None = None
    url: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    code: str | None = None
    popularity: Popularity = Popularity()
    author_count: int | None = None
    authors_cut: bool = False
    date_guessed: bool = False
    withdrawn: bool = False
    aliases: tuple[str, ...] = ()
    pdf: str | None = None
    notice: bool = False
    retracts: tuple[str, ...] = ()
    pages: int | None = None
    corrects: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return year_of(self.date)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the values alone, in a third of the time."""
        return Paper, _values(self)


_values = attrgetter(*Paper.__slots__)


def year_of(date: str | None) -> int | None:
    """Return the year of an ISO date, or None.

    >>> year_of("2025-09"), year_of(None)
    (2025, None)
    """
    return int(date[:4]) if date and date[:4].isdecimal() else None

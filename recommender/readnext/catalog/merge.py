"""What two sources say of one paper, as one record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

from readnext.matching.names import fold, lab_key
from readnext.paper import Paper, Popularity


def merge_all(statements: list[Paper]) -> Paper:
    """Return one paper from what its sources state, the oldest source first."""
    return reduce(merge, statements)


def merge(first: Paper, second: Paper) -> Paper:
    """Return what two records of one paper say together.

    The first record's id and title stay; the second's id becomes an alias. The longer
    abstract and author list win, labs and subjects unite, a stated date beats a
    guessed one and an exact date a vague one; other gaps of the first are filled from
    the second.
    """
    dated = second if _date_rank(second) > _date_rank(first) else first
    named = second if _author_rank(second) > _author_rank(first) else first
    return replace(
        first,
        authors=named.authors,
        authors_cut=named.authors_cut,
        author_count=first.author_count or second.author_count,
        labs=_union(first.labs, second.labs, lab_key),
        abstract=max(first.abstract, second.abstract, key=len),
        venue=first.venue or second.venue,
        date=dated.date,
        date_guessed=dated.date_guessed,
        url=first.url or second.url,
        doi=first.doi or second.doi,
        arxiv=first.arxiv or second.arxiv,
        categories=_union(first.categories, second.categories, str),
        keywords=_union(first.keywords, second.keywords, fold),
        references=_union(first.references, second.references, str),
        code=first.code or (second.code if second.code is not None else first.code),
        popularity=_merge_popularity(first.popularity, second.popularity),
        withdrawn=first.withdrawn or second.withdrawn,
        aliases=_other_ids(first, second),
    )


def _other_ids(first: Paper, second: Paper) -> tuple[str, ...]:
    """All ids of two records but the one that stays, each once."""
    ids = dict.fromkeys((*first.aliases, second.id, *second.aliases))
    return tuple(id_ for id_ in ids if id_ != first.id)


def _date_rank(paper: Paper) -> tuple[bool, bool, int]:
    """Stated before guessed, then the more exact."""
    date = paper.date or ""
    return bool(date), not paper.date_guessed, len(date)


def _author_rank(paper: Paper) -> tuple[bool, int]:
    """A whole list before one cut short, then the longer."""
    return bool(paper.authors) and not paper.authors_cut, len(paper.authors)


def _merge_popularity(first: Popularity, second: Popularity) -> Popularity:
    """The larger count, since counts grow; the first score."""
    return Popularity(
        upvotes=_larger(first.upvotes, second.upvotes),
        comments=_larger(first.comments, second.comments),
        score=first.score if first.score is not None else second.score,
    )


def _larger(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else max(a, b)


def _union(
    first: tuple[str, ...], second: tuple[str, ...], key: Callable[[str], str]
) -> tuple[str, ...]:
    """Both in order, each once by its key, in the first spelling."""
    kept: dict[str, str] = {}
    for name in first + second:
        kept.setdefault(key(name), name)
    return tuple(kept.values())

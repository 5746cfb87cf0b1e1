"""Merge what several sources state of one paper into one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from typing import TypeVar, cast

from readnext.catalog.trust import (
    best_abstract,
    best_authors,
    best_title,
    best_venue,
    is_preprint,
    people,
    trust,
)
from readnext.matching.citations import link_key
from readnext.matching.names import fold, lab_key
from readnext.paper import Paper, Popularity

T = TypeVar("T")
_YEAR = 4  # characters of a date that is a year


def merge(first: Paper, second: Paper) -> Paper:
    """Return two records of one paper merged; see `merge_all`."""
    return merge_all([first, second])


def merge_all(statements: Sequence[Paper]) -> Paper:
    """Return one paper from what its sources state, the oldest source first.

    The first record's id stays; the ids of the others become aliases. Title, abstract,
    authors and venue are the best by `readnext.catalog.trust`, labs and subjects unite,
    a stated date beats a guessed one and an exact date a vague one. DOI and date are
    those of the published version, as the venue is, if its date names a month. Other
    gaps of the first are filled from the next that says something.
    """
    if len(statements) == 1:
        return statements[0]
    first = statements[0]
    dated = max(statements, key=_date_rank)
    named = best_authors(statements)
    return replace(
        first,
        title=best_title(statements),
        authors=people(named.authors),
        authors_cut=named.authors_cut,
        author_count=_first(p.author_count for p in statements),
        labs=_union((p.labs for p in statements), lab_key),
        abstract=best_abstract(statements),
        venue=best_venue(statements),
        date=dated.date,
        date_guessed=dated.date_guessed,
        url=_first(p.url for p in statements),
        doi=_first(p.doi for p in sorted(statements, key=is_preprint)),
        arxiv=_first(p.arxiv for p in statements),
        categories=_union((p.categories for p in statements), str),
        keywords=_union((p.keywords for p in statements), fold),
        references=_references(statements),
        code=reduce(_merge_code, (p.code for p in statements)),
        popularity=reduce(_merge_popularity, (p.popularity for p in statements)),
        withdrawn=any(p.withdrawn for p in statements),
        pdf=_first(p.pdf for p in statements),
        notice=all(p.notice for p in statements),
        retracts=_union((p.retracts for p in statements), str),
        corrects=_union((p.corrects for p in statements), str),
        aliases=_other_ids(statements),
        pages=_first(p.pages for p in statements),
    )


def _first(values: Iterable[T]) -> T:
    """The first value that is not empty, else the last."""
    last = None
    for value in values:
        last = value
        if value:
            break
    return cast(T, last)


def _references(statements: Sequence[Paper]) -> tuple[str, ...]:
    """All references, each once however sources write its id."""
    stated = [p.references for p in statements if p.references]
    return _union(stated, link_key) if len(stated) > 1 else (*stated, ())[0]


def _merge_code(first: str | None, second: str | None) -> str | None:
    return first or (second if second is not None else first)


def _other_ids(statements: Sequence[Paper]) -> tuple[str, ...]:
    """All ids of some records but the first one's, each once."""
    first, *others = statements
    ids = dict.fromkeys(first.aliases)
    for other in others:
        ids |= dict.fromkeys((other.id, *other.aliases))
    ids.pop(first.id, None)
    return tuple(ids)


def _date_rank(paper: Paper) -> tuple[bool, bool, bool, bool, int, bool]:
    """Sort key of dates, the best one largest.

    Stated dates come before guessed ones, those with a month before years, those of
    publication before those of preprints, then the more exact; lists are last.
    """
    date = paper.date or ""
    stated = bool(date), not paper.date_guessed
    published = not is_preprint(paper)
    return *stated, len(date) > _YEAR, published, len(date), trust(paper) > 0


def _merge_popularity(first: Popularity, second: Popularity) -> Popularity:
    """The larger count, since counts grow; the first score."""
    return Popularity(
        upvotes=_larger(first.upvotes, second.upvotes),
        comments=_larger(first.comments, second.comments),
        score=first.score if first.score is not None else second.score,
        citations=_larger(first.citations, second.citations),
    )


def _larger(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else max(a, b)


def _union(
    lists: Iterable[tuple[str, ...]], key: Callable[[str], str]
) -> tuple[str, ...]:
    """All names in order, each once by its key, in the first spelling."""
    kept: dict[str, str] = {}
    for names in lists:
        for name in names:
            kept.setdefault(key(name), name)
    return tuple(kept.values())

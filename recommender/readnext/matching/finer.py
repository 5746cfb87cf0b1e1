"""Finer keys for records that share a name or a block with very many others.

Each function returns keys under which a record is stored, and keys by which it asks for
others. Two records of one title that `Identity.same` takes for one paper meet by these
keys, whatever their authors and years; of an author list, the first and the last names
count. Two titles that differ meet if they differ as titles usually do: by one word, by
small words, by a subtitle or a name in front, or at one end.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import NamedTuple

from readnext.matching.authors import people_of
from readnext.matching.equal_titles import LONG_TITLE, NEAR_UNKNOWN
from readnext.matching.identity import Identity
from readnext.matching.person import Person
from readnext.matching.title_variants import heavy_words
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import Title, read_title
from readnext.matching.word_forms import stem

_FIRST, _LAST = 12, 4  # authors of a list that count
_UNKNOWN, _ANY = "unknown", "any"
_END = 3  # words at an end of a title that a renamed one keeps


class FinerKeys(NamedTuple):
    """Keys of a record: those it is stored under, and those it asks for."""

    stored: tuple[Hashable, ...]
    asked: tuple[Hashable, ...]


def id_keys(identity: Identity) -> FinerKeys:
    """Return the keys of records that share a DOI or an arXiv id: one for all."""
    return FinerKeys((_ANY,), (_ANY,))


# ------------------------------------------------------------------- equal titles
def title_keys(identity: Identity) -> FinerKeys:
    """Return the keys of records whose titles are equal, after `Identity.same`."""
    people = people_of(identity.authors)
    exact = hash(identity)
    weight = read_title(identity.full_title).weight
    if weight == "none" or identity.notice():
        stored, asked = _by_year_and_person(identity, people)
    else:
        stored, asked = _by_person(people)
        if weight == "full":
            more = _by_year(identity, people)
            stored, asked = stored + more.stored, asked + more.asked
    return FinerKeys((exact, *stored), (exact, *asked))


def _counting(people: tuple[Person, ...]) -> tuple[Person, ...]:
    if len(people) <= _FIRST + _LAST:
        return people
    return people[:_FIRST] + people[-_LAST:]


def _by_person(people: tuple[Person, ...]) -> FinerKeys:
    """Somebody of one list must be in the other."""
    some = _counting(people)
    return FinerKeys(
        tuple({("person", key) for person in some for key in person.found_by()}),
        tuple({("person", key) for person in some for key in person.finds()}),
    )


def _by_year_and_person(identity: Identity, people: tuple[Person, ...]) -> FinerKeys:
    """The year must be known and equal; two DOIs that differ are two papers."""
    year = identity.year
    if year is None:
        return FinerKeys((), ())
    keys = _by_person(people)
    has_doi = identity.doi is not None
    doi_asked = (False,) if has_doi else (False, True)
    return FinerKeys(
        tuple((year, has_doi, key) for key in keys.stored),
        tuple((year, doi, key) for key in keys.asked for doi in doi_asked),
    )


def _by_year(identity: Identity, people: tuple[Person, ...]) -> FinerKeys:
    """Where one record has no authors, or a body for persons, the years must agree."""
    kind = "none" if not people else "body" if people[0].is_body else "person"
    others = {"none", "body", "person"} - ({kind} if people else set())
    year = identity.year
    if year is None:
        asked: list[Hashable] = [_ANY]
    else:
        reach = NEAR_UNKNOWN if len(identity.title) >= LONG_TITLE else 0
        asked = [_UNKNOWN, *range(year - reach, year + reach + 1)]
    return FinerKeys(
        ((kind, year or _UNKNOWN), (kind, _ANY)),
        tuple((other, one) for other in sorted(others) for one in asked),
    )


# ---------------------------------------------------------------- titles that differ
def variant_keys(identity: Identity) -> FinerKeys:
    """Return the keys of records whose titles begin or end alike but differ."""
    title = read_title(identity.full_title)
    if title.weight == "none" or identity.notice():
        return FinerKeys((), ())  # such a title has no variants
    keys = _variant_keys(title)
    return FinerKeys(keys, keys)


# A record asks by several blocks, and is then stored under them.
@lru_cache(maxsize=2**10)
def _variant_keys(title: Title) -> tuple[Hashable, ...]:
    return tuple(set(_variants(title)))


def _variants(title: Title) -> Iterator[Hashable]:
    """What a title has in common with its usual variants."""
    marks = tuple(series_marks(title.words))
    heavy, content, words, main = (
        tuple(map(stem, some))
        for some in (
            heavy_words(title),
            content_words(title.words),
            title.words,
            title.main,
        )
    )
    # Spelt differently in one word, or with an acronym for several.
    for some in {heavy, content}:
        yield "words", marks, some
        if len(some) > 1:
            for n in range(len(some)):
                yield "words", marks, (*some[:n], *some[n + 1 :])
    # Without its subtitle, or with another one.
    yield from {("main", words), ("main", main)}
    # With a name in front.
    yield "after name", title.words
    if title.coined or len(main) == 1:
        yield "after name", title.words[len(main) :]
    # Longer at one end.
    if len(heavy) >= _END:
        yield "head", marks, heavy[:_END]
        yield "tail", marks, heavy[-_END:]

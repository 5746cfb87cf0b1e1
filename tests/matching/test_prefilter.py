"""The prefilter never rules out two records of one paper, and most others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readnext.matching.authors import first_person, people_of, shared_part
from readnext.matching.identity import Identity
from readnext.matching.prefilter import Prefilter
from readnext.paper import Author, Paper
from tests.matching.test_identity import FORMS, entry, found_same, paper, read_pairs

# Persons, each as records spell them.
PERSONS: tuple[tuple[str | Author, ...], ...] = (
    ("Ada Fox", "A. Fox", "Fox, Ada B.", "Fox", "Fox Ada", Author("Fox", "Ada")),
    ("Thandi Mbeki", "Mbeki, T.", "Mbeki T", "TM Mbeki", "Mbeki Thandi"),
    ("Wei Li", "Li Wei", "Li, W.", "W Li"),
    (
        *("María Ortega Müller", "Maria Mueller", "Muller M"),
        *(Author("Ortega-Müller", "María"), Author("Ortega", "M.")),
    ),
    ("The ATLAS Collaboration", Author(literal="ATLAS Collaboration")),
    ("OpenAI", "Pond Lab", "et al.", "李 伟", "", "Łukasz Kaiser", "Ida Stone"),
)


@st.composite
def two_lists(draw: st.DrawFn) -> tuple[list[str | Author], list[str | Author]]:
    """Two author lists, most of the same persons in several spellings."""
    persons = draw(st.lists(st.sampled_from(PERSONS), min_size=1, max_size=5))
    one, other = ([draw(st.sampled_from(p)) for p in persons] for _ in range(2))
    return one[: draw(st.integers(1, 5))], other[: draw(st.integers(1, 5))]


years = st.sampled_from([None, 2010, 2014, 2015, 2016])


def record(people: Sequence[str | Author], year: int | None = None) -> Identity:
    return Identity(None, None, "rivers", "Rivers", tuple(people), year)


def asked_first(one: Identity, other: Identity) -> bool:
    """What `Identity.same` demands of two titles that differ before it reads them."""
    first, second = first_person(one.authors), first_person(other.authors)
    if first is None or second is None or first.surname != second.surname:
        return False
    near = not one.year or not other.year or abs(one.year - other.year) <= 5
    part = shared_part(people_of(one.authors), people_of(other.authors))
    return near and first.meets(second) and part >= 2 / 3


@given(two_lists(), years, years)
@example((["Ada Fox"], ["A. Fox"]), 2015, 2010)
@example((["A. Fox", "Mbeki T"], ["A. Fox", "Thandi Mbeki"]), 2015, None)
@example((["A. Fox", "Mbeki Thandi"], ["A. Fox", "Thandi Mbeki"]), None, None)
@example(
    (["A. Fox", Author("Ortega-Müller", "M")], ["A. Fox", Author("Ortega", "M")]),
    *(None, None),
)
@example((["A. Fox", "Pond Lab"], ["A. Fox", "Wei Li"]), None, None)
@example((["A. Fox"] * 300, ["A. Fox"] * 200), None, None)
@example((["Fox"], ["Fox", "Ada Fox", "Wei Li"]), None, None)
def test_a_fingerprint_denies_nothing_that_may_match(
    lists: tuple[list[str | Author], list[str | Author]],
    year: int | None,
    other: int | None,
) -> None:
    one, two = record(lists[0], year), record(lists[1], other)
    if asked_first(one, two):
        assert Prefilter(one).may_match(Prefilter(two).fingerprint)
        assert Prefilter(two).may_match(Prefilter(one).fingerprint)


@pytest.mark.parametrize("persons", PERSONS[:4], ids=str)
def test_persons_meet_in_their_spellings(persons: tuple[str | Author, ...]) -> None:
    """The lists above do hold records that may be one paper."""
    first = persons[0]
    assert any(
        asked_first(record([first, one]), record([first, two]))
        for one, two in pairwise(persons)
    )


def test_no_pair_that_is_one_paper_is_denied() -> None:
    met = 0
    for pair in read_pairs():
        for form in FORMS.values():
            one = paper(pair.a) if form.a_is_paper else entry(pair.a)
            other = paper(pair.b) if form.b_is_paper else entry(pair.b)
            a, b = Identity.of(one), Identity.of(other)
            if found_same(one, other) and set(a.aliases()).isdisjoint(b.aliases()):
                met += 1
                assert Prefilter(a).may_match(Prefilter(b).fingerprint), str(pair)
                assert Prefilter(b).may_match(Prefilter(a).fingerprint), str(pair)
    assert met > 100


def test_a_fingerprint_denies_what_is_plain() -> None:
    asked = Prefilter(record(["Xin Wang", "Ada Fox", "Ben Owl"], 2020))

    def met(people: Sequence[str], year: int | None) -> bool:
        return asked.may_match(Prefilter(record(people, year)).fingerprint)

    assert met(["X. Wang", "B. Owl"], 2024)
    assert met(["X. Wang", "B. Owl"], None)
    assert not met(["X. Wang", "B. Owl"], 2026)
    assert not met(["Yi Wang", "Ben Owl"], 2020)
    assert not met(["Xin Wang", "Hugo Marsh", "Noah Field"], 2020)


def test_few_of_many_papers_of_one_block_are_left() -> None:
    """Each of 400 papers by Wang and others would else be compared with all."""
    given_ = ("Xin", "Yi", "Zhe", "Jie", "Hao", "Min", "Bo", "Lan")
    records = [
        Prefilter(
            Identity.of(
                Paper(
                    f"{n}",
                    f"Deep {n}",
                    (f"{given_[n % 8]} Wang", f"A{n} Fox{n % 61}", f"B Owl{n % 67}"),
                    date=str(2000 + n % 26),
                )
            )
        )
        for n in range(400)
    ]
    left = sum(a.may_match(b.fingerprint) for a in records for b in records)
    assert left < 0.05 * 400**2

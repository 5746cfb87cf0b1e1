"""Summaries of abstracts: what a paper does, in one or two sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext_adapters.digest.excerpts import summary


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("", ""),
        ("Ducks swim.", "Ducks swim."),
        # The contribution, not what the field has always known.
        (
            "Ducks are important. Much is known of them. We propose a duck counter.",
            "… We propose a duck counter.",
        ),
        ("Ducks matter. This paper counts them.", "… This paper counts them."),
        ("Ducks matter. In this work, we count.", "… In this work, we count."),
        ("Many ducks. We recently showed that 3 swim.", "… We recently showed that"),
        # No contribution named: the beginning.
        ("Ducks swim. Geese do too. So do swans.", "Ducks swim. Geese do too."),
        # Abbreviations end no sentence.
        ("We count, e.g. Mallards, cf. Fig. 3. Then rest.", "We count, e.g. Mallards"),
        ("深い泥炭。次の文。三つ目。", "深い泥炭。次の文。"),
    ],
)
def test_summaries(abstract: str, expected: str) -> None:
    assert summary(abstract, 200).startswith(expected)


def test_a_second_sentence_is_there_only_if_it_fits() -> None:
    text = "We count ducks. " + "They swim and swim again. "
    assert summary(text, 50) == "We count ducks. They swim and swim again."
    assert summary(text, 30) == "We count ducks."
    assert summary(text, 12) == "We count …"
    assert summary(text, 0) == ""


@given(st.text(max_size=300), st.integers(0, 120))
def test_no_summary_is_too_long(text: str, longest: int) -> None:
    assert len(summary(text, longest)) <= max(longest, 3)

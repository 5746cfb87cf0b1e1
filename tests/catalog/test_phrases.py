"""Terms as phrases of a text, and terms that say nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.phrases import is_filler, phrase_of
from readnext.catalog.terms import terms_of


@pytest.mark.parametrize(
    ("term", "text", "phrase"),
    [
        ("shot learning", "Few-Shot Learning. We learn.", "few-shot learning"),
        ("semi", "On Combinatorial Semi-Bandits", "semi-bandits"),
        ("based search", "a gradient-based search", "gradient-based search"),
        ("end", "End-to-End Driving", "end-to-end"),
        ("models simple", "We study models that are simple", ""),
        ("models simple", "We study models. Simple ones", ""),
        ("models simple", "models (simple)", ""),
        ("pac bayes", "the PAC-Bayes bound of PAC-Bayes", "PAC-Bayes"),
        ("carlo", "Monte Carlo methods; the Monte Carlo way", "Monte Carlo"),
        ("soft robots", "Soft robots bend. Soft robots break", "soft robots"),
        ("bayesian", "Bayesian Tests. We use Bayesian ones", "Bayesian"),
        ("grammar induction", "Grammar Induction", "grammar induction"),
        ("gradient", "the policy gradient and a gradient", "gradient"),
        ("naive bayes", "a naïve Bayes classifier", "naïve Bayes"),
        ("gans", "GANs and GANs", "GANs"),
        ("absent", "nothing of that", ""),
        ("absent", "", ""),
    ],
)  # fmt: skip
def test_a_phrase_is_what_stands_in_the_text(term: str, text: str, phrase: str) -> None:
    assert phrase_of(term, text) == phrase


def test_a_word_that_needs_its_neighbour_has_it() -> None:
    def binds(first: str, second: str, word: str) -> bool:
        assert word in (first, second)
        return (first, second) in {("reinforcement", "learning"), ("monte", "carlo")}

    title = "On deep reinforcement learning and monte carlo search"
    assert phrase_of("deep reinforcement", "", title, binds) == (
        "deep reinforcement learning"
    )
    assert phrase_of("carlo", "", title, binds) == "monte carlo"
    assert phrase_of("search", "", title, binds) == "search"


def test_capitals_of_a_title_are_dropped() -> None:
    title = "More Data Can Hurt for Linear Regression"
    assert phrase_of("linear regression", "", title) == "linear regression"
    text = "We show that Monte Carlo helps."
    assert phrase_of("monte carlo", text, "On Monte Carlo") == "Monte Carlo"


@pytest.mark.parametrize(
    "term",
    [
        "cid 173",
        "173",
        "need",
        "proposed method",
        "mathcal",
        "massively",
        "http",
        "two",
    ],
)
def test_filler_and_debris_say_nothing(term: str) -> None:
    assert is_filler(term)


@pytest.mark.parametrize(
    "term", ["policy gradient", "assembly", "anomaly", "robot learning", "resnet50"]
)
def test_words_of_a_field_say_something(term: str) -> None:
    assert not is_filler(term)


@given(st.text(max_size=60))
def test_any_text_has_phrases_or_none(text: str) -> None:
    for term in terms_of(text).values():
        assert "\n" not in phrase_of(term, text)

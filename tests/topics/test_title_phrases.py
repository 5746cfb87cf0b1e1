"""Topics are named by phrases that occur in titles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from readnext.topics.title_phrases import title_phrases

GRAMMAR = [
    "Grammar Induction from Text",
    "Unsupervised Grammar Induction: a Survey",
    "Neural Networks for Grammar Induction",
    "Using Deep Parsing",
]
VISION = [
    "Few-Shot Learning of Objects",
    "Few-Shot Learning with Neural Networks",
    "A New Approach to Few-Shot Learning",
    "Markov Chain Monte Carlo for Images",
    "Images by Markov Chain Monte Carlo",
]


def test_a_phrase_of_several_titles_names_a_group() -> None:
    grammar, vision = title_phrases([GRAMMAR, VISION])
    assert grammar[0] == "grammar induction"
    assert vision[0] == "few-shot learning"


def test_phrases_are_whole() -> None:
    _, vision = title_phrases([GRAMMAR, VISION])
    assert "markov chain monte carlo" in vision
    assert not {"markov chain", "monte carlo", "shot learning", "chain monte"} & {
        *vision
    }


def test_what_one_title_has_is_no_name() -> None:
    grammar, _ = title_phrases([GRAMMAR, VISION])
    assert not {"deep parsing", "using deep parsing", "survey"} & {*grammar}
    assert title_phrases([["Alone"], []]) == [[], []]


@given(st.lists(st.lists(st.text(max_size=30), max_size=4), max_size=3))
def test_any_titles_are_read(groups: list[list[str]]) -> None:
    assert len(title_phrases(groups)) == len(groups)

"""Two thousand records of what no catalog should hold, through every format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from readnext.paper import Paper
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports import EXPORT_FORMATS
from tests.adapters.exports.consumers import CHECKS
from tests.adapters.exports.hostile import ANSWERS, EMPTY, FRAGMENTS, hostile_answer
from tests.examples import examples

MANY = hostile_answer(seed=20260630, count=2000)


def alone(text: str) -> Answer:
    """One suggestion that has a text in every place."""
    paper = Paper(
        *(f"i{text}", text, (text, "A. B"), (text,), text, text, text, text, text),
        *(text, (text,), (text,)),
    )
    suggestion = Suggestion(1, paper, text, 1.0, None, ())
    return Answer(0, 0, 0, text, 1, 1, "prior", text, (suggestion,))


def test_every_format_is_checked() -> None:
    assert set(CHECKS) == set(EXPORT_FORMATS)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CHECKS))
def test_two_thousand_hostile_records(name: str) -> None:
    CHECKS[name](EXPORT_FORMATS[name].render(MANY, 80), MANY)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CHECKS))
def test_each_hostile_fragment_in_every_place(name: str) -> None:
    for fragment in FRAGMENTS:
        answer = alone(fragment)
        CHECKS[name](EXPORT_FORMATS[name].render(answer, 80), answer)


@pytest.mark.parametrize("name", sorted(CHECKS))
@settings(max_examples=examples(40))
@given(answer=ANSWERS | EMPTY)
def test_any_answer(name: str, answer: Answer) -> None:
    CHECKS[name](EXPORT_FORMATS[name].render(answer, 80), answer)

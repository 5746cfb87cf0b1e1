"""Every parser survives files that were changed at random."""

from __future__ import annotations

import os

import pytest

from tests.fuzz.run import fuzz
from tests.fuzz.targets import CORPUS, REFUSALS, targets

TARGETS = targets()
NAMES = tuple(TARGETS)
# Longer by one command: python -m tests.fuzz 600
SECONDS = float(os.environ.get("FUZZ_SECONDS", "6"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_parser_survives(name: str) -> None:
    result = fuzz(name, SECONDS)
    assert not result.fault, result
    assert result.cases > 20


@pytest.mark.parametrize("name", NAMES)
def test_the_corpus_is_read(name: str) -> None:
    """Files that once did harm, and those that each format starts from."""
    target = TARGETS[name]
    for seed in target.seeds:
        try:
            target.read(seed)
        except REFUSALS:
            continue


def test_the_corpus_is_there() -> None:
    assert CORPUS.is_dir()

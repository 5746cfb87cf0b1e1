"""Metrics against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from readnext.evaluation.metrics import mrr, ndcg, ranks_of, recall


def ranks(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_ranks_break_ties_by_place() -> None:
    scores = np.array([0.5, 2.0, 0.5, -1.0], np.float32)
    assert ranks_of(scores, np.array([0, 1, 2, 3])).tolist() == [2, 1, 3, 4]


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (ranks(1), 1.0),
        (ranks(2), 1 / np.log2(3)),
        (ranks(1, 3), (1 + 0.5) / (1 + 1 / np.log2(3))),
        (ranks(11), 0.0),
        (ranks(), 0.0),
        (ranks(*range(1, 30)), 1.0),
    ],
)
def test_ndcg(found: np.ndarray, value: float) -> None:
    assert ndcg(found) == pytest.approx(value)


def test_recall_counts_what_could_be_found() -> None:
    assert recall(ranks(1, 50, 51, 200)) == 0.5
    assert recall(ranks(*range(1, 101))) == 1.0
    assert recall(ranks()) == 0.0


def test_mrr() -> None:
    assert mrr(ranks(4, 9)) == 0.25
    assert mrr(ranks(101)) == 0.0
    assert mrr(ranks()) == 0.0

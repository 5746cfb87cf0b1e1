"""Readers with a habit that is known: the next papers are those of the habit."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from readnext.recommend.reading_habit import FEWEST, Diary, habit_scores

COUNT, TOPICS = 120, 4
TOPIC = np.arange(COUNT) % TOPICS


def texts() -> sparse.csr_matrix:
    """Papers of a topic share half of their words, more or less."""
    rng = np.random.default_rng(0)
    table = rng.random((COUNT, 200)) * 0.2
    for topic in range(TOPICS):
        table[topic == TOPIC, topic * 20 : topic * 20 + 20] += rng.random((30, 20))
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return sparse.csr_matrix((table / lengths).astype(np.float32))


def diary(read: list[int], days: list[float]) -> Diary:
    """One paper was added a day; some were read, on some days."""
    opened = np.full(COUNT, np.nan)
    opened[read] = days
    added = np.arange(COUNT, dtype=np.float64)
    return Diary(texts(), added, opened, np.isfinite(opened))


def unread_in_order(kept: Diary) -> list[int]:
    scores = habit_scores(kept)
    assert scores is not None and np.isfinite(scores).all()
    order: NDArray[np.int64] = np.argsort(-scores, kind="stable")
    return [place for place in order.tolist() if not kept.read[place]]


def test_who_reads_the_newest_first_gets_the_newest() -> None:
    found = unread_in_order(diary(list(range(3, COUNT, 4)), list(range(3, COUNT, 4))))
    assert np.mean(found[:10]) > 100 and np.mean(found[-10:]) < 20


def test_who_reads_in_the_order_of_addition_gets_the_oldest() -> None:
    found = unread_in_order(diary(list(range(30)), [4.0 * n for n in range(30)]))
    assert np.mean(found[:10]) < 50 and np.mean(found[-10:]) > 100


def test_who_reads_one_topic_gets_that_topic() -> None:
    rng = np.random.default_rng(1)
    own = np.flatnonzero(TOPIC == 2)
    read = rng.permutation(own)[:20].tolist()
    days = [place + float(rng.integers(0, COUNT - place)) for place in read]
    found = unread_in_order(diary(read, days))
    assert sum(TOPIC[place] == 2 for place in found[:10]) >= 8


def test_too_few_days_tell_nothing() -> None:
    places = list(range(0, 4 * FEWEST, 4))
    days = [place + 1.0 for place in places]
    assert habit_scores(diary(places, days)) is not None
    assert habit_scores(diary(places[1:], days[1:])) is None
    before = [place - 1.0 for place in places]  # read before they were added
    assert habit_scores(diary(places, before)) is None


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_papers_without_a_day_of_addition_are_ranked_too(share: float) -> None:
    kept = diary(list(range(3, COUNT, 4)), list(range(3, COUNT, 4)))
    rng = np.random.default_rng(2)
    kept.added[~kept.read & (rng.random(COUNT) < share)] = np.nan
    assert len(unread_in_order(kept)) == COUNT - 30


def test_the_same_diary_gives_the_same_order() -> None:
    kept = diary(list(range(3, COUNT, 4)), list(range(3, COUNT, 4)))
    assert unread_in_order(kept) == unread_in_order(kept)

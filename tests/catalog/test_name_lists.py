"""Lists of names: some rows of them, in any order."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from readnext.catalog.shards import NameLists

ROWS = 500


def named() -> NameLists:
    sizes = np.random.default_rng(0).integers(0, 4, ROWS)
    return NameLists(np.r_[0, np.cumsum(sizes)], np.arange(sizes.sum()) * 7)


def listed(lists: NameLists) -> list[list[int]]:
    return [
        lists.names[a:b].tolist()
        for a, b in zip(lists.starts[:-1], lists.starts[1:], strict=True)
    ]


TAKEN: dict[str, NDArray[np.int64]] = {
    "none": np.zeros(0, np.int64),
    "all": np.arange(ROWS),
    "one": np.array([3]),
    "all but some": np.setdiff1d(np.arange(ROWS), [0, 77, 78, 499]),
    "moved": np.r_[100:200, 0:100, 300, 200:300, 301:500],
    "repeated": np.r_[0:60, 0:60],
    "every third": np.arange(0, ROWS, 3),
    "backwards": np.arange(ROWS)[::-1],
}


@pytest.mark.parametrize("rows", TAKEN.values(), ids=TAKEN)
def test_some_rows(rows: NDArray[np.int64]) -> None:
    lists = named()
    every = listed(lists)
    assert listed(lists.take(rows)) == [every[row] for row in rows]

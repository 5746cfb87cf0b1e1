"""Shards are joined without what was replaced or removed, however it is spread."""

from __future__ import annotations

import numpy as np
import pytest

from readnext.catalog import newest
from readnext.catalog.newest import join_live, live_rows
from readnext.catalog.shards import Columns, columns_of
from readnext.paper import Paper


def table(numbers: list[int], version: int) -> Columns:
    papers = [
        Paper(
            f"p/{n}",
            f"Ducks {n} of pond {version}",
            tuple(f"Ann Field{k}" for k in range(n % 4)),
            abstract="Reeds and moss. " * (n % 3),
            date=f"20{n % 20:02}-01-0{version}",
        )
        for n in numbers
    ]
    return columns_of(papers, numbers)


SHARDS = {
    "nothing was replaced": [[1, 2, 3], [4, 5], [6]],
    "some were replaced": [list(range(1, 40)), [3, 41, 17, 40], [17, 50, 39]],
    "all were replaced": [[1, 2, 3], [3, 2, 1]],
    "one shard": [[5, 6, 7, 8]],
    "one shard, unsorted": [[8, 5, 7, 6]],
}


@pytest.mark.parametrize("most", [newest._RUNS, 1])
@pytest.mark.parametrize("gone", [[], [2, 7, 17], [1, 2, 3]])
@pytest.mark.parametrize("which", SHARDS)
def test_the_last_row_of_each_paper_is_kept(
    which: str, gone: list[int], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest, "_RUNS", most)
    tables = [table(numbers, n) for n, numbers in enumerate(SHARDS[which], 1)]
    whole = Columns.join(tables)
    rows = live_rows(whole.numbers, gone)
    expected = whole if len(rows) == len(whole) else whole.take(rows)
    found = join_live(tables, gone)
    assert found.numbers.tolist() == expected.numbers.tolist()
    assert not set(found.numbers.tolist()) & set(gone)
    assert found.date.tolist() == expected.date.tolist()
    for name in ("terms", "titles"):
        one, other = getattr(found, name), getattr(expected, name)
        assert (one.indptr == other.indptr).all() and (one.data == other.data).all()
        assert (one.indices == other.indices).all()
        assert one.indices.dtype == one.indptr.dtype == np.int32
    for name in ("people", "links"):
        one, other = getattr(found, name), getattr(expected, name)
        assert (one.starts == other.starts).all() and (one.names == other.names).all()

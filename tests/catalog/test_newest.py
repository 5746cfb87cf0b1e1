"""Shards are joined without what was replaced or removed, however it is spread."""

from __future__ import annotations

import numpy as np
import pytest

from readnext.catalog.newest import join_live
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
    "few of many were replaced": [[*range(1, 300)], [17, 250, 301], [*range(302, 500)]],
    "an empty shard, few replaced": [[*range(1, 200)], [], [150], [*range(201, 300)]],
    "the last of a shard was replaced": [[*range(1, 200)], [*range(200, 300), 199]],
    "all were replaced": [[1, 2, 3], [3, 2, 1]],
    "one shard": [[5, 6, 7, 8]],
    "one shard, unsorted": [[8, 5, 7, 6]],
}


@pytest.mark.slow
@pytest.mark.parametrize("gone", [[], [2, 7, 17], [1, 2, 3]])
@pytest.mark.parametrize("which", SHARDS)
def test_the_last_row_of_each_paper_is_kept(which: str, gone: list[int]) -> None:
    shards = SHARDS[which]
    tables = [table(numbers, n) for n, numbers in enumerate(shards, 1)]
    last = {number: n for n, numbers in enumerate(shards) for number in numbers}
    found = join_live(tables, gone)
    numbers = found.numbers.tolist()
    assert sorted(numbers) == sorted(last.keys() - set(gone))
    terms, titles = found.terms.whole(), found.titles.whole()
    assert terms.indices.dtype == terms.indptr.dtype == np.int32
    for place, number in enumerate(numbers):
        owner = tables[last[number]]
        row = np.array([shards[last[number]].index(number)])
        alone = owner.take(row)
        assert found.date[place] == alone.date[0]
        assert (terms[place].toarray() == owner.terms[row].toarray()).all()
        assert (titles[place].toarray() == owner.titles[row].toarray()).all()
        for name in ("people", "links"):
            one, other = getattr(found, name), getattr(alone, name)
            names = one.names[one.starts[place] : one.starts[place + 1]]
            assert names.tolist() == other.names.tolist()

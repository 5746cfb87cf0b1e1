"""Names are numbered as NumPy numbers them, whatever their hashes have in common."""

from __future__ import annotations

import numpy as np
import pytest

from readnext.catalog.shards import NameLists
from readnext.features.people import NameTable


@pytest.mark.parametrize("spread", [2, 60, 2**20, 2**62])
@pytest.mark.parametrize("number", [0, 1, 2, 700, 4096])
def test_each_name_has_a_column(number: int, spread: int) -> None:
    rng = np.random.default_rng(number + spread)
    # Few different upper bits, so that names differ in the lower ones alone.
    names = rng.integers(-spread, spread, number) + rng.integers(0, 3, number) * 2**61
    sizes = rng.multinomial(number, [0.25] * 4)
    lists = NameLists(np.r_[0, np.cumsum(sizes)], names.astype(np.int64))
    table = NameTable.of(lists)
    hashes, columns, counts = np.unique(names, return_inverse=True, return_counts=True)
    assert table.hashes.tolist() == hashes.tolist()
    assert table.rows.indices.tolist() == columns.tolist()
    assert table.frequency.tolist() == counts.tolist()


def test_names_from_elsewhere_get_columns() -> None:
    lists = NameLists(np.array([0, 2, 3]), np.array([7, -5, 7]))
    further = NameLists(np.array([0, 2]), np.array([-9, 7]))
    table = NameTable.of(lists, further)
    assert table.hashes.tolist() == [-9, -5, 7]
    assert table.rows.indices.tolist() == [2, 1, 2]
    assert table.frequency.tolist() == [0, 1, 2]

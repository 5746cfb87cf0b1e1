"""Rows of terms out of several parts are those of one table."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog import storage, stored_counts, term_rows
from readnext.catalog.packed_counts import PackedCounts
from readnext.catalog.store import Catalog
from readnext.catalog.stored_counts import ShardFile, StoredCounts
from readnext.catalog.term_rows import TermRows
from readnext.catalog.terms import BUCKETS
from readnext.errors import CatalogError
from readnext.paper import Paper


def counts(papers: int, seed: int) -> sparse.csr_matrix:
    rng = np.random.default_rng(seed)
    columns = rng.integers(0, 500, papers * 9) * 4_001
    owners = rng.integers(0, papers, papers * 9)
    rows = sparse.csr_matrix(
        (np.ones(papers * 9, np.uint8), (owners, columns)), shape=(papers, BUCKETS)
    )
    return sparse.csr_matrix(rows)


TABLES = [counts(size, seed) for seed, size in enumerate((7, 1, 40, 3))]
WHOLE = sparse.csr_matrix(sparse.vstack(TABLES))


def stored(counts: sparse.csr_matrix, folder: Path) -> TermRows:
    """Counts in files."""
    folder.mkdir()
    packed = PackedCounts.of(counts)
    files = []
    for name in ("columns", "repeated"):
        path = folder / f"{name}.npy"
        np.save(path, getattr(packed, name))
        files.append(ShardFile(path, crc32(path.read_bytes()), CatalogError))
    columns, repeated = files
    part = StoredCounts(columns, packed.blocks, repeated, packed.repeats)
    return TermRows.all([part])


@pytest.fixture(params=["in memory", "in files", "in files, far apart"])
def rows(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> TermRows:
    """All tables as one."""
    monkeypatch.setattr(term_rows, "_BLOCK", 16)
    if request.param == "in memory":
        return TermRows.join([TermRows.of(table) for table in TABLES])
    monkeypatch.setattr(stored_counts, "_GAP", 0 if "far" in request.param else 20)
    folders = (tmp_path / str(n) for n in range(len(TABLES)))
    return TermRows.join([*map(stored, TABLES, folders)])


def same(one: sparse.csr_matrix, other: sparse.csr_matrix) -> bool:
    return one.shape == other.shape and abs(one.astype(int) - other).nnz == 0


CHOSEN = [
    np.arange(51),
    np.array([50, 0, 8, 7, 8, 20]),
    np.array([3, 4]),
    np.array([], np.int64),
]


@pytest.mark.parametrize("chosen", CHOSEN)
def test_rows_are_read_in_any_order(rows: TermRows, chosen: NDArray[np.int64]) -> None:
    assert same(rows[chosen], WHOLE[chosen])
    some = rows.take(chosen)
    assert len(some) == len(chosen)
    assert same(some.whole(), WHOLE[chosen])
    assert rows.sizes(chosen).tolist() == np.diff(WHOLE.indptr)[chosen].tolist()
    back = np.arange(len(chosen))[::-1]
    assert same(some[back], WHOLE[chosen[::-1]])


@pytest.mark.parametrize("chosen", [np.arange(51), np.arange(0, 51, 7), CHOSEN[2]])
def test_terms_are_counted(rows: TermRows, chosen: NDArray[np.int64]) -> None:
    expected = np.bincount(WHOLE[chosen].indices, minlength=BUCKETS)
    assert np.array_equal(rows.take(chosen).frequency(), expected)


def test_blocks_are_all_rows(rows: TermRows) -> None:
    blocks = list(rows.blocks())
    assert np.concatenate([numbers for numbers, _ in blocks]).tolist() == [*range(51)]
    assert same(sparse.csr_matrix(sparse.vstack([one for _, one in blocks])), WHOLE)


def test_damaged_terms_are_reported_when_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_IN_MEMORY", 1)
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([Paper("a", "Terns nest on gravel"), Paper("b", "Gravel islands")])
    (file,) = (tmp_path / "c" / "shards").glob("*/terms.columns.npy")
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    with Catalog.open(tmp_path / "c") as catalog:
        columns = catalog.columns()
        assert columns.titles.whole().shape[0] == 2
        for _ in range(2):
            with pytest.raises(CatalogError, match="does not fit its checksum"):
                columns.terms.whole()

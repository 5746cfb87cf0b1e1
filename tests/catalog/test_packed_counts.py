"""Term counts come back as they were, from few bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from readnext.catalog import shard_files
from readnext.catalog.packed_counts import BLOCKS, PackedCounts
from readnext.catalog.shards import Columns, columns_of
from readnext.catalog.stored_counts import compressed
from readnext.catalog.term_rows import TermRows
from readnext.catalog.terms import BUCKETS
from readnext.errors import CatalogError
from readnext.paper import Paper

ROWS = st.lists(
    st.dictionaries(st.integers(0, BUCKETS - 1), st.integers(1, 255), max_size=30),
    max_size=8,
)


def table(rows: list[dict[int, int]]) -> sparse.csr_matrix:
    entries = [sorted(row.items()) for row in rows]
    columns = [column for row in entries for column, _ in row]
    counts = [count for row in entries for _, count in row]
    return sparse.csr_matrix(
        (
            np.array(counts, np.uint8),
            np.array(columns, np.int32),
            np.cumsum([0, *map(len, entries)]).astype(np.int32),
        ),
        shape=(len(rows), BUCKETS),
    )


def assert_same(found: sparse.csr_matrix, wanted: sparse.csr_matrix) -> None:
    assert found.shape == wanted.shape
    for part in ("data", "indices", "indptr"):
        assert getattr(found, part).dtype == getattr(wanted, part).dtype
        assert getattr(found, part).tolist() == getattr(wanted, part).tolist()


@given(ROWS)
def test_counts_come_back(rows: list[dict[int, int]]) -> None:
    wanted = table(rows)
    assert_same(PackedCounts.of(wanted).unpack(), wanted)


def test_a_paper_with_more_terms_in_a_block_than_a_byte_holds() -> None:
    wanted = table([{1: 2}, {n: 1 + (n % 300 == 299) for n in range(70_000)}, {}])
    packed = PackedCounts.of(wanted)
    assert packed.blocks.dtype == np.uint32 and packed.repeated.dtype == np.uint16
    assert_same(packed.unpack(), wanted)


@pytest.mark.parametrize(("terms", "each", "more"), [(170, 2, BLOCKS), (14, 3, 1)])
def test_a_term_takes_two_or_three_bytes(terms: int, each: int, more: int) -> None:
    rng = np.random.default_rng(0)
    rows = [
        {int(c): 1 + (c % 9 == 0) for c in rng.integers(0, BUCKETS, terms)}
        for _ in range(100)
    ]
    wanted = table(rows)
    packed = PackedCounts.of(wanted)
    assert_same(packed.unpack(), wanted)
    size = packed.columns.nbytes + packed.blocks.nbytes
    assert size == each * wanted.nnz + more * 100


def test_no_column_is_beyond_the_last_one() -> None:
    packed = PackedCounts.of(table([{BUCKETS - 1: 1}]))
    assert packed.unpack().indices.tolist() == [BUCKETS - 1]
    beyond = packed._replace(columns=packed.columns + np.array([0, 0, 1], np.uint8))
    with pytest.raises(ValueError, match="beyond"):
        beyond.unpack()


PAPERS = [
    Paper(f"p/{n}", f"Ducks and {'ducks ' * n}{n}", (f"Mia Sand{n}", "Noah Field"))
    for n in range(12)
]


def read(folder: Path, sums: dict[str, int], in_memory: bool = True) -> Columns:
    return shard_files.read_shard(folder, sums, CatalogError, in_memory=in_memory)


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_shard_comes_back(tmp_path: Path, in_memory: bool) -> None:
    wanted = columns_of(PAPERS, [3, 9, 10, 11, 12, 5, 40, 41, 1, 77, 78, 2**40])
    sums = shard_files.write_shard(tmp_path / "shard", wanted)
    found = read(tmp_path / "shard", sums, in_memory)
    for name in Columns.__slots__:
        one, other = getattr(found, name), getattr(wanted, name)
        if isinstance(one, TermRows):
            assert_same(one.whole(), other.whole())
        elif isinstance(one, np.ndarray):
            assert one.dtype == other.dtype
            np.testing.assert_array_equal(one, other)
        else:
            np.testing.assert_array_equal(one.starts, other.starts)
            np.testing.assert_array_equal(one.names, other.names)


@pytest.mark.parametrize("in_memory", [True, False])
@pytest.mark.parametrize("part", ["blocks", "repeats"])
def test_parts_that_do_not_fit_each_other_are_reported(
    tmp_path: Path, part: str, in_memory: bool
) -> None:
    """Although each fits its checksum, as in a catalog that somebody else wrote."""
    sums = shard_files.write_shard(tmp_path / "shard", columns_of(PAPERS, range(12)))
    other = columns_of([replace(PAPERS[0], title="Geese")] * 12, range(12))
    sums_of_other = shard_files.write_shard(tmp_path / "other", other)
    name = f"terms.{part}"
    file = shard_files.file_name(name)
    (tmp_path / "other" / file).replace(tmp_path / "shard" / file)
    with pytest.raises(CatalogError):
        columns = read(
            tmp_path / "shard", sums | {name: sums_of_other[name]}, in_memory
        )
        columns.terms.whole()


def test_a_compressed_file_that_is_none(tmp_path: Path) -> None:
    sums = shard_files.write_shard(tmp_path / "shard", columns_of(PAPERS, range(12)))
    path = tmp_path / "shard" / shard_files.file_name("date")
    # The second claims to be enormous.
    for content in (b"no", b"\x28\xb5\x2f\xfd\xe0" + b"\x7f" * 8, compressed(b"no")):
        path.write_bytes(content)
        with pytest.raises(CatalogError):
            read(tmp_path / "shard", sums | {"date": crc32(content)})

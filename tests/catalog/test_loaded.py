"""Several readers in one process share the features of a catalog; its open files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from readnext.catalog.loaded import keeping_columns
from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.paper import Gone, Paper


def columns_of(folder: Path) -> Columns:
    with Catalog.open(folder) as catalog:
        return catalog.columns()


def add(folder: Path, *items: Paper | Gone) -> None:
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(items)


def test_features_are_loaded_once_until_the_catalog_changes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        add(folder, Paper("1", "Ducks of the Pond"), Paper("2", "Swans of the Lake"))
    assert columns_of(one) is not columns_of(one)
    with keeping_columns():
        first = columns_of(one)
        assert columns_of(one) is first
        assert columns_of(other) is not first
        add(one, Paper("3", "Geese of the North"))
        assert len(columns_of(one)) == 3
        add(one, Gone("3"))
        assert columns_of(one).numbers.tolist() == [1, 2]
    assert columns_of(one) is not columns_of(one)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize(("allowed", "shards"), [(64, 40), (256, 40), (1024, 64)])
def test_a_part_of_the_files_that_a_process_may_open(allowed: int, shards: int) -> None:
    code = (
        "import resource; from readnext.catalog.storage import most_open; "
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({allowed}, {allowed})); "
        "print(most_open())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert int(done.stdout) == shards

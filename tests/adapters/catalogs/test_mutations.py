"""Every reader of catalogs survives files that were damaged at random."""

from __future__ import annotations

import datetime as dt
import io
import random
from pathlib import Path

import pytest

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, detect_format
from readnext_adapters.libraries import LIBRARY_FORMATS
from tests.adapters.libraries.test_mutations import mutated

FIXTURES = Path(__file__).parents[3] / "fixtures"
AS_OF = dt.date(2026, 4, 30)
DAMAGED = 400
SEED = 20_310_601
# The first lines of a pasted page say nothing, so that no word is lost with them.
TELLING = {"acl", "biorxiv", "feed", *LIBRARY_FORMATS}


def files() -> dict[str, list[bytes]]:
    """Small whole files by the reader that they are for."""
    found: dict[str, list[bytes]] = {kind: [] for kind in CATALOG_FORMATS}
    for path in sorted(FIXTURES.glob("catalogs/*")) + sorted(
        FIXTURES.glob("libraries/*")
    ):
        data = path.read_bytes()
        kind = detect_format(data.decode(errors="replace"), path.suffix)
        if kind and len(data) < 8_000:
            found[kind].append(data)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(CATALOG_FORMATS))
def test_a_reader_survives_damage(kind: str) -> None:
    whole = files()[kind]
    assert whole, f"no file to damage for {kind}"
    chance = random.Random(f"{SEED} {kind}")
    for number in range(DAMAGED):
        data = mutated(chance, whole[number % len(whole)])
        CATALOG_FORMATS[kind].detect(data.decode("utf-8", "replace"))
        found = list(CATALOG_FORMATS[kind].read(io.BytesIO(data), "file", AS_OF))
        assert all(isinstance(item, Paper | Problem) for item in found)
        silent = not found and data.strip() and kind in TELLING
        assert not silent, f"nothing is said of {data!r}"


@pytest.mark.parametrize("kind", sorted(CATALOG_FORMATS))
def test_a_reader_survives_what_is_no_file_at_all(kind: str) -> None:
    chance = random.Random(f"{SEED} random {kind}")
    for _ in range(100):
        data = chance.randbytes(chance.randint(1, 300))
        found = list(CATALOG_FORMATS[kind].read(io.BytesIO(data), "file", AS_OF))
        assert found or not data.strip() or kind not in TELLING

"""Every reader survives random bytes and files that were damaged at random."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readnext.paper import Entry, Problem
from readnext_adapters.libraries import LIBRARY_FORMATS, bibtex, detect_format

ROOT = Path(__file__).parents[3]
LIBRARIES = ROOT / "fixtures" / "libraries"
CORPORA = ROOT.parent / "shared" / "corpora"
CASES = ROOT.parent / "shared" / "cases" / "imports"
FOLDERS = "bibtex biblatex bbtjson csljson ris rdf zoteroapi zoterocsv realbib".split()

# Small files are damaged more thoroughly in the same time.
LARGEST_FILE = 4_000
QUICK, THOROUGH = 200, 4_000  # damaged files of a format
LONGEST_TIME = 5.0  # CPU seconds for one of these small files
MOST_MEMORY = 500  # MB that all of them together may add
SEED = 20_240_531

Mutation = Callable[[random.Random, bytearray], None]


def flip(chance: random.Random, data: bytearray) -> None:
    """Change some bits, or write another byte of the file over one."""
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        bit = data[place] ^ (1 << chance.randrange(8))
        data[place] = chance.choice((bit, chance.choice(data)))


def span(chance: random.Random, data: bytearray) -> slice:
    start = chance.randrange(len(data))
    return slice(start, start + chance.randint(1, 60))


def delete(chance: random.Random, data: bytearray) -> None:
    del data[span(chance, data)]


def duplicate(chance: random.Random, data: bytearray) -> None:
    chunk = data[span(chance, data)]
    place = chance.randrange(len(data))
    data[place:place] = chunk * chance.randint(1, 3)


def truncate(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data)) :]


MUTATIONS: tuple[Mutation, ...] = (flip, delete, duplicate, truncate)


def mutated(chance: random.Random, whole: bytes) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        if data:
            chance.choice(MUTATIONS)(chance, data)
    return bytes(data)


def small_files() -> dict[str, list[bytes]]:
    """Whole files by the reader that they are for; real ones where they are."""
    paths = sorted(LIBRARIES.iterdir())
    for name in FOLDERS:
        paths += sorted((CORPORA / name).glob("*"))
    paths += sorted(CASES.glob("*.[a-z]*"))
    found: dict[str, list[bytes]] = {kind: [] for kind in LIBRARY_FORMATS}
    for path in paths:
        if path.stat().st_size > LARGEST_FILE:
            continue
        data = path.read_bytes()
        kind = detect_format(data.decode("utf-8", "replace"), path.suffix)
        if kind and data:
            found[kind].append(data)
    return found


def cases(chance: random.Random, files: list[bytes], count: int) -> Iterator[bytes]:
    """Each file about as often as the others, then bytes that are no file at all."""
    for number in range(count):
        yield mutated(chance, files[number % len(files)])
    for _ in range(count // 8):
        yield chance.randbytes(chance.randint(1, 500))


def peak_memory() -> float:
    """The largest size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def survives(kind: str, data: bytes) -> bool:
    """Read a case; name it if the reader fails, so that it can be read again."""
    before = time.process_time()
    try:
        LIBRARY_FORMATS[kind].detect(data.decode("utf-8", "replace"))
        found = list(LIBRARY_FORMATS[kind].read(data, "file"))
    except Exception as error:
        raise AssertionError(f"{kind} fails with {error!r} on {data!r}") from error
    spent = time.process_time() - before
    assert spent < LONGEST_TIME, f"{kind} takes {spent:.1f} s for {data!r}"
    defines = kind == "bibtex" and bool(bibtex.definitions(data))
    return (bool(found) or defines) and all(
        isinstance(item, Entry | Problem) for item in found
    )


@pytest.mark.parametrize(
    "damaged", [QUICK, pytest.param(THOROUGH, marks=pytest.mark.slow)]
)
def test_readers_survive_damaged_files(
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
    damaged: int,
) -> None:
    files = small_files()
    count = 0
    memory = peak_memory()
    for kind in LIBRARY_FORMATS:
        assert files[kind], f"no file to damage for {kind}"
        chance = random.Random(f"{SEED} {kind}")
        for data in cases(chance, files[kind], damaged):
            assert survives(kind, data), f"{kind} gives nothing for {data!r}"
            count += 1
    assert peak_memory() - memory < MOST_MEMORY
    used = sum(map(len, files.values()))
    record_property("damaged_files_read", count)
    with capsys.disabled():
        sys.stdout.write(f"\n{count} damaged files read, made of {used} files\n")
    assert count >= (20_000 if damaged == THOROUGH else 1_000)

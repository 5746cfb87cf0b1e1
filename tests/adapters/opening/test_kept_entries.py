"""An unchanged library is read from the cache, as it was read before."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import zstandard

from readnext.paper import Author, Entry, Problem
from readnext_adapters.opening.kept_entries import FOLDER, KeptEntries
from readnext_adapters.opening.library import read_library, shared_macros

LIBRARIES = sorted(Path("fixtures/libraries").iterdir())
Item = Entry | Problem


def bibtex(number: int = 300, *, title: str = "Ducks") -> str:
    """A library with problems: keys that occur twice, and a macro that is unknown."""
    people = "Sand, Mia and {Pond Lab} and Reed, Jr, Tom"
    return "".join(
        f"@article{{key{n - n % 2}, title = {{{title} and Pond {n}}}, year = 2001,\n"
        f" author = {{{people}}}, keywords = {{ducks, ponds}}, journal = pondj,\n"
        f" doi = {{10.5555/pond.{n}}}}}\n"
        for n in range(number)
    )


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "mylib.bib"
    path.write_text(bibtex())
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def read(library: Path, cache: Path | None) -> list[Item]:
    return list(read_library(str(library), cache=cache))


def kept(cache: Path) -> list[Path]:
    return sorted((cache / FOLDER).glob("*"))


def exchange(cache: Path) -> list[Item]:
    """Put other entries into the only file of the cache, and return them."""
    (path,) = kept(cache)
    before: list[Item] = [Entry("other"), Problem("other:1", "known by its text")]
    digest = digest_in(path)
    assert list(KeptEntries(path, digest).storing(iter(before))) == before
    return before


def digest_in(path: Path) -> str:
    found: str = json.loads(zstandard.ZstdDecompressor().decompress(path.read_bytes()))[
        0
    ]
    return found


def test_a_library_that_did_not_change_is_not_parsed(
    library: Path, cache: Path
) -> None:
    expected = read(library, None)
    assert {type(item) for item in expected} == {Entry, Problem}
    assert read(library, cache) == expected
    assert read(library, cache) == expected
    other = exchange(cache)
    assert read(library, cache) == other


def test_a_library_that_changed_is_parsed_and_replaces_what_was_kept(
    library: Path, cache: Path
) -> None:
    read(library, cache)
    exchange(cache)
    library.write_text(bibtex(title="Herons"))
    found = read(library, cache)
    assert found == read(library, None)
    assert len(kept(cache)) == 1
    exchange(cache)
    library.touch()  # the content counts, not the time
    assert len(read(library, cache)) == 2


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda path: path.name)
def test_all_items_of_all_formats_are_kept_as_they_are(
    path: Path, tmp_path: Path
) -> None:
    expected = read(path, None)
    place = KeptEntries(tmp_path / "kept", "digest")
    assert list(place.storing(iter(expected))) == expected
    assert place.find() == expected
    assert KeptEntries(place.path, "another digest").find() is None


def test_every_field_is_kept(tmp_path: Path) -> None:
    values: dict[str, object] = {}
    for field in fields(Entry):
        kind = str(field.type)
        if "Author" in kind:
            values[field.name] = (Author("Sand", "Mia"), Author(literal="\udce9 Lab"))
        elif "tuple" in kind:
            values[field.name] = (f"a {field.name}", "\u6c60")
        elif "int" in kind:
            values[field.name] = 3
        elif "bool" in kind:
            values[field.name] = False
        else:
            values[field.name] = f"the {field.name}"
    entry = Entry(**values)  # type: ignore[arg-type]
    place = KeptEntries(tmp_path / "kept", "digest")
    list(place.storing(iter([entry])))
    (found,) = place.find() or []
    assert found == entry
    assert hash(found) == hash(entry)  # lists would have none


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: b"no Zstandard",
    ],
    ids=["empty", "cut off", "flipped", "other"],
)
def test_a_damaged_file_counts_as_none(
    library: Path, cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    read(library, cache)
    (path,) = kept(cache)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert read(library, cache) == read(library, None)
    assert path.read_bytes() == whole


def test_what_was_not_read_to_its_end_is_not_kept(library: Path, cache: Path) -> None:
    items = read_library(str(library), cache=cache)
    next(items)
    del items
    assert not kept(cache)


def test_without_a_cache_folder_the_library_is_read(
    library: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert read(library, tmp_path / "file") == read(library, None)


def test_entries_are_where_the_user_says(
    library: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.parent)
    for name in (library, Path(library.name)) * 2:
        assert read(name, cache) == read(name, None)
    assert len(kept(cache)) == 2


def test_macros_of_other_files_count(
    library: Path, cache: Path, tmp_path: Path
) -> None:
    journals = tmp_path / "journals.bib"
    found = []
    for name in ("Pond", "Journal of Ponds"):
        journals.write_text(f"@string{{pondj = {{{name}}}}}")
        macros = shared_macros([str(library), str(journals)])
        items = list(read_library(str(library), macros=macros, cache=cache))
        found.append({item.venue for item in items if isinstance(item, Entry)})
    assert found == [{"Pond"}, {"Journal of Ponds"}]


def test_only_the_user_may_read_it(library: Path, cache: Path) -> None:
    read(library, cache)
    (path,) = kept(cache)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_compressed_library_is_kept(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "mylib.bib.gz"
    path.write_bytes(
        gzip.compress(os.urandom(20_000).hex().encode() + bibtex().encode())
    )
    expected = read(path, None)
    assert read(path, cache) == expected
    assert len(kept(cache)) == 1
    assert read(path, cache) == expected


def small(folder: Path) -> Iterator[str]:
    path = folder / "small.bib"
    path.write_text(bibtex(3))
    yield str(path)


def catalog(folder: Path) -> Iterator[str]:
    path = folder / "catalog.jsonl"
    path.write_text(
        "".join(f'{{"id": "{n}", "title": "Pond {n}"}}\n' for n in range(999))
    )
    yield str(path)


def standard_input(folder: Path) -> Iterator[str]:
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(bibtex().encode()))
    yield "-"
    sys.stdin = before


@pytest.mark.parametrize("source", [small, catalog, standard_input])
def test_others_are_not_kept(
    source: Callable[[Path], Iterator[str]], tmp_path: Path, cache: Path
) -> None:
    for name in source(tmp_path):
        assert list(read_library(name, cache=cache))
    assert not kept(cache)


def test_the_oldest_are_deleted(cache: Path) -> None:
    (cache / FOLDER).mkdir(parents=True)
    for number in range(502):
        path = cache / FOLDER / f"{number}.json.zst"
        path.touch()
        os.utime(path, (number, number))
    place = KeptEntries(cache / FOLDER / "new.json.zst", "digest")
    list(place.storing(iter([Entry("new")])))
    names = {path.name for path in kept(cache)}
    assert len(names) == 500 and "new.json.zst" in names
    assert {f"{number}.json.zst" for number in range(3)}.isdisjoint(names)

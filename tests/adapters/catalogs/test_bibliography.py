"""Any format of a library is a catalog: the same works, and the same problems."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import InputError
from readnext.library.convert import as_paper
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, detect_format
from readnext_adapters.libraries import LIBRARY_FORMATS
from readnext_adapters.opening.catalog import read_source
from readnext_adapters.opening.library import read_library
from readnext_adapters.parsing.largest import read_whole

ROOT = Path(__file__).parents[3]
LIBRARIES = sorted((ROOT / "fixtures" / "libraries").iterdir())
CORPORA = ROOT.parent / "shared" / "corpora"
FOLDERS = "bbtjson biblatex bibtex csljson rdf ris zoteroapi zoterocsv".split()
AS_OF = dt.date(2026, 4, 30)


def expected(path: Path) -> list[Paper | Problem]:
    """What the library reader has, as papers, whose ids are the keys."""
    found: list[Paper | Problem] = []
    for item in read_library(str(path)):
        if isinstance(item, Problem):
            found.append(item)
        elif item.title:
            found.append(as_paper(item))
        else:
            found.append(Problem(item.where, f"{item.key}: no title; left out"))
    return found


def with_keys(
    found: list[Paper | Problem], keyed: list[Paper | Problem]
) -> list[Paper | Problem]:
    """Papers with their keys as ids in the place of those made for running numbers."""
    return [
        replace(item, id=other.id)
        if isinstance(item, Paper)
        and isinstance(other, Paper)
        and other.id.strip("[]RNref_-.").replace("-", "").isdecimal()
        else item
        for item, other in zip(found, keyed, strict=True)
    ]


@pytest.mark.parametrize("path", LIBRARIES, ids=lambda p: p.name)
def test_every_library_is_a_catalog(path: Path) -> None:
    found, keyed = list(read_source(str(path), AS_OF)), expected(path)
    assert with_keys(found, keyed) == keyed
    assert any(isinstance(item, Paper) for item in found)


@pytest.mark.parametrize("kind", sorted(LIBRARY_FORMATS))
def test_every_format_can_be_named(kind: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"Dear Sir")
    found = list(read_source(str(tmp_path / "x"), AS_OF, kind))
    assert found
    assert all(isinstance(item, Problem) for item in found)


@pytest.mark.parametrize("folder", FOLDERS)
def test_real_libraries_are_the_same_as_catalogs(folder: str) -> None:
    """What content shows to be of a library's format is no other catalog's."""
    if not (CORPORA / folder).is_dir():
        pytest.skip("the folder of shared data is not beside the project")
    compared = 0
    paths = sorted((CORPORA / folder).iterdir())
    for path in paths[:: len(paths) // 30 + 1]:
        head = path.read_bytes()[:65_536].decode("utf-8", "replace")
        kind = detect_format(head, "")
        if kind is None or path.stat().st_size > 50_000:
            continue
        assert kind in LIBRARY_FORMATS, path
        found, keyed = list(read_source(str(path), AS_OF)), expected(path)
        assert with_keys(found, keyed) == keyed, path
        compared += 1
    assert compared


@pytest.mark.parametrize("folder", ["arxiv", "hfpapers", "openalex", "s2"])
def test_answers_of_services_are_taken_for_no_library(folder: str) -> None:
    if not (CORPORA / folder).is_dir():
        pytest.skip("the folder of shared data is not beside the project")
    for path in sorted((CORPORA / folder).iterdir()):
        head = path.read_bytes()[:65_536].decode("utf-8", "replace")
        found = [kind for kind in LIBRARY_FORMATS if CATALOG_FORMATS[kind].detect(head)]
        assert not found, path


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('{"id": "1", "title": "Rain"}', "jsonl"),
        ('{"id": "1", "title": "Rain", "type": "book", "authors": ["A"]}', "jsonl"),
        ('[{"id": "1", "type": "book", "title": "Rain"}]', "csljson"),
        ('[{"title": "Rain", "author": [{"family": "Sand"}]}]', "csljson"),
        ('[{"id": "1", "title": "Rain", "authors": ["A"]}]', None),
        ('[{"paper": {"id": "1", "title": "Rain", "authors": []}}]', None),
        (
            '{"id": "0704.0001", "authors_parsed": [["Sand", "M", ""]]}',
            "arxiv-snapshot",
        ),
        ('{"messages": [{"status": "ok"}], "collection": []}', "biorxiv"),
        ('{"results": [{"id": "W1", "title": "Rain", "type": "article"}]}', None),
    ],
)
def test_json_of_several_kinds(line: str, kind: str | None) -> None:
    """Of arXiv's own lines, the reader for them has the first word once it is there."""
    known = [name for name, f in CATALOG_FORMATS.items() if f.detect(line + "\n")]
    assert kind in known or (kind is None and not known)
    if kind != "jsonl":
        assert "jsonl" not in known
    if kind != "csljson":
        assert "csljson" not in known


class Endless(io.RawIOBase):
    """A stream without end."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return b"@" * min(size, 1 << 20)


def test_what_is_read_whole_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_LARGEST_LIBRARY_MB", "3")
    with pytest.raises(InputError, match=r"pipe: more than 3 MB .* raise READNEXT"):
        read_whole(Endless(), "pipe")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["acl", "biorxiv", "feed", *sorted(LIBRARY_FORMATS)])
def test_the_limit_holds_for_every_format_read_whole(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READNEXT_LARGEST_LIBRARY_MB", "1")
    (tmp_path / "x").write_bytes(b"x" + b" " * 1_000_000)
    with pytest.raises(InputError, match="more than 1 MB"):
        list(read_source(str(tmp_path / "x"), AS_OF, kind))


def test_an_entry_without_a_title_is_a_problem_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ris"
    path.write_text("TY  - JOUR\nTI  - Rain\nER  - \n\nTY  - JOUR\nID  - k\nER  - \n")
    paper, problem = read_source(str(path), AS_OF)
    assert isinstance(paper, Paper)
    assert problem == Problem(f"{path}:5", "k: no title; left out")


def test_entries_are_what_they_were(tmp_path: Path) -> None:
    """The key is the id, and nothing is added."""
    path = tmp_path / "x.bib"
    path.write_text("@article{a, title={On Ducks}, author={Sand, Mia}, year=2024}\n")
    (entry,) = read_library(str(path))
    assert isinstance(entry, Entry)
    assert list(read_source(str(path), AS_OF)) == [
        Paper(id="a", title="On Ducks", authors=("Mia Sand",), date="2024")
    ]


def numbered(*titles: str) -> bytes:
    """A RIS file whose records have running numbers for ids, as search results have."""
    records = (
        f"TY  - JOUR\nID  - {n}\nTI  - {title}\nAU  - Author{title[-1]}, A.\nER  - \n"
        for n, title in enumerate(titles, 1)
    )
    return "".join(records).encode()


def ids(data: bytes, name: str = "x.ris") -> list[str]:
    reader = CATALOG_FORMATS["bibtex" if name.endswith("bib") else "ris"]
    items = list(reader.read(io.BytesIO(data), name, dt.date(2026, 5, 31)))
    assert not [item for item in items if isinstance(item, Problem)]
    return [item.id for item in items if isinstance(item, Paper)]


def test_a_running_number_is_no_id(tmp_path: Path) -> None:
    """Another file has other papers of the same numbers, as has the file later."""
    first = numbered("Growth of Mosses A", "Kettle Holes of the Plains B")
    second = numbered("Cranes in Winter C", "Growth of Mosses A", "Sundews of Mires D")
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        for data, name in ((first, "a"), (second, "b"), (second, "a"), (first, "b")):
            papers = CATALOG_FORMATS["ris"].read(io.BytesIO(data), "x", dt.date.today())
            assert not catalog.add(
                (p for p in papers if isinstance(p, Paper)), name
            ).problems
        assert len(catalog) == 4
    assert ids(first)[0] == ids(second)[1]


def test_titles_that_many_works_have_are_told_apart() -> None:
    again = "On Peat and Its Uses"
    found = ids(numbered("Editorial A", "Editorial B", f"{again} C", f"{again} C"))
    assert len(set(found[:3])) == 3
    data = b"@misc{1, title={Editorial}, author={A, B}}@misc{2, title={Editorial}}"
    assert len(set(ids(data, "x.bib"))) == 2


@pytest.mark.parametrize("key", ["12", "RN12", "ref_3", "[1]", "1-2"])
def test_numbers_of_records_are_known(key: str) -> None:
    data = numbered("Growth of Mosses A").replace(b"ID  - 1", f"ID  - {key}".encode())
    assert ids(data)[0].startswith("growth-of-mosses-a-")


@pytest.mark.parametrize("key", ["31234567", "lee12", "sand2021", "pmid31", "b12"])
def test_other_keys_are_ids(key: str) -> None:
    data = numbered("Growth of Mosses A").replace(b"ID  - 1", f"ID  - {key}".encode())
    assert ids(data) == [key]

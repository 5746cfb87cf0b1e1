"""What sources are shown as, and which one a file or a typed name is."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext.catalog.snapshot import copy_database
from readnext.catalog.source_names import (
    base_name,
    ending_with,
    known_as,
    short_names,
)
from readnext.catalog.store import Catalog
from readnext.paper import Paper

BOGS = [Paper(f"{n}", f"On Bog {n} of the North") for n in range(20)]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog.open(tmp_path / "own", create=True)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["/a/x.bib", "/b/y.bib"], ["x.bib", "y.bib"]),
        (["/a/x.bib", "/b/x.bib"], ["a/x.bib", "b/x.bib"]),
        (["/a/c/x.bib", "/b/c/x.bib"], ["a/c/x.bib", "b/c/x.bib"]),
        (["/x.bib", "/a/x.bib"], ["/x.bib", "a/x.bib"]),
        (["/a/x.bib", "/b/a/x.bib"], ["/a/x.bib", "b/a/x.bib"]),
        (["/a/x.bib", "x.bib"], ["a/x.bib", "x.bib"]),
        (["standard input", "arxiv:cs.LG"], ["standard input", "arxiv:cs.LG"]),
        (["feed:https://a.org/b/x.bib", "/b/x.bib"], None),
        ([], []),
    ],
)
def test_a_name_is_as_long_as_it_must_be(
    names: list[str], shown: list[str] | None
) -> None:
    if shown is None:
        shown = [names[0], "x.bib"]
    assert list(short_names(names).values()) == shown
    assert list(short_names(names)) == names


def test_a_file_of_an_older_version_is_the_first_of_its_name() -> None:
    assert known_as("/a/x.bib", ["x.bib", "/a/x.bib"]) == "/a/x.bib"
    assert known_as("/a/x.bib", ["x.bib", "/b/x.bib"]) == "x.bib"
    assert known_as("/a/x.bib", ["/b/x.bib", "arxiv:cs.LG"]) is None


def test_typed_names_are_the_ends_of_paths() -> None:
    names = ["/a/x.bib", "/b/x.bib", "/b/my-x.bib", "x.bib"]
    assert ending_with("x.bib", names) == ["/a/x.bib", "/b/x.bib"]
    assert ending_with("b/x.bib", names) == ["/b/x.bib"]
    assert ending_with("", names) == ending_with("c/x.bib", names) == []
    assert base_name("/a/x.bib") == base_name("x.bib") == "x.bib"


def test_a_file_is_known_by_most_of_its_papers(catalog: Catalog) -> None:
    catalog.add(BOGS[:10], "/a/x.jsonl")
    catalog.add([*BOGS[8:10], *BOGS[10:14]], "/b/y.jsonl")
    names = ("/a/x.jsonl", "/b/y.jsonl")
    assert catalog.same_file(BOGS[:10], names) == "/a/x.jsonl"
    assert catalog.same_file(BOGS[:10], names[1:]) is None
    assert catalog.same_file(BOGS[8:12], names) == "/b/y.jsonl"
    assert catalog.same_file(BOGS[5:15], names) == "/b/y.jsonl"
    assert catalog.same_file(BOGS[9:20], names) is None
    assert catalog.same_file([], names) is None
    others = [Paper(paper.id, "Something Else") for paper in BOGS[:10]]
    assert catalog.same_file(others, names) is None


def test_a_source_may_correct_what_another_one_stated_first(catalog: Catalog) -> None:
    """It has said the same before, so that the id is its own, too."""
    catalog.add([Paper("1", "Growth of Sphagnum Mosses")], "/a/x.jsonl")
    catalog.add([Paper("1", "Growth of Sphagnum Mosses")], "/b/x.jsonl")
    new = Paper("1", "Growth of Sphagnum in Finland, with Remarks")
    assert not catalog.add([new], "/b/x.jsonl").problems
    assert [paper.title for paper in catalog.all_papers()] == [new.title]
    catalog.add([Paper("2", "Kettle Holes of the Plains")], "/a/x.jsonl")
    other = Paper("2", "Kettle Holes and their Beetles")
    assert catalog.add([other], "/c/x.jsonl").problems


def test_a_publication_has_no_folders(catalog: Catalog, tmp_path: Path) -> None:
    for number, name in enumerate(("/secret/a/x.bib", "/secret/b/x.bib", "arxiv:q")):
        catalog.add([BOGS[number]], name)
        with catalog.source_log() as log:  # rows that were changed before
            log.rename(name, name + "c")
            log.rename(name + "c", name)
    catalog.close()
    target = tmp_path / "copy" / "catalog.sqlite"
    target.parent.mkdir()
    copy_database(tmp_path / "own", target)
    assert b"secret" not in target.read_bytes()
    with Catalog.open(target.parent) as copy:
        names = [account.name for account in copy.accounts()]
        assert names == ["arxiv:q", "x.bib", "x.bib (2)"]
        assert list(copy.papers_by_source().values()) == [1, 1, 1]

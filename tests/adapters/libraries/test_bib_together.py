"""BibTeX files that are given together, and entries that refer to each other."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from readnext.library.lint import examine
from readnext.library.manuscript import Citation, cited
from readnext.paper import Entry
from readnext_adapters.libraries import LIBRARY_FORMATS, bibtex
from readnext_adapters.opening.library import read_library, shared_macros
from tests.command import Run

STRINGS = '@string{jop = "Journal of Ponds"}\n@STRING(press = {Moss } # "Press")'
ENTRIES = "@article{a, title={Eels}, journal=jop, year=2001}"
MORE = '@string{own = "Own " # jop}\n@article{b, title={Newts}, journal=OWN}'


def entries_of(text: str, kind: str = "bibtex") -> list[Entry]:
    found = LIBRARY_FORMATS[kind].read(text.encode(), "file")
    return [item for item in found if isinstance(item, Entry)]


@pytest.mark.parametrize("order", list(permutations(("1.bib", "2.bib", "3.bib"))))
def test_macros_of_one_file_hold_in_the_others(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    for name, text in zip(
        ("1.bib", "2.bib", "3.bib"), (STRINGS, ENTRIES, MORE), strict=True
    ):
        (tmp_path / name).write_text(text)
    sources = [str(tmp_path / name) for name in order]
    macros = shared_macros(sources)
    items = [item for one in sources for item in read_library(one, macros=macros)]
    venues = {item.key: item.venue for item in items if isinstance(item, Entry)}
    assert venues == {"a": "Journal of Ponds", "b": "Own Journal of Ponds"}
    assert len(items) == 2, "no problem either"


def test_own_definitions_come_first_and_one_file_needs_no_others() -> None:
    text = '@string{jop = "Mine"}' + ENTRIES
    shared = bibtex.definitions(STRINGS.encode())
    (entry,) = bibtex.read(text.encode(), "file", shared)
    assert isinstance(entry, Entry)
    assert entry.venue == "Mine"
    assert not shared_macros(["refs.bib"])
    assert not shared_macros(["no such.bib", "none.bib", "-"])


def test_the_command_reads_files_together(run: Run, tmp_path: Path) -> None:
    (tmp_path / "strings.bib").write_text(STRINGS)
    (tmp_path / "refs.bib").write_text(ENTRIES)
    files = [str(tmp_path / name) for name in ("refs.bib", "strings.bib")]
    shown = json.loads(run("library", "show", *files, "--format", "json").stdout)
    assert shown["problems"] == []
    assert shown["entries"][0]["venue"] == "Journal of Ponds"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("bibtex", "@misc{new, title={Eels}, ids={old, older key}}"),
        ("bibtex", "@misc{new, title={Eels}, ids = old # {,older key,}}"),
        ("csljson", '[{"id": "new", "type": "book", "title": "Eels",'
         ' "other-ids": ["old", "older key"]}]'),
        ("csljson", '[{"id": "new", "type": "book", "title": "Eels",'
         ' "note": "tex.ids: old, older key"}]'),
        ("zoterojson", '[{"key": "new", "itemType": "book", "title": "Eels",'
         ' "extra": "Citation Key: new\\ntex.ids= old, older key"}]'),
    ],
)  # fmt: skip
def test_an_entry_is_cited_by_any_of_its_keys(kind: str, text: str) -> None:
    (entry,) = entries_of(text, kind)
    assert entry.other_keys == ("old", "older key")
    named = [Citation(key, "draft.tex") for key in ("older key", "OLD", "new")]
    found, problems = cited(named, [entry])
    assert (found, problems) == ([entry], [])


def test_a_key_comes_before_an_alias() -> None:
    first, second = entries_of("@misc{a, title=1, ids={b}}\n@misc{b, title=2}")
    assert cited([Citation("b", "x")], [first, second]) == ([second], [])


def test_crossref_by_an_alias() -> None:
    text = "@incollection{a, title={A}, crossref={old}}\n@book{b, title={B}, ids={old}}"
    assert entries_of(text)[0].venue == "B"


XDATA = "@xdata{x-1, author={Ash, R. and {Moss and Sons}}, title={Eels}, year=2001}\n"


@pytest.mark.parametrize(
    ("field", "title", "authors"),
    [
        ("title={xdata=x-1-title}", "Eels", []),
        ("title={On xdata=x-1-title today}", "On Eels today", []),
        ("author={xdata=x-1-author}", "", ["R. Ash", "Moss and Sons"]),
        (
            "author={xdata=x-1-author-2 and Birch, T.}",
            "",
            ["Moss and Sons", "T. Birch"],
        ),
        ("author={Birch, T. and xdata={x-1-author-1}}", "", ["T. Birch", "R. Ash"]),
        ("xdata={x-1}", "Eels", ["R. Ash", "Moss and Sons"]),
        ("title={xdata=none-title}", "xdata=none-title", []),
    ],
)
def test_data_of_other_entries(field: str, title: str, authors: list[str]) -> None:
    entry = entries_of(f"{XDATA}@book{{b, {field}}}")[1]
    assert entry.title == title
    assert [author.name for author in entry.authors] == authors


def test_containers_of_data_are_no_works() -> None:
    report = examine(
        entries_of(f"{XDATA}@xdata{{y, note={{n}}}}\n@book{{b, xdata=x-1}}")
    )
    assert (report.entries, report.works) == (1, 1)
    assert {key for finding in report.findings for key in finding.keys} == {"b"}

"""What holds for every format of libraries: the shipped contract, and more."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Entry, Problem
from readnext.testing import LibraryFormatContract
from readnext_adapters.catalogs import detect_format as detect_catalog
from readnext_adapters.libraries import LIBRARY_FORMATS, detect_format

LIBRARIES = Path(__file__).parents[3] / "fixtures" / "libraries"
FORMATS = {
    "betterbibtex.json": "bbtjson",
    "bookends.ris": "ris",
    "csl.json": "csljson",
    "endnote.xml": "endnotexml",
    "items.json": "zoterojson",
    "pubmed.nbib": "nbib",
    "scholar.enw": "enw",
    "tiny.bib": "bibtex",
    "zotero.csv": "zoterocsv",
    "zotero.rdf": "zoterordf",
}
VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
}
every_format = pytest.mark.parametrize("name", FORMATS)
kinds = st.sampled_from(sorted(LIBRARY_FORMATS))


def data_of(name: str) -> bytes:
    return (LIBRARIES / name).read_bytes()


def read(kind: str, data: bytes) -> list[Entry | Problem]:
    found = list(LIBRARY_FORMATS[kind].read(data, "file"))
    assert all(isinstance(item, Entry | Problem) for item in found)
    keys = [item.key for item in found if isinstance(item, Entry)]
    assert kind == "bibtex" or (all(keys) and len(keys) == len(set(keys)))
    return found


class TestShippedContract(LibraryFormatContract):
    @pytest.fixture(autouse=True, params=FORMATS)
    def each_format(self, request: pytest.FixtureRequest) -> None:
        name = str(request.param)
        self.library_format = LIBRARY_FORMATS[FORMATS[name]]
        self.samples = (data_of(name),)


@every_format
@pytest.mark.parametrize("suffix", ["", ".bib", ".wrong", ".json", ".ris"])
def test_content_shows_the_format_whatever_the_name(name: str, suffix: str) -> None:
    text = data_of(name).decode()
    assert [kind for kind, f in LIBRARY_FORMATS.items() if f.detect(text)] == [
        FORMATS[name]
    ]
    assert detect_format(text, suffix) == FORMATS[name]
    assert detect_catalog(text, suffix) == FORMATS[name]


@every_format
def test_the_beginning_is_enough(name: str) -> None:
    text = data_of(name).decode()
    assert detect_format("\ufeff" + text[: int(0.6 * len(text))], "") == FORMATS[name]


def test_every_format_has_a_fixture_and_every_fixture_a_test() -> None:
    assert set(FORMATS.values()) == set(LIBRARY_FORMATS)
    files = {path.name for path in LIBRARIES.iterdir() if path.suffix != ".bib"}
    assert files == set(FORMATS) - {"tiny.bib"}


@every_format
@pytest.mark.parametrize("variant", VARIANTS)
def test_line_ends_and_encodings_make_no_difference(name: str, variant: str) -> None:
    data = data_of(name)
    assert read(FORMATS[name], VARIANTS[variant](data)) == read(FORMATS[name], data)


@every_format
def test_titles_are_without_markup(name: str) -> None:
    for entry in read(FORMATS[name], data_of(name)):
        if isinstance(entry, Entry):
            assert not re.search(r"</?\w|&amp;", entry.title)


@pytest.mark.parametrize("kind", sorted(LIBRARY_FORMATS))
@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"[]", b"null", b"<a/>", b"x"])
def test_nothing_is_a_problem(kind: str, data: bytes) -> None:
    assert not LIBRARY_FORMATS[kind].detect("")
    found = read(kind, data)
    assert found and all(isinstance(item, Problem) for item in found)


@given(kinds, st.binary(max_size=200))
def test_no_bytes_make_a_reader_fail(kind: str, data: bytes) -> None:
    LIBRARY_FORMATS[kind].detect(data.decode("latin-1"))
    read(kind, data)


SPLICES = st.sampled_from(
    b'|null|0|"|{|}|[|]|\n|\0|\xff|&x;|TY  - |ER  - |%0 X|PMID- 1|<record>|","'.split(
        b"|"
    )
)


@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_no_damage_makes_a_reader_fail(name: str, draw: st.DataObject) -> None:
    data = data_of(name)
    for _ in range(draw.draw(st.integers(1, 4))):
        start = draw.draw(st.integers(0, len(data)))
        end = min(len(data), start + draw.draw(st.integers(0, 40)))
        data = data[:start] + draw.draw(SPLICES) + data[end:]
    LIBRARY_FORMATS[FORMATS[name]].detect(data.decode("utf-8", "replace"))
    read(FORMATS[name], data)


@every_format
def test_a_file_cut_anywhere_keeps_what_is_whole(name: str) -> None:
    data = data_of(name)
    whole = [e for e in read(FORMATS[name], data) if isinstance(e, Entry)]
    for cut in random.Random(1).sample(range(len(data)), 40):
        kept = read(FORMATS[name], data[:cut])
        assert kept
        assert sum(isinstance(item, Entry) for item in kept) <= len(whole) + 1
    nearly = read(FORMATS[name], data.rstrip()[:-1])
    assert whole[0].title in [e.title for e in nearly if isinstance(e, Entry)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id type title author family given literal issued date-parts raw note"
                " itemType creators firstName name tags tag extra items data key DOI"
                " URL collections attachments annotations parent keyword ISBN"
                " citationKey parentItem lastRead itemID contentType".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(st.sampled_from(["csljson", "bbtjson", "zoterojson"]), json_values)
def test_no_shape_of_json_makes_a_reader_fail(kind: str, value: object) -> None:
    text = json.dumps(value)
    LIBRARY_FORMATS[kind].detect(text)
    assert read(kind, text.encode())
    read(kind, f'{{"items": [{text}], "collections": {text}}}'.encode())


MEGABYTE = 1_000_000
HOSTILE: dict[str, tuple[str, bytes]] = {
    "deep JSON": ("csljson", b"[" * 200_000),
    "deep objects": ("csljson", b'{"a":' * 200_000),
    "deep item": (
        "csljson",
        b'[{"id":"a","type":"book","x":' + b"[" * 90_000 + b"]" * 90_000 + b"}]",
    ),
    "broken objects": ("csljson", b'[{"id": 1, "type": "book", ' * 60_000),
    "a million numbers": ("csljson", b"[" + b"1," * MEGABYTE + b"1]"),
    "a number of many digits": ("csljson", b'[{"id": ' + b"9" * 10_000 + b"}]"),
    "a long title": (
        "csljson",
        b'[{"id":"a","type":"book","title":"' + b"<b " * MEGABYTE + b'"}]',
    ),
    "deep collections": (
        "bbtjson",
        b'{"items": [], "collections": {'
        + b",".join(b'"%d": {"parent": "%d"}' % (n, n + 1) for n in range(9999))
        + b"}}",
    ),
    "records without end": ("ris", b"TY  - JOUR\nTI  - a\n" * 20_000),
    "types only": ("ris", b"TY  - JOUR\n" * 100_000),
    "a long value": ("ris", b"TY  - JOUR\nTI  - a\n" + b"more\n" * 500_000),
    "many lines": ("nbib", b"PMID- 1\n" + b"AU  - A B\n" * 50_000),
    "many types": ("enw", b"%0 Book\n" * 30_000),
    "quotes": ("zoterocsv", b"Key,Item Type,Title,Date Added\n" + b'"' * MEGABYTE),
    "unclosed XML": ("endnotexml", b"<xml><records>" + b"<record>" * 100_000),
    "deep RDF": (
        "zoterordf",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        + b"<value>" * 100_000,
    ),
    "XML comments": ("endnotexml", b"<xml>" + b"<!-- -->" * 100_000),
    "groups without end": (
        "bibtex",
        b"@comment{jabref-meta: grouping:\n" * 30_000 + b"@misc{a, title={A}}",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_little_time(name: str) -> None:
    kind, data = HOSTILE[name]
    start = time.process_time()
    LIBRARY_FORMATS[kind].detect(data[: 1 << 16].decode())
    assert read(kind, data)
    assert time.process_time() - start < 15

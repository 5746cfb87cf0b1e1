"""Family names of several words stay what the sources say, up to the bibliography."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.matching.authors import running_name
from readnext.matching.names import catalog_name, split_name
from readnext.matching.person_keys import person_keys, same_person
from readnext.paper import Author, Paper
from readnext_adapters.catalogs import CATALOG_FORMATS
from readnext_adapters.exports.author_names import person, written
from readnext_adapters.libraries.bibnames import parse_names
from tests.command import Run

FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"
AS_OF = dt.date(2026, 5, 30)
SOURCES = (
    "ads.json",
    "anthology.xml",
    "biorxiv.json",
    "crossref.json",
    "datacite.json",
    "europepmc.json",
    "inspire.json",
    "pubmed.xml",
    "pubmed-summary.json",
    "springer.json",
)


@pytest.mark.parametrize("name", SOURCES)
def test_sources_that_state_the_parts(name: str) -> None:
    kind = {"anthology": "acl"}.get(stem := Path(name).stem, stem.partition("-")[0])
    text = (FIXTURES / name).read_text("utf-8")
    longer = re.sub("Sand|Fern", r"\g<0> Molino", text).encode()
    items = CATALOG_FORMATS[kind].read(io.BytesIO(longer), name, AS_OF)
    papers = [item for item in items if isinstance(item, Paper)]
    found = {a for paper in papers for a in paper.authors if " Molino" in a}
    families = {split_name(one)[0] for one in found}
    assert families and families <= {"Sand Molino", "Fern Molino"}
    assert all(running_name(one).endswith(" Molino") for one in found)


BODIES = ["University of Ponds, Berkeley", "Lake Agency, Geneva", "Foxes, Hens and Co."]


@pytest.mark.parametrize("name", [*BODIES, "Fox, Ada", "Ada Fox", "Martin King, Jr."])
def test_other_names_are_written_as_they_are(name: str) -> None:
    assert running_name(name) == name


def test_formats_get_the_parts_and_readers_the_name() -> None:
    paper = Paper("1", "Ducks", authors=("García Molina, Héctor", "Ada van Fox"))
    assert written(paper) == ["Héctor García Molina", "Ada van Fox"]
    parts = [(one.family, one.given) for one in map(person, paper.authors)]
    assert parts == [("García Molina", "Héctor"), ("van Fox", "Ada")]


@pytest.mark.parametrize(
    ("names", "catalog", "suffix"),
    [
        ("Fox, Jr., Ada", "Ada Fox Jr.", "Jr."),
        ("van der Fox, III, Ada B.", "Ada B. van der Fox III", "III"),
    ],
)
def test_suffixes_of_libraries_stay_behind_the_name(
    names: str, catalog: str, suffix: str
) -> None:
    (author,) = parse_names(names)
    assert catalog_name(author) == running_name(catalog) == catalog
    parts = person(catalog)
    assert (parts.family, parts.suffix) == (author.family, suffix)


WORDS = st.sampled_from(["Ana", "Berg", "de", "García", "Mac", "Molina", "van", "Y."])
PARTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@given(PARTS, PARTS)
def test_the_parts_of_a_name_are_found_again(family: str, given: str) -> None:
    author = Author(family, given)
    name = catalog_name(author)
    assert split_name(name)[0].endswith(family)
    assert running_name(name) == author.name
    # The person is the same as where a source does not say where the name begins.
    assert person_keys(name) == person_keys(author.name)
    assert same_person(name, author.name)


def test_from_the_source_to_the_bibliography(run: Run, tmp_path: Path) -> None:
    authors = [("Ana María", "Ruiz Molino"), *((c, f"Fox{c}") for c in "ABCDEFGHIJ")]
    works = [
        {
            "DOI": f"10.5555/pond.{n}",
            "title": [f"{'Herons' if n < 2 else 'Wires'} on quiet ponds, {n}"],
            "author": [{"given": given, "family": family}],
            "issued": {"date-parts": [[2026, 5, n]]},
        }
        for n, (given, family) in enumerate(authors, 1)
    ]
    answer = {"message-type": "work-list", "message": {"items": works}}
    (tmp_path / "crossref.json").write_text(json.dumps(answer), "utf-8")
    entries = [
        f"@article{{m{n}, author = {{Ruiz Molino, Ana}}, title = {{{what} on ponds}}}}"
        for n, what in enumerate(["Ducks", "Geese", "Moss", "Ice", "Frogs"])
    ]
    (tmp_path / "mine.bib").write_text("\n".join(entries), "utf-8")
    run("catalog", "add", "crossref.json", "--catalog", "found")

    def suggest(form: str) -> str:
        options = ("--catalog", "found", "--format", form)
        return run("suggest", "mine.bib", *options).stdout

    assert "author = {Ruiz Molino, Ana María}" in suggest("bibtex")
    table, found = suggest("table"), json.loads(suggest("json"))
    assert "Ana María Ruiz Molino" in table
    assert "by Ana María Ruiz Molino (5 in your library)" in table
    assert found["suggestions"][0]["authors"] == ["Ana María Ruiz Molino"]

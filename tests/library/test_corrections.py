"""Corrections of the reader's own papers that a catalog has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from readnext.catalog.notice_titles import corrected_title
from readnext.catalog.store import Catalog
from readnext.library.catalog_check import check_with
from readnext.library.corrections import corrections
from readnext.paper import Author, Entry, Paper

TITLE = "Moss and Water in Northern Peat Bogs"
MOSS = Entry(
    "fern2024",
    title=TITLE,
    authors=(Author("Fern", "Ida"),),
    venue="Mires",
    doi="10.5555/m.1",
)
CATALOG_MOSS = Paper(
    "pubmed:7", TITLE, ("I. Fern",), venue="Mires", doi="10.5555/m.1", date="2024"
)
CORRECTIONS = f"""
Correction: {TITLE}
Correction to: {TITLE}
Correction to “{TITLE}”
Author Correction: {TITLE}
Publisher Correction: {TITLE}
Publisher's correction to: {TITLE}
Erratum: {TITLE}
Erratum to: {TITLE}
An Erratum to: {TITLE}
Erratum to “{TITLE}” [Mires 12 (2024) 1-10]
Corrigendum: {TITLE}
Corrigendum to “{TITLE}”
Corrigendum to the article {TITLE}
Errata: {TITLE}
{TITLE} (Erratum)
{TITLE}: Erratum
{TITLE} - Corrigendum
{TITLE} [Corrigendum]
""".strip().splitlines()
OTHERS = f"""
Retraction: {TITLE}
Reply to: {TITLE}
Comment on “{TITLE}”
{TITLE}
Error correction in northern peat bogs
Correction
Erratum: Peat
""".strip().splitlines()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog", create=True) as found:
        yield found


def found(catalog: Catalog, *entries: Entry) -> list[list[str]]:
    """The ids of what corrects each entry, by the catalog's own records of it."""
    moss = [paper for paper in [catalog.of_id("pubmed:7")] if paper]
    records = [moss if entry is MOSS else [] for entry in entries]
    return [[n.id for n in some] for some in corrections(entries, records, catalog)]


@pytest.mark.parametrize("title", CORRECTIONS)
def test_titles_of_corrections(title: str) -> None:
    assert corrected_title(Paper("1", title)) == TITLE


@pytest.mark.parametrize("title", OTHERS)
def test_titles_of_other_texts(title: str) -> None:
    assert corrected_title(Paper("1", title)) == ""


@pytest.mark.parametrize(
    "notice",
    [
        Paper("n", f"Erratum: {TITLE}", venue="Mires"),
        Paper("n", f"Erratum: {TITLE.upper()}", ("Ida Fern",)),
        Paper("n", "Correction", notice=True, corrects=("10.5555/m.1",)),
        Paper("n", "Erratum", notice=True, corrects=("pubmed:7",)),
    ],
    ids=["title and venue", "title and author", "DOI", "id of the catalog"],
)
@pytest.mark.parametrize("notice_first", [False, True])
def test_a_correction_is_found(
    catalog: Catalog, notice: Paper, notice_first: bool
) -> None:
    papers: Sequence[Paper] = [notice, CATALOG_MOSS]
    for paper in papers if notice_first else reversed(papers):
        catalog.add([paper])
    other = Entry("reed", title="Carbon in Raised Peat Bogs", doi="10.5555/c.1")
    assert found(catalog, MOSS, other) == [["n"], []]
    assert len(catalog.columns()) == 1  # the notice is nothing to suggest


def test_it_is_found_without_the_paper_itself(catalog: Catalog) -> None:
    catalog.add([Paper("n", f"Correction to: {TITLE}", venue="Mires")])
    assert found(catalog, MOSS) == [["n"]]


def test_corrections_of_another_paper(catalog: Catalog) -> None:
    """That of a namesake in another journal, by others, and of something else."""
    catalog.add(
        [
            Paper("a", f"Erratum: {TITLE}", ("Jan Reed",), venue="Bogs"),
            Paper("b", f"Erratum: {TITLE}"),
            Paper("c", "Erratum", notice=True, corrects=("10.5555/m.10",)),
            Paper("d", f"Erratum: {TITLE} of Norway", ("Ida Fern",), venue="Mires"),
            Paper("e", f"Retraction: {TITLE}", ("Ida Fern",), venue="Mires"),
        ]
    )
    assert found(catalog, MOSS) == [[]]


def test_two_corrections_are_told_in_their_order(catalog: Catalog) -> None:
    later = Paper("n2", f"Erratum: {TITLE}", venue="Mires", date="2026-02")
    first = Paper("n1", "Note", notice=True, corrects=("10.5555/m.1",), date="2025")
    catalog.add([later, first])
    assert found(catalog, MOSS) == [["n1", "n2"]]


def test_a_check_of_the_library_lists_it(catalog: Catalog) -> None:
    doi = "10.5555/m.2"
    catalog.add([Paper("n", f"Erratum: {TITLE}", venue="Mires", date="2026", doi=doi)])
    (finding,) = check_with([MOSS], catalog).offers
    assert (finding.kind, finding.keys) == ("correction", ("fern2024",))
    assert finding.text == f'"Erratum: {TITLE}", Mires, 2026, https://doi.org/{doi}'
    assert not finding.is_fault

"""Works printed again: in a journal, a collection, a magazine, by another publisher."""

from __future__ import annotations

import pytest

from readnext.library.works import works_of
from tests.matching.test_fresh_pairs import article, entries, preprint, record
from tests.matching.test_identity import Record, entry, found_same

ADA = ["Fox, Ada"]
TITLE = "Slow waves under the heavy reeds"


def book(title: str, year: str = "1984", **more: str) -> Record:
    return record(title, ADA, **({"type": "book"} | more)) | {"date": year}


def in_journal(year: str, volume: str, title: str = TITLE, **more: str) -> Record:
    place = {"venue": "Pond Science", "volume": volume, "date": year}
    return article(title, ADA, **(place | more))


def chapter(title: str, venue: str, people: list[str] = ADA) -> Record:
    return article(title, people, type="incollection", venue=venue, date="1985")


def report(number: str, venue: str, people: list[str] | None = None) -> Record:
    return article(TITLE, people, type="techreport", number=number, venue=venue)


def patent(number: str) -> Record:
    return record("Pond pump", ADA, type="patent", number=number)


ONE_WORK: dict[str, tuple[Record, Record]] = {
    "decades later in one journal": (
        in_journal("1955", "1", doi="10.5555/a.1"),
        in_journal("2004", "50", doi="10.5555/a.2"),
    ),
    "collected papers": (
        in_journal("1962", "48", "Mud and Resentment"),
        chapter("Mud and Resentment", "Collected Papers"),
    ),
    "collection named after it": (
        in_journal("1962", "48", "Mud and Resentment"),
        chapter("Mud and resentment", "Mud and Resentment and Other Essays"),
    ),
    "reader": (
        chapter("Can the heron speak?", "Mud and the Interpretation of Ponds")
        | {"date": "1980"},
        chapter("Can the Heron Speak?", "Pond Theory: A Reader"),
    ),
    "book of two publishers": (
        book("Inner Herons: An Inquiry Inspired by the Great Drought", venue="Reed"),
        book("Inner herons", "1985", venue="Owl Books"),
    ),
    "and other episodes": (
        book("The Great Heron Massacre"),
        book("The great heron massacre and other episodes in the history of ponds"),
    ),
    "or, another title": (
        book("Herons; or, The Modern Fishers. The 1818 text"),
        book("Herons: The 1818 Text"),
    ),
    "series in brackets": (
        book("Reeds (Owl Textbooks in Pond Science)"),
        book("Reeds: An Introduction to the Study of Ponds and Related Bogs"),
    ),
    "series with its number": (
        book("Deep Ponds: The Ecology of Mud. Pond Monographs Series 14"),
        book("Deep ponds: the ecology of mud", volume="14"),
    ),
    "edition before a series": (
        book("Elements of Mud: Ponds, Second Edition (Owl Series in Ponds)"),
        book("The elements of mud: ponds", edition="2nd"),
    ),
    "letter and charges lost": (
        article("Rise of the α subunit of Na⁺,K⁺-pumps in ponds"),
        article("Rise of the  subunit of Na,K-pumps in ponds"),
    ),
    "formula lost in print": (
        preprint(r"Simulation of turbulent flow up to $Re_\tau \approx 5200$"),
        article("Simulation of turbulent flow up to", date="2011"),
    ),
    "magazine": (
        article("Reed, Mud, and Owl: Lessons of a decade", venue="Bog Magazine"),
        article("Reed, Mud, and Owl", venue="Communications of Ponds", date="2011"),
    ),
    "conference and journal, without the subtitle": (
        article("Automatic checks of slow finite ponds with logic: a practical view")
        | {"type": "inproceedings", "venue": "POPO"},
        article("Automatic checks of slow finite ponds with logic", date="2013")
        | {"venue": "Journal of Ponds"},
    ),
    "two series of working papers": (
        report("DP7561", "CEPO Discussion Paper"),
        report("2877", "Reed Working Paper"),
    ),
    "report with its number in the title": (
        report("", "Pond Bureau") | {"title": "Ponds of 2010 (PB 2010-028)"},
        report("PB 2010-028", "Ministry of Mud") | {"title": "Ponds of 2010"},
    ),
    "patent with the kind of document": (
        patent("US7905413B2"),
        patent("7,905,413"),
    ),
    "application for a patent": (
        patent("US 2009/0555123 A1"),
        patent("US20090555123A1"),
    ),
    "dimensions": (
        article("Three-dimensional images of mud from 2-D slices"),
        article("3D images of mud from two-dimensional slices"),
    ),
    "lecture": (
        article("The Owl B. Reed Lecture: The Heron as Plumber"),
        article("The heron as plumber", type="techreport"),
    ),
    "number of an algorithm": (
        article("Algorithm 832: PondPack, a slow method for mud"),
        article("PondPack, a slow method for mud"),
    ),
    "conference in brackets": (
        article("[IEEE 2010 Conference on Ponds (PONDS)] Slow relaying for reeds"),
        article("Slow relaying for reeds", venue="2010 Conference on Ponds"),
    ),
    "cover of a working paper": (
        article("NBER WORKING PAPER SERIES DO PONDS CAUSE MUD?", type="techreport"),
        article("Do ponds cause mud?"),
    ),
    "abbreviations within a journal's name": (
        article("Pond theory. I.", venue="J. Pond Soc. Jpn.", volume="12", pages="570"),
        article(
            "Pond theory. I. Mud",
            venue="Journal of the Pond Society of Japan",
            volume="12",
            pages="570--586",
        ),
    ),
}

TWO_WORKS: dict[str, tuple[Record, Record]] = {
    "some years later in one journal": (
        in_journal("1995", "41"),
        in_journal("2004", "50"),
    ),
    "a topic, decades later": (
        in_journal("1955", "1", "Heavy reeds"),
        in_journal("2004", "50", "Heavy reeds"),
    ),
    "yearly, decades later": (
        in_journal("1984", "30", "Overview of the northern pond track"),
        in_journal("2004", "50", "Overview of the northern pond track"),
    ),
    "collected papers of another one": (
        in_journal("1962", "48", "Mud and Resentment"),
        chapter("Mud and Resentment", "Collected Papers", ["Fox, Bill"]),
    ),
    "essay and book": (
        in_journal("1986", "6", "On Herons and Mud"),
        book("On Herons and Mud", "2005"),
    ),
    "other stories alone": (
        book("The Great Heron Massacre"),
        book("The Great Heron Revival and Other Episodes"),
    ),
    "two numbers of a series of books": (
        book("Deep Ponds. Pond Monographs Series 14", volume="14"),
        book("Deep Ponds. Pond Monographs Series 15", volume="15"),
    ),
    "two letters": (
        article("Rise of the α subunit of pumps in ponds"),
        article("Rise of the β subunit of pumps in ponds"),
    ),
    "a review of each decade": (
        in_journal("1984", "30", "Progress in the treatment of slow herons"),
        in_journal("2004", "50", "Progress in the treatment of slow herons"),
    ),
    "letter missing, in two journals": (
        article("Role of heron gamma signals in old ponds", venue="Reed Science"),
        article("Role of heron signals in old ponds", venue="Mud Letters"),
    ),
    "letter that is the subject": (
        article("Epsilon best arm search in spectral ponds", venue="OWL 2010"),
        article("Best arm search in spectral ponds", venue="OWL 2010"),
    ),
    "two talks": (
        article("Reed, Mud, and Owl: Lessons", type="inproceedings", venue="POPO"),
        article("Reed, Mud, and Owl", type="inproceedings", venue="OWLS"),
    ),
    "two numbers of one series": (
        report("DP7561", "CEPO Discussion Paper"),
        report("DP7562", "CEPO Discussion Paper"),
    ),
    "numbers of two bodies": (
        report("DP7561", "Reed", ["{Pond Bureau}"]),
        report("2877", "Mud", ["{Pond Bureau}"]),
    ),
    "two patents": (
        patent("US7905413B2"),
        patent("US7905414B2"),
    ),
}


@pytest.mark.parametrize("kind", ONE_WORK)
def test_one_work(kind: str) -> None:
    one, other = entries(ONE_WORK[kind])
    assert found_same(one, other)
    assert found_same(other, one)


@pytest.mark.parametrize("kind", TWO_WORKS)
def test_two_works(kind: str) -> None:
    one, other = entries(TWO_WORKS[kind])
    assert not found_same(one, other)
    assert not found_same(other, one)


@pytest.mark.parametrize(
    "pair",
    [
        ONE_WORK["decades later in one journal"],
        (
            article("Commentary: Slow waves under reeds", venue="Pond Science"),
            article("Slow waves under reeds", venue="Pond Science"),
        ),
    ],
)
def test_a_library_has_one_work(pair: tuple[Record, Record]) -> None:
    """Groups of records also agree, and not only pairs."""
    assert len(works_of([entry(one) for one in (*pair, pair[0])])) == 1

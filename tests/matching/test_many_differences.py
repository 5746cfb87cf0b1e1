"""Records that differ in several ways at once, or share no words in the usual order."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from tests.matching.test_fresh_pairs import PEOPLE, article, entries, preprint, record
from tests.matching.test_identity import Record, entry, found_same, paper

FOX, BODY = ["Fox, Ada"], ["{Agency for Ponds}"]


def book(title: str, date: str, venue: str = "", **more: str) -> Record:
    return record(title, FOX, type="book", venue=venue, **more) | {"date": date}


def report(title: str, people: list[str], **more: str) -> Record:
    return record(title, people, **({"type": "techreport"} | more))


ONE_WORK: dict[str, tuple[Record, Record]] = {
    "words in another order": (
        preprint("Ring-shaped wooden nests built by herons"),
        article("Ring-shaped nests of wood built by herons", date="2011"),
    ),
    "another order and another subtitle": (
        preprint("Counting nests of herons in 9,000 ponds: evidence from a survey"),
        article("Counting nests of herons in ponds: a survey", date="2011"),
    ),
    "form of a word, and an acronym": (
        preprint("Measuring decay of the NRH with small nets"),
        article("Measurement of Decay of the Night Roost Hum with Small Nets"),
    ),
    "misprint and subtitle": (
        article("Tides in shalow ponds"),
        article("Tides in shallow ponds: a view from the shore"),
    ),
    "label and misprint": (
        record("Chapter 3 - Herons in shalow ponds of the north", FOX),
        record("Herons in shallow ponds of the north", FOX),
    ),
    "reprint by another publisher": (
        book("The Making of the Pond", "1963", "Hen & Sons"),
        book("The making of the pond", "1971", "Owl Books, New York"),
    ),
    "paperback without its subtitle": (
        book("Rushes: Essays on Ponds and Other Shelters", "1961", "Anchor Books"),
        book("Rushes", "1991", "Penguin"),
    ),
    "edition before the subtitle": (
        book("Ponds, second edition: A Guide", "2010", edition="2"),
        book("Ponds: A Guide", "2010", edition="2nd"),
    ),
    "report under a body and under its authors": (
        report("Ponds 2010: Synthesis Report. Contribution of Groups I and II", BODY),
        report("Ponds 2010: synthesis report", ["{Core Team}", "Fox, A."]),
    ),
    "report under a name and an abbreviation": (
        report("Pond Outlook 2010: The Future of Reeds", ["OECD"]),
        report(
            "Pond Outlook 2010",
            ["{Organisation for Economic Co-operation and Development}"],
        ),
    ),
    "standard": (
        report("ISO/IEC 12345:2010 Ponds - Quality (QUAP)", ["ISO"]),
        report(
            "Ponds - Quality - Models (ISO/IEC 12345:2010)",
            ["{International Organization for Standardization}"],
            type="standard",
        ),
    ),
    "original title behind": (
        book("Ponds and Time (Weiher und Zeit)", "1962"),
        book("Weiher und Zeit", "1927"),
    ),
    "original title first": (
        article("[Herons of the pond] Les hérons du lac", FOX),
        article("Les hérons du lac", FOX),
    ),
    "one place, misread names and words": (
        article(
            "The rnotion of reeds", ["Fax, A."], volume="7", pages="3-9", venue="Ponds"
        ),
        article(
            "The motion of reeds", ["Fox, A."], volume="7", pages="3", venue="Ponds"
        ),
    ),
    "one place, a body and its members": (
        article(
            "Trial of mud", ["{MUD Group}"], volume="7", pages="3-9", venue="Ponds"
        ),
        article("A trial of wet mud", FOX, volume="7", pages="3-9", venue="Ponds"),
    ),
    "one place with a Roman number, and a label": (
        article("Mud and insight", FOX, volume="LIX", pages="433--460", venue="Mud"),
        article("I.—MUD AND INSIGHT", FOX, volume="LIX", pages="433-460", venue="Mud"),
    ),
    "a trial under its group": (
        article("Trial of intensive versus slow drying of ponds", ["{MUD Group}"])
        | {"venue": "Ponds"},
        article("Trial of intensive, careful versus slow drying of ponds", PEOPLE)
        | {"venue": "Ponds"},
    ),
    "a working paper with more words": (
        report("Do low wages lower the rent of ponds in May?", PEOPLE, venue="NBER"),
        article("Low wages and the lower rent of ponds in May", date="2012"),
    ),
    "quotation behind and in front": (
        article("Fear and rain in ponds: 'we are not ducks'"),
        article("“We Are Not Ducks”: Fear and Rain in Ponds"),
    ),
    "plural of another form": (
        article("Sleep of older women in ponds"),
        article("Sleep of older woman in ponds"),
    ),
    "name of the body in front": (
        report("OECD Mud Trends: Rain in 2009", ["OECD"]),
        report(
            "Mud Trends: Rain in 2009",
            ["{Organisation for Economic Co-operation and Development}"],
        ),
    ),
    "names of Vietnam": (
        article("Slow waves in ponds", ["Nguyen Thi Lan", "Tran Van Hung"]),
        article("Slow waves in ponds", ["Nguyen, T.L.", "Tran VH"]),
    ),
    "names of Hungary": (
        article("Slow waves in the shallow ponds", ["Kovács Péter", "Nagy Ágnes"]),
        article("Slow waves in the shallow ponds", ["P. Kovács", "Á. Nagy"]),
    ),
}

TWO_WORKS: dict[str, tuple[Record, Record]] = {
    "a word for another": (
        preprint("Predicting the return of night herons with small nets"),
        article("Predicting the deaths of night herons with small nets"),
    ),
    "a word for another at the end": (
        preprint("Hum of the night roost with small nets: pitch"),
        article("Hum of the night roost with small nets: volume", date="2011"),
    ),
    "a textbook by another publisher": (
        book("Principles of Ponds", "1963", "Hen & Sons"),
        book("Principles of Ponds", "1971", "Owl Books, New York"),
    ),
    "a book again, by no publisher known": (
        book("The Selfish Heron", "1976"),
        book("The Selfish Heron", "1989"),
    ),
    "two editions before the subtitle": (
        book("Ponds, second edition: A Guide", "2010"),
        book("Ponds, third edition: A Guide", "2010"),
    ),
    "two reports of one year": (
        report("Ponds 2010: Synthesis Report", BODY),
        report("Ponds 2010: Mitigation of Ponds", ["Fox, A."]),
    ),
    "two years of a standard": (
        report("ISO 12345:2008 Ponds - Quality", ["ISO"]),
        report("ISO 12345:2010 Ponds - Quality", ["ISO"]),
    ),
    "two parts of a standard": (
        report("ISO 12345-1:2010 Ponds - Quality - Part 1: Words", ["ISO"]),
        report("ISO 12345-6:2010 Ponds - Quality - Part 6: Reeds", ["ISO"]),
    ),
    "a report and its summary": (
        report("Ponds 2010: Mitigation", BODY),
        report("Ponds 2010: Mitigation. Summary for Policymakers", BODY),
    ),
    "two articles of one page": (
        article("The sleep of ducks", FOX, volume="7", pages="3", venue="Ponds"),
        article("The sleep of gulls", FOX, volume="7", pages="3", venue="Ponds"),
    ),
    "other order at two meetings": (
        article("Dynamic models of mud eels", type="inproceedings", venue="ICRA"),
        article("Modelling dynamic eels of mud", type="inproceedings", venue="IROS"),
    ),
    "some words in another order, and others": (
        preprint("From pixels to torques: policy learning with deep dynamic ponds"),
        article("Learning deep dynamic ponds from image pixels"),
    ),
    "one subtitle": (
        article("Ranks of herons: the impact of age (a first study)", FOX),
        article("Ranks of herons: the impact of weight (a first study)", FOX),
    ),
    "translation in another journal": (
        article("Herons and ponds", FOX, venue="Nature"),
        article("Les hérons et le lac [Herons and ponds]", FOX, venue="Bull. Soc. P."),
    ),
    "thesis and paper": (
        article("Editing by example", FOX, type="inproceedings"),
        article("Editing by Example (Ph.D. Thesis)", FOX, type="phdthesis"),
    ),
}


@pytest.mark.parametrize("kind", ONE_WORK)
def test_kinds_of_one_work(kind: str) -> None:
    assert found_same(*entries(ONE_WORK[kind]))
    assert found_same(*reversed(entries(ONE_WORK[kind])))


@pytest.mark.parametrize("kind", TWO_WORKS)
def test_kinds_of_two_works(kind: str) -> None:
    assert not found_same(*entries(TWO_WORKS[kind]))
    assert not found_same(*reversed(entries(TWO_WORKS[kind])))


ORDERS = ("Nests of wood built by herons", "Herons built nests of wood")


@pytest.mark.parametrize("way", [1, -1])
def test_titles_in_another_order_meet(way: int, tmp_path: Path) -> None:
    one, other = ORDERS[::way]
    stored, asked = paper(preprint(one)), entry(article(other, date="2011"))
    index = MatchIndex([(0, Identity.of(stored))])
    assert list(index.find(LookupKeys.of(Identity.of(asked)))) == [0]
    with Catalog.open(tmp_path / "catalog", create=True) as catalog:
        catalog.add([stored])
        assert list(map(len, catalog.find([Identity.of(asked)]))) == [1]

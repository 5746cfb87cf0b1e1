"""Additions to titles, articles known by their pages, and renamed preprints."""

from __future__ import annotations

import pytest

from readnext.matching.identity import Identity
from tests.matching.test_fresh_pairs import article, entries, preprint, record
from tests.matching.test_identity import Record, entry, found_same

THREE = ["Fox, Ada", "Hen, Bo", "Owl, Cy"]
FOUR = [*THREE, "Ray, Di"]


def printed(title: str, people: list[str] | None = None, **more: str) -> Record:
    place = {"venue": "Pond Biology", "volume": "12", "pages": "131--142"}
    return article(title, people, **(place | more))


def draft(title: str, people: list[str] | None = None, **more: str) -> Record:
    people = THREE if people is None else people
    return record(title, people, **({"type": "misc", "venue": "bioRxiv"} | more))


def working_paper(title: str, people: list[str], **more: str) -> Record:
    return record(title, people, type="techreport", venue="NBER Working Paper", **more)


LONG = "Old deep reeds reveal the slow history of warm northern ponds"

ONE_PAPER: dict[str, tuple[Record, Record]] = {
    "state of peer review": (
        article("Calls of herons [version 2; peer review: 1 approved, 1 not approved]"),
        article("Calls of herons", date="2011"),
    ),
    "reprint in another volume": (
        printed("Reprint of: Slow waves in ponds", doi="10.5555/a.2"),
        printed("Slow waves in ponds", doi="10.5555/a.1", volume="11", date="2009"),
    ),
    "published again elsewhere": (
        article("Republished review: Slow waves in ponds", venue="Reed Letters"),
        printed("Slow waves in ponds", date="2009"),
    ),
    "reprinted, says the title": (
        article("Slow waves in shallow ponds, Reprinted from Pond Biology, volume 12"),
        article("Slow waves in shallow ponds", date="1974"),
    ),
    "with an appendix": (
        article("The slow wave theorem (with an appendix by Bo Hen)", ["Fox, Ada"]),
        preprint("The slow wave theorem"),
    ),
    "section of a journal": (
        printed("Commentary: Slow waves in shallow ponds"),
        article("Slow waves in shallow ponds", venue="Pond Biol."),
    ),
    "catalog of a library": (
        record("Slow waves : herons in the reeds / Ada B. Fox.", ["Fox, Ada"]),
        record("Slow waves: herons in the reeds", ["Fox, Ada"], type="book"),
    ),
    "site with a long name": (
        article("Slow waves | Philosophical Transactions of the Owls B: Ponds and Mud"),
        article("Slow waves"),
    ),
    "chapter with its number": (
        article("Chapter 14 Slow Waves in Ponds", type="incollection"),
        article("Slow waves in ponds", type="incollection"),
    ),
    "formulas of IEEE Xplore": (
        article("Slow H/sub 2/ and H/sub infinity / control of ponds"),
        article(r"Slow $H_2$ and $H_\infty$ control of ponds"),
    ),
    "translated by an index": (
        printed("[Slow waves in the ponds of the north].", pages="131-42"),
        printed("Langsame Wellen in den Teichen des Nordens"),
    ),
    "misquoted, the same pages": (
        printed("Counting the herons of the northern ponds", number="3"),
        printed("A count of northern herons", number="3", date="2011"),
    ),
    "part without its title, the same pages": (
        printed("Waves of Irreversible Ponds. I.", venue="J. Pond Biol. Jpn."),
        printed(
            "Waves of Irreversible Ponds. I. General Theory",
            venue="Journal of Pond Biology of Japan",
        ),
    ),
    "number of an old journal before the title": (
        printed("LIII. On waves of closest fit", ["Fox, Ada"], venue="Pond Mag."),
        printed("On waves of closest fit", ["Fox, Ada"], venue="The Pond Magazine"),
    ),
    "scanned names and title": (
        printed("Leaming to read the gennan ponds", ["Wimrner, H."], pages="91-l03"),
        printed("Learning to read the German ponds", ["Wimmer, H."], pages="91-103"),
    ),
    "discussion paper": (
        article(
            "Slow waves and mud of ponds", venue="Hydrol. Earth Syst. Sci. Discuss."
        ),
        article(
            "The slow waves and mud of northern ponds",
            venue="Hydrology and Earth System Sciences",
            date="2011",
        ),
    ),
    "title cut off by a list of hits, and its people": (
        article("Counts reveal the slow history of herons in…", THREE[:1], venue="Bog"),
        printed("Counts reveal the slow history of herons in ponds", venue="Bog"),
    ),
    "number of an article as a publisher's files have it": (
        article("PII: 0012-3456(70)90123-6 — Slow waves in ponds, part I — Reeds"),
        article("Slow waves in ponds, part I — Reeds"),
    ),
    "name of a site and a journal": (
        article("ScienceDirect - Pond Biology : Slow waves in ponds"),
        printed("Slow waves in ponds"),
    ),
    "a word and its abbreviation": (
        preprint("Maps of cold mud in IR light for use by herons and their counts"),
        article(
            "Maps of cold mud in infrared light for use by herons and their counts"
        ),
    ),
    "a name with a sign that repeats another": (
        article("池の構造変動と地域差", ["佐々木 健一"]),
        article("池の構造変動と地域差", ["佐々木健一"]),
    ),
    "names of a disease": (
        draft("Spread of 2019-nCoV among herons", FOUR, date="2020"),
        article("Spread of Coronavirus Disease 2019 (COVID-19) Among Herons", FOUR)
        | {"date": "2020"},
    ),
    "word replaced within a preprint's title": (
        draft(LONG, FOUR),
        article(LONG.replace("history", "story").replace("warm", "mild"), FOUR),
    ),
    "word replaced within a working paper's title": (
        working_paper("Old deep rules of ponds as ways to see mud in counts", THREE),
        article("Old deep rules of bogs as ways to see mud in counts", date="2012"),
    ),
    "subtitle changed by more than a word": (
        preprint("Hidden pond mechanics: a wave informed network for flow images"),
        article("Hidden pond mechanics: learning speed and weight from flow images"),
    ),
    "case study": (
        draft("Weight of ancient root mud on pond forecasts in reeds: a case study"),
        article("Ancient root mud to improve pond forecasts in the reeds basin"),
    ),
    "people added": (
        preprint("Slow waves in ponds for estimating the drift of reeds and mud"),
        article("Drift of reeds by slow waves in ponds and mud", [*THREE, "Elk, Eve"]),
    ),
    "first name alone": (
        preprint("Slow reed superlattices: a new platform for pond conductivity"),
        article("Pond conductivity in slow reed superlattices", ["Fox, Ada"]),
    ),
}

TWO_PAPERS: dict[str, tuple[Record, Record]] = {
    "two sections of a journal": (
        printed("Slow reed structure refinement", ["Fox, Ada"], venue="Acta Pond. A"),
        printed(
            "Reed structure refinement with mud", ["Fox, Ada"], venue="Acta Pond. C"
        ),
    ),
    "second reprint of another title": (
        printed("Reprint of: Slow waves in ponds"),
        printed("Fast waves in ponds", volume="11", pages="1-9"),
    ),
    "commentary of others": (
        printed("Commentary: Slow waves in shallow ponds", ["Elk, Eve"]),
        printed("Slow waves in shallow ponds", pages="143--150"),
    ),
    "commentary of the same people on other pages": (
        printed("Commentary: Slow waves in shallow ponds", pages="143--150"),
        printed("Slow waves in shallow ponds"),
    ),
    "two issues with the same pages": (
        printed("The slow waves in the ponds of the north", number="3"),
        printed("Langsame Wellen in den Teichen des Nordens", number="4"),
    ),
    "copied pages, nothing in common": (
        printed("Counting the herons of the ponds"),
        printed("Drift of mud in rivers"),
    ),
    "copied pages, another part": (
        printed("Slow waves. I. Reeds"),
        printed("Slow waves. II. Mud"),
    ),
    "copied pages, two animals": (
        printed("Slow growth of the old bones of mice in ponds"),
        printed("Slow growth of the old bones of rats in ponds"),
    ),
    "copied pages, two subtitles": (
        printed("Slow growth of old films: thin mud and light"),
        printed("Slow growth of old films: thick reeds and light"),
    ),
    "two papers of a project": (
        preprint("The great pond project: public release of reeds and catalogs"),
        article("The great pond project: slow drift of mud under ice"),
    ),
    "other people on copied pages": (
        printed("Counting the herons of the ponds"),
        printed("A count of northern herons", ["Elk, Eve"]),
    ),
    "two discussions": (
        article("Slow waves and mud of ponds", venue="Faraday Discuss."),
        article("The slow waves and mud of northern ponds", venue="Reeds")
        | {"date": "2011"},
    ),
    "two diseases": (
        draft("Spread of COVID-19 among herons", FOUR),
        article("Spread of influenza among herons", FOUR),
    ),
    "word replaced between two papers": (
        article(LONG, FOUR, venue="Reeds"),
        article(LONG.replace("history", "story").replace("warm", "mild"), FOUR)
        | {"venue": "Ponds"},
    ),
    "two countries within the title": (
        working_paper("Old deep rules of Malawi as ways to see mud in counts", THREE),
        article("Old Deep Rules of Zambia as Ways to See Mud in Counts", date="2012"),
    ),
    "two rivers within the title": (
        working_paper("Old deep rules of the Ulu as ways to see mud in counts", THREE),
        article("Old deep rules of the Oro as ways to see mud in counts", date="2012"),
    ),
    "two layers": (
        preprint("Slow waves and old reeds in twisted bilayer mud at deep ponds"),
        article("Slow waves and old reeds in twisted trilayer mud at deep ponds"),
    ),
    "another substance in the same patients": (
        draft("Effect of reed bark on slow breath and long sleep of patients in ponds"),
        article(
            "Effect of mud salt on slow breath and long sleep of patients in ponds"
        ),
    ),
    "subtitles of two samples": (
        preprint("Hidden pond mechanics: slow flow and long sleep of children"),
        article("Hidden pond mechanics: slow flow and old age of adults"),
    ),
    "another subject": (
        draft(f"Willow pollen: {LONG}"),
        article(f"Alder: {LONG}"),
    ),
    "word replaced, and one of the people": (
        draft(LONG, FOUR),
        article(LONG.replace("history", "story"), [*THREE, "Elk, Eve", "Ray, Di"]),
    ),
    "specifications of two numbers": (
        record("Pond Protocol, Version 6", THREE, type="misc", venue="RFC 2460"),
        record("Pond Protocol, Version 6", THREE, type="report", venue="RFC 8200"),
    ),
    "manual for the laboratory": (
        record("Principles of Mud", THREE, type="book"),
        record("Principles of Mud: Laboratory Manual", THREE, type="book"),
    ),
}


@pytest.mark.parametrize("kind", ONE_PAPER)
def test_one_paper(kind: str) -> None:
    one, other = entries(ONE_PAPER[kind])
    assert found_same(one, other)
    assert found_same(other, one)


@pytest.mark.parametrize("kind", TWO_PAPERS)
def test_two_papers(kind: str) -> None:
    one, other = entries(TWO_PAPERS[kind])
    assert not found_same(one, other)
    assert not found_same(other, one)


@pytest.mark.parametrize(
    ("doi", "version"),
    [
        ("10.35241/emeraldopenres.13376", "10.35241/emeraldopenres.13376.2"),
        ("10.12688/wellcomeopenres.15311", "10.12688/wellcomeopenres.15311.1"),
    ],
)
def test_versions_have_one_doi(doi: str, version: str) -> None:
    title = "Slow waves in shallow ponds"
    one, other = (Identity.of(entry(article(title, doi=d))) for d in (doi, version))
    assert one.doi == other.doi

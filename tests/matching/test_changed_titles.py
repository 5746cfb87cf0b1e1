"""Titles that were changed, added to or misread: one paper or two."""

from __future__ import annotations

import pytest

from tests.matching.test_fresh_pairs import (
    PEOPLE,
    article,
    entries,
    preprint,
    record,
)
from tests.matching.test_identity import Record, found_same

ONE_PAPER: dict[str, tuple[Record, Record]] = {
    "label": (
        article("Chapter 3 - Optics of ponds", type="incollection"),
        article("Optics of Ponds", type="incollection"),
    ),
    "heading of a journal's section": (
        article("Technical note: optics of ponds"),
        article("Optics of Ponds"),
    ),
    "species in brackets": (
        article("Sleep of herons (Ardea cinerea) in summer"),
        article("Sleep of herons in summer"),
    ),
    "number of a standard": (
        article("RFC 9912: A protocol for ponds", type="techreport"),
        article("A Protocol for Ponds", type="misc"),
    ),
    "number of a working paper": (
        article("Prices of mud (Pond Bank Working Paper No. 12)", type="techreport"),
        article("Prices of mud", type="techreport"),
    ),
    "year behind": (article("Optics of ponds (2010)"), article("Optics of Ponds")),
    "note that was published": (
        preprint("A note on the optics of ponds"),
        article("Optics of Ponds", date="2012"),
    ),
    "period that was added": (
        article("Prices of dry mud in Owlshire", type="unpublished"),
        article("Prices of Dry Mud in Owlshire, 1640-1720", date="2012"),
    ),
    "word replaced within": (
        preprint("Teaching very deep herons to wait for fish"),
        article("Training very deep herons to wait for fish", date="2011"),
    ),
    "other end": (
        preprint("Anticipating floods: rain and prediction for dams"),
        article("Anticipating floods: rain and forecasts for dams"),
    ),
    "theses typed differently": (
        article("Drift in tidal ponds", ["Fox, Ada"], type="mastersthesis"),
        article("Drift in Tidal Ponds", ["Fox, A."], type="phdthesis"),
    ),
    "thesis by what is behind its title": (
        article("Trift in Teichen", ["Fox, Ada"], type="mastersthesis"),
        article("Trift in Teichen. Diplomarbeit, Universität Teichstadt", ["Fox, A."]),
    ),
    "body and its initials": (
        article("Health of ponds", ["{World Pond Organization}"], type="book"),
        article("Health of Ponds (Heron report)", ["{WPO}"], type="techreport"),
    ),
    "initials of some words": (
        article(
            "Care of ponds", ["{National Institute for Heron and Care Excellence}"]
        ),
        article("Care of ponds", ["{NICE}"]),
    ),
    "body and its office": (
        article("Care of ponds", ["{World Pond Organization}"]),
        article("Care of ponds", ["{World Pond Organization Regional Office}"]),
    ),
    "study group behind": (
        article(
            "Effect of salt on herons. The Pond Study Group.", venue="N Pond J Med"
        ),
        article("Effect of Salt on Herons", venue="New Pond Journal of Medicine"),
    ),
    "remark of PubMed": (
        article("Effect of salt on herons [see comments]"),
        article("Effect of Salt on Herons"),
    ),
    "journal and site behind": (
        article("Effect of salt on herons - Pond Science - Oxford Academic"),
        article("Effect of salt on herons"),
    ),
    "site behind": (
        article("Effect of salt on herons - ScienceDirect", []),
        article("Effect of salt on herons"),
    ),
    "translation behind": (
        article("Hägrar i dammar 1900–1950 [Herons in ponds 1900-1950]"),
        article("Hägrar i dammar 1900-1950"),
    ),
    "ayn and hamza": (
        article("Ta'rikh al-ʿilm", ["Saʿidan, Ahmad"]),
        article("Tārīkh al-'ilm", ["Saidan, Ahmad"]),
    ),
    "name of a program": (
        article(r"The {\LaTeX} of herons"),
        article("The LaTeX of Herons"),
    ),
    "case": (
        record("Fox v. Board of Ponds of Owlshire, 347 U.S. 483", [], type="misc"),
        record("Fox v. Board of Ponds, 347 U.S. 483 (1954)", ["{U.S. Pond Court}"]),
    ),
    "reprint of a special title": (
        article("As herons may think", ["Bush, Vannevar"], venue="Pond Monthly"),
        article("As herons may think", ["Bush, Vannevar"], date="1945", venue="Mud"),
    ),
    "chapter typed as a book": (
        article("Salt and herons", ["Fox, Ada"], type="incollection", venue="Ponds"),
        article("Salt and herons", ["Fox, Ada"], type="book", venue="Ponds"),
    ),
    "UTF-8 read as Latin letters": (
        article("Ãœber HÃ¤fen der Reiher", ["Fox, Ada"]),
        article("Über Häfen der Reiher", ["Fox, Ada"]),
    ),
    "letter that an encoding lacks": (
        article("On G?del's herons"),
        article("On Gödel's Herons"),
    ),
    "name of a file": (
        record("Fox et al. - 2010 - Herons of muddy ponds.pdf", [], type="misc"),
        article("Herons of Muddy Ponds"),
    ),
    "title of a page": (
        article("Full article: Herons of muddy ponds"),
        article("Herons of muddy ponds"),
    ),
    "number of an abstract": (
        article("P-123 Herons of muddy ponds"),
        article("Herons of muddy ponds"),
    ),
    "genus as a letter": (
        article("Sleep of A. cinerea in summer"),
        article("Sleep of Ardea cinerea in summer"),
    ),
    "percent": (
        article("Why 50% of all ponds leak"),
        article("Why 50 percent of all ponds leak"),
    ),
    "points in an abbreviation": (
        article("Herons of the U.S. since 1950"),
        article("Herons of the United States since 1950"),
    ),
    "Greek letter of a typewriter": (
        article("Sources of b-keratin in herons"),
        article("Sources of β-keratin in herons"),
    ),
    "venue behind the title": (
        article("Tracking herons, ICPR 2010", type="misc"),
        article("Tracking Herons", type="inproceedings", venue="ICPR"),
    ),
    "author in the title": (
        article("Fox's lives of herons", ["Fox, Ada"], type="book"),
        article("Lives of herons", ["Fox, Ada"], type="book"),
    ),
    "title page": (
        article("An inquiry into the causes of the wealth of ponds", type="book"),
        article("The Wealth of Ponds", type="book"),
    ),
    "subtitle, and one author of many": (
        article("Herons of muddy ponds", ["Fox, Ada"], venue="Ibis"),
        article("Herons of muddy ponds: counts from the air", venue="Ibis"),
    ),
    "surname with a misprint": (
        article("Herons of muddy and sandy ponds", ["Hasan, E."]),
        article("Herons of muddy and sandy ponds", ["Hassan, E."]),
    ),
    "parties of a case": (
        record("Fox vs. Hen", [], type="misc"),
        record("Fox v. Hen, 5 U.S. (1 Cranch) 137 (1803)", [], type="misc"),
    ),
    "act with its number": (
        record("Clean Pond Act of 1964, Pub. L. No. 88-352", [], type="legislation"),
        record("Clean Pond Act of 1964", ["{U.S. Congress}"], type="legislation"),
    ),
}

TWO_PAPERS: dict[str, tuple[Record, Record]] = {
    "two species": (
        article("Sleep of herons (Ardea cinerea)"),
        article("Sleep of herons (Ardea alba)"),
    ),
    "two chapters": (
        article("Chapter 3 - Optics of ponds", type="incollection"),
        article("Chapter 4 - Optics of ponds", type="incollection"),
    ),
    "two standards": (
        article("RFC 9912: A protocol for ponds", type="techreport"),
        article("RFC 9913: A protocol for ponds", type="techreport"),
    ),
    "another year behind": (
        article("Optics of ponds 2009"),
        article("Optics of Ponds"),
    ),
    "two periods": (
        article("Prices of dry mud in Owlshire, 1540-1620", type="unpublished"),
        article("Prices of Dry Mud in Owlshire, 1640-1720", date="2012"),
    ),
    "paper before its preprint": (
        preprint("Training very deep herons to wait for fish"),
        article("Teaching very deep herons to wait for fish", date="2008"),
    ),
    "one word of few": (
        preprint("Teaching deep herons"),
        article("Training deep herons", date="2011"),
    ),
    "preprint of others": (
        preprint("Teaching very deep herons to wait for fish"),
        article("Training very deep herons to wait for fish", ["Fox, Ada", "Bee, D"]),
    ),
    "two bodies": (
        article("Health of ponds", ["{World Pond Organization}"], type="book"),
        article("Health of ponds", ["{FAO}"], type="techreport"),
    ),
    "two cases": (
        record("Fox v. Board of Ponds, 347 U.S. 483", [], type="misc"),
        record("Fox v. Board of Ponds, 349 U.S. 294", [], type="misc"),
    ),
    "a topic of many years": (
        article("Heron memory", ["Baddeley, Alan"], venue="Pond Monthly"),
        article("Heron memory", ["Baddeley, Alan"], date="1992", venue="Mud"),
    ),
    "essay and the book named after it": (
        article("Salt and herons", ["Fox, Ada"], type="incollection", venue="Ponds"),
        article("Salt and herons", ["Fox, Ada"], type="book"),
    ),
    "two decisions of a case": (
        record("Fox v. Board of Muddy Ponds", [], type="misc"),
        record("Fox v. Board of Muddy Ponds", [], type="misc") | {"date": "1955"},
    ),
    "two genera of one letter": (
        article("Sleep of A. cinerea in summer"),
        article("Sleep of Botaurus cinerea in summer"),
    ),
    "two books": (
        article("Herons of ponds", type="book"),
        article("Herons of ponds and the mud of rivers", type="book"),
    ),
    "namesake years later": (
        article("Shape of thin shells of mud and sand", ["Wang, Y."]),
        article("Shape of thin shells of mud and sand", ["Wang, Y.", "Luo, Z."])
        | {"date": "2019"},
    ),
}


@pytest.mark.parametrize("kind", ONE_PAPER)
def test_kinds_of_one_paper(kind: str) -> None:
    assert found_same(*entries(ONE_PAPER[kind]))
    assert found_same(*reversed(entries(ONE_PAPER[kind])))


@pytest.mark.parametrize("kind", TWO_PAPERS)
def test_kinds_of_two_papers(kind: str) -> None:
    assert not found_same(*entries(TWO_PAPERS[kind]))
    assert not found_same(*reversed(entries(TWO_PAPERS[kind])))


# Pairs of titles that a misprint distinguishes, and that a word does.
MISPRINTS = {
    "scanned at the start": ("0n rnuddy rivers", "On muddy rivers"),
    "scanned letters": ("Mull, the lsle of rnaps", "Mull, the Isle of maps"),
    "parted word": ("A geolo gical map of the lsle", "A geological map of the Isle"),
    "letter left out": ("Gobal uses of mud", "Global uses of mud"),
    "letter written once": ("Mud is all you ned", "Mud is all you need"),
    "letters swapped": ("Rivers that sratch mud", "Rivers that scratch mud"),
    "two words": ("Gobal aspcets of mud in rivers", "Global aspects of mud in rivers"),
}
NO_MISPRINTS = {
    "two known words": ("Projection of mud", "Protection of mud"),
    "another first letter": ("The lower mud of rivers", "The power mud of rivers"),
    "numbers": ("Mud in 2010", "Mud in 2011"),
    "short words": ("The cat in mud", "The cot in mud"),
}


@pytest.mark.parametrize("kind", MISPRINTS)
def test_a_misprint_makes_no_other_paper(kind: str) -> None:
    one, other = MISPRINTS[kind]
    assert found_same(*entries((article(one), article(other))))
    assert not found_same(*entries((article(one), article(other, PEOPLE[:1]))))
    assert not found_same(*entries((article(one), article(other, date="2012"))))


@pytest.mark.parametrize("kind", NO_MISPRINTS)
def test_a_word_for_another_makes_another_paper(kind: str) -> None:
    one, other = NO_MISPRINTS[kind]
    assert not found_same(*entries((article(one), article(other))))

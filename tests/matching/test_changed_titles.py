"""Titles that were changed, added to or misread: one paper or two."""

from __future__ import annotations

import pytest

from tests.matching.test_fresh_pairs import PEOPLE, article, entries, preprint
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
}


@pytest.mark.parametrize("kind", ONE_PAPER)
def test_kinds_of_one_paper(kind: str) -> None:
    assert found_same(*entries(ONE_PAPER[kind]))


@pytest.mark.parametrize("kind", TWO_PAPERS)
def test_kinds_of_two_papers(kind: str) -> None:
    assert not found_same(*entries(TWO_PAPERS[kind]))


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

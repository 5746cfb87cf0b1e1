"""Titles that programs and people write differently: one paper or two."""

from __future__ import annotations

import pytest

from tests.matching.test_fresh_pairs import article, entries, preprint
from tests.matching.test_identity import Record, found_same


def placed(title: str, pages: str = "20-43") -> Record:
    """An article at one place of a journal."""
    return article(title, venue="Journal of Owls", volume="60", pages=pages)


ONE_PAPER: dict[str, tuple[Record, Record]] = {
    "heading of a section, at one place": (
        placed("Main Trends in Recent Ponds: Two Dogmas of Herons"),
        placed("Two Dogmas of Herons", "20"),
    ),
    "number of an article, at one place": (
        placed("I.—WADING MACHINERY AND HERONS"),
        placed("Wading machinery and herons"),
    ),
    "kind of a manuscript": (
        article("Author's accepted manuscript: Urban heat and herons"),
        article("Urban heat and herons"),
    ),
    "nets": (
        preprint("Wading Adversarial Networks"),
        article("Wading Adversarial Nets", venue="Journal of Owls"),
    ),
    "reprint of a book": (
        article("Silent Ponds", ["Carson, Rachel"], type="book", venue="Mifflin"),
        article(
            "Silent ponds",
            ["R. Carson"],
            type="book",
            date="1996",
            venue="Owl Classics",
        ),
    ),
    "erratum that PubMed names": (
        article("Salt and herons [published correction appears in Ibis 2011;3:1]"),
        article("Salt and herons"),
    ),
    "accents in LaTeX": (
        article(r"Sur les h\'erons de la for\^{e}t \v{s}edy (French)"),
        article("Sur les hérons de la forêt šedy"),
    ),
    "full text": (
        article('Full text of "The herons of Owlshire"', type="book"),
        article("The herons of Owlshire", type="book"),
    ),
    "who named the species": (
        article("Sleep of Ardea cinerea L. in summer"),
        article("Sleep of Ardea cinerea in summer"),
    ),
    "period": (
        article("Herons of Owlshire, 1943-44"),
        article("Herons of Owlshire, 1943–1944"),
    ),
    "series of a book": (
        article("Sleep of herons and owls (Ecological Studies 99)", type="book"),
        article("Sleep of herons and owls", type="book"),
    ),
    "surname in two transliterations": (
        article("Salt and herons in Siberian ponds", ["Dostoyevsky, A"]),
        article("Salt and herons in Siberian ponds", ["Dostoevsky, A."]),
    ),
    "family name first": (
        article("Herons of lakes", ["Jin, X."]),
        article("Herons of lakes", ["Jin Xiangcan"]),
    ),
    "Greek letter of a typewriter": (
        article("Effect of a-keratin on herons"),
        article("Effect of α-keratin on herons"),
    ),
    "citation of a law review": (
        article("Ponds and the law of mud (1960) 48 Owl L Rev 383"),
        article("Ponds and the Law of Mud"),
    ),
    "digits for letters": (
        article("On ce11s of e1ectric f ishes before 19l4 in May", ["Fox, Ada"]),
        article("On cells of electric fishes before 1914 in May", ["Fox, Ada"]),
    ),
    "name of a season": (
        article("Silent Sprnig", ["Carson, R."], type="book"),
        article("Silent Spring", ["Rachel Carson"], type="book"),
    ),
    "another subtitle": (
        preprint("The muddy ticket hypothesis: training herons"),
        article("The Muddy Ticket Hypothesis: Finding Ponds", date="2011"),
    ),
    "journal behind a dash": (
        article("Herons and jays - Proceedings of the Pond Society"),
        article("Herons and jays", venue="Proceedings of the Pond Society"),
    ),
    "title in two languages": (
        article("Vplyv blata na volavky = Effect of mud on herons"),
        article("Vplyv blata na volavky"),
    ),
    "print of a classic": (
        article("Equation of mud by fast herons", venue="Mud", doi="10.5555/a"),
        article("Equation of mud by fast herons", venue="Ponds", doi="10.5556/b")
        | {"date": "1953"},
    ),
    "copied along": (
        article("Herons of muddy ponds. doi:10.5555/pond.1"),
        article("Herons of muddy ponds"),
    ),
    "pages behind": (
        article("Herons of muddy ponds, pp. 12-19"),
        article("Herons of muddy ponds"),
    ),
    "written twice": (
        article("Herons of muddy ponds Herons of muddy ponds"),
        article("Herons of muddy ponds"),
    ),
    "citation before the title": (
        article("Fox et al. (2010): Herons of muddy ponds"),
        article("Herons of muddy ponds"),
    ),
    "body with its initials in brackets": (
        article("Care of ponds", ["{World Pond Organization (WPO)}"]),
        article("Care of ponds (Heron report)", ["{World Pond Organization}"]),
    ),
    "venue behind the title of one in another form": (
        article("Tracking herons", type="inproceedings", venue="Pond Robotics"),
        article("Tracking herons, Pond Robotics", type="inproceedings", venue="pr"),
    ),
}

TWO_PAPERS: dict[str, tuple[Record, Record]] = {
    "papers of one volume": (
        placed("Herons with particle flow", "74450R"),
        placed("Dubious herons with particle flow", "74450V"),
    ),
    "editions of a book": (
        article("Pond Biology", ["Carson, Rachel"], type="book", venue="Mifflin"),
        article(
            "Pond Biology", ["R. Carson"], type="book", date="1996", venue="Mifflin"
        ),
    ),
    "other animals": (
        preprint("Growth of salty crystals in the feet of bats"),
        article("Growth of salty crystals in the feet of cats", date="2011"),
    ),
    "other periods": (
        article("Herons of Owlshire, 1943-44"),
        article("Herons of Owlshire, 1943–1945"),
    ),
    "two books of a series": (
        article("Sleep of herons (Ecological Studies 99)", type="book"),
        article("Sleep of herons (Ecological Studies 98)", type="book"),
    ),
    "other numbers": (
        article("Cells of the electric fishes before 1914", ["Fox, Ada"]),
        article("Cells of the electric fishes before 1941", ["Fox, Ada"]),
    ),
    "articles of one main title": (
        article("The muddy ticket hypothesis: training herons"),
        article("The Muddy Ticket Hypothesis: Finding Ponds", date="2011"),
    ),
    "column of a journal": (
        article("Resources of the pond center of herons", venue="Mud"),
        article("Resources of the pond center of herons", venue="Mud")
        | {"date": "2014"},
    ),
    "two bodies of the same initials": (
        article("Care of ponds", ["{World Pond Organization}"]),
        article("Care of ponds", ["{Wildlife Protectors of Owlshire}"]),
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

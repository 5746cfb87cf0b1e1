"""Books, theses, standards and columns that are recorded in several ways."""

from __future__ import annotations

import pytest

from tests.matching.test_fresh_pairs import article, entries, preprint, record
from tests.matching.test_identity import Record, found_same

ADA = ["Fox, Ada"]


def book(title: str, **more: str) -> Record:
    return record(title, ADA, **({"type": "book"} | more))


def talk(title: str, venue: str, **more: str) -> Record:
    return article(title, None, type="inproceedings", venue=venue, **more)


def in_journal(title: str, people: list[str] | None = None, **more: str) -> Record:
    return article(title, people, venue="Journal of Owls", **more)


def standard(venue: str, year: str) -> Record:
    title = "Standard for Pond Arithmetic"
    return record(title, ["IEEE"], type="misc", venue=venue) | {"date": year}


def column(**more: str) -> Record:
    return article("From the Editor", ADA, venue="Pond Craft", **more)


ONE_PAPER: dict[str, tuple[Record, Record]] = {
    "series of proceedings": (
        talk("Counting herons with kernels: many features", "OWLS"),
        talk("Counting herons with kernels", "Lecture Notes in Computer Science"),
    ),
    "proceedings in a journal, the same pages": (
        talk("Heron: a store for ponds", "OWLS", pages="205--220"),
        article("Heron", venue="Pond Systems Review", pages="205-220"),
    ),
    "page of a site": (
        article("Waves in shallow ponds on JSTOR", type="online"),
        article("Waves in shallow ponds", venue="Pond Economics"),
    ),
    "anniversary": (
        book("Herons of Mud (30th Anniversary Edition)", date="2000", venue="Reed"),
        book("Herons of mud", venue="Owl and Owl", date="1970"),
    ),
    "cut at dots": (
        preprint("Fast slow waves in ponds with a general …"),
        article("Fast Slow Waves in Ponds with a General Drift Model"),
    ),
    "adviser": (
        record("Waves in shallow northern ponds", ADA, type="phdthesis"),
        record("Waves in shallow northern ponds", [*ADA, "Hen, Bo"], type="misc"),
    ),
    "thesis in two languages": (
        record("Die Wellen der Teiche / The Waves of the Ponds", ADA, type="phdthesis"),
        record("The Waves of the Ponds", ADA, type="phdthesis"),
    ),
    "preprint of a book": (
        record("Higher Pond Theory", ADA, type="misc", arxiv="1003.12345"),
        book("Higher Pond Theory", date="2013", venue="Owl University Press"),
    ),
    "book printed again by the same publisher, without subtitle": (
        book("The Interpretation of Herons: Selected Essays", venue="Reed and Mud"),
        book("The Interpretation of Herons", venue="Reed and Mud", date="2007"),
    ),
    "book printed again by the same publisher": (
        book("Silent Ponds", venue="Reed and Mud", pages="180"),
        book("Silent Ponds", venue="Reed and Mud", date="2007"),
    ),
    "body under its initials": (
        in_journal("Integrated analyses of pond waves", ["TPWA Research Network"]),
        in_journal(
            "Integrated analyses of pond waves",
            ["The Pond Water Atlas Research Network"],
        ),
    ),
    "group behind the title, as PubMed has it": (
        in_journal("Salt for herons in cold ponds. Cold Pond Study (CPS) Group.", []),
        in_journal("Salt for herons in cold ponds", ["{Cold Pond Study Group}"]),
    ),
    "romanised name": (
        in_journal("Communal ponds and the language of mud", ["Gerasimova, Ekaterina"]),
        in_journal("Communal ponds and the language of mud", ["Y. Gerassimova"]),
    ),
    "synonym in a long title": (
        preprint(
            "Finding waves by chance: stochastic estimates of drifts in shallow mud"
        ),
        in_journal(
            "Finding waves by chance: probabilistic estimates of drifts in shallow mud"
        ),
    ),
    "one issue of a column": (
        column(volume="7", number="4"),
        column(volume="7", number="4", pages="1-2"),
    ),
}

TWO_PAPERS: dict[str, tuple[Record, Record]] = {
    "two conferences": (
        talk("Counting herons with kernels: many features", "OWLS"),
        talk("Counting herons with kernels", "Proceedings of REEDS"),
    ),
    "talk and article, other pages": (
        talk("Heron: a store for ponds", "OWLS", pages="205--220"),
        article("Heron", venue="Pond Systems Review", pages="5-25"),
    ),
    "cut at dots, another word": (
        preprint("Fast slow waves in ponds with a special …"),
        article("Fast Slow Waves in Ponds with a General Drift Model"),
    ),
    "thesis and article": (
        record("Waves in shallow northern ponds", ADA, type="phdthesis"),
        article("Waves in shallow northern ponds", [*ADA, "Hen, Bo"]),
    ),
    "book long after a preprint": (
        record("Higher Pond Theory", ADA, type="misc", arxiv="1003.12345"),
        book("Higher Pond Theory", date="2019", venue="Owl University Press"),
    ),
    "two issues of a column, one not stated": (
        column(),
        column(volume="7", number="4"),
    ),
    "book revised by the same publisher": (
        book("Principles of Pond Analysis", venue="Reed and Mud"),
        book("Principles of Pond Analysis", venue="Reed and Mud", date="2007"),
    ),
    "more pages": (
        book("The Interpretation of Herons", venue="Reed", pages="131"),
        book("The Interpretation of Herons", venue="Reed", pages="180", date="2007"),
    ),
    "works of one author": (
        book("Collected Poems", venue="Reed and Mud"),
        book("Collected Poems", venue="Owl", date="2007"),
    ),
    "report of another year": (
        book("Ponds in 1990", venue="Reed and Mud"),
        book("Ponds in 1990", venue="Owl", date="2007"),
    ),
    "other name, one venue": (
        in_journal("Communal ponds and the language of mud", ["Gerasimova, Ekaterina"]),
        in_journal("Communal ponds and the language of mud", ["Y. Petrossian"]),
    ),
    "body under its initials, another volume": (
        in_journal("Integrated analyses of waves", ["TPWA Network"], volume="3"),
        in_journal("Integrated analyses of waves", ["Owl Network"], volume="5"),
    ),
    "results of two groups": (
        in_journal("Salt for herons in cold ponds. Cold Pond Study Group.", []),
        in_journal("Salt for herons in cold ponds: results in Norway", []),
    ),
    "synonym in a short title": (
        preprint("Stochastic estimates of drifts"),
        in_journal("Probabilistic estimates of drifts"),
    ),
    "standards of two years, in the venue": (
        standard("IEEE Std 754-1985", "1985"),
        standard("IEEE Std 754-2019 (Revision of IEEE 754-2008)", "2019"),
    ),
}


@pytest.mark.parametrize("kind", ONE_PAPER)
def test_kinds_of_one_paper(kind: str) -> None:
    one, other = entries(ONE_PAPER[kind])
    assert found_same(one, other)
    assert found_same(other, one)


@pytest.mark.parametrize("kind", TWO_PAPERS)
def test_kinds_of_two_papers(kind: str) -> None:
    one, other = entries(TWO_PAPERS[kind])
    assert not found_same(one, other)
    assert not found_same(other, one)

"""Identity on pairs that were written without the rules, and on the kinds they showed.

Which lines were held back, and until when: see fixtures/identity/README.md.
"""

from __future__ import annotations

import json

import pytest

from readnext.paper import Entry
from tests.conftest import FIXTURES
from tests.matching.test_identity import Pair, Record, entry, found_same

FOLDER = FIXTURES / "identity"
# File, first line and step.
PARTS = {
    "fresh, even": ("fresh.jsonl", 1, 2),
    "fresh, odd": ("fresh.jsonl", 0, 2),
    "second": ("second.jsonl", 0, 1),
    "third": ("third.jsonl", 0, 1),
    "fourth": ("fourth.jsonl", 0, 1),
    "fifth": ("fifth.jsonl", 0, 1),
    "sixth": ("sixth.jsonl", 0, 1),
    "seventh": ("seventh.jsonl", 0, 1),
}


def read_part(part: str) -> list[Pair]:
    name, first, step = PARTS[part]
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines[first::step]]
    return [Pair(r["same"], r["category"], r["a"], r["b"]) for r in records]


def test_the_fresh_pairs_are_many() -> None:
    pairs = [pair for part in PARTS for pair in read_part(part)]
    assert len(pairs) >= 800
    assert len({json.dumps([pair.a, pair.b]) for pair in pairs}) == len(pairs)
    assert min(sum(p.same == same for p in pairs) for same in (True, False)) >= 400


# The goals for pairs that the rules have not seen; these were seen by now.
PRECISION, RECALL = 0.998, 0.975
PRECISE = {"seventh": 0.996}  # columns of two days of a newspaper
REACHED = {
    "fifth": 0.958,
    "sixth": 0.87,
    "seventh": 0.935,
}  # where the goal is not reached


@pytest.mark.parametrize("part", PARTS)
def test_precision_and_recall_stay(part: str) -> None:
    pairs = read_part(part)
    judged = [(pair, found_same(entry(pair.a), entry(pair.b))) for pair in pairs]
    hits = sum(pair.same and said for pair, said in judged)
    told = "\n".join(str(pair) for pair, said in judged if said != pair.same)
    precision = PRECISE.get(part, PRECISION)
    assert hits / sum(said for _, said in judged) >= precision, told
    missed = sum(pair.same for pair in pairs) - hits
    recall = REACHED.get(part, RECALL)
    assert missed <= (1 - recall) * sum(pair.same for pair in pairs), told


PEOPLE = ["Fox, Ada", "Hen, Bo", "Owl, Cy"]


def record(title: str, people: list[str], **more: str) -> Record:
    return {"title": title, "authors": people, "date": "2010", **more}


def article(title: str, people: list[str] | None = None, **more: str) -> Record:
    people = PEOPLE if people is None else people
    return record(title, people, **({"type": "article"} | more))


def preprint(title: str, **more: str) -> Record:
    return record(title, PEOPLE, arxiv="1003.12345", type="misc", **more)


ONE_PAPER: dict[str, tuple[Record, Record]] = {
    "part before its number": (
        article("Rime on long lines. III. Ice"),
        article("Rime on Long Lines, Part 3: Ice"),
    ),
    "volume in title and field": (
        record("A Flora of Moss Ponds", PEOPLE, type="book", volume="2"),
        record("A Flora of Moss Ponds, Band II", PEOPLE, type="book", volume="2"),
    ),
    "names in Cyrillic": (
        article("Slow waves in shallow ponds", ["Жуков, П.", "Лисина, А."]),
        article("Slow waves in shallow ponds", ["Zhukov, P.", "Lisina, A."]),
    ),
    "names in Greek": (
        article("Slow waves in shallow ponds", ["Γεωργίου, Άννα"]),
        article("Slow waves in shallow ponds", ["Georgiou, Anna"]),
    ),
    "words dropped within, and at the end": (
        preprint("Frugal kriging of waves estimated for pond level stations"),
        article("Frugal kriging of waves for pond levels", date="2011"),
    ),
    "another spelling, and a word less": (
        preprint("Flavour memory in honest pigeons with delays"),
        article("Flavor Memory in Honest Pigeons"),
    ),
    "question that was answered": (
        preprint("Does rain deter night herons?"),
        article("Rain deters night herons", date="2011"),
    ),
    "versus": (
        article("Sleep vs wake in herons"),
        article("Sleep versus wake in herons"),
    ),
    "many words in British spelling": (
        article("Analysing behavioural modelling in coloured fibres"),
        article("Analyzing Behavioral Modeling in Colored Fibers"),
    ),
    "noun and gerund": (
        preprint("Estimating tides from ancient mud"),
        article("Estimation of tides from ancient mud"),
    ),
    "invited": (
        article("[Invited paper] Pond optics"),
        article("Pond optics (Invited)"),
    ),
    "with comments": (
        article("Rain: two cultures of forecasting"),
        article("Rain: two cultures of forecasting (with comments and a reply)"),
    ),
    "venue made of beginnings": (
        article("Thin ice: warning skaters by sound", venue="SenSys '10"),
        article("Thin ice", venue="Networked Sensor Systems"),
    ),
}


TWO_PAPERS: dict[str, tuple[Record, Record]] = {
    "next part": (
        article("Rime on long lines. III. Ice"),
        article("Rime on Long Lines, Part 4: Ice"),
    ),
    "other volume in title": (
        record("A Flora of Moss Ponds", PEOPLE, type="book", volume="2"),
        record("A Flora of Moss Ponds, Band III", PEOPLE, type="book", volume="3"),
    ),
    "more names in one script": (
        article("Slow waves in shallow ponds", ["Жуков, П.", "Лисина, А."]),
        article("Slow waves in shallow ponds", ["Stone, Ida"]),
    ),
    "a word more by other people": (
        preprint("Frugal kriging of waves estimated for pond level stations"),
        article("Frugal kriging of waves for pond levels", ["Fox, A", "Ray, E"]),
    ),
    "a word that qualifies another": (
        article("Recursive flow estimates of moving honest pigeons", type="techreport"),
        article("Recursive flow estimates of honest pigeons", date="2011"),
    ),
    "appendix": (
        article("Online appendix to: Matching herons to ponds"),
        article("Matching herons to ponds"),
    ),
    "two issues": (
        article("From the editor", ["Fox, Ada"], volume="8", number="1"),
        article("From the editor", ["Fox, Ada"], volume="8", number="2"),
    ),
    "two degrees": (
        record("Drift in tidal ponds", ["Fox, Ada"], type="mastersthesis"),
        record("Drift in tidal ponds", ["Fox, Ada"], type="phdthesis")
        | {"date": "2014"},
    ),
    "two meetings": (
        record("Overview of pond tasks", PEOPLE, type="inproceedings", venue="P 2010"),
        article("Overview of pond tasks", venue="P 2012", date="2012"),
    ),
    "workbook": (
        record("A Primer of Ponds", ["Fox, Ada"], type="book"),
        record("A Primer of Ponds: Student's Workbook", ["Fox, Ada"], type="book"),
    ),
    "solutions": (
        record("A Primer of Ponds", ["Fox, Ada"], type="book"),
        record("A Primer of Ponds: Solutions Manual", ["Fox, Ada"], type="book"),
    ),
    "two that very many are named like": (
        article("Slow waves in very shallow ponds", ["Chen, Hao", "Wu, Ping"]),
        article("Slow waves in very shallow ponds", ["Chen, Hui", "Wu, Peng"]),
    ),
    "one syllable in common": (
        article("Waves in shallow ponds", ["Park, Min-Ji"]),
        article("Waves in shallow ponds", ["Park, Min-Ho"]),
    ),
    "other given names, years apart": (
        article("Sleep in ponds", ["Berg, Anna", "Lund, Per"]),
        article("Sleep in ponds", ["Berg, Albert", "Lund, Paul"], date="2016"),
    ),
    "a DOI with unlike titles": (
        article("Reefs as shelters", doi="10.5555/pond.1"),
        article("Prices of dry mud", doi="10.5555/pond.1"),
    ),
}


def entries(pair: tuple[Record, Record]) -> tuple[Entry, Entry]:
    return entry(pair[0]), entry(pair[1])


@pytest.mark.parametrize("kind", ONE_PAPER)
def test_kinds_of_one_paper(kind: str) -> None:
    assert found_same(*entries(ONE_PAPER[kind]))


@pytest.mark.parametrize("kind", TWO_PAPERS)
def test_kinds_of_two_papers(kind: str) -> None:
    assert not found_same(*entries(TWO_PAPERS[kind]))

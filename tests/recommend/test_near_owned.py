"""Papers that the reader may have under another title are held back, others are not."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from readnext.library.works import works_of
from readnext.matching.identity import Identity
from readnext.paper import Author, Entry, Paper
from readnext.recommend.near_owned import near_owned
from readnext_adapters.opening.library import read_library

BENCH = Path("/work/shared/bench")
PEOPLE = (Author("Ash", "R."), Author("Birch", "Tom"), Author("Cedar", "Uma"))
NAMES = ("Rosa Ash", "Tom Birch", "Uma Cedar")


def entry(title: str, venue: str, year: int, type_: str = "inproceedings") -> Entry:
    return Entry("k", type_, title, PEOPLE, date=str(year), venue=venue)


def paper(title: str, venue: str, year: int, *people: str) -> Paper:
    return Paper("p", title, people or NAMES, venue=venue, date=f"{year}-05-01")


HELD_BACK = {
    "a renamed preprint": (
        entry(
            "Counting Frogs with State Correction", "arXiv preprint", 2019, "article"
        ),
        paper("Counting Frogs with Stationary Correction", "ICPP", 2020),
    ),
    "a word more at one venue": (
        entry("On the role of moss in pond bounds", "Pond Theory (COPT)", 2021),
        paper("On the Role of Moss in Pond Bounds, Improved", "COPT", 2021),
    ),
    "nets and networks": (
        entry("Generative Sluice Networks", "ArXiv e-prints", 2014, "article"),
        paper("Generative Sluice Nets", "ICPP", 2014),
    ),
    "an acronym behind": (
        entry("The moss-fern procedure", "Pond Computation Letters", 2003, "article"),
        paper("The Moss-Fern Procedure (MFP)", "ICPP", 2001),
    ),
    "a talk and its article": (
        entry(
            "Convex pond models of marsh otters and reeds",
            "Journal of Ponds",
            2009,
            "article",
        ),
        paper("Convex Pond Models of Marsh Otters", "ICPP", 2007),
    ),
    "proceedings of the next year": (
        entry("Accelerated variational pond mixture models", "ICPP", 2007),
        paper("Accelerated Variational Pond Process Mixtures", "icpp", 2006),
    ),
    "a name misspelt": (
        entry("Long memory over tree structures of ponds", "Proc. of ICPP", 2015),
        paper("Long Memory over Tree Ponds", "icpp", 2015, NAMES[0], "Tom Birrch"),
    ),
    "a source behind the title": (
        entry("Moss auto-encoding ponds. arXiv e-prints", "ICPP", 2013),
        paper("Moss Auto-Encoding of Ponds", "icpp", 2014),
    ),
}
SUGGESTED = {
    "parts of a series": (
        entry("Robot mass and frogs - Part I: free impacts", "ICPP", 2008),
        paper("Robot mass and frogs - Part II: free impacts", "icpp", 2008),
    ),
    "two talks": (
        entry("Learning frogs by weighted regression", "ICPP", 2007),
        paper("Learning Frogs by Regression", "IROP", 2007),
    ),
    "a follow-up by others": (
        entry("Estimating accuracy from unlabeled frogs", "UPI", 2014),
        paper(
            "Estimating Accuracy from Unlabeled Frogs: A View",
            "ICPP",
            2016,
            *NAMES[:2],
            "X. Y",
        ),
    ),
    "led by another": (
        entry("Neural pond search with moss", "arXiv", 2016, "article"),
        paper("Neural Sluice Search with Moss", "ICPP", 2017, "Ida Dale", *NAMES[:2]),
    ),
    "a talk after the article": (
        entry(
            "Learning ponds with malicious noise", "Journal of Ponds", 2009, "article"
        ),
        paper("Learning Ponds with More Malicious Noise", "ICPP", 2011),
    ),
    "a reply": (
        entry("Counting all frogs of a pond", "Journal of Ponds", 2009, "article"),
        paper(
            "Counting all frogs of a pond: Reply to Comment", "Journal of Ponds", 2009
        ),
    ),
    "three words in common": (
        entry("Deep pond moss", "arXiv", 2014, "article"),
        paper("Deep Pond Moss Networks", "ICPP", 2014),
    ),
}


@pytest.mark.parametrize("kind", HELD_BACK)
def test_another_version_is_held_back(kind: str) -> None:
    mine, theirs = HELD_BACK[kind]
    (near,) = near_owned([theirs], works_of([mine])).values()
    assert near.work.key == "k"


@pytest.mark.parametrize("kind", SUGGESTED)
def test_another_work_is_suggested(kind: str) -> None:
    mine, theirs = SUGGESTED[kind]
    assert not near_owned([theirs], works_of([mine]))


# Pairs of works that are two, by a reading of the records; all others are one.
TWO = {
    ("andrychowicz2016learning", "icml2017/687"),
    ("Andrychowicz2016", "icml2017/687"),
    ("chen2017learning", "nips2016/7042"),
    ("bailey2006consistency", "iros2006/4058955"),
    ("haddadin2008role", "icra2008/4543389"),
    ("platanios2014estimating", "icml2016/d8183a58b4"),
}


@pytest.mark.slow
@pytest.mark.skipif(not BENCH.exists(), reason="the ranking benchmark is not here")
def test_pairs_of_the_benchmark() -> None:
    with (BENCH / "near_owned.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = {row[4] for row in rows}
    papers = {}
    with gzip.open(BENCH / "catalog.jsonl.gz", "rt", encoding="utf-8") as catalog:
        for line in catalog:
            if (record := json.loads(line))["id"] in wanted:
                people = tuple(record["authors"])
                papers[record["id"]] = Paper(
                    record["id"],
                    record["title"],
                    people,
                    venue=record["venue"],
                    date=record["date"],
                )
    libraries = {
        name: {
            e.key: e
            for e in read_library(str(BENCH / f"libraries/{name}.bib"))
            if isinstance(e, Entry)
        }
        for name in {row[0] for row in rows}
    }
    for name, key, *_, id_ in (row[:5] for row in rows):
        mine, theirs = libraries[name][key], papers[id_]
        owned = Identity.of(mine).same(Identity.of(theirs))
        found = owned or bool(near_owned([theirs], works_of([mine])))
        assert found == ((key, id_) not in TWO), (key, id_)

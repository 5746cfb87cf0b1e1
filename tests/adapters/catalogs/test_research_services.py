"""Saved answers of Crossref, Europe PMC, PubMed, INSPIRE, dblp, HAL, ADS and others."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, detect_format
from readnext_adapters.parsing.affiliations import institution

FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"
AS_OF = dt.date(2026, 5, 30)
JSON = ("crossref", "europepmc", "inspire", "dblp", "hal", "ads", "datacite")
ALL_JSON = (*JSON, "openreview", "ieee", "springer")

Items = list[Paper | Problem]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]


def read(kind: str, data: bytes) -> Items:
    return list(CATALOG_FORMATS[kind].read(io.BytesIO(data), "page", AS_OF))


def fixture(name: str) -> Items:
    kind = name.partition(".")[0].partition("-")[0]
    return read(kind, (FIXTURES / name).read_bytes())


def test_crossref(papers: Papers, problems: Problems) -> None:
    items = fixture("crossref.json")
    ducks, winter, notice, cake, correction = papers(items)
    assert ducks == Paper(
        id="crossref:10.5555/ducks.7",
        title="Ducks in Salix Ponds: A Field Study",
        authors=("Mia Sand", "Jan van den Berg Jr.", "Duck Consortium"),
        labs=("University of Ponds", "Lake Institute"),
        abstract="Aims: We count ducks & geese.",
        venue="Journal of Ponds",
        date="2026-05-02",
        url="https://doi.org/10.5555/ducks.7",
        doi="10.5555/ducks.7",
        references=("10.5555/geese.1", "2401.00007"),
        popularity=Popularity(citations=3),
    )
    # The issue of December is out in May; SSRN is no journal.
    assert (winter.date, winter.venue) == ("2026-05-09", "")
    assert notice.notice and notice.retracts == ("10.5555/cake.1",)
    assert (cake.withdrawn, cake.notice, cake.date) == (True, False, "2024-01-05")
    assert correction.notice and correction.corrects == ("10.5555/ducks.7",)
    assert not any(one.corrects for one in (ducks, winter, notice, cake))
    assert problems(items) == [("page:item 6", "a work without title is left out")]


def test_europe_pmc(papers: Papers, problems: Problems) -> None:
    items = fixture("europepmc.json")
    flu, geese, correction = papers(items)
    assert flu == Paper(
        id="pubmed:41000001",
        title="Duck flu in Anas",
        authors=("Mia Sand", "N Field", "Flu Group"),
        labs=("University of Ponds",),
        abstract="Background: Ducks sneeze. Results: They sneeze in H2O.",
        venue="Journal of duck medicine",
        date="2026-05-02",
        url="https://doi.org/10.5555/flu.1",
        doi="10.5555/flu.1",
        keywords=("ducks", "influenza", "Influenza in Birds"),
        popularity=Popularity(citations=2),
        pdf="https://europepmc.org/articles/PMC9000001?pdf=render",
    )
    assert (geese.id, geese.venue) == ("europepmc:PPR:PPR7", "")
    assert geese.authors == ("M Sand", "J van den Berg")
    assert correction.notice and correction.corrects == ("pubmed:9000001",)
    assert problems(items) == [("page:item 4", "a paper without title is left out")]


def test_pubmed(papers: Papers, problems: Problems) -> None:
    items = fixture("pubmed.xml")
    flu, swans, erratum = papers(items)
    assert flu == Paper(
        id="pubmed:41000001",
        title="Duck flu in Anas",
        authors=("Mia Sand", "N Field", "Flu Group"),
        labs=("University of Ponds",),
        abstract="BACKGROUND: Ducks sneeze. RESULTS: They sneeze in H2O.",
        venue="Journal of duck medicine",
        date="2026-05-02",
        url="https://pubmed.ncbi.nlm.nih.gov/41000001/",
        doi="10.5555/flu.1",
        keywords=("ducks", "Influenza in Birds"),
        references=("pubmed:9000001", "10.5555/geese.1"),
    )
    assert (swans.title, swans.withdrawn) == ("Swans with hiccups", True)
    assert swans.date == "2019-11"
    assert erratum.notice and erratum.corrects == ("pubmed:9000001",)
    assert problems(items)[0][1] == "41000005: a record without title is left out"


@pytest.mark.parametrize("name", ["pubmed-summary.json", "pubmed-summary.xml"])
def test_summaries_of_pubmed(papers: Papers, name: str) -> None:
    assert papers(fixture(name)) == [
        Paper(
            id="pubmed:41000001",
            title="Duck flu in Anas",
            authors=("M Sand", "N Field"),
            venue="Journal of duck medicine",
            date="2026-05-02",
            url="https://pubmed.ncbi.nlm.nih.gov/41000001/",
            doi="10.5555/flu.1",
        )
    ]


def test_inspire(papers: Papers, problems: Problems) -> None:
    items = fixture("inspire.json")
    ducks, geese = papers(items)
    assert ducks == Paper(
        id="inspire:2900001",
        title="Heavy ducks at 13 TeV",
        authors=("Mia Sand", "Jan van den Berg"),
        labs=("Pond U.", "CERN"),
        abstract="We see heavy ducks.",
        venue="JHEP",
        date="2026-05-03",
        url="https://inspirehep.net/literature/2900001",
        doi="10.5555/hep.1",
        arxiv="2605.00201",
        categories=("hep-ex", "hep-ph"),
        keywords=("duck: heavy",),
        references=("2401.00007", "10.5555/geese.1", "inspire:77"),
        popularity=Popularity(citations=5),
    )
    assert (geese.authors, geese.author_count) == (("GOOSE Collaboration",), 900)
    assert problems(items) == [("page:item 4", "a record without title is left out")]


def test_dblp(papers: Papers, problems: Problems) -> None:
    items = fixture("dblp.json")
    types, geese = papers(items)
    assert types == Paper(
        id="dblp:conf/icse/SandB26",
        title="Ducks & Types",
        authors=("Mia Sand", "Jan van den Berg"),
        venue="ICSE",
        date="2026",
        url="https://doi.org/10.5555/ICSE.1",
        doi="10.5555/icse.1",
    )
    assert (geese.arxiv, geese.venue, geese.doi) == ("2605.00301", "", None)
    assert geese.authors == ("Mia Sand",)
    assert problems(items)[0][1] == "a publication without title is left out"


def test_the_xml_of_europe_pmc_and_dblp(papers: Papers) -> None:
    """A browser gets XML where JSON is not asked for."""
    (flu,) = papers(fixture("europepmc.xml"))
    first, *_ = papers(fixture("europepmc.json"))
    assert flu == replace(
        first,
        authors=first.authors[:2],
        abstract="Ducks sneeze.",
        keywords=("ducks",),
        pdf=None,
    )
    types, *_ = papers(fixture("dblp.json"))
    assert papers(fixture("dblp.xml")) == [types]


def test_hal(papers: Papers, problems: Problems) -> None:
    items = fixture("hal.json")
    ducks, swans = papers(items)
    assert ducks == Paper(
        id="hal:hal-05000001",
        title="Ducks",
        authors=("Mia Sand", "Jan van den Berg"),
        labs=("Laboratoire des canards",),
        abstract="We count ducks.",
        venue="Journal of Ponds",
        date="2026-05-02",
        url="https://hal.science/hal-05000001v1",
        doi="10.5555/hal.1",
        arxiv="2605.00401",
        keywords=("Canards", "Ducks"),
        pdf="https://hal.science/hal-05000001/document",
    )
    assert swans.id == "hal:5000002"
    assert problems(items) == [("page:item 4", "a document without title is left out")]


def test_ads(papers: Papers, problems: Problems) -> None:
    items = fixture("ads.json")
    assert papers(items) == [
        Paper(
            id="ads:2026ApJ...900....1S",
            title="Ducks around 2 Stars",
            authors=("Mia Sand", "Jan van den Berg"),
            labs=("University of Ponds", "CERN, Geneva"),
            abstract="We see ducks.",
            venue="The Astrophysical Journal",
            date="2026-05-04",
            url="https://ui.adsabs.harvard.edu/abs/2026ApJ...900....1S",
            doi="10.5555/ads.1",
            arxiv="2605.00501",
            categories=("astro-ph.SR",),
            keywords=("Ducks", "Stars"),
            references=("ads:2019ApJ...800....2G",),
            popularity=Popularity(citations=1),
        )
    ]
    assert problems(items) == [("page:item 3", "a document without title is left out")]


def test_datacite(papers: Papers, problems: Problems) -> None:
    items = fixture("datacite.json")
    assert papers(items) == [
        Paper(
            id="datacite:10.5555/zen.1",
            title="Ducks in Reports",
            authors=("Mia Sand", "Jan van den Berg", "Duck Office"),
            labs=("University of Ponds", "Lake Institute"),
            abstract="We report ducks.",
            venue="Reports of Ponds",
            date="2026-05-02",
            url="https://zenodo.example/1",
            doi="10.5555/zen.1",
            keywords=("ducks",),
            references=("10.5555/geese.1",),
            popularity=Popularity(citations=0),
        )
    ]
    assert problems(items) == [("page:item 3", "a work without title is left out")]


def test_ieee(papers: Papers, problems: Problems) -> None:
    items = fixture("ieee.json")
    arrays, geese = papers(items)
    assert arrays == Paper(
        id="ieee:10000001",
        title="Duck Arrays",
        authors=("Mia Sand", "Jan van den Berg"),
        labs=("University of Ponds", "Lake Institute"),
        abstract="We place ducks in arrays.",
        venue="IEEE Transactions on Ponds",
        date="2026-05-04",
        url="https://ieeexplore.ieee.org/document/10000001/",
        doi="10.5555/tsp.1",
        keywords=("Ducks", "arrays"),
        popularity=Popularity(citations=2),
        pdf="https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=10000001",
    )
    assert (geese.id, geese.date, geese.pdf) == ("ieee:10000002", "2025", None)
    assert problems(items) == [("page:item 3", "an article without title is left out")]


def test_springer(papers: Papers, problems: Problems) -> None:
    items = fixture("springer.json")
    assert papers(items) == [
        Paper(
            id="springer:10.5555/s1",
            title="Ducks on Lakes",
            authors=("Mia Sand", "Jan van den Berg"),
            abstract="We row among ducks.",
            venue="Journal of Lakes",
            date="2026-05-02",
            url="https://doi.org/10.5555/s1",
            doi="10.5555/s1",
            keywords=("ducks", "lakes", "Ecology"),
            pdf="https://link.springer.com/pdf/10.5555/S1.pdf",
        )
    ]
    assert problems(items) == [("page:item 2", "a record without title is left out")]


def test_openreview(papers: Papers, problems: Problems) -> None:
    items = fixture("openreview.json")
    ducks, geese = papers(items)
    assert ducks == Paper(
        id="openreview:aB1",
        title="Ducks That Plan",
        authors=("Mia Sand", "Jan van den Berg"),
        abstract="Ducks plan.",
        venue="Pond 2026 poster",
        date="2026-05-04",
        url="https://openreview.net/forum?id=aB1",
        categories=("duck learning",),
        keywords=("ducks", "planning"),
        pdf="https://openreview.net/pdf/aB1.pdf",
    )
    assert (geese.title, geese.venue, geese.date) == (
        "Geese That Plan",
        "",
        "2026-05-03",
    )
    assert problems(items) == [("page:item 4", "a note without title is left out")]


Whole = dict[str, Any]
SINGLE: dict[str, Callable[[Whole], Whole]] = {
    "crossref": lambda whole: {
        "status": "ok",
        "message-type": "work",
        "message": whole["message"]["items"][0],
    },
    "europepmc": lambda whole: {
        "hitCount": 1,
        "result": whole["resultList"]["result"][0],
    },
    "inspire": lambda whole: whole["hits"]["hits"][0],
    "datacite": lambda whole: {"data": whole["data"][0]},
}


@pytest.mark.parametrize("kind", SINGLE)
def test_an_answer_about_one_paper(papers: Papers, kind: str) -> None:
    whole = json.loads((FIXTURES / f"{kind}.json").read_bytes())
    one = json.dumps(SINGLE[kind](whole)).encode()
    assert papers(read(kind, one)) == papers(fixture(f"{kind}.json"))[:1]


EMPTY = {
    "crossref": {"status": "ok", "message-type": "work-list", "message": {"items": []}},
    "europepmc": {"version": "6.9", "hitCount": 0, "resultList": {"result": []}},
    "inspire": {"hits": {"hits": [], "total": 0}, "links": {}},
    "dblp": {
        "result": {"query": "x", "status": {"@code": "200"}, "hits": {"@total": "0"}}
    },
    "hal": {"response": {"numFound": 0, "docs": []}},
    "openreview": {"notes": [], "count": 0},
}


@pytest.mark.parametrize("kind", EMPTY)
def test_an_answer_without_papers(
    papers: Papers, problems: Problems, kind: str
) -> None:
    items = read(kind, json.dumps(EMPTY[kind]).encode())
    assert papers(items) == []
    assert len(problems(items)) == 1


@pytest.mark.parametrize("kind", ["crossref", "europepmc", "dblp"])
def test_an_empty_answer_is_recognised(kind: str) -> None:
    assert detect_format(json.dumps(EMPTY[kind]), ".json") == kind


@pytest.mark.parametrize("kind", ALL_JSON)
def test_fields_of_any_type_raise_nothing(kind: str) -> None:
    """Every value of every record is replaced by values of other types."""
    whole = json.loads((FIXTURES / f"{kind}.json").read_bytes())
    chance = random.Random(7)
    odd: tuple[object, ...] = (None, 7, -1.5, True, "", "x", [], {}, [[]], {"b": ["c"]})
    for _ in range(150):
        changed = copy.deepcopy(whole)
        for _ in range(3):
            _spoil(changed, chance, copy.deepcopy(chance.choice(odd)))
        for item in read(kind, json.dumps(changed).encode()):
            assert not isinstance(item, Paper) or item.title


def _spoil(value: Any, chance: random.Random, odd: object) -> None:  # noqa: ANN401
    """Replace one value at a random depth."""
    while True:
        if isinstance(value, dict) and value:
            key: Any = chance.choice(list(value))
        elif isinstance(value, list) and value:
            key = chance.randrange(len(value))
        else:
            return
        if not isinstance(value[key], dict | list) or chance.random() < 0.15:
            value[key] = odd
            return
        value = value[key]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Department of Bogs, University of Moor, Moorton, UK", "University of Moor"),
        ("1 School of Moss, Lund University, 221 00 Lund, Sweden", "Lund University"),
        (
            "Max Planck Institute for Reeds, Jena, Germany.",
            "Max Planck Institute for Reeds",
        ),
        ("Peat Company, Moorton", "Peat Company, Moorton"),
        ("Faculty of Peat, Moor Hospital; Bog Centre", "Moor Hospital"),
        ("University of Moor. E-mail: a.b@moor.example", "University of Moor"),
        ("*†", "*†"),
        ("", ""),
    ],
)
def test_the_institution_of_an_affiliation(printed: str, name: str) -> None:
    assert institution(printed) == name


@given(st.text(max_size=300))
def test_an_institution_is_short(text: str) -> None:
    assert len(institution(text)) <= 150

"""Sources that are recommended for a library, whatever its field."""

from __future__ import annotations

import datetime as dt
import re
from importlib.resources import files
from pathlib import Path

import pytest

from readnext.paper import Entry, Paper
from readnext_adapters.opening.library import read_library
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.field_sources import (
    ARXIV_VENUES,
    BIORXIV_SUBJECTS,
    DBLP_VENUES,
    SERVERS,
)
from readnext_adapters.sources.journals import journal_named, journal_with
from readnext_adapters.sources.recommend_sources import Proposals, propose

TODAY = dt.date(2031, 6, 30)


def library(
    *groups: tuple[int, str], year: int = 2030, issn: str | None = None
) -> list[Entry]:
    """So many articles of each venue."""
    return [
        Entry(
            f"k{g}.{n}",
            "article",
            f"On Plot {g}.{n}",
            date=str(year),
            venue=venue,
            issn=issn,
        )
        for g, (count, venue) in enumerate(groups)
        for n in range(count)
    ]


def proposed(entries: list[Entry]) -> Proposals:
    found = propose(entries, (), TODAY)
    for one in found.sources:
        assert parse_source(one.source).name
        assert one.monthly > 0 and one.why
    return found


def names(found: Proposals) -> list[str]:
    return [one.source for one in found.sources]


FIELDS = {
    "chemistry": ["J. Chem. Phys.", "Chemical Physics Letters", "J. Phys. Chem. B"],
    "economics": ["American Economic Review", "Econometrica", "Econ. J."],
    "psychology": ["Psychological Science", "Cognition", "J. Exp. Psychol. Gen."],
    "geoscience": ["Geophys. Res. Lett.", "Canadian Geotechnical Journal", "Geology"],
    "medicine": ["The Lancet", "N. Engl. J. Med.", "JAMA"],
    "biology": ["Nucleic Acids Res.", "Genome Biology", "Bioinformatics"],
    "physics": ["Phys. Rev. Lett.", "Applied Physics Letters", "J. Appl. Phys."],
    "ecology": ["Ecology Letters", "J. Anim. Ecol.", "Oikos"],
    "materials": ["Acta Materialia", "Adv. Mater.", "Carbon"],
    "politics": [
        "Journal of Conflict Resolution",
        "J. Polit.",
        "International Security",
    ],
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_library_of_any_field_gets_its_journals(field: str) -> None:
    found = proposed(library(*((5, venue) for venue in FIELDS[field])))
    first = found.sources[0]
    assert first.source.startswith("crossref:")
    assert first.source.count("+") == 2
    assert (first.covers, found.recent, found.lacking) == (15, 15, "")
    assert first.why.startswith(
        "15 of your 15 papers since 2030 are in these 3 journals"
    )


@pytest.mark.parametrize(
    ("field", "source"),
    [
        ("chemistry", "crossref:prefix:10.26434"),
        ("economics", "crossref:prefix:10.3386"),
        ("psychology", "crossref:prefix:10.31234"),
        ("geoscience", "crossref:prefix:10.31223"),
        ("politics", "crossref:prefix:10.31235"),
    ],
)
def test_the_preprint_server_of_a_field(field: str, source: str) -> None:
    assert source in names(proposed(library(*((5, v) for v in FIELDS[field]))))


def test_biologists_get_a_subject_and_pubmed() -> None:
    entries = library(*((5, v) for v in FIELDS["biology"]))
    genomic = [
        Entry(
            e.key,
            e.type,
            f"Genome sequencing of plot {n}",
            date=e.date,
            venue=e.venue,
            auto_keywords=("Chromatin/genetics", "Humans", "Peat Moss"),
        )
        for n, e in enumerate(entries)
    ]
    found = names(proposed(genomic))
    assert "biorxiv:genomics" in found and "biorxiv:all" not in found
    assert any(n.startswith('europepmc:"') and '"peat moss"' in n for n in found)
    assert not any("humans" in name for name in found)
    assert not any(name.startswith("arxiv:") for name in found)


def test_a_few_papers_with_a_subject_are_not_the_library() -> None:
    """Sixty papers of genomics, three of them on machine learning."""
    others = library((57, "Genome Research"))
    learning = library((3, "NeurIPS"))
    found = proposed([*others, *learning])
    assert found.sources[0].source == "crossref:1088-9051"
    assert "hf:daily" not in names(found)


def test_machine_learning_gets_arxiv() -> None:
    found = proposed(
        library((20, "Proc. Conf. Neural Inf. Process. Syst."), (3, "ICML"))
    )
    assert names(found)[0] == "arxiv:cs.LG"
    assert "hf:daily" in names(found)


def test_subjects_of_the_catalog_s_records_count() -> None:
    entries = [
        Entry(f"k{n}", title=f"T{n}", date="2030", arxiv=f"3001.{n:05d}")
        for n in range(12)
    ]
    known = [
        Paper(f"p{n}", f"T{n}", arxiv=f"3001.{n:05d}", categories=("math.CO",))
        for n in range(6)
    ]
    found = propose(entries, known, TODAY)
    assert found.sources[0].source == "arxiv:math.CO"
    assert found.sources[0].covers == 12  # those of unknown subject are of the main one


def test_the_newest_papers_decide() -> None:
    old = library((40, "Econometrica"), year=2015)
    new = library((12, "Cognition"), year=2030)
    found = proposed([*old, *new])
    assert found.recent == 12 and found.since == 2030
    assert names(found)[0] == f"crossref:{journal('Cognition')}"


def journal(name: str) -> str:
    found = journal_named(name)
    assert found
    return found.issn


def test_a_huge_journal_needs_a_large_share() -> None:
    few = proposed(library((2, "PLoS ONE"), (30, "Cognition")))
    assert "1932-6203" not in few.sources[0].source
    many = proposed(library((20, "PLoS ONE"), (10, "Cognition")))
    assert "1932-6203" in many.sources[0].source


def test_an_unknown_journal_by_the_issn_of_the_library_or_by_its_name() -> None:
    stated = proposed(library((12, "Annals of Plots"), issn="2434-561X"))
    assert names(stated)[0] == "crossref:2434-561X"
    bare = proposed(library((12, "Annals of Plots")))
    assert names(bare)[0] == "crossref:journal:Annals of Plots"
    assert "unknown ISSN" in bare.sources[0].why


def test_preprints_by_their_prefix() -> None:
    entries = [
        Entry(f"k{n}", "article", f"T{n}", date="2030", doi=f"10.2139/ssrn.{n}")
        for n in range(10)
    ]
    found = proposed(entries)
    assert names(found)[0] == "crossref:prefix:10.2139"
    assert "SSRN" in found.sources[0].why


def test_conferences_that_are_not_on_arxiv() -> None:
    venues = ("Proceedings of ICIP 2030", "IEEE Int. Conf. on Image Processing (ICIP)")
    found = proposed(library(*((6, venue) for venue in venues)))
    assert names(found)[0] == "dblp:conf/icip"


def test_why_no_source_is_found() -> None:
    books = [Entry(f"k{n}", "book", f"Book {n}", date="2030") for n in range(20)]
    found = proposed(books)
    assert found.sources == ()
    assert found.lacking == (
        "no source covers 30% of the 20 papers since 2030: 20 name no journal, "
        "proceedings, DOI or arXiv id"
    )
    assert proposed([]).lacking == "the library has no papers"


def test_older_papers_where_the_newest_fit_nowhere() -> None:
    old = library((15, "Econometrica"), year=2010)
    new = [Entry(f"b{n}", "book", f"Book {n}", date="2030") for n in range(12)]
    found = proposed([*old, *new])
    assert found.lacking and found.best == 0
    assert names(found)[0] == f"crossref:{journal('Econometrica')}"
    assert "15 of your 27 papers since 2010" in found.sources[0].why


def test_entries_without_years() -> None:
    found = proposed([Entry(f"k{n}", "article", "T", venue="Oikos") for n in range(9)])
    assert found.since is None
    assert found.sources[0].why.startswith("9 of your 9 papers are in this journal")


NAMED = [
    *(f"arxiv:{category}" for category, _ in ARXIV_VENUES),
    *(f"dblp:{key}" for key, _, _ in DBLP_VENUES),
    *(f"crossref:prefix:{prefix}" for prefix, *_ in SERVERS),
    *(f"biorxiv:{subject}" for subject, _, _ in BIORXIV_SUBJECTS),
]


@pytest.mark.parametrize("name", NAMED)
def test_every_source_of_the_tables_can_be_named(name: str) -> None:
    assert parse_source(name).name.partition(":")[0] == name.partition(":")[0]


# The table of journals.


@pytest.mark.parametrize(
    ("name", "issn"),
    [
        ("The Journal of Chemical Physics", "0021-9606"),
        ("J. Chem. Phys.", "0021-9606"),
        ("J Neurosci", "0270-6474"),
        ("Journal of Neuroscience", "0270-6474"),
        ("Proc Natl Acad Sci U S A", "0027-8424"),
        ("PNAS", "0027-8424"),
        ("Phys. Rev. Lett.", "0031-9007"),
        ("Signal Processing, IEEE Transactions on", "1053-587X"),
        ("IEEE Trans. Signal Process.", "1053-587X"),
        ("Angewandte Chemie", "1433-7851"),
        ("Astronomy {\\&} Astrophysics", "0004-6361"),
        ("Monthly Notices of the Royal Astronomical Society", "0035-8711"),
        ("NATURE", "0028-0836"),
        ("Nature (London)", "0028-0836"),
    ],
)
def test_names_of_journals(name: str, issn: str) -> None:
    assert journal(name) == issn


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Proceedings",
        "J.",
        "Nature of Things",
        "Journal",
        "ICML",
        "Annals of Plots",
        "Neural Networks (IJCNN), The 2010 International Joint Conference on",
        "Physical Review",
        "J. Neurol.",
        "Journal of Geophysical Research",
        "PRL",
        "JASA",
    ],
)
def test_names_that_are_no_journal_of_the_table(name: str) -> None:
    assert journal_named(name) is None


def test_every_line_of_the_table() -> None:
    table = (
        files("readnext_adapters.sources").joinpath("journals.tsv").read_text("utf-8")
    )
    lines = [x.split("\t") for x in table.splitlines() if not x.startswith("#")]
    assert len(lines) > 900
    assert len({line[0] for line in lines}) == len(lines)
    for issn, title, field, monthly, _ in lines:
        assert re.fullmatch(r"\d{4}-\d{3}[\dX]", issn)
        digits = [10 if c == "X" else int(c) for c in issn.replace("-", "")]
        assert sum(d * (8 - n) for n, d in enumerate(digits)) % 11 == 0, title
        assert title and field.isalpha() and 0 < int(monthly) < 5000
        found = journal_with(issn)
        assert found and found.title == title


REALBIB = Path(__file__).parents[4] / "shared" / "corpora" / "realbib"


@pytest.mark.skipif(not REALBIB.is_dir(), reason="the real libraries are not here")
@pytest.mark.slow
def test_real_libraries_get_a_source_or_the_reason() -> None:
    """At least one source that covers 30 % of the last five years, or why not."""
    covered = told = 0
    for path in sorted(REALBIB.glob("*.bib")):
        entries = [e for e in read_library(str(path)) if isinstance(e, Entry)]
        if len(entries) < 30:
            continue
        found = proposed(entries)
        assert found.lacking or found.best >= 0.3, path.name
        covered += found.best >= 0.3
        told += bool(found.lacking)
    assert covered >= 48 and told <= 9

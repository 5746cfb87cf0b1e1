"""Merging what two sources say of one paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readnext.catalog.merge import merge, merge_all
from readnext.catalog.serialize import dump_paper, load_paper
from readnext.paper import Paper, Popularity

FULL = Paper(
    "1",
    "T",
    authors=("A B", "C D"),
    labs=("Lab",),
    abstract="text",
    venue="V",
    date="2024-05",
    url="u",
    doi="10.1/x",
    arxiv="2401.00001",
    categories=("cs.LG",),
    keywords=("k",),
    references=("r",),
    code="",
    popularity=Popularity(1, 2, 3.5),
    author_count=2,
    authors_cut=True,
    date_guessed=True,
    aliases=("openalex:W1", "s2:ab"),
    pdf="https://example.org/t.pdf",
    retracts=("10.1/old",),
)


def test_a_record_survives_the_store() -> None:
    assert load_paper(dump_paper(FULL)) == FULL
    assert load_paper(dump_paper(Paper("1", "T"))) == Paper("1", "T")
    cited = Paper("1", "T", popularity=Popularity(citations=7), notice=True)
    assert load_paper(dump_paper(cited)) == cited


def test_popularity_of_earlier_versions_is_still_read() -> None:
    record = '{"id":"1","title":"T","popularity":[3,null,1.5]}'
    assert load_paper(record).popularity == Popularity(3, None, 1.5)
    assert dump_paper(load_paper(record)) == record


def test_a_record_merged_with_itself_is_itself() -> None:
    assert merge(FULL, FULL) == FULL == merge_all([FULL])


def test_a_whole_author_list_beats_a_longer_cut_one() -> None:
    cut = Paper("1", "T", authors=("A", "B", "C"), authors_cut=True)
    whole = Paper("2", "T", authors=("A", "B"))
    assert merge(cut, whole).authors == ("A", "B")
    assert not merge(cut, whole).authors_cut
    assert merge(whole, cut).authors == ("A", "B")


def test_the_more_exact_stated_date_counts() -> None:
    vague, exact = Paper("1", "T", date="2024"), Paper("2", "T", date="2024-03-01")
    assert merge(vague, exact).date == "2024-03-01"
    guessed = Paper("3", "T", date="2025-03-01", date_guessed=True)
    assert merge(guessed, vague).date == "2024"
    assert merge(Paper("4", "T"), guessed).date_guessed


def test_a_code_address_beats_a_mere_flag() -> None:
    flag, address = Paper("1", "T", code=""), Paper("2", "T", code="https://x")
    assert merge(flag, address).code == merge(address, flag).code == "https://x"
    assert merge(Paper("3", "T"), flag).code == ""
    assert merge(Paper("3", "T"), Paper("4", "T")).code is None


def test_counts_grow() -> None:
    one = Paper("1", "T", popularity=Popularity(upvotes=3))
    two = Paper("2", "T", popularity=Popularity(upvotes=9, comments=1))
    assert merge(one, two).popularity == Popularity(9, 1, None)


def test_ids_of_all_sources_stay_known() -> None:
    one, two, three = Paper("a:1", "T"), Paper("b:2", "T"), Paper("c:3", "T")
    merged = merge_all([one, two, three])
    assert (merged.id, merged.aliases) == ("a:1", ("b:2", "c:3"))
    assert merge(merged, two) == merged
    assert merge(one, merge(two, three)).aliases == ("b:2", "c:3")
    assert merge(merge(two, one), one).aliases == ("a:1",)


CLEAN = "Reeds grow where it is wet. We counted them."


@pytest.mark.parametrize(
    "framed",
    [
        f"J Bog Med. 2026 Jun 28:S0. doi: 10.5555/j.1. ABSTRACT {CLEAN} PMID: 4",
        f"Abstract {CLEAN} And so on, at length, in many words.",
        f"{CLEAN} © 2026 The Authors. Published by Elsevier Ltd.",
        f"Journal of Bogs, Volume 12, Issue 4, Page 1-2. {CLEAN}",
        f"<jats:p>{CLEAN}</jats:p> with all its markup around",
        f"by Ida Fern, Jan Roe {CLEAN}",
        f"{CLEAN} Yet the frogs were not cou...",
    ],
)
@pytest.mark.parametrize("source", ["feed", "openalex", "crossref"])
def test_a_clean_abstract_beats_a_longer_framed_one(framed: str, source: str) -> None:
    clean = Paper("openalex:W1", "T", abstract=CLEAN)
    other = Paper(f"{source}:2", "T", abstract=framed)
    assert merge(clean, other).abstract == merge(other, clean).abstract == CLEAN


def test_a_trusted_abstract_counts_unless_it_is_short() -> None:
    arxiv = Paper("arxiv:1", "T", abstract=CLEAN)
    feed = Paper("feed:2", "T", abstract=CLEAN + " Frogs sing there.")
    assert merge(feed, arxiv).abstract == CLEAN
    whole = Paper("feed:2", "T", abstract=3 * (CLEAN + " "))
    assert merge(arxiv, whole).abstract == whole.abstract


@pytest.mark.parametrize(
    "authors",
    [
        ("Ida Fern", "Jan Roe", "Ida Fern"),
        ("Roe, J. P., van den Berg, M. Fern I.",),
        ("Ida Fern", "Jan Roe", "Department of Bogs, University of Moor"),
        ("Ida Fern", "Jan Roe", "et al."),
    ],
)
def test_a_clean_author_list_beats_another(authors: tuple[str, ...]) -> None:
    clean = Paper("openalex:W1", "T", authors=("Ida Fern", "Jan Roe"))
    other = Paper("feed:2", "T", authors=authors)
    assert merge(other, clean).authors == merge(clean, other).authors == clean.authors


def test_people_are_listed_once() -> None:
    twice = Paper("feed:1", "T", authors=("Ida Fern", "Jan Roe", "Ida Fern"))
    assert merge(twice, Paper("s2:2", "T")).authors == ("Ida Fern", "Jan Roe")


def test_names_written_out_beat_initials() -> None:
    short = Paper("crossref:1", "T", authors=("I. Fern", "J. Roe"))
    whole = Paper("arxiv:2", "T", authors=("Ida Fern", "Jan Roe"))
    assert merge(short, whole).authors == whole.authors


def test_venues_and_titles_of_trusted_sources_come_first() -> None:
    feed = Paper("feed:1", "WHERE REEDS GROW IN THE NORTH", venue="Bogs - News")
    work = Paper("openalex:W1", "Where Reeds Grow in the North", venue="Bogs")
    server = Paper("biorxiv:1", "Where Reeds Grow in the North", venue="bioRxiv")
    merged = merge_all([feed, server, work])
    assert (merged.id, merged.title, merged.venue) == ("feed:1", work.title, "Bogs")
    assert merge(server, Paper("s2:2", "T")).venue == "bioRxiv"


PREPRINT = Paper(
    "biorxiv:1",
    "Where Reeds Grow",
    venue="bioRxiv",
    doi="10.1101/2025.10.03.123456",
    date="2025-10-03",
)


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2026-01-09", "2026-01-09"), ("2026-01", "2026-01"), ("2026", "2025-10-03")],
)
def test_a_published_preprint_is_cited_as_published(date: str, expected: str) -> None:
    journal = replace(
        PREPRINT, id="crossref:1", venue="Pond", doi="10.5555/pond.7", date=date
    )
    for statements in ([PREPRINT, journal], [journal, PREPRINT]):
        merged = merge_all(statements)
        assert (merged.venue, merged.doi) == ("Pond", "10.5555/pond.7")
        assert merged.date == expected


def test_a_preprint_has_its_own_doi_until_it_is_published() -> None:
    bare = Paper("s2:1", "Where Reeds Grow", doi="10.5555/pond.7", date="2026-01-09")
    assert merge(PREPRINT, bare).date == PREPRINT.date
    assert merge(PREPRINT, replace(bare, doi=None)).doi == PREPRINT.doi

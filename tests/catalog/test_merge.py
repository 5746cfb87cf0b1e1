"""Merging what two sources say of one paper."""

from __future__ import annotations

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

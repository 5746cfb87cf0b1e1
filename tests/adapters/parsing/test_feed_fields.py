"""Titles, dates, ids and venues as feeds write them."""

from __future__ import annotations

import pytest

from readnext_adapters.catalogs.feed_venue import journal_name, journal_of_feed
from readnext_adapters.parsing.ids_in_links import arxiv_in_links, doi_in_links
from readnext_adapters.parsing.title_labels import clean_title
from readnext_adapters.parsing.written_dates import day_of_publication, written_date


@pytest.mark.parametrize(
    "title",
    [
        "[ASAP] Peat at Night",
        "[Article] Peat at Night",
        "[Research Articles] Peat at Night",
        "[Perspective]: Peat at Night",
        "[hal-05123456] Peat at Night",
        "[hal-05123456v2] Peat at Night",
        "Peat at Night [Review]",
        "Peat at Night (arXiv:2301.00001v1 [cs.LG])",
        "Peat at Night. (arXiv:2301.00001v2 [cs.LG] UPDATED)",
        "[2301.00001] Peat at Night",
        "Bogs, Vol. 26, Pages 1234: Peat at Night",
        "Bogs and Moors, Vol. 9, Pages 120: Peat at Night",
        "Bogs, Volume 12, Issue 3, Pages 4-5: Peat at Night",
        "Bogs, Vol. 9, No. 3, Article 12 (2026): Peat at Night",
        "Ida Fern, Jan Roe: Peat at Night. CoRR abs/2606.00001 (2026)",
        "Ida Fern, Jan Roe: Peat at Night. Bogs 12(3): 1-10 (2026)",
        "Peat at Night | Nature Bogs",
        "Peat at Night - Nature Bogs",
        "Peat at Night",
    ],
)
def test_labels_in_titles(title: str) -> None:
    assert clean_title(title, ("Nature Bogs", "Feed")).title == "Peat at Night"


@pytest.mark.parametrize(
    "title",
    [
        "[2+2] Cycloadditions of Moss",
        "[18F]FDG in Frogs",
        "[NiFe] Hydrogenases at Night",
        "Peat: A Study of Bogs, 2026",
        "Moss, Volume and Mass: A Comparison",
        "Frogs: Who Sings? A Survey (2026)",
        "Peat at Night - A Review",
        "[Review]",
        "What the arXiv Knows (and What It Does Not)",
        "BogNet: Learning to Swim. In Water (2026)",
    ],
)
def test_what_looks_like_a_label_stays(title: str) -> None:
    assert clean_title(title, ("Nature Bogs",)).title == title


def test_the_section_of_an_item_in_its_title() -> None:
    found = clean_title("Enzymes in Peat [Biochemistry]", (), ("Biochemistry",))
    assert found.title == "Enzymes in Peat"
    assert clean_title("Peat [Bog]").title == "Peat [Bog]"


@pytest.mark.parametrize("label", ["Retracted", "RETRACTED", "Withdrawn"])
def test_a_retraction_stays_in_the_title(label: str) -> None:
    assert clean_title(f"[{label}] Peat at Night").title == f"[{label}] Peat at Night"


def test_what_labels_state() -> None:
    found = clean_title("Ida Fern, Jan Roe: Peat at Night. CoRR abs/2606.1 (2026)")
    assert found.authors.names == ("Ida Fern", "Jan Roe")
    assert (found.venue, found.year) == ("CoRR", "2026")
    assert clean_title("Bogs, Vol. 26, Pages 1234: Peat").venue == "Bogs"
    assert clean_title("Peat (arXiv:2301.00001v1 [cs.LG])").arxiv == "2301.00001"
    assert clean_title("[Correction] Peat at Night").notice
    assert clean_title("[News & Views] Peat at Night").notice
    assert not clean_title("[Article] Peat at Night").notice


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 04 Jun 2026 09:16:58 +0200",
        "THU, 04 JUN 2026 09:16:58 -0400",
        "04 Jun 26 09:16:58 GMT",
        "Thursday, 04-Jun-26 09:16:58 GMT",
        "Thu Jun  4 09:16:58 2026",
        "Thu Jun  4 09:16:58 CEST 2026",
        "2026-06-04T09:16:58Z",
        "2026-6-4",
        "20260604",
        "June 4, 2026",
        "June 4th, 2026",
        "4th of June 2026",
        "4 June 2026",
        "06/04/2026 09:16 AM",
        "1780564618",
        "1780564618000",
        "jeu., 4 juin 2026 09:16:58 +0200",
        "1er juin 2026".replace("1er", "4"),
        "Do, 04 Juni 2026 09:16:58 +0200",
        "4. Juni 2026",
        "4 de junio de 2026",
        "jue, 4 jun 2026",
        "4 giugno 2026",
        "gio, 4 giu 2026 09:16:58",
        "4 de junho de 2026",
        "4 juni 2026",
        "4. kesäkuuta 2026",
        "4 czerwca 2026",
        "4. června 2026",
        "2026. június 4.",
        "4 Haziran 2026",
        "4 июня 2026",
        "4 июня 2026 г.",
        "4 Ιουνίου 2026",
        "2026年6月4日",
        "2026年06月04日 09:16",
        "2026년 6월 4일",
        "4 tháng 6, 2026",
        "令和8年6月4日",
        "20260604T091658Z",
    ],
)
def test_dates_in_many_forms(text: str) -> None:
    assert written_date(text) == "2026-06-04"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Mo, 04 Mai 2026", "2026-05-04"),
        ("mar., 3 mars 2026", "2026-03-03"),
        ("mié., 4 mar 2026", "2026-03-04"),
        ("1er août 2026", "2026-08-01"),
        ("15 décembre 2026", "2026-12-15"),
        ("3. März 2026", "2026-03-03"),
        ("août 2026", "2026-08"),
        ("August 2026", "2026-08"),
        ("2026年6月", "2026-06"),
        ("Summer 2026", "2026"),
        ("Jan-Feb 2026", "2026-01"),
        ("May/June 2026", "2026-05"),
        ("9999-12-31", None),
        ("2026", "2026"),
        ("1970", "1970"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("1900-01-01", None),
        ("0", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_vague_and_impossible(text: str, date: str | None) -> None:
    assert written_date(text) == date


@pytest.mark.parametrize(
    ("cover", "posted", "date"),
    [
        ("2026-08-01", "2026-06-22", "2026-06-22"),
        ("2026-08", "2026-06-22", "2026-06-22"),
        ("2026-06", "2026-06-22", "2026-06-22"),
        ("2026-06-20", "2026-06-22", "2026-06-20"),
        ("2024", "2026-06-22", "2024"),
        (None, "2026-06-22", "2026-06-22"),
        ("2026-08", None, "2026-08"),
        (None, None, None),
    ],
)
def test_the_day_of_publication(
    cover: str | None, posted: str | None, date: str | None
) -> None:
    assert day_of_publication(cover, posted) == date


@pytest.mark.parametrize(
    ("link", "doi"),
    [
        (
            "https://www.biorxiv.org/content/10.1101/2026.06.20.1v2?rss=1",
            "10.1101/2026.06.20.1",
        ),
        (
            "https://www.medrxiv.org/content/10.64898/2026.06.20.1v1.full.pdf",
            "10.64898/2026.06.20.1",
        ),
        (
            "http://iopscience.iop.org/article/10.1088/1361-6633/abc123/meta",
            "10.1088/1361-6633/abc123",
        ),
        (
            "https://rs.example.org/doi/10.1098/rspa.2026.1.full.html",
            "10.1098/rspa.2026.1",
        ),
        ("https://x.example/doi/full/10.1002/bog.1?af=R", "10.1002/bog.1"),
        ("https://x.example/doi/abs/10.1021/jabs.6c1#tab", "10.1021/jabs.6c1"),
        ("https://x.example/doi/pdf/10.1145/12.34", "10.1145/12.34"),
        (
            "https://x.example/articles/10.3389/fbog.2026.12345/full",
            "10.3389/fbog.2026.12345",
        ),
        ("https://link.example/article/10.1007/s10-026-1", "10.1007/s10-026-1"),
        ("https://link.example/10.1186/s12-026-1/fulltext.pdf", "10.1186/s12-026-1"),
        (
            "https://j.plos.example/plosone/article?id=10.1371/journal.pone.1",
            "10.1371/journal.pone.1",
        ),
        (
            "https://x.example/view?doi=10.1371%2Fjournal.pone.1&x=1",
            "10.1371/journal.pone.1",
        ),
        (
            "https://www.nature.com/articles/s41586-026-00001-2",
            "10.1038/s41586-026-00001-2",
        ),
        ("https://elifesciences.org/articles/12345", "10.7554/elife.12345"),
        ("https://a.example/apl/article/doi/10.1063/5.1/3333333/Rain", "10.1063/5.1"),
        (
            "https://o.example/advance-article/doi/10.1093/b/1/1234567?a=1",
            "10.1093/b/1",
        ),
        ("https://x.example/toc/10.1111/bog/12/3", None),
        (
            "https://pubs.rsc.org/en/content/articlelanding/2026/bg/d6bg00001a",
            "10.1039/d6bg00001a",
        ),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=123", "10.2139/ssrn.123"),
        ("https://zenodo.org/records/1234", "10.5281/zenodo.1234"),
        ("https://peerj.com/articles/cs-12/", "10.7717/peerj-cs.12"),
        ("https://example.org/articles/1", None),
        ("https://example.org/v10.2/index", None),
    ],
)
def test_dois_in_links(link: str, doi: str | None) -> None:
    assert doi_in_links([link]) == doi


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("oai:arXiv.org:2606.00003v1", "2606.00003"),
        ("http://arxiv.org/abs/2606.00003v1", "2606.00003"),
        ("https://arxiv.org/pdf/2606.00003", "2606.00003"),
        ("https://export.arxiv.org/abs/math/0601001v2", "math/0601001"),
        ("arXiv:2606.00003", "2606.00003"),
        ("10.48550/arXiv.2606.00003", "2606.00003"),
        ("https://huggingface.co/papers/2606.00003", "2606.00003"),
        ("https://www.alphaxiv.org/abs/2606.00003", "2606.00003"),
        ("https://example.org/2606.00003", None),
    ],
)
def test_arxiv_ids_in_links(text: str, arxiv: str | None) -> None:
    assert arxiv_in_links([text]) == arxiv


@pytest.mark.parametrize(
    ("title", "journal"),
    [
        ("IEEE Transactions on Bogs - new TOC", "IEEE Transactions on Bogs"),
        ("Wiley: Journal of Bogs: Table of Contents", "Journal of Bogs"),
        ("ScienceDirect Publication: Bog Letters", "Bog Letters"),
        ("tandf: Bog Studies: Table of Contents", "Bog Studies"),
        ("SAGE Publications: Bog Research: Table of Contents", "Bog Research"),
        ("RSC - Chem. Bog. latest articles", "Chem. Bog."),
        ("J. Am. Bog Soc.: Latest Articles (ACS Publications)", "J. Am. Bog Soc."),
        ("Latest Results for Bogs", "Bogs"),
        ("Bog Biology Current Issue", "Bog Biology"),
        ("Bog Biology Advance Access", "Bog Biology"),
        ("Recent Articles in Phys. Rev. Bogs", "Phys. Rev. Bogs"),
        ("PLOS Bog Biology: New Articles", "PLOS Bog Biology"),
        ("Nature Bogs - Issue - nature.com science feeds", "Nature Bogs"),
        ("bioRxiv Subject Collection: Ecology", "bioRxiv"),
        ("Bogs", "Bogs"),
        ("Royal Society: Bogs: Table of Contents", "Bogs"),
        (
            "Bogs: An International Journal: Table of Contents",
            "Bogs: An International Journal",
        ),
        ("Latest papers", ""),
        ("peat moss", ""),
        ("PubMed search: peat", ""),
        ("Search results for Peat", ""),
        ("Papers on ACL Anthology", ""),
        ("cs.LG updates on arXiv.org", ""),
        ("dblp: Ida Fern", ""),
        ("HAL : Latest deposits", ""),
        ("https://example.org/feed", ""),
    ],
)
def test_journals_of_feeds(title: str, journal: str) -> None:
    assert journal_of_feed(title, ()) == journal


def test_a_search_is_no_journal_by_its_address() -> None:
    links = ("https://pubmed.ncbi.nlm.nih.gov/rss/search/1",)
    assert journal_of_feed("Peat Moss", links) == ""


@pytest.mark.parametrize(
    ("text", "journal"),
    [
        ("Bogs", "Bogs"),
        ("Bogs, Vol. 26, Pages 1234", "Bogs"),
        ("Journal of Bogs 12(3), 4-5", "Journal of Bogs"),
        ("https://example.org/1", ""),
        ("10.5555/bogs.1", ""),
        ("ISSN: 1234-5678", ""),
        ("1234-567X", ""),
    ],
)
def test_journals_of_items(text: str, journal: str) -> None:
    assert journal_name(text) == journal

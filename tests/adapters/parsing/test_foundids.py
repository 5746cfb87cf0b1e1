"""DOIs and arXiv ids in fields that hold more than the id."""

from __future__ import annotations

import pytest

from readnext.matching.identity import Identity
from readnext.matching.ids import parse_doi
from readnext.paper import Author, Entry
from readnext_adapters.libraries import LIBRARY_FORMATS
from readnext_adapters.parsing.foundids import find_arxiv, find_doi

SICI = "10.1577/1548-8675(2002)022<0251:frtyl>2.0.co;2"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/182 (accessed 2020)", "10.1000/182"),
        ("10.1000/182, see http://a.org", "10.1000/182"),
        ("10.1000/182;10.1000/183", "10.1000/182"),
        ("10.1000/182,https://doi.org/10.1000/183", "10.1000/182"),
        ("10.1000/182 %X An abstract.", "10.1000/182"),
        ("10.1000/182/full", "10.1000/182"),
        ("10.1000/182/abstract", "10.1000/182"),
        ("10.1000/182/pdf", "10.1000/182"),
        ("10.1000/182/full/html", "10.1000/182"),
        ("10.1000/182.full.pdf", "10.1000/182"),
        ("DOI10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/ 182", "10.1000/182"),
        ("[10.1000/182]", "10.1000/182"),
        ("“10.1000/182”.", "10.1000/182"),
        ("10.1000/a(1)b[2]", "10.1000/a(1)b[2]"),
        ("10.1093/analys/anw053", "10.1093/analys/anw053"),
        ("10.1007/978\u20103\u2013540", "10.1007/978-3-540"),
        ("10.1000/1\u200b82\u00ad", "10.1000/182"),
        (SICI.replace("<", "&lt;").replace(">", "&gt;").upper(), SICI),
        (SICI.replace("<", "&amp;lt;").replace(">", "&amp;gt;"), SICI),
        (SICI.replace("<", "&#60;").replace(">", "&#x3E;"), SICI),
        (SICI.replace("<", "%3C").replace(">", "%3e"), SICI),
        ("10/b2k8", "10/b2k8"),
        ("https://doi.org/10/GF7GR8", "10/gf7gr8"),
        ("doi:10/gf7gr8", "10/gf7gr8"),
        ("http://doi.org/b2k8", "10/b2k8"),
        ("10/2020", None),
        ("https://doi.org/about", None),
        ("in 10/abc of cases", None),
        ("", None),
    ],
)
def test_the_field_of_a_doi(text: str, doi: str | None) -> None:
    assert find_doi([text]) == doi


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        ("https://onlinelibrary.wiley.com/doi/10.1111/a.1/abstract", "10.1111/a.1"),
        ("https://www.science.org/doi/abs/10.1126/science.1?x=y", "10.1126/science.1"),
        ("https://pubs.acs.org/doi/pdf/10.1021/acs.1", "10.1021/acs.1"),
        ("https://www.biorxiv.org/content/10.1101/2026.06.20.1v2.full", None),
        ("https://iopscience.iop.org/article/10.1088/1361/abc1/meta", None),
        ("https://link.springer.com/content/pdf/10.1007/s1.pdf", "10.1007/s1"),
        ("https://journals.plos.org/one/article?id=10.1371/j.pone.1", None),
        ("https://doi.org/10.1577/1(2)2&lt;0251:F&gt;2.0.CO;2", None),
        ("https://example.org/10.1000/a/full", ""),
        ("https://example.org/10/b2k8", ""),
    ],
)
def test_addresses(address: str, doi: str | None) -> None:
    known = {
        "biorxiv": "10.1101/2026.06.20.1",
        "iopscience": "10.1088/1361/abc1",
        "plos": "10.1371/j.pone.1",
        "doi.org/": "10.1577/1(2)2<0251:f>2.0.co;2",
    }
    if doi is None:
        doi = next(value for name, value in known.items() if name in address)
    assert (find_doi([], [address]) or "") == doi


def test_ids_of_oai() -> None:
    assert find_arxiv([], ["oai:arXiv.org:2606.00003"]) == "2606.00003"


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        (r"doi = {10.1000/a(2)3{\textless}0061:B{\textgreater}2.0.CO;2}",
         "10.1000/a(2)3<0061:b>2.0.co;2"),
        (r"doi = {10.1000/a:9$<$2164::AID-X1$>$3.0.CO;2-6}",
         "10.1000/a:9<2164::aid-x1>3.0.co;2-6"),
        (r"doi = {10.1000/a:9$\less$2164::X$\greater$3}", "10.1000/a:9<2164::x>3"),
        (r"doi = {10.1000/a\_b}", "10.1000/a_b"),
        (r"doi = {10.1000/a\textbf{ article}}", "10.1000/a"),
        (r"doi = {\url{https://doi.org/10.1000/a}}", "10.1000/a"),
        (r"doi = {10.1000/a, 10.1000/b}", "10.1000/a"),
        (r"url = {https://www.science.org/doi/abs/10.1126/a.1 %X For years, we dug.}",
         "10.1126/a.1"),
        (r"url = {http://x.org/doi/10.1111/a.1/full, see http://y.org}", "10.1111/a.1"),
        ("url = {https://doi.org/10.1000/\n   a.1}", "10.1000/a.1"),
        (r"note = {doi: 10.1000/a. Read in May}", "10.1000/a"),
        (r"doi = {10/gf7gr8}", "10/gf7gr8"),
    ],
)  # fmt: skip
def test_dois_in_bibtex(field: str, doi: str) -> None:
    text = f"@article{{a, title={{Eels}}, {field}}}"
    (entry,) = LIBRARY_FORMATS["bibtex"].read(text.encode(), "file")
    assert isinstance(entry, Entry)
    assert entry.doi == doi


def test_a_short_doi_does_not_keep_two_records_apart() -> None:
    ash = (Author("Ash", "Rosa"),)
    short, long = (
        Identity.of(Entry("k", title="Editorial", authors=ash, date="2020", doi=doi))
        for doi in ("10/b2k8", "10.1000/b2k8")
    )
    assert short.same(long)
    assert parse_doi(short.doi or "") == short.doi

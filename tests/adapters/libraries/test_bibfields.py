"""Dates and ids of BibTeX entries, in the many fields that may hold them."""

from __future__ import annotations

import pytest

from readnext.paper import Entry
from readnext_adapters.libraries import bibtex
from readnext_adapters.libraries.bibfields import date_of


def one(text: str) -> Entry:
    (entry,) = (i for i in bibtex.read(text.encode(), "t.bib") if isinstance(i, Entry))
    return entry


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"year": "{1999}"}, "1999"),
        ({"year": "in press"}, None),
        ({"year": "c. 1850"}, "1850"),
        ({"year": "2020", "month": "sep"}, "2020-09"),
        ({"year": "2020", "month": "10", "day": "3"}, "2020-10-03"),
        ({"date": "2010/2011"}, "2010"),
        ({"date": "2014-12-31/2015-01-01"}, "2014-12-31"),
        ({"date": "2010~"}, "2010"),
        ({"date": "20XX"}, None),
        ({"date": "199X"}, None),
        ({"date": "2019-03", "year": "2018"}, "2019-03"),
        ({"origdate": "1814"}, "1814"),
        ({"year": "0876"}, "0876"),
        ({"date": "-0876"}, None),
        ({"date": "-0099-07-12/-0043-03-15"}, None),
        ({"year": "2001", "month": "Dec/Jan"}, "2001-12"),
        ({"year": "2001", "month": "nov # {/} # dec"}, "2001-11"),
        ({"year": "2001", "month": "Sept.--Oct."}, "2001-09"),
    ],
)
def test_dates(fields: dict[str, str], expected: str | None) -> None:
    assert date_of(fields) == expected


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        (r"doi = {https://doi.org/10.1000/A\_b{\_}c}", "10.1000/a_b_c"),
        (r"doi = {10.1002/1521(2000)1:2<37::AID-X8>3.0.CO;2-6}",
         "10.1002/1521(2000)1:2<37::aid-x8>3.0.co;2-6"),
        ("url = {http://dx.doi.org/10.1000/xyz}", "10.1000/xyz"),
        ("url = {https://dl.acm.org/doi/10.1145/1.2?x=1}", "10.1145/1.2"),
        ("note = {doi: 10.1000/xyz.}", "10.1000/xyz"),
        ("note = {version 10.1000/xyz}", None),
    ],
)  # fmt: skip
def test_dois(fields: str, doi: str | None) -> None:
    assert one(f"@misc{{k, {fields}}}").doi == doi


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {1706.03762}, archiveprefix = {arXiv}",
        "eprint = {1706.03762v5}, eprinttype = {arxiv}",
        "eprint = {1706.03762}",
        "url = {https://arxiv.org/abs/1706.03762v1}",
        "doi = {10.48550/arXiv.1706.03762}",
        "note = {arXiv:1706.03762 [cs.CL]}",
        "journal = {CoRR}, volume = {abs/1706.03762}",
        "howpublished = {\\url{https://arxiv.org/pdf/1706.03762.pdf}}",
        "annote = {arXiv: 1706.03762}",
    ],
)
def test_arxiv_ids(fields: str) -> None:
    assert one(f"@misc{{k, {fields}}}").arxiv == "1706.03762"


def test_journal_macros_of_ads_are_spelled_out() -> None:
    entry = one(r"@article{k, title = {T}, journal = {\mnras}}")
    assert entry.venue == "Monthly Notices of the Royal Astronomical Society"


def test_title_without_subtitle_mark_and_html() -> None:
    text = "@book{k, title = {Why <i>Moss</i> &amp; Fern?}, subtitle = {A Story}}"
    assert one(text).title == "Why Moss & Fern? A Story"


@pytest.mark.parametrize("month", ["²", "9" * 5000, "٣", "⑫"])
def test_a_month_that_is_no_number_leaves_the_year(month: str) -> None:
    text = f"@misc{{a, title={{T}}, year=2020, month={{{month}}}}}\n"
    (entry,) = bibtex.read(text.encode(), "t")
    assert isinstance(entry, Entry) and entry.date == "2020"

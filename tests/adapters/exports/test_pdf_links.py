"""Addresses of PDFs and code: those of well-known publishers, and no guesses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper
from readnext_adapters.exports.pdf_links import (
    code_address,
    pdf_address,
    search_address,
)

PMLR = "https://proceedings.mlr.press"
CVF = "https://openaccess.thecvf.com"
NEURIPS = "https://proceedings.neurips.cc/paper_files/paper"


@pytest.mark.parametrize(
    ("page", "pdf"),
    [
        ("https://arxiv.org/abs/2401.00001v2", "https://arxiv.org/pdf/2401.00001v2"),
        ("http://arxiv.org/abs/math/0601001", "https://arxiv.org/pdf/math/0601001"),
        ("https://aclanthology.org/2022.acl-long.9", "…acl-long.9.pdf"),
        ("https://aclanthology.org/P19-1001/", "https://aclanthology.org/P19-1001.pdf"),
        (
            "https://openreview.net/forum?id=a-B_3",
            "https://openreview.net/pdf?id=a-B_3",
        ),
        (f"{CVF}/content/CVPR2021/html/A_paper.html", "…/CVPR2021/papers/A_paper.pdf"),
        (f"{NEURIPS}/2016/hash/14a-Abstract.html", "…/2016/file/14a-Paper.pdf"),
        (
            f"{NEURIPS}/2022/hash/9c2-Abstract-Conference.html",
            "…/2022/file/9c2-Paper-Conference.pdf",
        ),
        (f"{PMLR}/v97/hunt19a.html", f"{PMLR}/v97/hunt19a/hunt19a.pdf"),
        (f"{PMLR}/v32/brunskill14.html", f"{PMLR}/v32/brunskill14.pdf"),
        (f"{PMLR}/v235/sanford24a.html", ""),  # kept elsewhere
        ("https://www.ijcai.org/proceedings/2024/99", "…/2024/0099.pdf"),
        ("https://www.ijcai.org/proceedings/2013/99", ""),
        ("https://www.roboticsproceedings.org/rss20/p018.html", "…/rss20/p018.pdf"),
        (
            "https://www.biorxiv.org/content/10.1101/2024.01.02.573943v2",
            "…573943v2.full.pdf",
        ),
        ("https://example.org/paper.pdf", "https://example.org/paper.pdf"),
        ("https://example.org/paper", ""),
        ("https://doi.org/10.1000/x", ""),
        ("javascript:alert(1)//.pdf", ""),
    ],
)
def test_pdf_of_a_page(page: str, pdf: str) -> None:
    found = pdf_address(Paper("1", "T", url=page))
    if pdf.startswith("…"):
        assert found.startswith("https://") and found.endswith(pdf[1:])
    else:
        assert found == pdf


def test_the_page_of_the_paper_goes_before_its_preprint() -> None:
    page = "https://aclanthology.org/2022.acl-long.9"
    paper = Paper("1", "T", url=page, arxiv="2401.00001")
    assert pdf_address(paper) == f"{page}.pdf"
    assert pdf_address(Paper("1", "T", url="https://a.org/x", arxiv="2401.00001"))


def test_code_and_search() -> None:
    assert code_address(Paper("1", "T", code="https://github.com/a/b"))
    assert code_address(Paper("1", "T", code="")) == ""
    assert code_address(Paper("1", "T", code="javascript:alert(1)")) == ""
    assert search_address(Paper("1", "")) == ""


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=30))
def test_all_addresses_are_safe(page: str, arxiv: str, title: str) -> None:
    paper = Paper("1", title, url=f"https://a.org/{page}", arxiv=arxiv, code=page)
    for address in (pdf_address(paper), code_address(paper), search_address(paper)):
        assert address == "" or address.startswith(("https://", "http://"))
        assert address.isascii() and not set(address) & set(' <>"\n')

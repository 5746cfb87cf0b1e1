"""Web addresses of a paper's PDF and of its code, and of a search for the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from readnext.paper import Paper
from readnext_adapters.exports.links import paper_address, plain_id, web_address
from readnext_adapters.parsing.safe_text import plain

# How publishers name the page of a paper, and its PDF. Only schemes that have held for
# years are listed: a link that leads nowhere is worse than none.
_RULES = tuple(
    (re.compile(pattern), pdf)
    for pattern, pdf in (
        (r"(.+\.pdf)", r"\1"),
        (r"https?://arxiv\.org/abs/([^?#]+)", r"https://arxiv.org/pdf/\1"),
        (r"(https://aclanthology\.org/[\w.-]+?)/?", r"\1.pdf"),
        (
            r"https://openreview\.net/forum(\?id=[\w-]+)",
            r"https://openreview.net/pdf\1",
        ),
        (
            r"(https?://openaccess\.thecvf\.com/.+)/html/(.+)\.html",
            r"\1/papers/\2.pdf",
        ),
        (r"(https?://www\.roboticsproceedings\.org/rss\d+/p\d+)\.html", r"\1.pdf"),
        (
            r"(https://(?:[a-z]+\.)?(?:nips|neurips|iclr)\.cc/.+)/hash/"
            r"(\w+)-Abstract(-[\w-]+)?\.html",
            r"\1/file/\2-Paper\3.pdf",
        ),
        # PMLR: each paper has a folder since volume 54; from 230 on they are elsewhere.
        (
            r"https?://proceedings\.mlr\.press/"
            r"(v(?:5[4-9]|[6-9]\d|1\d\d|2[0-2]\d))/(\w+)\.html",
            r"https://proceedings.mlr.press/\1/\2/\2.pdf",
        ),
        (
            r"https?://proceedings\.mlr\.press/(v(?:[1-9]|[1-4]\d|5[0-3]))/(\w+)\.html",
            r"https://proceedings.mlr.press/\1/\2.pdf",
        ),
        (
            r"(https://www\.(?:bio|med)rxiv\.org/content/10\.\d+/[\w.]+?v\d+)",
            r"\1.full.pdf",
        ),
        # IJCAI: numbers of four digits since 2017.
        *(
            (
                r"(https://www\.ijcai\.org/proceedings/20(?:1[7-9]|[2-9]\d)/)"
                rf"(\d{{{digits}}})",
                rf"\g<1>{'0' * (4 - digits)}\2.pdf",
            )
            for digits in (1, 2, 3, 4)
        ),
        (
            r"(https://www\.jmlr\.org/papers/)(v\d+)/([\w-]+)\.html",
            r"\1volume\2/\3/\3.pdf",
        ),
    )
)


class Link(NamedTuple):
    """A link of a paper: its short label, and its address."""

    label: str
    address: str


def paper_links(paper: Paper) -> Iterator[Link]:
    """Yield what a paper has besides its page: PDF and code.

    Of a paper without a page, it yields a search for it.
    """
    page = paper_address(paper)
    pdf, code, search = pdf_address(paper), code_address(paper), search_address(paper)
    if pdf and pdf != page:
        yield Link("PDF", pdf)
    if code and code != page:
        yield Link("code", code)
    if search and not page:
        yield Link("search", search)


def pdf_address(paper: Paper) -> str:
    """Return the address of a paper's PDF, "" where none is known for certain.

    What the catalog states goes before what follows from the address of the page.

    >>> pdf_address(Paper("1", "T", arxiv="2401.00001"))
    'https://arxiv.org/pdf/2401.00001'
    >>> pdf_address(Paper("1", "T", url="https://aclanthology.org/2021.acl-long.1/"))
    'https://aclanthology.org/2021.acl-long.1.pdf'
    """
    if free := web_address(paper.pdf or ""):
        return free
    page = web_address(paper.url or "")
    for pattern, pdf in _RULES:
        if found := pattern.fullmatch(page):
            return found.expand(pdf)
    if arxiv := plain_id(paper.arxiv):
        return f"https://arxiv.org/pdf/{quote(arxiv, safe='/', errors='replace')}"
    return ""


def code_address(paper: Paper) -> str:
    """Return the address of a paper's code, "" where only its existence is known."""
    return web_address(paper.code or "")


def search_address(paper: Paper) -> str:
    """Return a web search for a paper of which no address is known.

    >>> search_address(Paper("1", "On Ducks & Geese"))
    'https://scholar.google.com/scholar?q=%22On+Ducks+%26+Geese%22'
    """
    title = plain(paper.title)[:200]
    words = quote(f'"{title}"', safe=" ", errors="replace").replace(" ", "+")
    return f"https://scholar.google.com/scholar?q={words}" if title else ""

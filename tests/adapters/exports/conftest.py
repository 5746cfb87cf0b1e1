"""A small answer of our own making, with one peculiarity in each suggestion."""

from __future__ import annotations

import datetime as dt

import pytest

from readnext.paper import Paper
from readnext.suggestion import Answer, Reason, Suggestion

PAPERS = (
    Paper(
        id="2401.00001",
        title="NeurIPS reviewers and GANs: a study of Occam's razor in $\\ell_p$"
        " spaces",
        authors=("Łukasz Müller", "Jan van der Berg", "Ada O'Neil", "OpenAI"),
        labs=("Institute of Examples",),
        abstract="We gain 5% & more at cost O(n_k).",
        venue="Advances in Neural Information Processing Systems",
        date="2024-01-15",
        url="https://example.org/a_b?x=1%20&y={z}",
        doi="10.1000/xyz_(123)",
        arxiv="2401.00001",
        categories=("cs.LG", "stat.ML"),
        keywords=("double descent", "R&D, applied"),
    ),
    Paper(
        id="only-on-arxiv",
        title="\\texttt{BERT} reads \\input{/etc/passwd} and \\write18{rm -rf /}",
        authors=("Martin Example Jr.", "Barnes and Noble"),
        authors_cut=True,
        date="2023-11",
        arxiv="2311.12345",
        categories=("LG",),
    ),
    Paper(
        id="journal/7",
        title="A } brace { too many, 100% of $5 & a $x^2^3$ formula",
        authors=("Zoë Ångström",),
        venue="Journal of Examples",
        date="2020",
        url="javascript:alert(1)",
    ),
    Paper(
        id="wide",
        title="深度学习中的双下降现象：当更大的模型和更多的数据带来损害时我们应该如何理解泛化误差",
        labs=("示例实验室",),
        date=None,
    ),
    Paper(
        id="evil\x1b[31m",
        title="Red\x1b[31m and\u202e turned\x00 text\n@article{gotcha,",
        authors=("A. \x9b1mBold", "B", "C", "D"),
        url="https://example.org/code",
    ),
)
KEYS = (
    "muller2024neurips",
    "example2023bert",
    "angstrom2020brace",
    "paper",
    "bold{red}",
)
REASONS = (
    Reason("text", 'close to `dai2019xl`, on "double descent"', 0.52, ("dai2019xl",)),
    Reason("authors", "by Ada O'Neil (2 in your library)", 0.31, ("one", "two")),
)


@pytest.fixture
def answer() -> Answer:
    suggestions = tuple(
        Suggestion(
            rank=rank,
            paper=paper,
            key=key,
            score=2.0 - rank / 3,
            probability=None if rank == 4 else 0.9 - rank / 10,
            strength=0 if rank == 4 else 6 - rank,
            reasons=REASONS[: 3 - rank] if rank < 3 else (),
        )
        for rank, (paper, key) in enumerate(zip(PAPERS, KEYS, strict=True), 1)
    )
    return Answer(
        entries=12,
        usable=11,
        in_catalog=3,
        catalog="/catalogs/example.jsonl",
        papers=500,
        candidates=480,
        ranker="prior",
        why="your library has fewer than 50 papers of the catalog",
        suggestions=suggestions,
        notes=("1 entry has no title",),
        at=dt.datetime(2026, 6, 30, 12, 0, tzinfo=dt.UTC),
    )

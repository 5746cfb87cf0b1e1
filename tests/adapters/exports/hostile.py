"""Answers full of what catalogs should not hold, for every writer to stand.

The strategies are for properties; `hostile_answer` makes many records at once, the
same for one seed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from readnext.paper import Paper
from readnext.suggestion import Answer, Reason, Suggestion

AT = dt.datetime(2026, 6, 30, 12, 0, tzinfo=dt.UTC)

# What means something to BibTeX, LaTeX, RIS, JSON, Markdown, HTML, XML, a terminal, a
# spreadsheet or a program that links addresses; "¦" parts the pieces.
FRAGMENTS = (
    "{¦}¦\\¦$¦%¦#¦&¦_¦^¦~¦\"¦'¦`¦@¦,¦;¦=¦|¦*¦-¦+¦!¦<¦>¦[¦]¦(¦)¦:¦.¦/¦?"
    "¦\\{¦\\}¦$x$¦$\\ell_p$¦\\input{/etc/passwd}¦\\\\¦\\%¦\\textbf{¦\\'e¦\\begin{x}"
    "¦\\)¦\\(¦\\write18{rm -rf /}¦\\catcode`\\%=12¦\\def\\x{y}¦%\n¦``¦''¦e\u0301"
    "¦ and ¦ others¦and others¦et al.¦@article{x,¦@comment{¦\n@misc{y, title={z}}\n"
    "¦@string{a = {b}}¦month = jan #¦\nER  - \n¦\r\nTY  - JOUR\r\nTI  - forged\r\n"
    "¦ER  - ¦TY  - BOOK¦\nAU  - Forged, A.¦\u2028ER  - \u2029¦\x0bTY  - X¦\x85KW  - y"
    '¦"}¦\\"¦\\u0000¦],[¦</script>¦"]}'
    "¦[x](javascript:alert(1))¦![i](http://e.vil/i.png)¦<script>alert(1)</script>"
    "¦<img src=x onerror=alert(1)>¦</pre>¦</style>¦</title>¦<!--¦-->¦<![CDATA[¦]]>"
    "¦<a href='http://e.vil'>¦&lt;b&gt;¦&amp;¦&copy;¦&#x41;¦&#0;¦<i>i</i>¦<sup>2</sup>"
    "¦<span class='nocase'>x</span>¦<?xml version='1.0'?>"
    "¦<!DOCTYPE x [<!ENTITY a 'b'>]>"
    "¦{{ 7*7 }}¦{% raw %}¦{# c #}¦${x}¦<%= x %>"
    "¦# heading¦- item¦+ item¦* item¦1. one¦2) two¦> quote¦---¦===¦***¦~~~¦```¦~~s~~"
    "¦| a | b |¦[[wiki]]¦[^1]¦[x]: http://e.vil¦<http://e.vil>¦www.e.vil¦http://e.vil"
    "¦me@e.vil¦:smile:¦==x==¦%%c%%¦\\*¦\\¦  \n¦\t¦    code"
    "¦=1+1¦@SUM(A1)¦+cmd|' /C calc'!A0¦-2+3"
    "¦\x1b[31m¦\x1b]0;t\x07¦\x9b1m¦\x00¦\x07¦\x08¦\x7f¦\u202e¦\u2066¦\u200f¦\u200b"
    "¦\ufeff¦\u00ad¦\ud800¦\udfff¦\ufffe¦\uffff¦\U0001ffff¦\u200d¦\ue000¦\U000e0041"
    "¦学习¦العربية¦עברית¦🙂¦ﬁ¦İ¦ß¦ǅ¦Ω¦½¦\u00a0¦\u3000"
).split("¦")
_TEMPLATES = ("Deep", "Learning", "of", "the", "Ünï", "x2", "A", "Ada Lovelace", "ICML")

PIECES = st.one_of(st.text(max_size=12), st.sampled_from(FRAGMENTS))
TEXTS = st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES).map("".join)
DATES = st.none() | st.sampled_from(["2024", "2024-02", "2024-02-29"]) | TEXTS
PAPERS = st.builds(
    Paper,
    id=TEXTS.map("i".__add__),
    title=TEXTS,
    authors=st.lists(TEXTS, max_size=3).map(tuple),
    labs=st.lists(TEXTS, max_size=2).map(tuple),
    abstract=TEXTS,
    venue=TEXTS | st.sampled_from(["ICML 2024", "Nature", "arXiv"]),
    date=DATES,
    url=st.none() | TEXTS | TEXTS.map("https://a.org/".__add__),
    doi=st.none() | TEXTS | st.just("10.1000/a_b"),
    arxiv=st.none() | TEXTS | st.just("2401.00001"),
    categories=st.lists(TEXTS | st.just("cs.LG"), max_size=2).map(tuple),
    keywords=st.lists(TEXTS, max_size=2).map(tuple),
    authors_cut=st.booleans(),
)
REASONS = st.builds(
    Reason, TEXTS, TEXTS, st.floats(), st.lists(TEXTS, max_size=2).map(tuple)
)
SUGGESTIONS = st.builds(
    Suggestion,
    rank=st.integers(1, 999),
    paper=PAPERS,
    key=TEXTS,
    score=st.floats(),
    probability=st.none() | st.floats(0, 1),
    reasons=st.lists(REASONS, max_size=2).map(tuple),
)
ANSWERS = st.builds(
    Answer,
    entries=st.just(1),
    usable=st.just(1),
    in_catalog=st.just(0),
    catalog=TEXTS,
    papers=st.just(9),
    candidates=st.just(9),
    ranker=st.just("prior"),
    why=TEXTS,
    suggestions=st.lists(SUGGESTIONS, max_size=3).map(tuple),
    notes=st.lists(TEXTS, max_size=1).map(tuple),
    at=st.none() | st.just(AT),
)
EMPTY = st.builds(
    lambda a, why: replace(a, suggestions=(), empty_reason=why), ANSWERS, TEXTS
)


def hostile_answer(seed: int, count: int) -> Answer:
    """Return an answer of so many hostile records."""
    random = Random(seed)
    return Answer(
        entries=1,
        usable=1,
        in_catalog=0,
        catalog=_text(random),
        papers=count,
        candidates=count,
        ranker="prior",
        why=_text(random),
        suggestions=tuple(_suggestion(random, n) for n in range(1, count + 1)),
        notes=(_text(random),),
        at=AT,
    )


def _suggestion(random: Random, rank: int) -> Suggestion:
    return Suggestion(
        rank=rank,
        paper=_paper(random, rank),
        key=_text(random),
        score=random.choice([random.gauss(0, 3), 0.0, float("inf"), float("nan")]),
        probability=random.choice([None, random.random()]),
        reasons=tuple(_reason(random) for _ in range(random.randrange(3))),
    )


def _paper(random: Random, number: int) -> Paper:
    return Paper(
        id=f"{number}{_text(random)}",
        title=_text(random),
        authors=_texts(random),
        labs=_texts(random),
        abstract=_text(random) + _text(random),
        venue=random.choice(["", "ICML 2024", "Nature", "arXiv", _text(random)]),
        date=random.choice([None, "2024", "2024-02", "2024-02-30", _text(random)]),
        url=random.choice([None, _text(random), f"https://a.org/{_text(random)}"]),
        doi=random.choice([None, "10.1000/a_b", _text(random)]),
        arxiv=random.choice([None, "2401.00001", _text(random)]),
        categories=_texts(random),
        keywords=_texts(random),
        authors_cut=random.random() < 0.2,
    )


def _reason(random: Random) -> Reason:
    return Reason("text", _text(random), random.random(), _texts(random))


def _texts(random: Random) -> tuple[str, ...]:
    return tuple(_text(random) for _ in range(random.randrange(4)))


def _text(random: Random) -> str:
    """Some fragments and words, glued or spaced, with any characters in between."""
    pieces = random.choices((*FRAGMENTS, *_TEMPLATES * 6), k=random.randrange(7))
    if random.random() < 0.2:
        pieces.append("".join(chr(random.randrange(0x110000)) for _ in range(4)))
    return random.choice(["", " ", " "]).join(pieces)

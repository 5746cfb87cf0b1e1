"""Citation keys in the reader's own style."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnext.library.citekeys import (
    DEFAULT,
    STYLES,
    KeyStyle,
    learn_style,
    legal_key,
    make_keys,
)
from readnext.paper import Author, Entry, Paper

# Family, given, year, title, and whether there are more authors.
WORKS = [
    ("Vaswani", "Ashish", "2017", "Attention Is All You Need", True),
    ("He", "Kaiming", "2016", "Deep Residual Learning for Image Recognition", True),
    ("Nakkiran", "Preetum", "2021", "Deep Double Descent", True),
    ("van den Oord", "Aäron", "2018", "Representation Learning with Codes", True),
    ("Schölkopf", "Bernhard", "2002", "Learning with Kernels", True),
    ("Bishop", "Christopher M.", "2006", "Pattern Recognition", False),
]
KEYS = {
    "authorYEARword": "vaswani2017attention he2016deep nakkiran2021deep"
    " oord2018representation scholkopf2002learning bishop2006pattern",
    "AuthorYEARWord": "Vaswani2017Attention He2016Deep Nakkiran2021Deep"
    " Oord2018Representation Scholkopf2002Learning Bishop2006Pattern",
    "authorYEAR": "vaswani2017 he2016 nakkiran2021a oord2018 scholkopf2002 bishop2006",
    "AuthorYEAR": "Vaswani2017 He2016b Nakkiran2021 Oord2018 Schoelkopf2002 Bishop2006",
    "Author:YEAR": "Vaswani:2017 He:2016 Nakkiran:2021 Oord:2018 xyz Bishop:2006",
    "Author+YY": "Vaswani+17 He+16 Nakkiran+21 Oord+18 Scholkopf+02 Bishop06",
    "author_word_YEAR": "vaswani_attention_2017 he_deep_2016 nakkiran_deep_2021"
    " van_den_oord_representation_2018 scholkopf_learning_2002 bishop_pattern_2006",
    "authorTitleYEAR": "vaswaniAttentionAllYou2017 heDeepResidualLearning2016"
    " nakkiranDeepDoubleDescent2021 oordRepresentationLearningCodes2018"
    " scholkopfLearningKernels2002 bishopPatternRecognition2006",
}
LEGAL = re.compile(r"[A-Za-z0-9:_+./-]+")


def library(keys: str) -> list[Entry]:
    return [
        Entry(
            key,
            title=title,
            authors=(Author(family, given), Author("More", "One"))[: 1 + more],
            date=year,
        )
        for key, (family, given, year, title, more) in zip(
            keys.split(), WORKS, strict=True
        )
    ]


@pytest.mark.parametrize("name", KEYS)
def test_a_style_is_recognised(name: str) -> None:
    assert learn_style(library(KEYS[name])).name == name


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([], id="no entries"),
        pytest.param(library(KEYS["AuthorYEAR"])[:4], id="too few entries"),
        pytest.param(library("a b c d e f"), id="no style"),
        pytest.param(
            library(" ".join(f"DBLP:conf/nips/V{n}" for n in range(6))), id="DBLP"
        ),
        pytest.param(
            library(KEYS["AuthorYEAR"])[:3] + library(KEYS["authorYEAR"])[3:],
            id="two styles",
        ),
        pytest.param([Entry(f"Smith200{n}") for n in range(9)], id="only keys"),
    ],
)
def test_without_a_clear_style_the_default_is_used(entries: list[Entry]) -> None:
    assert learn_style(entries) == DEFAULT


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_style_recognises_its_own_keys(style: KeyStyle) -> None:
    papers = [
        Paper("id", title, (f"{given} {family}", "One More")[: 1 + more], date=year)
        for family, given, year, title, more in WORKS
    ]
    keys = make_keys(papers, style, ())
    # Where every work has the same parts, two styles may write the same keys.
    found = learn_style(library(" ".join(keys)))
    assert make_keys(papers, found, ()) == keys


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        (Paper("1", "GPT-4 Report", labs=("OpenAI",), date="2023"), "openai2023gpt"),
        (Paper("1", "Deep Double Descent"), "deepdouble"),
        (Paper("1", "The", ("Ada Lovelace",)), "lovelacethe"),
        (Paper("1", "Über Künste", ("Łukasz Müller",)), "mulleruber"),
        (Paper("1", "On Occam's Razor", ("B. O'Neil",)), "oneiloccams"),
    ],
)
def test_missing_parts_leave_a_sane_key(paper: Paper, key: str) -> None:
    assert make_keys([paper], DEFAULT, ()) == [key]


def test_missing_parts_leave_no_separator() -> None:
    style = next(s for s in STYLES if s.name == "author_word_YEAR")
    assert make_keys([Paper("1", "Deep", ("A. B",))], style, ()) == ["b_deep"]


def test_other_alphabets_get_a_short_word_that_stays() -> None:
    paper = Paper("1", "深度学习", ("王伟",), date="2024")
    (key,) = make_keys([paper], DEFAULT, ())
    assert re.fullmatch(r"x[0-9a-f]{5}2024x[0-9a-f]{5}", key)
    assert make_keys([paper], DEFAULT, ()) == [key]


def test_letters_go_on_after_z() -> None:
    paper = Paper("1", "Deep", ("A. B",), date="2024")
    keys = make_keys([paper] * 29, DEFAULT, ())
    assert (keys[1], keys[26], keys[27]) == ("b2024deepa", "b2024deepz", "b2024deepaa")


@settings(deadline=None)
@given(
    papers=st.lists(
        st.builds(
            Paper,
            id=st.text(max_size=5),
            title=st.text(max_size=20),
            authors=st.lists(st.text(max_size=12), max_size=2).map(tuple),
            labs=st.lists(st.text(max_size=12), max_size=1).map(tuple),
            date=st.none() | st.just("2024"),
        ),
        max_size=5,
    ),
    style=st.sampled_from(STYLES),
)
def test_keys_are_legal_unique_and_free(papers: list[Paper], style: KeyStyle) -> None:
    taken = [key.upper() for key in make_keys(papers, style, ())]
    keys = make_keys(papers, style, taken)
    assert all(LEGAL.fullmatch(key) for key in keys)
    folded = {key.casefold() for key in keys}
    assert len(folded) == len(papers)
    assert not folded & {key.casefold() for key in taken}
    assert keys == make_keys(papers, style, taken)


@given(st.text())
def test_any_text_makes_a_legal_key(text: str) -> None:
    assert LEGAL.fullmatch(legal_key(text))


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ("Planck Collaboration", "planckcollaboration2020ponds"),
        ("The World Health Organization", "worldhealth2020ponds"),
        ("Olivier Company", "company2020ponds"),
        ("OpenAI", "openai2020ponds"),
    ],
)
def test_a_body_is_named_by_its_first_words(author: str, key: str) -> None:
    assert make_keys([Paper("1", "Ponds", (author,), date="2020")], DEFAULT, ()) == [
        key
    ]

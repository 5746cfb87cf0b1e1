"""The map, topics and years of the web page: what is drawn, and what is said of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import combinations
from math import hypot
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.suggestion import Answer, Area, Map, Spot, Year
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.exports.barcharts import Bar, bars_of
from readnext_adapters.exports.map_labels import (
    Box,
    fit_phrases,
    fit_width,
    place_labels,
    width_of,
)
from readnext_adapters.exports.mapchart import NUMBERED, apart, draw_map
from readnext_adapters.parsing.safe_text import plain
from tests.adapters.exports.atlas import NAMES, with_hostile_map, with_map
from tests.adapters.exports.hostile import hostile_answer

SVG = "title desc g path use text defs svg".split()
COORDINATE = st.floats(0, 320)
PLACES = st.lists(st.tuples(COORDINATE, COORDINATE), max_size=20)


def tree(page: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parsed: Element = parser.parse(page)
    assert parser.errors == []
    for element in parsed.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return parsed


def words(element: Element) -> str:
    return "".join(element.itertext())


def charts(page: Element) -> dict[str, Element]:
    found = [svg for svg in page.iter("svg") if svg.get("role") == "img"]
    return {
        (svg.get("aria-labelledby") or "").removesuffix("-title"): svg for svg in found
    }


@pytest.fixture(scope="module", params=["ours", "hostile"])
def drawn(request: pytest.FixtureRequest) -> tuple[Answer, Element, str]:
    """An answer with a map, and its page."""
    if request.param == "ours":
        answer = with_map(hostile_answer(3, 12))
    else:
        answer = with_hostile_map(hostile_answer(3, 40))
    text = EXPORT_FORMATS["html"].render(answer, 80)
    return answer, tree(text), text


def test_an_answer_without_a_map_has_no_drawing(answer: Answer) -> None:
    page = tree(EXPORT_FORMATS["html"].render(answer, 80))
    assert not list(page.iter("svg"))
    assert [section.get("id") for section in page.iter("section")] == ["papers"]


def test_without_matplotlib_tables_stand_in_for_the_charts(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)  # as if it were not installed
    page = tree(EXPORT_FORMATS["html"].render(with_map(answer), 80))
    assert not list(page.iter("svg"))
    assert [s.get("id") for s in page.iter("section")] == ["papers", "topics"]
    assert len(list(page.iter("table"))) == 2
    assert "pip install 'readnext-bib[charts]'" in words(page)


@pytest.mark.slow
def test_a_home_that_cannot_be_written_is_not_spoken_of(tmp_path: Path) -> None:
    """Matplotlib would, where it cannot keep a list of fonts."""
    file = tmp_path / "file"
    file.touch()
    hidden = ("MPLCONFIGDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    code = (
        "from readnext_adapters.exports.drawing import Words, can_draw, draw\n"
        "assert can_draw()\n"
        "assert draw(9, 9, lambda figure: None, Words('a'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=env | {"HOME": str(file)},
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_the_drawings_are_shapes_and_words_alone(
    drawn: tuple[Answer, Element, str],
) -> None:
    _, page, text = drawn
    assert set(charts(page)) == {
        f"{name}-{size}"
        for name in ("map", "topics", "years")
        for size in ("wide", "narrow")
    }
    for svg in page.iter("svg"):
        assert {e.tag for e in svg.iter()} <= set(SVG)
        for element in svg.iter():
            assert not {"style", "clip-path", "fill", "stroke"} & set(element.attrib)
    assert not re.search(r"url\(|<metadata|<!--|DOCTYPE svg", text)
    assert matplotlib.__version__ not in text


@pytest.mark.slow
def test_ids_are_all_different_and_all_references_lead_somewhere(
    drawn: tuple[Answer, Element, str],
) -> None:
    _, page, _ = drawn
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(set(ids)) == len(ids)
    for element in page.iter():
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((element.get(name) or "").split()) <= set(ids)
        address = next((v for k, v in element.attrib.items() if "href" in str(k)), "")
        if address.startswith("#"):
            assert address[1:] in ids
        elif element.tag in ("use", "a"):
            assert re.match("https?://", address)


def test_each_drawing_is_named_and_described(
    drawn: tuple[Answer, Element, str],
) -> None:
    answer, page, _ = drawn
    assert answer.map
    for svg in page.iter("svg"):
        if svg.get("aria-hidden") == "true":
            assert not [e for e in svg.iter() if e.tag in ("title", "desc", "text")]
            continue
        title, desc = list(svg)[:2]
        assert (title.tag, desc.tag) == ("title", "desc")
        assert svg.get("aria-labelledby") == title.get("id") and words(title)
        assert svg.get("aria-describedby") == desc.get("id") and words(desc)
    for topic in answer.map.topics:
        told = words(charts(page)["topics-wide"])
        assert f"{topic.own} in your library, {topic.suggested} suggested" in told


def test_the_tables_say_what_the_drawings_say(
    drawn: tuple[Answer, Element, str],
) -> None:
    answer, page, _ = drawn
    found = answer.map
    assert found
    topics, years = page.iter("table")
    for k, row in enumerate(list(topics.iter("tr"))[1:]):
        name, own, suggested = row
        assert words(own) == str(found.topics[k].own)
        assert words(name).strip().endswith(plain(found.topics[k].name))
        ranks = [a.get("href") for a in suggested.iter("a")]
        assert len(ranks) == found.topics[k].suggested
        known = sorted(s.rank for s in found.spots if s.rank and s.topic == k)
        assert ranks == [f"#paper-{rank}" for rank in known]
    rows = [[words(cell) for cell in row] for row in years.iter("tr")][1:]
    assert rows[-1][0] == "unknown" and len(rows) == len(found.years)
    assert rows[0] == ["9999", str(found.years[-1].own), str(found.years[-1].suggested)]


def test_marks_and_numbers_are_all_on_the_map(
    drawn: tuple[Answer, Element, str],
) -> None:
    answer, page, _ = drawn
    assert answer.map
    own = sum(not spot.rank for spot in answer.map.spots)
    for name in ("map-wide", "map-narrow"):
        groups = [(g.get("class") or "", g) for g in charts(page)[name].iter("g")]
        marks = [g for kind, g in groups if kind.startswith("own t")]
        assert sum(len(list(g.iter("use"))) for g in marks) == own
        shapes = [next(path.get("d") for path in g.iter("path")) for g in marks]
        assert len(set(shapes)) == len(shapes) == min(len(answer.map.topics), 8)
        assert len([g for kind, g in groups if kind == "disc"]) == len(
            answer.suggestions
        )
        numbers = [words(g) for kind, g in groups if kind == "number"]
        assert sorted(map(int, numbers)) == [s.rank for s in answer.suggestions]
    titles = [t for t in charts(page)["map-wide"].iter("title")]
    assert len(titles) == own + 1
    assert len(list(charts(page)["map-narrow"].iter("title"))) == 1


def test_nothing_moves_between_runs(answer: Answer) -> None:
    one = EXPORT_FORMATS["html"].render(with_map(answer), 80)
    with matplotlib.rc_context({"font.size": 40, "axes.grid": True}):
        assert EXPORT_FORMATS["html"].render(with_map(answer), 80) == one


def test_a_large_library_makes_no_large_page(answer: Answer) -> None:
    assert (
        len(EXPORT_FORMATS["html"].render(with_map(answer, 600), 80).encode()) < 400_000
    )


@pytest.mark.slow
def test_more_suggestions_than_can_be_told_apart() -> None:
    answer = with_map(hostile_answer(1, 100))
    page = tree(EXPORT_FORMATS["html"].render(answer, 80))
    discs = [g for g in charts(page)["map-wide"].iter("g") if g.get("class") == "disc"]
    assert len(discs) == NUMBERED == 60
    assert "The first 60 suggestions are on the map." in words(page)


def test_what_the_map_leaves_out_is_said(answer: Answer) -> None:
    said = words(tree(EXPORT_FORMATS["html"].render(with_map(answer), 80)))
    assert "3 works have too little text to be placed." in said
    assert "evenly spaced" not in said


@pytest.mark.parametrize("name", ["", "$x$", "$\\frac{1}$", "学习", "#0", "🙂", "a\nb"])
def test_words_never_reach_matplotlib(name: str) -> None:
    """Formulas, letters that no font has and placeholders are words as all others."""
    found = Map(1, 0, (Spot(0.5, 0.5, 0, name, name),), (Area(name, 1, 0),), ())
    svg = tree(f"<!doctype html>{draw_map(found, 720, 470, 'm', named=True)}")
    (label,) = [g for g in svg.iter("g") if g.get("class") == "topic"]
    assert words(label) == f"A {plain(name)}".strip()
    (mark,) = [g for g in svg.iter("g") if g.get("class") == "own t0"]
    assert words(mark) == plain(f"{name} ({name})")


@given(PLACES)
def test_discs_stay_on_the_map_and_off_each_other(
    places: list[tuple[float, float]],
) -> None:
    moved = apart(places, (320, 330))
    assert len(moved) == len(places)
    for x, y in moved:
        assert 0 <= x <= 320 and 0 <= y <= 330
    for one, other in combinations(moved, 2):
        assert hypot(one[0] - other[0], one[1] - other[1]) > 15
    far = [(0.0, 0.0)] if not places else []
    assert apart(far, (320, 330)) == far


def test_discs_that_have_room_stay_where_they_are() -> None:
    places = [(50.0, 50.0), (80.0, 50.0), (50.0, 90.0)]
    assert apart(places, (320, 330)) == places


@given(PLACES.map(lambda places: places[:8]), st.data())
def test_labels_stay_on_the_map_and_off_each_other(
    places: list[tuple[float, float]], data: st.DataObject
) -> None:
    labels = [data.draw(st.sampled_from(["A one", "B and two", "C"])) for _ in places]
    boxes = place_labels(places, labels, [], [], (720, 470))
    for box, label in zip(boxes, labels, strict=True):
        assert box.x >= 0 and box.x + width_of(label) <= 720
        assert box.y >= 0 and box.y + box.height <= 470
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_a_label_keeps_off_a_disc() -> None:
    disc = Box(90, 90, 20, 20)
    (box,) = place_labels([(100, 100)], ["A"], [disc], [], (320, 330))
    assert not box.meets(disc) and abs(box.middle - 100) < 30


def test_long_names_are_cut_and_short_ones_are_not() -> None:
    assert fit_width("A moss", 200) == "A moss"
    assert fit_width("学习学习学习", 50) == "学习…"
    for name in NAMES:
        assert width_of(fit_width(name * 9, 120)) <= 120


def test_names_keep_whole_phrases() -> None:
    name = "double descent, fair division, graph kernels"
    assert fit_phrases(name, 1000) == name
    assert fit_phrases(name, 260) == "double descent, fair division"
    assert fit_phrases(name, 150) == "double descent"
    assert fit_phrases(name, 80) == "double de…"


def test_older_years_are_one_bar_and_no_year_is_left_out() -> None:
    years = [Year(0, 5, 5), Year(1905, 1, 0), Year(1980, 2, 1), Year(1995, 4, 0)]
    years += [Year(2020, 3, 2), Year(2024, 1, 1), Year(9999, 7, 7)]
    bars = bars_of(years, 2026)
    assert bars[0] == Bar("<1995", 3, 1)
    assert [bar.label for bar in bars[1:]] == [str(y) for y in range(1995, 2025)]
    assert sum(bar.own for bar in bars) == 11
    assert bars_of([Year(0, 3, 1), Year(2999, 1, 1)], 2026) == []

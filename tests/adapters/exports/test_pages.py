"""The web page: what it forbids, how it can be read, how it takes more sections."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markupsafe import Markup

from readnext.suggestion import Answer
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.exports.htmlpage import papers_section
from readnext_adapters.exports.pages import Section, render_page

_COLOUR = re.compile(r"--(\w+): (#[0-9a-f]{6});")
# Of words on their ground, of marks, and of the number on a disc: WCAG 1.4.3, 1.4.11.
_ENOUGH = [(text, 4.5) for text in ("text", "quiet", "link")]
_ENOUGH += [(f"t{n}", 3.0) for n in range(8)]


def tree(page: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parsed: Element = parser.parse(page)
    assert parser.errors == []
    return parsed


@pytest.fixture
def page(answer: Answer) -> str:
    return EXPORT_FORMATS["html"].render(answer, 80)


def test_the_page_asks_for_nothing(page: str) -> None:
    """Addresses stand in links alone, and no element can load anything."""
    found = tree(page)
    assert len(list(found.iter("script"))) == 1
    loading = "link img iframe object embed video audio source base form svg"
    assert not [e.tag for e in found.iter() if e.tag in loading.split()]
    assert not re.search(r"url\(|@import|@font-face", page)
    assert not [e for e in found.iter() if {"src", "srcset", "style"} & set(e.attrib)]


def digest(element: Element) -> str:
    found = hashlib.sha256((element.text or "").encode()).digest()
    return f"'sha256-{base64.b64encode(found).decode()}'"


def test_the_policy_allows_its_own_style_and_script_alone(page: str) -> None:
    (style,) = tree(page).iter("style")
    (script,) = tree(page).iter("script")
    metas = {m.get("http-equiv"): m.get("content") for m in tree(page).iter("meta")}
    assert metas["Content-Security-Policy"] == (
        "default-src 'none'; "
        f"style-src {digest(style)}; script-src {digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_page_can_be_read_by_a_screen_reader(page: str) -> None:
    found = tree(page)
    assert found.get("lang") == "en" and found.findtext("head/title")
    assert len(list(found.iter("main"))) == len(list(found.iter("h1"))) == 1
    levels = [int(e.tag[1]) for e in found.iter() if re.fullmatch("h[1-6]", e.tag)]
    assert levels == [1, 2, *[3] * 5]
    ids = {e.get("id") for e in found.iter()}
    for section in found.iter("section"):
        assert section.get("aria-labelledby") in ids
    names = ["".join(summary.itertext()) for summary in found.iter("summary")]
    assert len(set(names)) == len(names) == 6
    assert re.search(r":focus-visible \{ outline: 3px solid", page)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "enough"), _ENOUGH)
def test_words_and_marks_stand_out_from_their_ground(
    page: str, scheme: int, text: str, enough: float
) -> None:
    light, dark = page.split("@media (prefers-color-scheme: dark)")
    colours = dict(_COLOUR.findall((light, dark)[scheme]))
    assert len(colours) == 14
    for ground in ("ground", "raised"):
        assert contrast(colours[text], colours[ground]) >= enough


def test_the_entries_to_copy_are_the_bibtex_output(page: str, answer: Answer) -> None:
    entries = ["".join(pre.itertext()) for pre in tree(page).iter("pre")]
    assert "\n".join(entries) == EXPORT_FORMATS["bibtex"].render(answer, 80)


def test_an_empty_list_says_why(answer: Answer) -> None:
    empty = replace(answer, suggestions=(), empty_reason="Nothing <b>good</b> enough.")
    for name in ("html", "markdown"):
        text = EXPORT_FORMATS[name].render(empty, 80)
        assert "Nothing" in text and "<b>" not in text.replace("\\<b", "")
    (main,) = tree(EXPORT_FORMATS["html"].render(empty, 80)).iter("main")
    assert "Nothing <b>good</b> enough." in "".join(main.itertext())


def test_a_page_takes_more_sections(answer: Answer) -> None:
    more = Section("map", "Map <of> it", Markup("<p>here</p>"))
    page = tree(render_page("T", "I", [papers_section(answer), more]))
    (nav,) = page.iter("nav")
    assert [a.get("href") for a in nav.iter("a")] == ["#papers", "#map"]
    headings = ["".join(h2.itertext()) for h2 in page.iter("h2")]
    assert headings == ["Suggestions", "Map <of> it"]
    assert [p.text for p in page.iter("p")][-1] == "here"
    assert not list(tree(EXPORT_FORMATS["html"].render(answer, 80)).iter("nav"))


def test_the_parts_of_a_list_have_headings_and_keep_their_numbers(
    answer: Answer,
) -> None:
    parts = ("new", "new", "missed", "missed", "missed")
    divided = tuple(
        replace(one, part=part)
        for one, part in zip(answer.suggestions, parts, strict=True)
    )
    divided_answer = replace(
        answer, suggestions=divided, in_parts=True, new_since="2026-08-30"
    )
    page = tree(EXPORT_FORMATS["html"].render(divided_answer, 80))
    headings = ["".join(h3.itertext()) for h3 in page.iter("h3")]
    assert headings == ["New since 2026-08-30", "You may have missed"]
    assert [len(list(ol)) for ol in page.iter("ol")] == [2, 3]
    numbers = [li.get("value") for ol in page.iter("ol") for li in ol]
    assert numbers == [str(one.rank) for one in divided]
    levels = [int(e.tag[1]) for e in page.iter() if re.fullmatch("h[1-6]", e.tag)]
    assert levels == [1, 2, 3, 4, 4, 3, 4, 4, 4]


def test_numbers_are_shown_as_on_the_map(page: str) -> None:
    assert "list-style: none; margin: 0; padding: 0; }" not in page.split(".papers")[1]
    assert ".papers > li::marker" in page

"""The mail in Chromium: its height on a phone, its width, and what axe finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readnext.digest.content import Content, Status
from readnext.paper import Paper
from readnext.suggestion import Reason, Suggestion, Topic
from readnext_adapters.digest import htmlbody
from tests.adapters.browsing import Visit, axe_violations, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
VIEWS = [(w, s) for w in (360, 390, 800) for s in ("light", "dark")]
PHONE = 850  # pixels of a paper at a width of 360 before: a screen of a phone
TITLE = "Interpolated Sampling of Ponds: Merging On-Shore and Off-Shore Estimation"
ABSTRACT = (
    "Ducks have long been known to swim. Much has been written about their ponds. In "
    "this paper, we present a new way to count ducks, which combines several estimates "
    "of their number with fewer samples than all earlier ones. It is faster, too."
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


def ten(content: Content) -> Content:
    """An issue of ten papers as catalogs have them, two of them from the archive."""
    topics = (Topic(("duck counting",), ()), Topic(("pond ecology",), ()))
    reason = Reason(
        "text", 'close to `sand2024ducks` and `field2023geese`, on "ponds"', 1
    )
    found = tuple(
        Suggestion(
            rank=n,
            paper=Paper(
                id=f"arxiv:2611.{n:05}",
                title=TITLE,
                authors=("Mia Sand", "Lotte van Dijk", "Noah Field", "Ada O'Neil"),
                labs=("Institute of Ponds", "University of Lakes and Rivers"),
                abstract=ABSTRACT,
                venue="icml",
                date="2026-11-20",
                arxiv=f"2611.{n:05}",
                code="https://github.com/ponds/ducks",
            ),
            key=f"key{n}",
            score=1.0,
            probability=0.5 - n / 30,
            reasons=(reason,),
            topic=topics[n % 2],
            part="new" if n < 9 else "missed",
            strength=4,
        )
        for n in range(1, 11)
    )
    answer = replace(content.answer, suggestions=found, in_parts=True)
    return replace(content, answer=answer, status=Status())


@pytest.fixture
def mail(content: Content, tmp_path: Path) -> Path:
    path = tmp_path / "mail.html"
    path.write_text(htmlbody.render(ten(content)), encoding="utf-8")
    return path


def test_a_paper_takes_a_third_of_a_phone(browser: Browser, mail: Path) -> None:
    page = Visit(browser, mail, 360).page
    tops = page.evaluate(
        "[...document.querySelectorAll('h3')].map(e => e.getBoundingClientRect().top)"
    )
    heights = [low - high for high, low in pairwise(tops)]
    assert len(tops) == 10
    # The eighth is followed by the heading of the archive.
    assert max(heights[:7]) <= PHONE / 3
    assert page.evaluate("document.documentElement.scrollHeight") < 3200


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_and_nothing_is_scrolled_sideways(
    browser: Browser, mail: Path, width: int, scheme: str
) -> None:
    visit = Visit(browser, mail, width, scheme)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe_violations(visit.page)
    # A mail is shown inside another page, which has the landmarks.
    assert [one for one in found if one[0] not in ("region", "landmark-one-main")] == []
    assert visit.asked == [visit.address] and visit.wrong == []


@pytest.mark.parametrize("width", [360, 800])
def test_long_words_of_papers_do_not_widen_the_mail(
    browser: Browser, content: Content, tmp_path: Path, width: int
) -> None:
    issue = ten(content)
    long = "Donaudampfschifffahrtsgesellschaft" * 8
    one = issue.answer.suggestions[0]
    paper = replace(one.paper, title=long, authors=(long,), labs=(long,), venue=long)
    found = (replace(one, paper=paper, topic=Topic((long,), ())),)
    path = tmp_path / "long.html"
    answer = replace(issue.answer, suggestions=found)
    path.write_text(htmlbody.render(replace(issue, answer=answer)), encoding="utf-8")
    page = Visit(browser, path, width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_links_are_far_enough_apart_for_a_finger(browser: Browser, mail: Path) -> None:
    page = Visit(browser, mail, 360).page
    lines = page.evaluate(
        """() => [...document.querySelectorAll("p")]
             .filter(p => p.querySelector("strong"))
             .map(p => parseFloat(getComputedStyle(p).lineHeight))"""
    )
    assert len(lines) == 10 and min(lines) >= 24  # WCAG 2.2, 2.5.8
    assert re.search("PDF.*code.*like.*dismiss", page.inner_text("body"), re.DOTALL)

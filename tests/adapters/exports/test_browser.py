"""The web page in Chromium: what axe finds, the keyboard, the button, and intruders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readnext.suggestion import Answer
from readnext_adapters.exports import EXPORT_FORMATS
from tests.adapters.browsing import Visit, launched
from tests.adapters.exports.atlas import with_hostile_map, with_map
from tests.adapters.exports.hostile import FRAGMENTS, hostile_answer
from tests.adapters.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VIEWS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


def written(answer: Answer, folder: Path) -> Path:
    path = folder / "next.html"
    path.write_text(EXPORT_FORMATS["html"].render(answer, 80), encoding="utf-8")
    return path


@pytest.fixture
def file(answer: Answer, tmp_path: Path) -> Path:
    return written(with_map(answer), tmp_path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    answer = with_hostile_map(hostile_answer(20260630, 300))
    return written(answer, tmp_path_factory.mktemp("hostile"))


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing(
    browser: Browser, file: Path, width: int, scheme: str
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe-playwright-python"
    )
    visit = Visit(browser, file, width, scheme)
    visit.page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    found = axe.Axe().run(visit.page).response
    assert len(found["passes"]) > 15
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


@pytest.mark.slow
def test_axe_would_find_something(browser: Browser, file: Path) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe-playwright-python"
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('<html lang="en">', "<html>"), encoding="utf-8")
    found = axe.Axe().run(Visit(browser, file).page).response
    assert "html-has-lang" in {v["id"] for v in found["violations"]}


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 360, 700, 1280])
@pytest.mark.parametrize("kind", ["file", "hostile"])
def test_nothing_has_to_be_scrolled_sideways(
    browser: Browser, request: pytest.FixtureRequest, kind: str, width: int
) -> None:
    visit = Visit(browser, request.getfixturevalue(kind), width)
    page = visit.page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_no_words_of_a_drawing_are_cut(
    browser: Browser, file: Path, width: int
) -> None:
    """All words lie within their drawing, and those in sight are large enough."""
    visit = Visit(browser, file, width)
    found = visit.page.evaluate(
        """() => [...document.querySelectorAll("svg[role=img] text")].map(text => {
             const own = text.getBoundingClientRect();
             const all = text.ownerSVGElement.getBoundingClientRect();
             const scale = all.width / text.ownerSVGElement.viewBox.baseVal.width;
             return {
               words: text.textContent,
               seen: own.width > 0,
               size: parseFloat(getComputedStyle(text).fontSize) * scale,
               inside: own.left >= all.left - 1 && own.right <= all.right + 1
                 && own.top >= all.top - 1 && own.bottom <= all.bottom + 1,
             };
           })"""
    )
    seen = [text for text in found if text["seen"]]
    assert len(seen) > 30
    assert [text["words"] for text in seen if not text["inside"]] == []
    assert min(text["size"] for text in seen) >= 11


@pytest.mark.slow
def test_the_keyboard_reaches_everything_in_order(browser: Browser, file: Path) -> None:
    page = Visit(browser, file, 1280).page
    count = page.evaluate(
        """() => {
             const all = [...document.querySelectorAll(
               "a[href], button, summary, [tabindex]")];
             all.forEach((element, n) => element.dataset.n = n);
             return all.length;
           }"""
    )
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        number, style, width = page.evaluate(
            """() => {
                 const style = getComputedStyle(document.activeElement);
                 return [document.activeElement.dataset.n, style.outlineStyle,
                         parseFloat(style.outlineWidth)];
               }"""
        )
        reached.append(int(number))
        assert style == "solid" and width >= 2
    assert reached == list(range(count)) and count > 20


@pytest.mark.slow
def test_a_number_leads_to_its_suggestion(browser: Browser, file: Path) -> None:
    page = Visit(browser, file, 360).page
    link = page.locator("table a[href='#paper-3']")
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#paper-3")
    assert page.locator("#paper-3").get_attribute("value") == "3"


@pytest.mark.slow
@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "the old way"])
def test_the_button_copies_the_entry(
    browser: Browser, file: Path, answer: Answer, clipboard: bool
) -> None:
    visit = Visit(browser, file)
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.page
    if not clipboard:
        page.evaluate(
            "() => { navigator.clipboard.writeText = () => Promise.reject('no'); }"
        )
    page.locator("#paper-2 button.copy").click()
    page.locator("#paper-2 [role=status]", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    meant = EXPORT_FORMATS["bibtex"].render(
        replace(answer, suggestions=answer.suggestions[1:2]), 80
    )
    assert copied.strip() == meant.strip()
    assert visit.wrong == []


@pytest.mark.slow
def test_the_page_works_without_its_script(browser: Browser, file: Path) -> None:
    page = Visit(browser, file, scripts=False).page
    assert page.locator("button.copy:visible").count() == 0
    assert page.locator("#papers article").count() == 5
    page.locator("#paper-1 summary").last.click()
    assert page.locator("#paper-1 pre").is_visible()


@pytest.mark.slow
def test_hostile_records_run_nothing_and_ask_for_nothing(
    browser: Browser, hostile: Path
) -> None:
    assert any("<script>" in fragment for fragment in FRAGMENTS)
    visit = Visit(browser, hostile)
    page = visit.page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator("#paper-1 button.copy").click()
    page.wait_for_timeout(300)
    assert page.title() == "What to read next"
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed, form, link, base").count() == 0
    assert (visit.asked, visit.wrong) == ([visit.address], [])
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
    names = page.evaluate(handlers)
    assert not [name for name in names if name.startswith("on") or name == "style"]
    schemes = page.evaluate("[...document.links].map(link => link.protocol)")
    assert set(schemes) <= {"http:", "https:", "file:"}


@pytest.mark.slow
@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_the_policy_stops_what_slips_through(
    browser: Browser, file: Path, policy: bool
) -> None:
    """Should a title ever stand unescaped, its script and picture still do nothing."""
    text = file.read_text(encoding="utf-8")
    if not policy:
        text = text.replace("Content-Security-Policy", "X-Nothing")
    server = Server()
    with server.running():
        loads = f"<img src='{server.url}/i.png'><script>document.title='mine'</script>"
        file.write_text(text.replace("<main>", f"<main>{loads}"), encoding="utf-8")
        visit = Visit(browser, file)
        assert (visit.page.title() == "mine") is not policy
        assert bool(server.asked) is not policy

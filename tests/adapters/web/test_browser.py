"""The page in Chromium: the whole triage by keyboard, and what axe finds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readnext.catalog.store import Catalog
from readnext.paper import Paper
from readnext.settings_tables import PAGE_KEYS
from readnext_adapters.cli.zotero_send import destination, send
from readnext_adapters.opening.catalog import read_source
from tests.adapters.browsing import Visit, axe_violations, launched
from tests.adapters.cli.test_zotero_send import Zotero
from tests.adapters.exports.hostile import hostile_answer
from tests.adapters.serving import Server, free_port
from tests.adapters.web.service import Service, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
VIEWS = [(375, "light"), (375, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def quiet(
    tmp_path_factory: pytest.TempPathFactory, papers_of_today: Path
) -> Iterator[Service]:
    """A service in which nothing is judged."""
    with running(tmp_path_factory.mktemp("quiet"), papers_of_today) as found:
        yield found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose catalog is by an attacker."""
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / "papers.jsonl"
    fields = ("id", "title", "authors", "labs", "abstract", "venue", "url", "doi")
    source.write_text(
        "".join(
            json.dumps({name: getattr(one.paper, name) for name in fields}) + "\n"
            for one in hostile_answer(20261129, 120).suggestions
        )
    )
    with Catalog.open(folder / "catalog", create=True) as catalog:
        read = read_source(str(source), dt.date.today())
        catalog.add(one for one in read if isinstance(one, Paper))
    with running(folder, folder / "catalog") as found:
        yield found


def entered(visit: Visit) -> Page:
    """The page behind the first address."""
    page = visit.page
    page.wait_for_selector("#list")
    page.wait_for_load_state("load")
    return page


def current(page: Page) -> str:
    found = page.locator(".paper.current").get_attribute("data-id")
    assert found
    return found


def said(page: Page, text: str) -> None:
    page.wait_for_function(
        "text => document.getElementById('said').textContent.startsWith(text)",
        arg=text,
    )


def ranked_again(page: Page, version: int) -> None:
    page.wait_for_function(
        "v => document.getElementById('list').dataset.version > v", arg=version
    )


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_a_whole_triage_by_keyboard(
    browser: Browser, service: Service, width: int, scheme: str
) -> None:
    visit = Visit(browser, service.entrance, width, scheme)
    page = entered(visit)
    assert "token" not in page.url
    page.keyboard.press("j")
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    assert first != second
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("l")
    said(page, "Liked")
    service.ranked(1)
    ranked_again(page, 1)
    assert page.locator(f'[data-id="{first}"]').count() == 0
    disliked = current(page)
    page.keyboard.press("d")
    said(page, "Dismissed")
    service.ranked(2)
    assert service.judged() == {first: "like", disliked: "dismiss"}
    ranked_again(page, 2)
    page.keyboard.press("u")
    said(page, "Undone")
    service.ranked(1)
    page.wait_for_selector(f'[data-id="{disliked}"]')
    assert service.judged() == {first: "like"}
    kept = current(page)
    page.keyboard.press("s")
    said(page, "Saved in next.bib")
    assert kept in service.saved.read_text()
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("ntk jdl")
    assert service.judged() == {first: "like"}
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ntk+jdl")
    assert visit.wrong == []
    assert all(one.startswith(service.url) for one in visit.asked)


def test_z_sends_a_paper_to_zotero_once(
    browser: Browser,
    tmp_path: Path,
    papers_of_today: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To a program on this computer, by the key and by the button without a script."""
    sending = destination("zotero")
    with Server().running() as server:
        zotero = Zotero(server)
        monkeypatch.setenv("READNEXT_ZOTERO_URL", f"{server.url}/api")
        with running(
            tmp_path, papers_of_today, send=lambda answer: send(answer, sending)
        ) as service:
            page = entered(Visit(browser, service.entrance))
            page.keyboard.press("j")
            chosen = current(page)
            page.keyboard.press("z")
            said(page, "Sent to Zotero: ")
            assert current(page) == chosen and service.judged() == {}
            assert len(zotero.connector.imported) == 1
            plain = entered(Visit(browser, service.entrance, scripts=False))
            other = plain.locator(".paper").nth(1)
            other.get_by_role("button", name="Zotero").click()
            assert len(zotero.connector.imported) == 2
    monkeypatch.setenv("READNEXT_ZOTERO_URL", f"http://127.0.0.1:{free_port()}/api")
    with running(
        tmp_path, papers_of_today, send=lambda answer: send(answer, sending)
    ) as service:
        page = entered(Visit(browser, service.entrance))
        page.keyboard.press("j")
        page.keyboard.press("z")
        said(page, "Not sent: ")
        assert "Zotero" in page.locator("#said").inner_text()


def test_keys_of_the_settings(
    browser: Browser, tmp_path: Path, papers_of_today: Path
) -> None:
    keys = {**PAGE_KEYS, "like": "y", "dismiss": "l", "next": "ö"}
    with running(tmp_path, papers_of_today, keys=keys) as service:
        page = entered(Visit(browser, service.entrance))
        page.keyboard.press("j")
        assert page.locator(".paper.current").count() == 0
        # Chromium's keyboard here has no such key.
        page.locator("body").dispatch_event("keydown", {"key": "ö"})
        first = current(page)
        page.keyboard.press("y")
        said(page, "Liked: ")
        second = current(page)
        page.keyboard.press("l")
        said(page, "Dismissed: ")
        assert service.judged() == {first: "like", second: "dismiss"}
        page.keyboard.press("?")
        shown = page.locator("#help").inner_text()
        assert "y\tlike it" in shown and "l\tdismiss it" in shown


def test_o_and_p_open_the_paper_and_its_pdf(browser: Browser, quiet: Service) -> None:
    visit = Visit(browser, quiet.entrance)
    page = entered(visit)
    page.keyboard.press("j")
    paper = page.locator(".paper.current")
    for key, link in (("o", "a.open"), ("p", "a.pdf")):
        address = paper.locator(link).get_attribute("href")
        with visit.context.expect_event("request") as request:
            page.keyboard.press(key)
        assert request.value.url == address
        assert "referer" not in request.value.headers
    assert "readnext" in page.title()


def test_keys_can_be_switched_off(browser: Browser, quiet: Service) -> None:
    page = entered(Visit(browser, quiet.entrance))
    page.locator("#keys").click()
    page.locator("#use-keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator(".paper.current").count() == 0


def test_keys_held_or_with_control_do_nothing(browser: Browser, quiet: Service) -> None:
    page = entered(Visit(browser, quiet.entrance))
    page.keyboard.press("j")
    chosen = current(page)
    for combination in ("Control+d", "Alt+l", "Meta+s"):
        page.keyboard.press(combination)
    assert current(page) == chosen and quiet.judged() == {}


def test_a_paper_that_is_reached_by_tab_is_the_current_one(
    browser: Browser, quiet: Service
) -> None:
    page = entered(Visit(browser, quiet.entrance))
    button = page.locator(".paper").nth(3).locator("button").first
    button.focus()
    assert current(page) == page.locator(".paper").nth(3).get_attribute("data-id")


def test_fast_keys_judge_each_paper_once(browser: Browser, service: Service) -> None:
    page = entered(Visit(browser, service.entrance))
    page.keyboard.press("j")
    for _ in range(8):
        page.keyboard.press("d")
    page.wait_for_function("() => !document.querySelector('.busy')")
    service.ranked(8)
    assert len(service.judged()) == 8
    newest = service.triage.last_verdict()
    assert newest
    # Whenever they came, the list follows all of them, so that u finds the last.
    page.wait_for_function(
        "t => document.querySelector('#undo span')?.textContent.endsWith(t)",
        arg=newest.paper.title,
    )
    page.keyboard.press("u")
    said(page, f"Undone: {newest.paper.title}")
    page.wait_for_function(
        "t => !document.querySelector('#undo span').textContent.endsWith(t)",
        arg=newest.paper.title,
    )
    assert len(service.judged()) == 7


def test_verdicts_on_the_search_page(browser: Browser, service: Service) -> None:
    page = entered(Visit(browser, service.entrance))
    page.goto(f"{service.url}/search?q=deep")
    page.keyboard.press("j")
    page.keyboard.press("j")
    chosen = current(page)
    page.keyboard.press("l")
    said(page, "Liked: ")
    undo = page.locator(f'[data-id="{chosen}"] form[data-action=undo]')
    undo.wait_for()
    assert service.judged() == {chosen: "like"} and current(page) == chosen
    page.keyboard.press("k")  # not the paper that was judged
    page.keyboard.press("u")
    said(page, "Undone: ")
    undo.wait_for(state="detached")
    assert service.judged() == {}


def test_an_error_brings_the_paper_back(browser: Browser, service: Service) -> None:
    page = entered(Visit(browser, service.entrance))
    page.keyboard.press("j")
    chosen = current(page)
    service.history.write_bytes(b"damaged" * 1000)
    page.keyboard.press("l")
    said(page, "Not recorded: ")
    assert page.locator(f'[data-id="{chosen}"]:not(.busy)').count() == 1


def test_without_javascript_forms_do_it(browser: Browser, service: Service) -> None:
    page = entered(Visit(browser, service.entrance, scripts=False))
    liked, saved = (
        page.locator(".paper").nth(n).get_attribute("data-id") for n in (0, 2)
    )
    page.locator(".paper").nth(2).get_by_role("button", name="Save").click()
    assert str(saved) in service.saved.read_text()
    page.locator(".paper").nth(0).get_by_role("button", name="Like").click()
    page.locator(".paper").nth(0).get_by_role("button", name="Dismiss").click()
    assert service.judged()[str(liked)] == "like" and len(service.judged()) == 2
    page.get_by_role("button", name="Undo").click()
    assert service.judged() == {str(liked): "like"}
    page.get_by_label("Search the catalog").fill("double descent")
    page.get_by_role("button", name="Search").click()
    assert page.locator(".paper").count() > 3


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?author=Nakkiran", "/search?q=descent", "/verdicts", "/nowhere"),
        *("/map", "/sources", "/library", "/catalog", "/settings"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, quiet: Service, width: int, scheme: str, path: str
) -> None:
    page = entered(Visit(browser, quiet.entrance, width, scheme))
    page.goto(quiet.url + path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/settings", "/digest?profile=weekly"])
def test_axe_finds_nothing_in_settings_with_profiles(
    browser: Browser, service: Service, user: Path, scheme: str, path: str
) -> None:
    page = entered(Visit(browser, service.entrance, 375, scheme))
    page.goto(service.url + path)
    assert user.is_file() and page.get_by_text("weekly").count() > 0
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_axe_finds_nothing_in_the_help(browser: Browser, quiet: Service) -> None:
    page = entered(Visit(browser, quiet.entrance, 375, "dark"))
    page.keyboard.press("?")
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=script", "/verdicts", "/map", "/sources", "/library", "/catalog"],
)
def test_hostile_titles_stay_text(
    browser: Browser, hostile: Service, path: str
) -> None:
    for id_ in hostile.ids("?n=10")[:5]:
        hostile.api("verdicts", {"id": id_, "verdict": "dismiss"})
    visit = Visit(browser, hostile.entrance, 375)
    page = entered(visit)
    page.goto(hostile.url + path)
    page.keyboard.press("j")
    assert visit.wrong == []
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert all(one.startswith(hostile.url) for one in visit.asked)
    links = page.eval_on_selector_all("a", "all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:"}


def test_another_site_cannot_show_or_read_the_page(
    browser: Browser, quiet: Service, tmp_path: Path
) -> None:
    """A page of another origin, in a browser that has the cookie."""
    visit = Visit(browser, quiet.entrance)
    entered(visit)
    evil = tmp_path / "evil.html"
    evil.write_text(
        f"<iframe src='{quiet.url}/'></iframe>"
        f"<form id=f method=post action='{quiet.url}/papers'>"
        f"<input name=id value='{quiet.ids()[0]}'><input name=action value=like></form>"
        "<script>window.got = 'nothing';"
        f"fetch('{quiet.url}/api/v1/suggestions', {{credentials: 'include'}})"
        ".then(r => r.text()).then(t => { window.got = t; })"
        ".catch(() => { window.got = 'refused'; });</script>"
    )
    page = visit.page
    page.goto(evil.as_uri())
    page.wait_for_function("() => window.got !== 'nothing'")
    assert page.evaluate("window.got") == "refused"
    page.evaluate("document.getElementById('f').submit()")
    page.wait_for_url(f"{quiet.url}/papers")
    assert "no access" in page.content() or "address" in page.content()
    assert quiet.judged() == {}

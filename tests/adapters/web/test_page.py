"""The page without JavaScript: its forms, its filters, and what it shows."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from readnext.history.store import History
from tests.adapters.web.service import Service, running
from tests.command import Run


def shown(text: str) -> list[str]:
    """The ids of the papers on a page."""
    return [unescape(found) for found in re.findall(r'data-id="([^"]*)"', text)]


def test_the_first_address_gives_the_cookie_and_leads_on(service: Service) -> None:
    entered = service.ask(f"/?token={service.access.token}")
    assert entered.status == 200
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert service.access.token not in cookie + entered.text
    given = {"Cookie": cookie.partition(";")[0]}
    page = service.ask("/", headers=given)
    assert page.status == 200 and len(shown(page.text)) == 20


def test_a_like_and_a_dismissal_are_stored_and_leave_the_list(service: Service) -> None:
    first, second, *_ = shown(service.get("/").text)
    assert service.form({"id": first, "action": "like"}).status == 303
    done = service.form({"id": second, "action": "dismiss", "back": "/?n=5"})
    assert done.headers["Location"] == "/?n=5"
    assert service.judged() == {first: "like", second: "dismiss"}
    page = service.get("/").text
    assert not {first, second} & set(shown(page))
    assert "Last dismissed: " in page


@pytest.mark.slow
def test_a_verdict_ranks_what_is_left_again(service: Service) -> None:
    before = {one["id"]: one for one in service.api("suggestions").json["suggestions"]}
    first = next(iter(before))
    service.form({"id": first, "action": "like"})
    service.ranked(1)
    after = service.api("suggestions").json["suggestions"]
    assert first not in [one["id"] for one in after]
    assert [one for one in after if one["score"] != before.get(one["id"], one)["score"]]


@pytest.mark.slow
def test_undo_brings_a_paper_back(service: Service) -> None:
    first = shown(service.get("/").text)[0]
    service.form({"id": first, "action": "dismiss"})
    service.ranked(1)
    assert first not in shown(service.get("/").text)
    service.form({"id": first, "action": "undo"})
    service.ranked(0)
    assert shown(service.get("/").text)[0] == first
    assert service.judged() == {}


@pytest.mark.slow
def test_saved_papers_are_added_once_with_their_reasons(
    service: Service, tmp_path: Path
) -> None:
    first, second, *_ = shown(service.get("/").text)
    service.saved.write_text("@misc{own, title = {Ponds}}\n")
    for id_ in (first, second, first):
        assert service.form({"id": id_, "action": "save"}).status == 303
    text = service.saved.read_text()
    assert text.startswith("@misc{own, title = {Ponds}}\n")
    assert text.count("readnext-id") == 2 and "readnext-reason" in text
    assert shown(service.get("/").text)[0] == first


def test_the_list_has_its_parts_reasons_and_strengths(service: Service) -> None:
    page = service.get("/").text
    assert "New since" in page and re.search(r"(weak|fair|good|strong) match", page)
    assert re.search(r"close to <code>", page)


@pytest.mark.slow
def test_the_filters_are_parameters_of_the_address(service: Service) -> None:
    whole = shown(service.get("/").text)
    page = service.get("/?author=Nakkiran&n=3")
    assert len(shown(page.text)) == 3 and page.text.count("Nakkiran") > 3
    assert 'value="Nakkiran"' in page.text
    assert set(shown(service.get("/?exclude=the").text)) != set(whole)
    # The form sends all that the address says, so that another filter adds to it.
    form = service.get("/?author=Nakkiran&author=Kakade&n=3").text
    for field in ('name="n" value="3"', 'value="Nakkiran"', 'value="Kakade"'):
        assert form.count(field) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["since=soon", "n=0", "n=1e9", "part=x", "author=%20!"]
)
def test_a_wrong_filter_is_an_error_in_words(service: Service, query: str) -> None:
    page = service.get(f"/?{query}")
    assert page.status == 400
    assert f"{query.partition('=')[0]}: " in page.text


@pytest.mark.slow
def test_the_search_finds_papers_that_can_be_judged(service: Service) -> None:
    page = service.get("/search?q=double+descent").text
    found = shown(page)
    assert len(found) > 3
    assert "Double Descent" in page.partition('data-id="')[2].partition("</h2>")[0]
    back = "/search?q=double+descent"
    done = service.form({"id": found[0], "action": "like", "back": back})
    assert done.headers["Location"] == back
    assert "<strong>liked</strong>" in service.get(back).text
    assert "No paper of the catalog" in service.get("/search?q=qwertzuiop").text


@pytest.mark.slow
def test_all_feedback_is_listed_and_can_be_undone(service: Service) -> None:
    first = shown(service.get("/").text)[0]
    service.form({"id": first, "action": "like"})
    assert f'value="{first}"' in service.get("/verdicts").text
    service.form({"id": first, "action": "undo", "back": "/verdicts"})
    assert "No feedback is recorded." in service.get("/verdicts").text


@pytest.mark.slow
def test_a_form_returns_to_pages_of_the_service_only(service: Service) -> None:
    first = shown(service.get("/").text)[0]
    for back in ("https://example.org/", "//example.org/", "/\\example.org", "x"):
        done = service.form({"id": first, "action": "like", "back": back})
        assert done.headers["Location"] == "/"


@pytest.mark.slow
def test_unknown_papers_and_actions_are_errors(service: Service) -> None:
    assert service.form({"id": "nonsense", "action": "like"}).status == 404
    assert service.form({"id": "nonsense", "action": "undo"}).status == 404
    first = shown(service.get("/").text)[0]
    assert service.form({"id": first, "action": "burn"}).status == 400
    assert service.judged() == {}


@pytest.mark.slow
def test_a_list_is_recorded_once_a_day(service: Service) -> None:
    for _ in range(3):
        service.get("/")
    with History.read(service.history) as history:
        assert [month[1] for month in history.months()] == [20]


@pytest.mark.slow
def test_a_read_only_service_records_nothing(
    tmp_path: Path, papers_of_today: Path
) -> None:
    with running(tmp_path, papers_of_today, read_only=True) as service:
        page = service.get("/").text
        first = shown(page)[0]
        assert "/papers" not in page
        assert service.form({"id": first, "action": "like"}).status == 403
        assert service.api("verdicts", {"id": first, "verdict": "like"}).status == 403
        assert service.api("saved", {"id": first}).status == 403
        assert not service.history.exists() and not service.saved.exists()


def test_feedback_of_another_process_is_followed(
    service: Service, run: Run, data: Path
) -> None:
    first = service.ids()[0]
    data.mkdir(parents=True, exist_ok=True)
    (data / "history.sqlite").symlink_to(service.history)
    service.history.parent.mkdir(exist_ok=True)
    folder = str(service.triage.places.folder)
    done = run("feedback", "dismiss", first, "--catalog", folder)
    assert done.returncode == 0, done.stderr
    service.ranked(1)
    assert first not in service.ids()

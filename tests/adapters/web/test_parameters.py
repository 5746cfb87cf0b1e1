"""Parameters of addresses: known ones are checked, and unknown ones refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext_adapters.web.openapi import PREFIX, document, parameters
from readnext_adapters.web.parameters import known_parameters
from tests.adapters.web.service import FEED, Service, running

pytestmark = pytest.mark.slow  # the service ranks first
UTM = "utm_source=mail&_=17"


@pytest.fixture(scope="module")
def shared_service(
    tmp_path_factory: pytest.TempPathFactory, papers_of_today: Path
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("parameters")
    with running(folder, papers_of_today) as found:
        yield found


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("suggestions?categroy=cs.LG", "'categroy': no such parameter; there are n, "),
        (f"suggestions?{UTM}", "'utm_source': no such parameter"),
        ("search?q=moss&most=3", "'most': no such parameter; there are q, n"),
        ("zotero?n=3", "'n': no such parameter; this address takes none"),
        ("search?q=moss&n=many", "n: 'many' is not a number from 1 to 100"),
        ("search?q=moss&n=0", "n: '0' is not a number from 1 to 100"),
        ("suggestions?n=-1", "n: '-1' is not a number from 1 to 200"),
        ("suggestions?n=--1", "n: '--1' is not a number"),
        ("status?after=now", "after: 'now' is not a number from -1"),
        ("why", "id: the id of a paper"),
        ("suggestions?has-code=perhaps", "has-code: 'perhaps' is neither 1 nor 0"),
    ],
)
def test_the_api_refuses_what_it_does_not_know(
    shared_service: Service, path: str, said: str
) -> None:
    reply = shared_service.api(path)
    assert reply.status == 400
    assert reply.json["error"].startswith(said)


def test_a_switch_is_on_or_off(shared_service: Service) -> None:
    all_papers = shared_service.ids()
    for value in ("0", "false", "no", "No", "off", ""):
        assert shared_service.ids(f"?has-code={value}") == all_papers
    with_code = shared_service.ids("?has-code=1")
    assert with_code != all_papers
    for value in ("true", "YES", "on"):
        assert shared_service.ids(f"?has-code={value}") == with_code
    box = 'name="has-code" value="1" checked'
    assert box in shared_service.get("/?has-code=1").text
    assert box not in shared_service.get("/?has-code=0").text


def test_page_and_feed_pass_over_what_other_programs_add(
    shared_service: Service,
) -> None:
    for path in ("/", "/search?q=moss", "/verdicts", "/sources", "/library"):
        mark = "&" if "?" in path else "?"
        assert shared_service.get(f"{path}{mark}{UTM}").status == 200
        refused = shared_service.get(f"{path}{mark}categroy=cs.LG")
        assert refused.status == 400 and "categroy" in refused.text
    assert shared_service.ask(f"/feed.xml?token={FEED}&n=3&{UTM}").status == 200
    refused = shared_service.ask(f"/feed.xml?token={FEED}&categroy=cs.LG")
    assert refused.status == 400 and FEED not in refused.text


def test_a_filter_that_leaves_nothing_is_named_as_on_the_page(
    shared_service: Service,
) -> None:
    page = shared_service.get("/?since=2200").text
    assert "none passes the filter since &#34;2200&#34;" in page
    assert "--since" not in page


def test_the_document_has_the_parameters_of_each_path() -> None:
    assert parameters("/search") == ("q", "n")
    for path in document()["paths"]:
        assert known_parameters(f"{PREFIX}{path}") == parameters(path)

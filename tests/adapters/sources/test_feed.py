"""Feeds, asked of a server that may give something else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from readnext.errors import InputError, NetworkError
from readnext_adapters.sources import parse_source
from tests.adapters.serving import Answer, Server
from tests.adapters.sources.runs import items, pages, papers, problems

ITEM = "<item><title>{0}</title><guid>{0}</guid></item>"


def feed(*titles: str) -> Answer:
    inside = "".join(ITEM.format(title) for title in titles)
    text = f"<rss version='2.0'><channel><title>Pond</title>{inside}</channel></rss>"
    return Answer(text.encode(), headers={"Content-Type": "text/xml"})


def page(*links: str) -> Answer:
    text = f"<!DOCTYPE html><html><head>{''.join(links)}</head><body/></html>"
    return Answer(text.encode(), headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("prefix", ["", "feed:", "FEED: "])
def test_an_address_is_a_feed(server: Server, prefix: str) -> None:
    server.say(feed("Rain", "Snow"))
    source = parse_source(f"{prefix}{server.url}/rss?x=1")
    assert source.name == f"feed:{server.url}/rss?x=1"
    assert parse_source(source.name) == source
    found = pages(source)
    assert [(p.id, p.venue) for p in papers(found)] == [
        ("feed:Rain", "Pond"),
        ("feed:Snow", "Pond"),
    ]
    assert server.asked[0].query == {"x": "1"}


def test_an_unchanged_feed_has_nothing_new(server: Server) -> None:
    server.say(feed("Rain"))
    first = pages(server.url)
    again = pages(server.url, first[-1].cursor)
    assert (items(again), again[-1].cursor) == ([], first[-1].cursor)
    server.say(feed("Rain", "Snow"))
    assert len(papers(pages(server.url, again[-1].cursor))) == 2
    assert len(papers(pages(server.url, "damaged"))) == 2


def test_an_empty_feed_is_no_failure(server: Server) -> None:
    server.say(feed())
    assert [p.items for p in pages(server.url)] == [()]


ARXIV = """<rss xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.LG updates on arXiv.org</title>
<item><title>Reeds, Replaced</title><link>https://arxiv.org/abs/2401.00002</link>
<description>arXiv:2401.00002v2 Announce Type: replace-cross
Abstract: Ducks swim.</description>
<guid isPermaLink="false">oai:arXiv.org:2401.00002v2</guid><category>cs.LG</category>
<pubDate>Tue, 30 Jun 2026 00:00:00 -0400</pubDate>
<arxiv:announce_type>replace-cross</arxiv:announce_type>
<dc:creator>Jos\\'e Fox (Lake Institute), Ida Fern</dc:creator></item>
</channel></rss>"""


def test_what_came_decides_the_format(server: Server) -> None:
    server.say(Answer(ARXIV.encode(), headers={"Content-Type": "text/xml"}))
    (paper,) = papers(pages(f"{server.url}/rss/cs.LG"))
    assert (paper.id, paper.abstract) == ("arxiv:2401.00002", "Ducks swim.")
    assert (paper.date, paper.venue) == ("2024-01", "")
    assert paper.authors == ("José Fox", "Ida Fern")
    assert paper.labs == ("Lake Institute",)


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "1", "title": "Rain"}\n{"id": "2", "title": "Snow"}\n',
        b"@article{a, title={Rain}}\n@article{b, title={Snow}}\n",
    ],
)
def test_other_formats_at_an_address_are_read_as_what_they_are(
    server: Server, body: bytes
) -> None:
    server.say(Answer(body))
    assert [p.title for p in papers(pages(server.url))] == ["Rain", "Snow"]


def test_an_item_without_title_is_a_problem(server: Server) -> None:
    server.say(feed("", "Snow"))
    found = pages(server.url)
    assert len(papers(found)) == 1
    assert problems(found) == ["an item: no title; left out"]


JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", '


def test_a_json_feed_that_is_cut_off_gives_what_it_has(server: Server) -> None:
    items = b'"title": "Bogs", "items": [{"id": "1", "title": "Rain"}, {"id": "2", "ti'
    server.say(Answer(JSON_FEED + items))
    found = pages(server.url)
    assert [p.title for p in papers(found)] == ["Rain"]
    assert problems(found)[0].startswith("damaged or cut off")


RSS = "<link rel='alternate' type='application/rss+xml' href='{}'>"


@pytest.mark.parametrize(
    ("links", "says"),
    [
        ([], "a web page, not a feed; is a captive portal"),
        (
            [RSS.format("/rss?a=1&amp;b=2")],
            r"names this one: http://127\.0\.0\.1:\d+/rss\?a=1&b=2",
        ),
        (
            [RSS.format("https://other.example/a")],
            r"names this one: https://other\.example/a$",
        ),
        (
            [RSS.format("javascript:alert(1)")],
            "a web page, not a feed; is a captive portal",
        ),
        ([RSS.format("http://[x"), RSS.format("/b")], r"names this one: .*/b$"),
        (["<link type=application/atom+xml href=/c rel=alternate>"], "this one: .*/c$"),
        (["<link rel='alternate' hreflang='de' href='/de'>"], "is a captive portal"),
    ],
)
def test_a_web_page_may_name_its_feed(
    server: Server, links: list[str], says: str
) -> None:
    server.say(page(*links))
    with pytest.raises(NetworkError, match=says):
        pages(f"{server.url}/journal")
    assert len(server.asked) == 1  # it is named, not followed


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(b""), "neither an RSS nor an Atom feed"),
        (Answer(b'{"version": "https://jsonfeed.org"}'), "neither an RSS nor an Atom"),
        (Answer(b"\x00\xff\xfe"), "neither an RSS nor an Atom feed"),
        (Answer(b"<feed><entry/></feed>"), "neither an RSS nor an Atom feed"),
        (Answer(b'{"error": "slow down"}'), "answered with an error: slow down"),
        (Answer(JSON_FEED + b'"title": "Bo'), "damaged or cut off"),
        (Answer(JSON_FEED + b'"items": [{"id": "1"}, {"id": "2"}]}'), "no title"),
        (Answer(status=404), "status 404"),
        (
            Answer(status=301, headers={"Location": "http://10.0.0.1/"}),
            "refused redirect",
        ),
        (Answer(status=301, headers={"Location": "file:///etc/passwd"}), "http"),
        (Answer(b"<rss>" * 9, cut=7), "the connection was cut"),
    ],
)
def test_an_answer_that_is_no_feed(server: Server, answer: Answer, says: str) -> None:
    server.say(answer)
    with pytest.raises(NetworkError, match=says):
        pages(server.url)


def test_a_redirect_on_the_same_host_is_followed(server: Server) -> None:
    server.say(Answer(status=301, headers={"Location": "/new"}), feed("Rain"))
    assert len(papers(pages(f"{server.url}/old"))) == 1


def test_a_bomb_is_refused(server: Server) -> None:
    body = b"<!DOCTYPE rss [<!ENTITY a 'aa'>]>" + feed("Rain &amp;a;").body
    server.say(Answer(body))
    with pytest.raises(NetworkError, match="refused, for it defines entities"):
        pages(server.url)


def test_a_damaged_feed_gives_what_it_has_and_a_problem(server: Server) -> None:
    whole = feed("Rain", "Snow").body
    server.say(Answer(whole[: whole.index(b"</channel>")]))
    found = pages(server.url)
    assert [p.title for p in papers(found)] == ["Rain", "Snow"]
    assert problems(found)[0].startswith("damaged (")


@pytest.mark.parametrize(
    "name",
    [
        "feed:",
        "feed:file:///etc/passwd",
        "feed:ftp://example.org/x",
        "feed:example.org",
        "https://",
        "http://a b/",
    ],
)
def test_only_addresses_of_the_web(name: str) -> None:
    with pytest.raises(InputError, match="feed: "):
        parse_source(name)


def test_another_kind_of_source_is_told_which_there_are() -> None:
    with pytest.raises(
        InputError, match=r"the kinds are .*acl,.*biorxiv,.*feed,.*medrxiv,"
    ):
        parse_source("gopher:x")


def test_the_names_load_no_reader_of_feeds(environment: dict[str, str]) -> None:
    program = (
        "import sys; from readnext_adapters.sources import parse_source\n"
        "parse_source('https://example.org/rss')\n"
        "print('feedparser' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert done.stdout == "False\n"


def test_a_feed_that_moved_says_where_to(server: Server) -> None:
    moved = Answer(status=301, headers={"Location": "/new?id=3"})
    server.behave = lambda asked: feed("Rain") if asked.path == "/new" else moved
    found = pages(f"{server.url}/old")
    assert [p.id for p in papers(found)] == ["feed:Rain"]
    assert problems(found) == [f"moved for good to {server.url}/new?id=3; use that"]

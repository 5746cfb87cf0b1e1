"""Feeds of journals, in their dialects and in their disorder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.matching.identity import Identity
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import detect_format
from readnext_adapters.catalogs.feed import feed_text, is_feed, read_feed
from readnext_adapters.libraries import detect_format as detect_library
from readnext_adapters.parsing.htmltext import html_text

Read = Callable[[bytes], list[Paper | Problem]]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "fixtures" / "catalogs"
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def rss(inside: str, channel: str = "") -> str:
    return (
        f'<rss version="2.0" {SPACES}><channel>{channel}<item>{inside}</item>'
        "</channel></rss>"
    )


def one(inside: str, channel: str = "") -> Paper:
    (found,) = read_feed(rss(inside, channel), "feed")
    assert isinstance(found, Paper)
    return found


def test_rss_2_with_prism(read: Read, papers: Papers) -> None:
    first, second = papers(read((FIXTURES / "journal.rss").read_bytes()))
    assert first == Paper(
        id="feed:10.5555/BOGS.1",
        title="Moss & Rain at p < 0.05",
        authors=("Ida Fern", "Jan van den Berg", "Mia Sand"),
        abstract="We watch moss & wait.",
        venue="Journal of Bogs",
        date="2026-06-30",
        url="https://example.org/doi/10.5555/BOGS.1?af=R&x=1",
        doi="10.5555/bogs.1",
        keywords=("ORIGINAL ARTICLE",),
    )
    assert second.authors == ("Ida Fern",)


def test_rss_1_which_is_rdf(read: Read, papers: Papers) -> None:
    (paper,) = papers(read((FIXTURES / "journal.rdf").read_bytes()))
    assert paper == Paper(
        id="feed:https://example.org/p1",
        title="On Reeds",
        authors=("Ida Fern", "Bo Li"),
        abstract="Reeds bend.",
        venue="Pond Letters",
        date="2026-06-30",
        url="https://example.org/p1",
        doi="10.5555/reeds.2026",
    )


def test_atom(read: Read, papers: Papers) -> None:
    (paper,) = papers(read((FIXTURES / "journal.atom").read_bytes()))
    assert paper == Paper(
        id="feed:tag:example.org,2026:1",
        title="Where a < b",
        authors=("Ida Fern", "Jan Roe"),
        abstract="We show. We tell.",
        venue="Pond Notes",
        date="2026-06-29",
        url="https://example.org/a1",
        keywords=("moss",),
    )


def test_an_item_without_title_is_a_problem(read: Read, problems: Problems) -> None:
    assert problems(read((FIXTURES / "journal.rss").read_bytes())) == [
        ("page:item 3", "https://example.org/untitled: no title; left out")
    ]


def test_sciencedirect_says_all_in_the_description() -> None:
    paper = one(
        "<title>Rain</title><description>&lt;p&gt;Publication date: August 2026&lt;/p"
        "&gt;&lt;p&gt;&lt;b&gt;Source:&lt;/b&gt; Rain Letters, Volume 12&lt;/p&gt;"
        "&lt;p&gt;Author(s): Ann Berg, Bo Li&lt;/p&gt;</description>"
    )
    assert paper.authors == ("Ann Berg", "Bo Li")
    assert (paper.venue, paper.date, paper.abstract) == ("Rain Letters", "2026-08", "")


@pytest.mark.parametrize(
    ("creators", "authors"),
    [
        ("<dc:creator>Ida Fern</dc:creator>", ("Ida Fern",)),
        ("<dc:creator>Fern, Ida</dc:creator>", ("Ida Fern",)),
        ("<dc:creator>Ida Fern, Jan Roe</dc:creator>", ("Ida Fern", "Jan Roe")),
        ("<dc:creator>Ida Fern and Jan Roe</dc:creator>", ("Ida Fern", "Jan Roe")),
        ("<dc:creator>Fern, Ida; Roe, Jan</dc:creator>", ("Ida Fern", "Jan Roe")),
        ("<dc:creator>van den Berg, Jan Piet</dc:creator>", ("Jan Piet van den Berg",)),
        (
            "<dc:creator>Fern, Ida</dc:creator><dc:creator>Roe, Jan</dc:creator>",
            ("Ida Fern", "Jan Roe"),
        ),
        ("<author>ida@example.org (Ida Fern)</author>", ("Ida Fern",)),
        ("", ()),
    ],
)
def test_authors_as_feeds_write_them(creators: str, authors: tuple[str, ...]) -> None:
    assert one(f"<title>Rain</title>{creators}").authors == authors


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        ("<pubDate>Tue, 30 Jun 2026 23:00:00 -0700</pubDate>", "2026-06-30"),
        ("<dc:date>2026-6-30</dc:date>", "2026-06-30"),
        ("<dc:date>2026-06</dc:date>", "2026-06"),
        (
            "<prism:publicationDate>2026-06-29</prism:publicationDate>"
            "<pubDate>Tue, 30 Jun 2026 23:00:00 GMT</pubDate>",
            "2026-06-29",
        ),
        ("<pubDate>soon</pubDate>", None),
    ],
)
def test_dates_as_feeds_write_them(dates: str, date: str | None) -> None:
    assert one(f"<title>Rain</title>{dates}").date == date


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ("<prism:doi>10.5555/A.1</prism:doi>", "10.5555/a.1"),
        ("<dc:identifier>doi:10.5555/A.1</dc:identifier>", "10.5555/a.1"),
        ("<link>https://doi.org/10.5555/a.1?rss=1</link>", "10.5555/a.1"),
        ("<guid>10.5555/a.1</guid>", "10.5555/a.1"),
        ("<link>https://example.org/articles/1</link>", None),
    ],
)
def test_dois_as_feeds_give_them(fields: str, doi: str | None) -> None:
    assert one(f"<title>Rain</title>{fields}").doi == doi


def test_an_id_stays_the_same_without_guid_and_link() -> None:
    first, second = one("<title>Rain</title>"), one("<title>Rain</title>")
    assert first.id == second.id


@pytest.mark.parametrize(
    ("title", "venue"),
    [
        ("Wiley: Journal of Bogs: Table of Contents", "Journal of Bogs"),
        ("ScienceDirect Publication: Bog Letters", "Bog Letters"),
        ("Latest Results for Bogs", "Bogs"),
        ("Bogs", "Bogs"),
    ],
)
def test_the_feeds_title_is_a_venue_at_last(title: str, venue: str) -> None:
    paper = one("<title>Rain</title>", f"<title>{title}</title>")
    assert paper.venue == venue


def test_the_longer_of_description_and_content() -> None:
    text = (
        "<title>Rain</title><description>Short.</description>"
        "<content:encoded><![CDATA[<p>Journal of Rain, Published online: 30 June 2026; "
        "doi:10.5555/a</p>It rains at length.]]></content:encoded>"
    )
    assert one(text).abstract == "It rains at length."


@pytest.mark.parametrize(
    ("text", "feed"),
    [
        ("<rss version='2.0'><channel>", True),
        ("\ufeff<?xml version='1.0'?>\n<!-- a --><rss>", True),
        ("<!DOCTYPE rss [<!ELEMENT a ANY>]><rss version='0.91'>", True),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", True),
        ("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", True),
        ("<feed><a/></feed>", False),
        ("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", True),
        ("<rdf:RDF xmlns:z='http://www.zotero.org/namespaces/export#'>", False),
        ("<rdf:RDF xmlns:content='http://purl.org/rss/1.0/modules/content/'>", False),
        ("<br />\n<b>Warning</b>: x in y.php<br />\n<?xml version='1.0'?><rss>", True),
        ("Notice: Undefined index in /var/www/rss.php\n\n<rss version='2.0'>", True),
        ("<html><body><rss>", False),
        ("<!doctype html><p>Use <rss version='2.0'>", False),
        ('{"rss": "<rss>"}', False),
        ("", False),
    ],
)
def test_what_a_feed_is(text: str, feed: bool) -> None:
    assert is_feed(text) is feed
    assert (detect_format(text, "") == "feed") is feed


def test_a_feed_is_not_taken_for_a_library_of_rdf() -> None:
    text = (FIXTURES / "journal.rdf").read_text()
    assert detect_library(text, "") is None


def test_arxivs_own_feeds_are_left_to_its_reader(seeds: Path) -> None:
    found = sorted((seeds.parent / "corpora" / "arxiv").glob("*"))
    for path in found:
        assert detect_format(path.read_text(), "") != "feed", path
    assert found


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),  # it is not so; this is seen
        ("iso-8859-1", "iso-8859-1"),
        ("iso-8859-2", "iso-8859-2"),
        ("koi8-r", "koi8-r"),
        ("shift_jis", "Shift_JIS"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    word = {"iso-8859-2": "Łódź", "koi8-r": "Дождь", "shift_jis": "雨の日"}
    said = word.get(encoding, "Nürnberg")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss(
        f"<title>{said}</title>"
    )
    (paper,) = read_feed(feed_text(text.encode(encoding)), "feed")
    assert isinstance(paper, Paper)
    assert paper.title == said


@pytest.mark.parametrize("declared", ["zlib", "punycode", "idna", "unicode_escape"])
def test_what_computes_is_no_encoding(declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>{rss("<title>Regen</title>")}'
    (paper,) = read_feed(feed_text(text.encode() + b"<!-- \xff -->"), "feed")
    assert isinstance(paper, Paper)


@pytest.mark.parametrize(
    "inside",
    [
        "<title>Rain<br></title><description>R&D &nbsp; <b>more</description>",
        "<title>Rain</title><media:thumbnail url='x'/>",
        "<title>Rain</title><description>\x0b\x01</description>",
    ],
)
def test_a_damaged_feed_is_read_as_far_as_it_goes(inside: str) -> None:
    found = read_feed(rss(inside), "feed")
    assert isinstance(found[0], Paper)
    assert found[0].title == "Rain"


def test_a_feed_that_is_cut_off_says_so() -> None:
    text = rss("<title>Rain</title></item><item><title>Snow</title>")
    found = read_feed(text[: text.index("</channel>")], "feed")
    assert [p.title for p in found if isinstance(p, Paper)] == ["Rain", "Snow"]
    assert isinstance(found[-1], Problem)
    assert found[-1].why.startswith("damaged (")


@pytest.mark.parametrize(
    "inside",
    [
        '<!ENTITY a "aa"><!ENTITY b "&a;&a;">',
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        "<!entity % a SYSTEM 'http://127.0.0.1:1/'> %a;",
    ],
)
def test_entities_are_refused(inside: str) -> None:
    text = f"<!DOCTYPE rss [{inside}]>" + rss("<title>&a;</title>")
    assert read_feed(text, "feed") == [
        Problem("feed", "refused, for it defines entities of its own")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<rss><!DOCTYPE rss [<!ENTITY a 'boom'>]><channel><item><title>&a;</title>",
        rss("<title>&a;</title>") + "<!DOCTYPE rss [<!ENTITY a 'boom'>]>",
        "<rss><!-- --><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
        "<channel><item><title>x &a;</title></item></channel></rss>",
    ],
)
def test_entities_are_defined_nowhere_else(text: str) -> None:
    for item in read_feed(text, "feed"):
        assert "boom" not in str(item)
        assert "root:" not in str(item)


# The first pass loads what Python loads when it is needed.
PROGRAM = """
import sys
from readnext_adapters.catalogs.feed import feed_text, read_feed
cases = sys.stdin.buffer.read().split(b"\\x1e")
def refuse(event, args):
    if event.split(".")[0] in ("open", "socket", "urllib", "subprocess", "os"):
        raise SystemExit(f"{event} {args}")
for turn in range(2):
    found = [read_feed(feed_text(data), "feed") for data in cases]
    if not turn:
        sys.addaudithook(refuse)
print(*map(len, found))
"""


def test_reading_opens_no_file_and_asks_nobody(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(rss("<title>Secret</title>"))
    cases = [
        b"secret",
        b"http://127.0.0.1:1/feed",
        b"<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>"
        + rss("<title>x</title>").encode(),
        b"<?xml-stylesheet href='http://127.0.0.1:1/'?>"
        + rss("<title>x</title>").encode(),
        rss(
            "<title>x</title><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' "
            "href='file:///etc/passwd'/><link>http://127.0.0.1:1/</link>"
            "<description>&lt;img src='http://127.0.0.1:1/'></description>"
        ).encode(),
        rss("<title>x<br></title>").encode(),
    ]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=b"\x1e".join(cases),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
    )
    assert (done.stdout, done.stderr) == (b"1 1 1 1 1 2\n", b"")


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "&lt;",
        "&lt;a ",
        "&lt;!--",
        "&lt;script>",
        '&lt;a b="',
        "--   ",
        "<a>",
        "<![CDATA[",
    ],
)
def test_hostile_markup_is_read_in_no_time(unit: str) -> None:
    """A reader of quadratic cost would take minutes, and the suite's patience."""
    text = rss(f"<title>Rain</title><description>{unit * 100_000}</description>")
    found = read_feed(text, "feed")
    assert isinstance(found[0], Paper)


@given(st.text("<>/!-abcipr &;\"'=", max_size=80))
def test_no_markup_makes_the_text_fail(text: str) -> None:
    assert html_text(text) == " ".join(html_text(text).split())


@given(st.text(st.characters(blacklist_characters="<>&", categories=["L", "N", "P"])))
def test_text_without_markup_stays(text: str) -> None:
    assert html_text(f"<p>{text}</p>") == " ".join(text.split())


COPIES = {
    "mdpi": "<title>Bogs, Vol. 26, Pages 12: Peat Nets Learn to Count Frogs</title>"
    "<guid>m/1</guid><description>&lt;p&gt;Authors:\nIda Fern\nJan Roe\n&lt;/p&gt;"
    "&lt;p&gt;Nets count.&lt;/p&gt;</description>",
    "hal": "<title>[hal-05123456] Peat Nets Learn to Count Frogs</title>"
    "<guid>h/1</guid><dc:creator>Fern, Ida; Roe, Jan</dc:creator>",
    "biorxiv": "<title>Peat nets learn to count frogs</title><guid>b/1</guid>"
    "<dc:creator><![CDATA[ Fern, I., Roe, J. ]]></dc:creator>",
    "acs": "<title>[ASAP] Peat Nets Learn to Count Frogs</title><guid>a/1</guid>"
    "<dc:creator>Ida Fern and Jan Roe</dc:creator>",
    "ieee": "<title>Peat Nets Learn to Count Frogs</title><guid>i/1</guid>"
    "<authors>Ida Fern;Jan Roe</authors>",
    "pubmed": "<title>Peat nets learn to count frogs</title><guid>pubmed:4</guid>"
    "<dc:creator>Fern I, Roe J</dc:creator>",
    "dblp": "<title>Ida Fern, Jan Roe: Peat Nets Learn to Count Frogs. Bogs 12 (2026)"
    "</title><guid>d/1</guid>",
}


@pytest.mark.parametrize("inside", COPIES.values(), ids=COPIES.keys())
def test_a_publishers_copy_joins_that_of_arxiv(inside: str) -> None:
    preprint = Paper(
        "arxiv:2606.00001",
        "Peat Nets Learn to Count Frogs",
        authors=("Ida Fern", "Jan Roe"),
        date="2026-06-04",
        arxiv="2606.00001",
    )
    dated = f"{inside}<pubDate>Thu, 04 Jun 2026 09:00:00 GMT</pubDate>"
    assert Identity.of(preprint).same(Identity.of(one(dated)))

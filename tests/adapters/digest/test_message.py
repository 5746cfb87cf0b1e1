"""The mail: what it says, that it is well formed, and that no paper can bend it.

After an intended change, write the golden files anew with READNEXT_WRITE_GOLDEN=1 and
read the difference.
"""

from __future__ import annotations

import email
import os
import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.digest.content import Content, Status, subject
from readnext.digest.outbox import Message
from readnext.paper import Paper
from readnext.suggestion import Cited, Reason, Suggestion, Topic
from readnext.trending.append import WELL_RECEIVED
from readnext_adapters.digest import htmlbody, plainbody
from readnext_adapters.digest.message import compose
from readnext_adapters.exports.columns import columns
from readnext_adapters.libraries import bibtex
from tests.examples import examples

GOLDEN = Path(__file__).parents[2] / "golden"
CLIPPED = 102_000  # bytes from which on Gmail cuts a message


def parsed(mail: Message) -> EmailMessage:
    message = email.message_from_bytes(mail.data, policy=default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
    return message


def body(mail: Message, kind: str) -> str:
    found = parsed(mail).get_body((kind,))
    assert found is not None
    text = found.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


def golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("READNEXT_WRITE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()


@pytest.mark.parametrize("day", ["content", "quiet", "cut_off"])
def test_mails_are_the_golden_ones(day: str, request: pytest.FixtureRequest) -> None:
    mail = compose(request.getfixturevalue(day))
    head = mail.data.partition(b"\r\n\r\n")[0].decode("ascii")
    text = head.replace("\r\n", "\n") + "\n\n" + body(mail, "plain")
    names = {"content": "digest", "quiet": "digest-quiet", "cut_off": "digest-cut-off"}
    golden(f"{names[day]}.txt", text)
    golden(f"{names[day]}.html", body(mail, "html"))


def test_it_is_text_html_and_a_bibliography(content: Content) -> None:
    message = parsed(compose(content))
    shape = [part.get_content_type() for part in message.walk()]
    assert shape == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/x-bibtex",
    ]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "next.bib"
    entries = list(bibtex.read(attached.get_content(), "next.bib"))
    assert len(entries) == 3


def test_an_empty_issue_has_no_bibliography(quiet: Content) -> None:
    assert not list(parsed(compose(quiet)).iter_attachments())


def test_the_same_content_makes_the_same_bytes(content: Content) -> None:
    assert compose(content) == compose(replace(content))


def test_the_message_id_is_of_profile_day_and_part(content: Content) -> None:
    first = compose(content).message_id
    later = replace(content, made=content.made.replace(hour=23), answer=content.answer)
    assert compose(later).message_id == first
    others = [
        replace(content, part=2),
        replace(content, profile="work"),
        replace(content, made=content.made.replace(day=23)),
        replace(content, recipient="noah@example.org"),
        replace(content, origin="mia@laptop"),
    ]
    ids = {compose(other).message_id for other in others}
    assert len(ids) == len(others)
    assert first not in ids


def test_a_quiet_day_does_not_read_like_a_failure(
    quiet: Content, cut_off: Content
) -> None:
    calm, failed = compose(quiet), compose(cut_off)
    for mail in (calm, failed):
        assert parsed(mail)["Subject"].startswith("readnext: ")
    assert "nothing new to read today" in parsed(calm)["Subject"]
    assert "failed" not in calm.data.decode("ascii").casefold()
    assert parsed(failed)["Subject"].startswith("readnext: arxiv:cs.LG failed")
    for kind in ("plain", "html"):
        first = " ".join(body(calm, kind).split())
        assert "Nothing new to read since" in first
        second = " ".join(body(failed, kind).split())
        assert "Nothing new to read" not in second
        assert "could not be fetched" in second
        assert "export.arxiv.org answered 503" in second
        assert "2026-11-18" in second


def test_a_catalog_of_another_field_is_not_mailed(quiet: Content) -> None:
    mail = compose(replace(quiet, answer=replace(quiet.answer, fits=False)))
    assert parsed(mail)["Subject"] == "readnext: the catalog is of another field"
    for kind in ("plain", "html"):
        text = " ".join(unescape(body(mail, kind)).split())
        assert "of another field than your library" in text
        assert "readnext catalog sources LIBRARY --add" in text
        assert "Nothing new to read" not in text


def test_several_failures_are_counted(cut_off: Content) -> None:
    source = cut_off.status.sources[0]
    many = replace(cut_off, status=Status((source, source)))
    assert "2 sources failed" in subject(many)


def test_more_of_a_day_says_so(content: Content) -> None:
    assert "3 more papers: On the" in subject(replace(content, part=2))


def test_a_profile_is_named(content: Content) -> None:
    mail = compose(replace(content, profile="work"))
    assert parsed(mail)["Subject"].startswith("readnext work: ")
    assert parsed(mail)["List-Id"] == "<work.readnext.localhost>"


def test_feedback_is_a_link_where_an_address_is_set(content: Content) -> None:
    asked, other = compose(content), compose(replace(content, feedback=None))
    link = "mailto:mia%2Breadnext@example.org?subject=readnext%20like%20"
    assert f"{link}arxiv%3A2401.00001" in body(asked, "html")
    for kind in ("plain", "html"):
        assert "readnext feedback like" not in body(asked, kind)
        assert "readnext feedback import FILE" in " ".join(
            unescape(body(asked, kind)).split()
        )
        assert "mailto:" not in body(other, kind)
        # One command for the issue, not two for each paper.
        assert unescape(body(other, kind)).count("readnext feedback like") == 1
    assert "mailto:" not in body(asked, "plain")


def test_own_papers_are_named_without_backticks(content: Content) -> None:
    for kind in ("plain", "html"):
        assert "`" not in body(compose(content), kind)
    assert "close to <em>sand2024ducks</em>" in body(compose(content), "html")


def in_parts(content: Content, *parts: str) -> Content:
    """The issue with its papers in these parts."""
    papers = zip(content.answer.suggestions, parts, strict=True)
    found = tuple(replace(one, part=part) for one, part in papers)
    answer = replace(content.answer, suggestions=found, in_parts=True)
    return replace(content, answer=answer)


def test_lines_about_the_issue_are_sentences(content: Content) -> None:
    notes = ("left out: a paper that you may have as `sand2024ducks`", "hf:x: 3 new")
    mail = compose(replace(content, status=Status((), 1, "2026-11-21", (), notes)))
    for kind in ("plain", "html"):
        text = " ".join(body(mail, kind).split())
        assert "Left out: a paper that you may have as sand2024ducks." in text
        assert "hf:x: 3 new." in text and "`" not in text


def test_works_without_a_known_key_are_named_and_linked(content: Content) -> None:
    link = "zotero://select/library/items/ABCD2345"
    pdf = "zotero://open-pdf/library/items/PDFA2345"
    own = Cited("ABCD2345", "Sutton et al. 1999", "Policy gradient methods", link, pdf)
    reason = Reason("text", "close to Sutton et al. 1999", 1.0, ("ABCD2345",), (own,))
    one = replace(content.answer.suggestions[0], reasons=(reason,))
    answer = replace(content.answer, suggestions=(one,))
    mail = compose(replace(content, answer=answer))
    assert f'<a href="{link}"' in body(mail, "html")
    assert f'(<a href="{pdf}" style="color:inherit">PDF</a>)' in body(mail, "html")
    for kind in ("html", "plain"):
        text = body(mail, kind)
        assert "Sutton et al. 1999" in text
        assert "ABCD2345" not in text.replace(link, "")
    check(mail)


@pytest.mark.parametrize(
    ("strength", "probability", "said"),
    [
        (4, 0.2, "strong match, 20%"),
        (3, None, "good match"),
        (1, 0.002, "weak match"),
        (0, None, ""),
    ],
)
def test_how_well_a_paper_matches(
    content: Content, strength: int, probability: float | None, said: str
) -> None:
    first = content.answer.suggestions[0]
    one = replace(first, strength=strength, probability=probability)
    answer = replace(content.answer, suggestions=(one,))
    html = body(compose(replace(content, answer=answer)), "html")
    assert re.findall("<strong>(.*?)</strong>", html) == ([said] if said else [])
    assert "0%" not in html.replace("20%", "")


def test_parts_have_headings_what_is_new_is_first(content: Content) -> None:
    mail = compose(in_parts(content, "new", "missed", WELL_RECEIVED))
    html = body(mail, "html")
    assert re.findall(r"<h2.*?>(.*?)</h2>", html) == [
        *("New", "From the archive", "Well received these days", "About this issue")
    ]
    titles = re.findall(r'<span dir="auto">(.*?)</span>', html)
    assert titles[0] == content.answer.suggestions[0].paper.title
    assert re.findall(r"<h3 style.*?>(\d+)\. ", html) == ["1", "2", "3"]
    said = "1 new paper{}, 1 from the archive and 1 well received"
    assert parsed(mail)["Subject"].startswith(f"readnext: {said.format('')}: ")
    since = said.format(" since the issue of 2026-11-21")
    assert since in " ".join(body(mail, "plain").split())


def test_an_issue_of_new_papers_alone_has_no_headings(content: Content) -> None:
    html = body(compose(in_parts(content, "new", "new", "new")), "html")
    titles = re.findall(r"<h2.*?>(.*?)</h2>", html)
    assert len(titles) == 4 and titles[-1] == "About this issue"
    assert "3 new papers since the issue of 2026-11-21." in html


def test_the_first_issue_says_what_it_drew_on(content: Content) -> None:
    first = in_parts(content, "new", "new", "new")
    first = replace(
        first,
        status=Status(),
        answer=replace(first.answer, new_since="2026-08-24"),
    )
    for kind in ("plain", "html"):
        text = " ".join(body(compose(first), kind).split())
        assert "first issue of this digest" in text
        assert "draws on papers since 2026-08-24" in text


@pytest.mark.parametrize(
    ("paper", "labels"),
    [
        (Paper("1", "T", arxiv="2401.00001"), ["PDF"]),
        (
            Paper("1", "T", arxiv="2401.00001", code="https://github.com/a/b"),
            ["PDF", "code"],
        ),
        (Paper("1", "T", url="https://a.org/x.pdf"), []),
        (Paper("1", "T", url="https://a.org/x", code=""), []),
        (Paper("1", "On Ducks"), ["search"]),
        (Paper("1", "T", doi="10.1000/x"), []),
    ],
)
def test_a_paper_has_links_to_what_it_has(
    content: Content, paper: Paper, labels: list[str]
) -> None:
    one = replace(content.answer.suggestions[0], paper=paper)
    mail = compose(
        replace(
            content,
            feedback=None,
            answer=replace(content.answer, suggestions=(one,)),
        )
    )
    assert re.findall(r"<a [^>]*>(\w+)</a>", body(mail, "html")) == labels
    assert re.findall(r"^ *(\w+): http", body(mail, "plain"), re.M) == labels


def test_numbers_and_titles_are_apart(content: Content) -> None:
    many = content.answer.suggestions * 4
    answer = replace(content.answer, suggestions=many)
    lines = plainbody.render(replace(content, answer=answer)).splitlines()
    numbers = [line for line in lines if re.match(r" *\d+\. \S", line)]
    assert len(numbers) == 12
    assert {line.index(".") for line in numbers} == {2}


# ------------------------------------------------------- what no paper can do
class Page(HTMLParser):
    """Collects what a mail program would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


OWN_TAGS = set(
    "html head meta title style body h1 h2 h3 p a span ul li em strong".split()
)
OWN_ATTRIBUTES = set("lang charset name content style class href dir".split())


def check_html(text: str) -> None:
    """Nothing is fetched or run, no foreign tag is in it, all is closed."""
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    assert set(page.tags) <= OWN_TAGS
    assert {name for name, _ in page.attributes} <= OWN_ATTRIBUTES
    for name, value in page.attributes:
        if name == "href":
            assert re.match(
                r"https?://[^/]|mailto:|zotero://(?:select|open-pdf)/", value
            )
    assert "url(" not in text.casefold()
    assert "@import" not in text.casefold()
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def check(mail: Message) -> None:
    """What holds for a mail of whatever papers."""
    raw = mail.data
    assert raw.isascii()
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 78
    assert not any(line.startswith(b".") for line in lines)
    message = parsed(mail)
    names = [name for name in message if name != "Content-Type"]
    assert names == [
        *("Subject", "From", "To", "Date", "Message-ID", "List-Id"),
        *("Auto-Submitted", "MIME-Version"),
    ]
    assert "\n" not in message["Subject"]
    assert len(message["Subject"]) <= 150
    assert message["To"] == "mia@example.org"
    text = body(mail, "plain")
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text
    )
    check_html(body(mail, "html"))


@pytest.mark.parametrize("day", ["content", "quiet", "cut_off"])
def test_mails_are_sound(day: str, request: pytest.FixtureRequest) -> None:
    check(compose(request.getfixturevalue(day)))


PIECES = st.text(max_size=12) | st.sampled_from(
    [
        *("\r\nBcc: a@b.c\r\n\r\n", "</p><script>", "\u202e", "\x00", "\n.\n"),
        *("深度学习", "\ud800", "x" * 3000, '" onclick="x', "=_0", "--=_"),
        *("&lt;img src=x>", "http://a.b/\n<"),
    ]
)
TEXTS = st.lists(PIECES, max_size=4).map("".join) | st.lists(PIECES).map(" ".join)
PAPERS = st.builds(
    Paper,
    id=TEXTS,
    title=TEXTS,
    authors=st.lists(TEXTS, max_size=3).map(tuple),
    labs=st.lists(TEXTS, max_size=5).map(tuple),
    abstract=TEXTS,
    venue=TEXTS,
    date=st.none() | st.sampled_from(["2024", "2024-02", "2024-02-29"]),
    url=st.none() | TEXTS | TEXTS.map("https://a.org/".__add__),
    doi=st.none() | TEXTS,
    arxiv=st.none() | TEXTS,
)
TOPICS = st.none() | st.builds(
    Topic,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)


@settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    papers=st.lists(
        st.tuples(PAPERS, TOPICS, TEXTS, st.none() | st.floats(0, 1)), max_size=4
    ),
    error=TEXTS,
)
def test_no_paper_bends_the_mail(
    content: Content,
    papers: list[tuple[Paper, Topic | None, str, float | None]],
    error: str,
) -> None:
    found = tuple(
        Suggestion(
            i,
            paper,
            f"key{i}",
            1.0,
            p,
            (Reason("text", why, 1.0, (why,)),),
            topic=topic,
        )
        for i, (paper, topic, why, p) in enumerate(papers, 1)
    )
    answer = replace(content.answer, suggestions=found, empty_reason=error)
    mail = compose(
        replace(content, answer=answer, status=Status((), 1, "2026", (error,)))
    )
    check(mail)
    assert len(list(parsed(mail).iter_attachments())) == bool(found)


def test_lines_of_text_are_short_but_for_what_is_copied(content: Content) -> None:
    for line in plainbody.render(content).splitlines():
        whole = re.match(r" *(\w+: )?https?://", line)
        assert whole or columns(line) <= 72, line


def test_a_line_of_a_dot_is_written_out(content: Content) -> None:
    abstract = "x" * 700 + " " + "." * 80
    paper = replace(
        content.answer.suggestions[0].paper, abstract=abstract, title="." * 90
    )
    one = replace(content.answer.suggestions[0], paper=paper)
    mail = compose(replace(content, answer=replace(content.answer, suggestions=(one,))))
    check(mail)
    assert "." * 90 in body(mail, "plain")


@pytest.mark.parametrize("count", [20, 120])
def test_long_issues_are_not_clipped(content: Content, count: int) -> None:
    paper = replace(
        content.answer.suggestions[0].paper,
        title="A long title on ducks & “geese” " * 9,
        abstract="We study a long sentence about ducks & geese in many ponds. " * 50,
    )
    reasons = tuple(
        Reason("text", 'close to `sand2024ducks`, on "a", "b" ' * 4, 1.0)
        for _ in range(5)
    )
    many = tuple(
        Suggestion(i, paper, f"key{i}", 1.0, 0.5, reasons, topic=None)
        for i in range(count)
    )
    html = htmlbody.render(
        replace(content, answer=replace(content.answer, suggestions=many))
    )
    if count == 20:
        assert "We study a long sentence" in html
        assert len(html.encode()) < CLIPPED
    else:  # more than fits: the summaries go first
        assert "We study a long sentence" not in html

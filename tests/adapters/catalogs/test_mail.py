"""Mail that lists papers: alerts, daily listings, contents of journals."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import detect_format
from readnext_adapters.catalogs.mail import messages
from readnext_adapters.catalogs.mail.contents import journal_of_subject
from readnext_adapters.catalogs.mail.layout import target
from tests.adapters.catalogs.conftest import AS_OF
from tests.command import Run

Read = Callable[[bytes], list[Paper | Problem]]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"
NAMES = ("Ida Fern", "Jan Roe")


def mail(html: str = "", plain: str = "", subject: str = "New issue") -> bytes:
    message = EmailMessage()
    message["From"] = "toc@bogs.example"
    message["Subject"] = subject
    message["Date"] = "Thu, 04 Jun 2026 09:16:58 +0000"
    message["Message-ID"] = "<1@bogs.example>"
    message.set_content(plain or "See the HTML part.")
    if html:
        message.add_alternative(f"<html><body>{html}</body></html>", subtype="html")
    return bytes(message)


def test_an_alert_of_google_scholar(read: Read, papers: Papers) -> None:
    assert papers(read((FIXTURES / "scholar-alert.eml").read_bytes())) == [
        Paper(
            id="mail:https://arxiv.org/pdf/2606.00001",
            title="Peat at Night: A Study",
            authors=("I Fern", "J Roe", "M Sand"),
            abstract="We study peat at night. It is dark, and frogs sing …",
            date="2026",
            url="https://arxiv.org/pdf/2606.00001",
            arxiv="2606.00001",
        ),
        Paper(
            id="mail:https://doi.org/10.5555/bogs.2",
            title="Moss under Snow",
            authors=("B Li", "K O'Neil"),
            authors_cut=True,
            abstract="Moss keeps its water.",
            venue="Journal of Bogs",
            date="2026",
            url="https://doi.org/10.5555/bogs.2",
            doi="10.5555/bogs.2",
        ),
    ]


def test_an_alert_that_was_forwarded(read: Read, papers: Papers) -> None:
    data = (FIXTURES / "scholar-alert.eml").read_bytes()
    bare = data.replace(b' class="gse_alrt_title"', b"")
    assert papers(read(bare)) == papers(read(data))
    other = data.replace(b"scholaralerts-noreply@google.com", b"mia@example.org")
    assert papers(read(other)) == papers(read(data))


def test_the_daily_mail_of_arxiv(read: Read, papers: Papers) -> None:
    first, cross, replaced = papers(read((FIXTURES / "arxiv-mail.eml").read_bytes()))
    assert first == Paper(
        id="mail:arxiv:2606.00001",
        title="Peat at Night: A Study of Frogs",
        authors=("Ida Fern", "José Roe"),
        labs=("Lake Institute",),
        abstract="We study peat at night. It is dark, and frogs sing: about 12 of "
        "them.",
        venue="Bog Letters",
        date="2026-06-03",
        url="https://arxiv.org/abs/2606.00001",
        doi="10.5555/peat.1",
        arxiv="2606.00001",
        categories=("cs.LG", "stat.ML"),
        pages=12,
    )
    assert (cross.title, cross.abstract) == ("Reeds", "Reeds bend.")
    assert (replaced.title, replaced.abstract) == ("Moss, Revised", "")
    assert (replaced.arxiv, replaced.date) == ("2401.00003", "2024-01")


def test_the_contents_of_a_journal(read: Read, papers: Papers) -> None:
    reeds, notice, frogs = papers(read((FIXTURES / "contents.eml").read_bytes()))
    assert reeds == Paper(
        id="mail:10.5555/bogs.1",
        title="Where Reeds Grow & Why",
        authors=("Ida Fern", "Jan Roe", "Mia Sand"),
        venue="Journal of Bogs",
        date="2026-06-04",
        url="https://bogs.example/doi/full/10.5555/bogs.1?af=R",
        doi="10.5555/bogs.1",
    )
    assert notice.title == "Correction to: Moss under Snow"
    assert (frogs.title, frogs.authors) == ("Frogs at Night", ("K. O'Neil",))


@pytest.mark.parametrize(
    "html",
    [
        "<a href='{}'>Where Reeds Grow</a><br>Ida Fern, Jan Roe",
        "<a href='{}'>Where Reeds Grow</a><p>Ida Fern, Jan Roe • 2026 • Bogs</p>",
        "<b><a href='{}'>Where Reeds Grow</a></b><p>Ida Fern; Jan Roe</p>",
        "<h3><a href='{}'>Where Reeds Grow</a></h3><div>By Ida Fern and Jan Roe</div>",
        "<p>Where Reeds Grow</p><p>Ida Fern, Jan Roe</p><a href='{}'>Read more</a>",
        "<p>Where Reeds Grow</p><p>Ida Fern, Jan Roe</p><a href='{}'>Full Text</a> | "
        "<a href='{}/pdf'>PDF</a>",
        "<p>Where Reeds Grow<br>Ida Fern, Jan Roe<br><a href='{}'>{}</a></p>",
        "<p>Research Articles</p><a href='{}'><img src='x'></a>"
        "<a href='{}'>Where Reeds Grow</a><p>Ida Fern, Jan Roe</p>",
        "<a href='https://t.example/c?u={}&amp;x=1'>Where Reeds Grow</a>"
        "<p>Ida Fern, Jan Roe</p>",
    ],
)
def test_layouts_of_contents(read: Read, papers: Papers, html: str) -> None:
    link = "https://bogs.example/doi/10.5555/bogs.1"
    (paper,) = papers(read(mail(html.replace("{}", link))))
    assert (paper.title, paper.authors) == ("Where Reeds Grow", NAMES)
    assert (paper.doi, paper.date) == ("10.5555/bogs.1", "2026-06-04")


@pytest.mark.parametrize(
    "text",
    [
        "Where Reeds Grow\nIda Fern, Jan Roe\nhttps://doi.org/10.5555/bogs.1\n",
        "Where Reeds Grow\nIda Fern, Jan Roe\ndoi:10.5555/bogs.1\n",
        "[1] Where Reeds Grow\n    Ida Fern, Jan Roe\n    "
        "https://doi.org/10.5555/bogs.1\n",
        "1. Where Reeds Grow\nIda Fern and Jan Roe\nhttps://doi.org/10.5555/bogs.1.\n",
        "Where Reeds Grow\nIda Fern, Jan Roe\n\nhttps://x.example/doi/10.5555/bogs.1\n",
        "Dear reader,\n\nWhere Reeds Grow\nIda Fern, Jan Roe\nFull text: "
        "https://doi.org/10.5555/bogs.1\n\n--\nTo unsubscribe: https://x.example/u\n",
    ],
)
def test_contents_in_plain_text(read: Read, papers: Papers, text: str) -> None:
    (paper,) = papers(read(mail(plain=text)))
    assert (paper.title, paper.authors) == ("Where Reeds Grow", NAMES)
    assert paper.doi == "10.5555/bogs.1"


def test_what_pubmed_sends(read: Read, papers: Papers) -> None:
    html = (
        "<p>1 selected item</p><div><a href='https://pubmed.ncbi.nlm.nih.gov/40000001/"
        "?utm_source=x'>Sphagnum lowers pressure</a></div><div>Fern I, Roe JP.</div>"
        "<div>J Bog Med. 2026 Jun 28:S0. doi: 10.5555/j.1. Online ahead of print.</div>"
        "<div>PMID: 40000001</div>"
    )
    (paper,) = papers(read(mail(html, subject="What's new for 'peat' in PubMed")))
    assert (paper.title, paper.doi) == ("Sphagnum lowers pressure", "10.5555/j.1")
    assert (paper.authors, paper.venue) == (("I. Fern", "J. P. Roe"), "")


def test_a_mailbox(read: Read, papers: Papers, problems: Problems) -> None:
    found = read((FIXTURES / "alerts.mbox").read_bytes())
    assert len(papers(found)) == 5
    assert problems(found) == [("page", "1 of 3 messages list no papers, e.g. 'Lunch'")]


def test_a_mail_about_anything_else(read: Read, problems: Problems) -> None:
    found = read(mail("<a href='https://example.org/'>Our offers</a>", subject="Sale"))
    assert problems(found) == [("page", "lists no papers, e.g. 'Sale'")]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("From: a@example.org\nDate: today\nSubject: x\n\nHello", "mail"),
        ("Received: by x\r\nFrom: a@example.org\r\n\r\nHello", "mail"),
        ("From a@example.org Thu Jun  4 09:17:00 2026\nFrom: a\n", "mail"),
        ("title: Rain\nauthor: Ida Fern\n", None),
        ("From: here\nto there\n", None),
        ("From Here to There\n\nBy Ida Fern\n", None),
    ],
)
def test_detection(head: str, kind: str | None) -> None:
    assert detect_format(head, "") == kind


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "windows-1252", "x-unknown"]
)
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_encodings(read: Read, papers: Papers, charset: str, encoding: str) -> None:
    import base64
    import quopri

    html = "<a href='https://doi.org/10.5555/b.1'>Über Frösche im Moor</a>"
    known = charset if charset != "x-unknown" else "utf-8"
    body = html.encode(known)
    encoders = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}
    body = encoders[encoding](body) if encoding in encoders else body
    head = (
        "From: a@example.org\nDate: Thu, 4 Jun 2026 09:00:00 +0000\nSubject: "
        f"=?utf-8?q?F=C3=B6hn?=\nContent-Type: text/html; charset={charset}\n"
        f"Content-Transfer-Encoding: {encoding}\n\n"
    )
    (paper,) = papers(read(head.encode() + body))
    assert paper.title == "Über Frösche im Moor"


@pytest.mark.parametrize(
    ("subject", "journal"),
    [
        ("Journal of Bogs, Volume 12, Issue 3: Table of Contents", "Journal of Bogs"),
        ("New issue of Journal of Bogs", "Journal of Bogs"),
        ("Table of Contents Alert: Journal of Bogs", "Journal of Bogs"),
        ("Journal of Bogs - new issue alert", "Journal of Bogs"),
        ("Fwd: Journal of Bogs Vol. 12 No. 3 is now available", "Journal of Bogs"),
        ("What's new for 'peat' in PubMed", ""),
        ("Lunch", ""),
    ],
)
def test_journals_of_subjects(subject: str, journal: str) -> None:
    assert journal_of_subject(subject) == journal


@pytest.mark.parametrize(
    ("link", "end"),
    [
        (
            "https://t.example/?url=https%3A%2F%2Fa.example%2Fb%3Fc%3D1",
            "https://a.example/b?c=1",
        ),
        (
            "https://t.example/?u=https://s.example/?url=https://a.example/",
            "https://a.example/",
        ),
        ("https://a.example/?u=1", "https://a.example/?u=1"),
        ("http://[bad/?url=https://a.example", "http://[bad/?url=https://a.example"),
        ("", ""),
    ],
)
def test_redirects_in_links(link: str, end: str) -> None:
    assert target(link) == end


@pytest.mark.parametrize("charset", ["punycode", "IDNA", "a\0b", "hex", "none"])
def test_a_charset_that_does_harm_is_not_used(
    charset: str, read: Read, papers: Papers
) -> None:
    body = b"a-" + b"b" * 400_000
    head = f"From: a@b\nDate: x\nContent-Type: text/plain; charset={charset}\n\n"
    start = time.process_time()
    assert papers(read(head.encode() + body)) == []
    assert time.process_time() - start < 3


PART = "--b\nContent-Type: text/plain" + "; a=b" * 700 + "\n\nhi\n"
HOSTILE = {
    "recipients": "To: " + "a@b, " * 28_000,
    "senders": "From: " + "a," * 70_000,
    "comments": "From: " + "(" * 140_000,
    "parameters": "Content-Type: text/plain" + "; a=b" * 28_000,
    "comments in a type": "Content-Type: multipart/" + "(" * 140_000,
    "encoded words": "Subject: " + "=?utf-8?q?a?= " * 10_000,
    "a year": "Date: Thu, 04 Jun " + "2" * 100 + " 09:00:00 +0000",
    "headers": "X: y\n" * 1_500_000,
    "parts": 'Content-Type: multipart/mixed; boundary="b"\n\n' + PART * 2_000,
    "parts in parts": "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'
        for n in range(3_000)
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_headers_and_parts_without_end(
    kind: str, read: Read, problems: Problems
) -> None:
    """CPython's parser takes 20 s for 140 kB of some of these, or recurses."""
    usual = ("Date: Thu, 4 Jun 2026 09:00:00 +0000\n", "From: a@example.org\n")
    head = "".join(one for one in usual if one[:5] not in HOSTILE[kind])
    start = time.process_time()
    found = problems(read(f"{head}{HOSTILE[kind]}\n\nHello\n".encode()))
    assert [why.partition(",")[0] for _, why in found] == ["lists no papers"]
    assert time.process_time() - start < 5


@pytest.mark.parametrize("section", ["<![CDATAS[x]]>", "<![if x]>", "<![CDATA[", "<!["])
def test_marked_sections_of_html(section: str, read: Read, papers: Papers) -> None:
    alert = (FIXTURES / "scholar-alert.eml").read_bytes()
    changed = alert.replace(b"<body>", f"<body>{section}>".encode(), 1)
    assert changed != alert and papers(read(alert))
    assert papers(read(changed)) == papers(read(alert))


@given(
    st.binary(max_size=200), st.text("<a href='10.5/x'>\\\n-arXiv:2 &;", max_size=80)
)
def test_no_message_makes_it_fail(head: bytes, html: str) -> None:
    for data in (head, b"From: a@b\nDate: x\n" + head, mail(html), mail(plain=html)):
        list(messages.read(io.BytesIO(data), "page", AS_OF))


@pytest.mark.parametrize(
    "unit", ["<a href='x'>", "<div>", "\\\\\n", "a: b\n", "---\n", "\n"]
)
def test_a_long_mail_takes_no_long_time(unit: str) -> None:
    for data in (mail(unit * 20_000), mail(plain=unit * 20_000)):
        list(messages.read(io.BytesIO(data), "page", AS_OF))


def test_a_maildir(run: Run, tmp_path: Path) -> None:
    box = tmp_path / "Alerts"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    names = ("scholar-alert", "arxiv-mail", "contents")
    for number, name in enumerate(names):
        part = "new" if number else "cur"
        data = (FIXTURES / f"{name}.eml").read_bytes()
        (box / part / f"178056461{number}.M1.host:2,S").write_bytes(data)
    (box / "new" / "1780564619.M2.host").write_bytes(mail(subject="Lunch"))
    (box / "tmp" / "1780564620.M3.host").write_bytes(mail(subject="Half"))
    done = run("catalog", "add", box)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "7 added, 1 updated, 0 unchanged, 1 problem\n"
    assert "1 of 4 messages list no papers" in done.stderr

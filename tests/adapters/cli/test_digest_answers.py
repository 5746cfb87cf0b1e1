"""Answers by mail: 200 clicks with duplicates, forgeries and broken mails.

They are read from a real IMAP server before a digest, or imported from a Maildir.
"""

from __future__ import annotations

import datetime as dt
import email
import mailbox
import random
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from readnext.digest.outbox import Message, Outbox
from readnext.history.store import History
from readnext.paper import Paper
from readnext_adapters.digest.feedback_mails import new_secret
from tests.adapters.inbox.dovecot import dovecot
from tests.adapters.inbox.running import PASSWORD, USER, running, seen
from tests.history.test_store import answer

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Server = Callable[[Path], AbstractContextManager[list[int]]]
SERVERS = pytest.mark.parametrize(
    "server",
    [running, pytest.param(dovecot, marks=pytest.mark.slow)],
    ids=["twisted", "dovecot"],
)
ME, LIST = "mia@example.org", "mia+list@example.org"
SENT = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
PAPERS, CLICKS = 120, 200


@dataclass(frozen=True)
class Clicks:
    """Mails in a Maildir, and the verdicts that are right."""

    folder: Path
    verdicts: dict[str, str]
    counted: int


def click(subject: str, number: int, message_id: str | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = message["To"] = LIST
    message["Date"] = SENT + dt.timedelta(minutes=number)
    message["Message-ID"] = message_id or f"<{number}@phone.example.org>"
    message.set_content("")
    return message.as_bytes()


@pytest.fixture
def issues(data: Path) -> list[tuple[str, list[str]]]:
    """Two sent issues: their secrets and the ids of their papers, half in each."""
    data.mkdir(parents=True, exist_ok=True)
    found = []
    with History.open(data / "history.sqlite") as history:
        for number in range(2):
            half = range(number * PAPERS // 2, (number + 1) * PAPERS // 2)
            papers = [Paper(f"pond:{n}", f"On pond {n} and its ducks") for n in half]
            secret = new_secret()
            mail = Message(f"<{number}@x>", ME, ME, b"Subject: x\r\n\r\n", secret)
            outbox, at = Outbox(history), SENT - dt.timedelta(days=2 - number)
            (issue,) = outbox.prepare("default", answer(*papers), [(1, mail)], 7, at)
            outbox.begin(issue, at)
            outbox.end(issue, at)
            found.append((secret, [paper.id for paper in papers]))
    return found


@pytest.fixture
def clicks(issues: list[tuple[str, list[str]]], tmp_path: Path) -> Clicks:
    """Mails in a random order, of which about half are valid."""
    draw = random.Random(7)
    (one, ours), (two, theirs) = issues
    valid: dict[str, str] = {}
    mails: list[bytes] = []
    names = [(one, name) for name in ours] + [(two, name) for name in theirs]
    for number, (secret, name) in enumerate(draw.sample(names, 100)):
        verdict = draw.choice(("like", "dismiss"))
        valid[name] = {"like": "liked", "dismiss": "dismissed"}[verdict]
        before = draw.choice(("", "", "Fwd: ", "Re: "))
        mails.append(click(f"{before}readnext {verdict} {name} #{secret}", number))
    mails += draw.sample(mails, 25)  # delivered twice
    other = draw.choices(names, k=75)
    for number, (secret, name) in enumerate(other, 1000):
        forged = draw.choice(
            (
                f"readnext dismiss {name}",
                f"readnext like {name} #{new_secret()}",
                f"readnext like {name} #{secret[:-1]}",
                f"readnext like {'pond:0' if secret == two else 'pond:99'} #{secret}",
                f"readnext unsubscribe #{new_secret()}",
                "readnext unsubscribe",
                f"readnext adore {name} #{secret}",
                f"like {name} #{secret}",
                f"readnext like nobody:knows #{secret}",
            )
        )
        broken = b"Subject: readnext like \xff\xfe\x00" + name.encode() + b"\n\n\x00"
        mails.append(draw.choice((click(forged, number), broken, b"\n\n")))
    assert len(mails) == CLICKS
    draw.shuffle(mails)
    box = mailbox.Maildir(tmp_path / "Mail")
    for mail in mails:
        box.add(mail)
    return Clicks(tmp_path / "Mail", valid, 100)


@contextmanager
def served(
    clicks: Clicks, home: Path, more: str = "", server: Server = running
) -> Iterator[int]:
    """The clicks on a server that the settings name."""
    with server(clicks.folder) as (port,):
        path = home / ".config/readnext/settings.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'[feedback]\nimap = "imap://{USER}@127.0.0.1:{port}/INBOX"\n{more}'
        )
        path.chmod(0o600)
        yield port


@pytest.fixture
def digest(run: Run, fixtures: Path, own_catalog: Path, tmp_path: Path) -> Run:
    assert own_catalog.is_dir()
    library = fixtures / "libraries" / "generalization.bib"

    def run_digest(*options: str) -> subprocess.CompletedProcess[str]:
        return run(
            *("digest", library, "--to", ME, "-n", "3", "--feedback-to", LIST),
            *("--output", tmp_path / "issue.eml", "--no-update", *options),
            env={"READNEXT_IMAP_PASSWORD": PASSWORD},
        )

    return run_digest


def verdicts(data: Path) -> tuple[dict[str, str], int]:
    """What was recorded: verdicts by id of the paper, and how many there were."""
    with History.read(data / "history.sqlite") as history:
        done = {"like": "liked", "dismiss": "dismissed"}
        found = {one.paper.id: done[one.verdict] for one in history.judged()}
    with closing(sqlite3.connect(data / "history.sqlite")) as db:
        return found, db.execute("SELECT count(*) FROM feedback").fetchone()[0]


@pytest.mark.slow
@SERVERS
def test_each_click_counts_once_over_imap(
    digest: Run, clicks: Clicks, home: Path, data: Path, server: Server
) -> None:
    with served(clicks, home, server=server) as port:
        done = digest()
        assert (done.returncode, done.stderr) == (0, "")
        assert verdicts(data) == (clicks.verdicts, clicks.counted)
        read = seen(port)
        assert len(seen(port, flag="ALL")) > len(read)
        assert not any("unsubscribe" in subject for subject in read)
        assert digest("--force").returncode == 0
        assert verdicts(data) == (clicks.verdicts, clicks.counted)


def test_each_click_counts_once_from_a_maildir(
    run: Run, clicks: Clicks, data: Path
) -> None:
    for _ in range(2):
        done = run("feedback", "import", clicks.folder)
        assert done.returncode == 0
        assert verdicts(data) == (clicks.verdicts, clicks.counted)
        assert "lack the secret of an issue" in done.stderr


@pytest.mark.slow
@SERVERS
def test_what_counts_is_moved_where_the_settings_say(
    digest: Run, clicks: Clicks, home: Path, data: Path, server: Server
) -> None:
    with served(clicks, home, 'move-to = "Done"\n', server) as port:
        assert digest().returncode == 0
        moved = seen(port, "Done", "ALL")
        assert len(moved) == len(clicks.verdicts)
        assert not moved & seen(port, flag="UNDELETED")


def test_a_server_that_fails_does_not_stop_the_digest(
    digest: Run, clicks: Clicks, home: Path, data: Path, tmp_path: Path
) -> None:
    with served(clicks, home) as port:
        pass
    done = digest()
    assert done.returncode == 0
    assert "answers by mail were not read: 127.0.0.1" in done.stderr
    assert "Answers by mail could not be read" in text_of(tmp_path / "issue.eml")
    assert verdicts(data) == ({}, 0) and port


@pytest.mark.slow
def test_offline_reads_none(
    digest: Run, clicks: Clicks, home: Path, data: Path, tmp_path: Path
) -> None:
    with served(clicks, home) as port:
        done = digest("--offline")
        assert (done.returncode, done.stderr) == (0, "")
        assert seen(port) == set()
    assert "not read, since --offline" in text_of(tmp_path / "issue.eml")
    assert verdicts(data) == ({}, 0)


def read(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(path: Path) -> str:
    body = read(path).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def links(path: Path) -> list[str]:
    """The subjects of the mails that the links of an issue write."""
    body = read(path).get_body(("html",))
    assert body is not None
    found = re.findall(r'href="(mailto:[^"]*)"', body.get_content())
    return [subject_of(one.replace("&amp;", "&")) for one in found]


def subject_of(link: str) -> str:
    assert unquote(urlsplit(link).path) == LIST
    return parse_qs(urlsplit(link).query)["subject"][0]


def test_the_links_of_an_issue_work(
    run: Run, digest: Run, home: Path, data: Path, tmp_path: Path
) -> None:
    assert digest().returncode == 0
    first = links(tmp_path / "issue.eml")
    assert len(first) == 6 and len({one.split("#")[1] for one in first}) == 1
    box = mailbox.Maildir(tmp_path / "Mail")
    now = dt.datetime.now(dt.UTC) - SENT
    box.add(click(first[0], int(now.total_seconds() // 60)))
    done = run("feedback", "import", tmp_path / "Mail")
    assert done.stdout.startswith("liked: ") and done.returncode == 0
    # The secret is new in each issue, and is nowhere else in the mail.
    assert digest("--force").returncode == 0
    second = links(tmp_path / "issue.eml")
    assert {one.split("#")[1] for one in second}.isdisjoint(
        {one.split("#")[1] for one in first}
    )


def test_unsubscribing_ends_the_digest_and_says_so(
    digest: Run, home: Path, data: Path, tmp_path: Path
) -> None:
    assert digest().returncode == 0
    header = read(tmp_path / "issue.eml")["List-Unsubscribe"]
    assert re.fullmatch(r"<mailto:[!-~]+>", header)
    box = mailbox.Maildir(tmp_path / "Mail")
    box.add(click(subject_of(header.strip("<>")), 1))
    with served(Clicks(tmp_path / "Mail", {}, 1), home) as port:
        (tmp_path / "issue.eml").unlink()
        done = digest("--force")
        assert done.returncode == 0
        assert f"{ME} unsubscribed from the digest 'default'" in done.stderr
        assert not (tmp_path / "issue.eml").exists()
        assert len(seen(port)) == 1
        done = digest("--force")
        assert (done.returncode, done.stderr) == (0, "")
        assert not (tmp_path / "issue.eml").exists()
        # Whoever looks by hand is told, though: that an issue is due for nobody.
        done = digest("--force", "--dry-run")
        assert f"{ME} unsubscribed on 20" in done.stderr and done.stdout == ""
        assert re.search(
            rf"to {ME} \(unsubscribed 20[-0-9]+\)", digest("--check").stdout
        )
        done = digest("--force", "--resume", "--dry-run")
        assert f"To: {ME}" in done.stdout and "unsubscribed" not in done.stderr
        assert digest("--force", "--resume").returncode == 0
        assert (tmp_path / "issue.eml").exists()


def test_the_check_finds_what_is_missing(
    run: Run, digest: Run, home: Path, fixtures: Path, tmp_path: Path
) -> None:
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[feedback]\nimap = "imaps://mia@mail.example.org"\n')
    path.chmod(0o600)
    assert digest("--check").returncode == 0
    library = fixtures / "libraries" / "generalization.bib"
    check = ("digest", library, "--to", ME, "--output", tmp_path / "x.eml", "--check")
    done = run(*check)
    assert done.returncode == 2 and "READNEXT_IMAP_PASSWORD" in done.stderr
    path.write_text('[feedback]\nimap = "imaps://mail.example.org"\n')
    done = digest("--check")
    assert done.returncode == 2 and f"{path}:2: feedback.imap: no user" in done.stderr

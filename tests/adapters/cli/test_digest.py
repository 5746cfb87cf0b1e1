"""`readnext digest` as cron calls it: real files, a real server, a real history."""

from __future__ import annotations

import datetime as dt
import email
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.digest.lock import lock
from readnext.digest.outbox import Outbox
from readnext.history.store import History
from readnext.paper import Paper
from tests.adapters.delivery.mailserver import MailServer

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "fixtures" / "libraries" / "tiny.bib"
ME = "mia@example.org"


@pytest.fixture
def digest(bare: Run, own_catalog: Path) -> Run:
    """The digest of a user who has a catalog of papers of today."""
    assert own_catalog.is_dir()
    return bare


@pytest.fixture
def bare(run: Run, tmp_path: Path) -> Run:
    """Run the digest for the smallest library, into a file if nothing else is said."""

    def run_digest(*options: str | Path, env: dict[str, str] | None = None) -> Done:
        ways = ("--smtp", "--sendmail", "--output", "--via", "--dry-run")
        way = () if set(ways) & set(options) else ("--output", tmp_path / "issue.eml")
        return run("digest", LIBRARY, "--to", ME, "-n", "3", *way, *options, env=env)

    return run_digest


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer().running() as running:
        yield running


def smtp(mail: MailServer, user: str = "", more: str = "tries=1") -> tuple[str, str]:
    login = f"{user}@" if user else ""
    return "--smtp", f"smtp://{login}127.0.0.1:{mail.port}?{more}"


def read(message: bytes) -> EmailMessage:
    found = email.message_from_bytes(message, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(message: bytes) -> str:
    """The text of a message on one line."""
    body = read(message).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def ids_in(message: bytes) -> set[str]:
    """The ids of the papers in the attached bibliography."""
    attached = "".join(one.get_content() for one in attachments(message))
    return set(re.findall(r"readnext-id = \{(.*?)\}", attached))


def attachments(message: bytes) -> Iterator[EmailMessage]:
    for part in read(message).iter_attachments():
        assert isinstance(part, EmailMessage)
        part.replace_header("Content-Type", "text/plain; charset=utf-8")
        yield part


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "history.sqlite")) as db:
        return db.execute(query).fetchall()


def states(data: Path) -> list[tuple[object, ...]]:
    return rows(data, "SELECT part, state FROM issues ORDER BY number")


def turn_back(data: Path, days: int = 1) -> None:
    """Make everything in the history some days older."""
    with closing(sqlite3.connect(data / "history.sqlite")) as db, db:
        db.execute(
            "UPDATE issues SET day = date(day, ?), message_id = 'old' || message_id",
            (f"-{days} days",),
        )
        db.execute("UPDATE runs SET at = datetime(at, ?)", (f"-{days} days",))


def said(done: Done, code: int, *parts: str) -> None:
    """One line on standard error, nothing on standard output."""
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for part in parts:
        assert part in done.stderr


def quiet(done: Done) -> None:
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# ------------------------------------------------------------------ once a day
def test_one_issue_a_day_and_no_paper_twice(
    digest: Run, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "issue.eml"
    quiet(digest())
    first = file.read_bytes()
    assert read(first)["To"] == ME
    assert len(ids_in(first)) == 3
    said(digest(), 0, "was already sent", "--force")
    assert file.read_bytes() == first
    quiet(digest("--force"))
    second = file.read_bytes()
    assert "3 more new papers" in read(second)["Subject"]
    turn_back(data)
    quiet(digest())
    third = file.read_bytes()
    issues = [ids_in(first), ids_in(second), ids_in(third)]
    assert len(set().union(*issues)) == 9
    assert read(first)["Message-ID"] != read(second)["Message-ID"]
    assert "none of them new" not in text_of(first)
    assert "6 sent before or dismissed" in text_of(third)
    assert states(data) == [(1, "sent"), (2, "sent"), (1, "sent")]
    runs = rows(
        data, "SELECT kind, profile, count(*) FROM runs JOIN shown ON run=number"
    )
    assert runs == [("digest", "default", 9)]


def test_profiles_judgements_and_what_was_taken(
    digest: Run, data: Path, run: Run, tmp_path: Path
) -> None:
    """A profile knows what it sent; all know what was dismissed, and what is owned."""
    quiet(digest())
    first = (tmp_path / "issue.eml").read_bytes()
    with History.open(data / "history.sqlite") as history:
        sent = [history.paper(n) for n in sorted(history.sent_to("default"))]
        history.judge(sent[0], "dismiss", dt.datetime.now(dt.UTC))
    quiet(digest("--profile", "work"))
    work = (tmp_path / "issue.eml").read_bytes()
    assert read(work)["Subject"].startswith("readnext work: ")
    assert sent[0].id not in ids_in(work)
    assert ids_in(work) & ids_in(first)
    assert len(ids_in(work)) == 3
    (attached,) = read(first).iter_attachments()
    taken = attached.get_content().replace(
        b"readnext-id", b"readnext = {yes}, readnext-id"
    )
    (tmp_path / "next.bib").write_bytes(taken)
    both = ("digest", LIBRARY, tmp_path / "next.bib", "--to", ME, "--profile", "other")
    quiet(run(*both, "-n", "3", "--output", tmp_path / "other.eml"))
    assert not ids_in((tmp_path / "other.eml").read_bytes()) & ids_in(first)
    assert len(rows(data, "SELECT * FROM taken")) == 3


@pytest.mark.slow
def test_a_dry_run_shows_all_and_records_nothing(
    digest: Run, data: Path, home: Path
) -> None:
    done = digest("--dry-run", "--offline")
    assert done.returncode == 0
    assert "Subject: readnext: 3 new papers: " in done.stdout
    assert "To give feedback on a paper: readnext feedback like" in done.stdout
    assert done.stderr.splitlines() == [
        "readnext: preview only; nothing was sent or recorded"
    ]
    assert not list(home.rglob("history.sqlite"))
    assert not list(home.rglob("digest*.lock"))
    quiet(digest())
    before = rows(data, "SELECT * FROM issues"), rows(data, "SELECT * FROM runs")
    said(digest("--dry-run"), 0, "was already sent")
    more = digest("--dry-run", "--force")
    assert "3 more new papers" in more.stdout
    after = rows(data, "SELECT * FROM issues"), rows(data, "SELECT * FROM runs")
    assert after == before


def test_one_run_at_a_time(digest: Run, data: Path) -> None:
    with lock(data / "digest-default.lock") as acquired:
        assert acquired
        said(digest(), 0, "another run of the digest 'default' is in progress")
        quiet(digest("--profile", "work"))
    with History.open(data / "history.sqlite") as history:
        assert [i.profile for i in Outbox(history).issues("work", dt.date.today())]


# ------------------------------------------------------------------- delivery
@pytest.mark.slow
@pytest.mark.usefixtures("digest")
def test_under_cron(mail: MailServer, home: Path) -> None:
    """No terminal, no environment but HOME and PATH: nothing is printed."""
    places = [str(ROOT / "recommender"), str(ROOT / "adapters")]
    start = (
        f"import sys; sys.path[:0] = {places}; "
        "from readnext_adapters.cli import main; main()"
    )
    arguments = ["digest", str(LIBRARY), "--to", ME, *smtp(mail)]
    done = subprocess.run(
        [sys.executable, "-c", start, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env={"HOME": str(home), "PATH": os.environ["PATH"]},
        check=False,
        start_new_session=True,
    )
    quiet(done)
    (message,) = mail.accepted
    assert mail.recipients == [ME]
    assert len(ids_in(message)) == 10
    assert read(message)["Auto-Submitted"] == "auto-generated"


def test_a_refusal_is_sent_later_as_it_is(
    digest: Run, data: Path, mail: MailServer
) -> None:
    mail.answers = {"RCPT": ["550 no such user"], "DATA": ["452 disk full"]}
    said(digest(*smtp(mail)), 1, "550 no such user", "the issue is kept")
    said(digest(*smtp(mail)), 1, "452 disk full", "the issue is kept")
    ((kept, error),) = rows(data, "SELECT message, error FROM issues")
    assert "452" in str(error)
    shown = digest("--dry-run")
    assert read(kept)["Subject"] in shown.stdout  # type: ignore[arg-type]
    quiet(digest(*smtp(mail)))
    assert mail.accepted == [kept]
    assert mail.seen == [kept, kept]
    assert states(data) == [(1, "sent")]


def test_another_address_gets_another_message(
    run: Run, digest: Run, data: Path, mail: MailServer
) -> None:
    mail.answers = {"RCPT": ["550 no such user"]}
    wrong = ("digest", LIBRARY, "--to", "mai@example.org", "-n", "3", *smtp(mail))
    said(run(*wrong), 1, "550")
    quiet(digest(*smtp(mail)))
    assert read(mail.accepted[0])["To"] == ME
    # The other recipient's issue is of no day but this one.
    assert states(data) == [(1, "prepared"), (1, "sent")]


def test_what_failed_yesterday_is_made_anew_and_told(
    digest: Run, data: Path, mail: MailServer
) -> None:
    mail.answers = {"RCPT": ["550 no such user"]}
    said(digest(*smtp(mail)), 1, "550")
    ((kept,),) = rows(data, "SELECT message FROM issues")
    turn_back(data)
    quiet(digest(*smtp(mail)))
    (message,) = mail.accepted
    assert isinstance(kept, bytes)
    assert ids_in(message) == ids_in(kept)
    assert "was not sent" in text_of(message)
    assert "550 no such user" in text_of(message)
    assert states(data) == [(1, "dropped"), (1, "sent")]


def test_doubt_is_told_and_not_sent_again_unasked(
    digest: Run, data: Path, mail: MailServer
) -> None:
    mail.answers = {"DATA": ["cut"]}
    said(digest(*smtp(mail)), 1, "may have been delivered", "--force")
    said(digest(*smtp(mail)), 1, "is unknown", "--force")
    assert len(mail.seen) == 1
    assert states(data) == [(1, "sending")]
    quiet(digest(*smtp(mail), "--force"))
    assert mail.accepted == mail.seen[:1] == mail.seen[1:]
    assert states(data) == [(1, "sent")]


def test_doubt_of_yesterday_is_told_and_its_papers_stay_sent(
    digest: Run, data: Path, mail: MailServer
) -> None:
    mail.answers = {"DATA": ["cut"]}
    said(digest(*smtp(mail)), 1, "may have been delivered")
    turn_back(data)
    quiet(digest(*smtp(mail)))
    (message,) = mail.accepted
    assert "may not have arrived" in text_of(message)
    assert not ids_in(message) & ids_in(mail.seen[0])
    turn_back(data)
    quiet(digest(*smtp(mail)))
    assert "may not have arrived" not in text_of(mail.accepted[1])


@pytest.mark.slow
def test_a_password_is_used_and_never_shown(
    digest: Run, tmp_path: Path, environment: dict[str, str]
) -> None:
    with MailServer(login=("mia", "hush-hush")).running() as mail:
        way = smtp(mail, "mia")
        said(digest(*way), 2, "READNEXT_SMTP_PASSWORD")
        wrong = {"READNEXT_SMTP_PASSWORD": "wrong-hush"}
        done = run_debugging(way, environment | wrong)
        assert done.returncode == 1
        assert "refused the password of mia" in done.stderr
        assert "wrong-hush" not in done.stderr
        path = tmp_path / "password"
        path.write_text("hush-hush\n")
        path.chmod(0o600)
        quiet(digest(*way, env={"READNEXT_SMTP_PASSWORD_FILE": str(path)}))
        assert len(mail.accepted) == 1


def run_debugging(way: tuple[str, str], environment: dict[str, str]) -> Done:
    """Run it with --debug, which shows tracebacks."""
    command = ["digest", str(LIBRARY), "--to", ME, *way, "--debug"]
    return subprocess.run(
        [sys.executable, "-m", "readnext", *command],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_by_sendmail(digest: Run, tmp_path: Path) -> None:
    script = tmp_path / "send mail"
    script.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncat > {tmp_path}/got\n'
    )
    script.chmod(0o755)
    quiet(digest("--sendmail", f"'{script}' -t -i", "--from", "r@example.org"))
    assert (tmp_path / "asked").read_text() == "-t -i\n"
    got = (tmp_path / "got").read_bytes()
    assert read(got)["From"] == "readnext <r@example.org>"
    assert b"\r" not in got
    assert len(ids_in(got)) == 3


# ------------------------------------------------------- empty days and failures
def test_a_day_without_papers_has_an_issue(digest: Run, tmp_path: Path) -> None:
    quiet(digest("--min-probability", "1"))
    message = (tmp_path / "issue.eml").read_bytes()
    assert read(message)["Subject"] == "readnext: nothing new to read today"
    assert "below your threshold of 100%" in text_of(message)
    assert not list(read(message).iter_attachments())


def with_live_source(folder: Path, *papers: Paper) -> None:
    with Catalog.open(folder, create=True) as store:
        with store.source_log() as log:
            log.register("nosuch:moor", 3)
        store.add(papers, "file")


def test_a_source_that_fails_is_told_and_stops_nothing(
    bare: Run, data: Path, tmp_path: Path
) -> None:
    title = "Attention and calibration of deep double descent in neural networks"
    with_live_source(data / "catalog", Paper("p/1", title, date="2024"))
    quiet(bare())
    message = (tmp_path / "issue.eml").read_bytes()
    assert read(message)["Subject"].endswith("(nosuch:moor failed)")
    assert "nosuch:moor: FAILED" in text_of(message)
    assert ids_in(message) == {"p/1"}
    turn_back(data)
    quiet(bare())
    message = (tmp_path / "issue.eml").read_bytes()
    assert read(message)["Subject"] == "readnext: nosuch:moor failed; no papers today"
    assert "none of them new since" in text_of(message)
    quiet(bare("--force", "--no-update"))
    message = (tmp_path / "issue.eml").read_bytes()
    assert read(message)["Subject"] == "readnext: nothing new to read today"
    assert "nosuch:moor: not fetched for this issue" in text_of(message)


def test_an_empty_catalog_with_sources_is_not_replaced_by_the_starters(
    bare: Run, data: Path, tmp_path: Path
) -> None:
    with_live_source(data / "catalog")
    quiet(bare())
    message = (tmp_path / "issue.eml").read_bytes()
    assert read(message)["Subject"] == "readnext: nosuch:moor failed; no papers today"


def test_new_papers_are_counted(bare: Run, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    with Catalog.open(folder, create=True) as store:
        store.add([Paper("p/1", "On the calibration of ducks", date="2024")], "file")
    quiet(bare("--catalog", folder))
    with Catalog.open(folder) as store:
        store.add([Paper("p/2", "On the attention of wild geese", date="2024")], "file")
    turn_back(data)
    quiet(bare("--catalog", folder))
    message = (tmp_path / "issue.eml").read_bytes()
    assert "2 papers, 1 of them new since" in text_of(message)


def test_the_starter_catalog_is_not_mailed(bare: Run, data: Path) -> None:
    for options in ([], ["--dry-run"]):
        said(bare(*options), 1, "starter catalog is not sent", "catalog update")
    assert states(data) == []


def test_older_papers_come_only_where_they_are_asked_for(
    bare: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "catalog"
    today = dt.date.today().isoformat()
    old = Paper("p/old", "The calibration of attention, a classic", date="1991-05-01")
    new = Paper("p/new", "On the calibration of attention today", date=today)
    with Catalog.open(folder, create=True) as store:
        store.add([old, new], "file")
    quiet(bare("--catalog", folder, "--profile", "plain"))
    assert ids_in((tmp_path / "issue.eml").read_bytes()) == {"p/new"}
    quiet(bare("--catalog", folder, "--archive", "1"))
    message = (tmp_path / "issue.eml").read_bytes()
    assert ids_in(message) == {"p/new", "p/old"}
    subject = read(message)["Subject"]
    assert subject.startswith("readnext: 1 new paper and 1 from the archive: On the")
    assert "From the archive" in text_of(message)


# ---------------------------------------------------------------- wrong usage
@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "--smtp URL, --sendmail CMD, --output"),
        (["--smtp", "smtp://localhost", "--output", "x.eml"], "choose one transport"),
        (["--smtp", "smtp://mia:hush@example.org"], "READNEXT_SMTP_PASSWORD"),
        (["--smtp", "mail.example.org"], "smtp://USER@HOST:PORT"),
        (["--sendmail", ""], "names no program"),
        (["--output", "x.eml", "--profile", "../x"], "letters, digits"),
        (["--output", "x.eml", "--from", "nobody"], "'nobody' is not a mail address"),
        (["--output", "x.eml", "--since", "soon"], "is not a date"),
    ],
)
def test_wrong_usage(run: Run, options: list[str], says: str, home: Path) -> None:
    done = run("digest", LIBRARY, "--to", ME, *options)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "hush" not in done.stderr
    assert not list(home.rglob("*.sqlite"))


@pytest.mark.slow
def test_offline_sends_nothing(digest: Run, mail: MailServer) -> None:
    said(digest(*smtp(mail), "--offline"), 1, "needs the network")
    said(digest("--sendmail", "true", "--offline"), 1, "needs the network")
    quiet(digest("--offline"))
    assert mail.commands == []


def test_a_library_is_not_replaced(run: Run, tmp_path: Path) -> None:
    library = tmp_path / "mine.bib"
    library.write_bytes(LIBRARY.read_bytes())
    said(run("digest", library, "--to", ME, "--output", library), 1, "is your library")
    assert library.read_bytes() == LIBRARY.read_bytes()


def test_a_library_that_cannot_be_read(run: Run, data: Path, tmp_path: Path) -> None:
    done = run("digest", tmp_path / "none.bib", "--to", ME, "--output", "x.eml")
    said(done, 2, "none.bib")
    assert states(data) == []


def test_a_history_that_cannot_be_used(bare: Run, data: Path) -> None:
    data.mkdir(parents=True)
    history = data / "history.sqlite"
    history.write_text("not a database at all, but rather long")
    history.chmod(0o600)  # as readnext makes it; else it says that it made it private
    said(bare(), 1, "it is damaged; move it away")


@pytest.mark.slow
def test_a_delivery_of_another_package(
    digest: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    info = tmp_path / "plugin" / "courier-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: courier\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[readnext.deliveries]\ncourier = courier\n")
    (info.parent / "courier.py").write_text(
        "from readnext_adapters.delivery.file import transport as file_transport\n"
        "def transport(target): return file_transport(target + '.sent')\n"
    )
    path = os.pathsep.join((str(info.parent), environment["PYTHONPATH"]))
    target = tmp_path / "issue"
    done = digest("--via", f"courier:{target}", env={"PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    assert email.message_from_bytes(
        target.with_suffix(".sent").read_bytes(), policy=default
    )["To"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("transport = None", "transport is None, not a function"),
        ("def transport(): pass", "transport takes (), not (target)"),
        ("def transport(to): pass", "gives no transport: it lacks needs_network and"),
        (
            "class T: needs_network, user, pauses = 'no', '', (1,)\n"
            "T.opened = lambda self: None\ndef transport(to): return T()",
            "gives no transport: needs_network is 'no', not bool",
        ),
        (
            "class T: needs_network, user, pauses = False, '', (1,)\n"
            "T.opened = lambda self: print\ndef transport(to): return T()",
            "",
        ),
        (
            "class T: needs_network, user, pauses = False, '', (1,)\n"
            "T.opened = lambda self: lambda mail: None\ndef transport(to): return T()",
            "what the plug-in opened takes (mail), not (message, begin)",
        ),
    ],
)
def test_a_delivery_that_lacks_something(
    digest: Run, environment: dict[str, str], tmp_path: Path, code: str, said: str
) -> None:
    """It is known before the night of the first issue, by `--check`."""
    info = tmp_path / "plugin" / "courier-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: courier\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[readnext.deliveries]\ncourier = courier\n")
    (info.parent / "courier.py").write_text(code)
    path = os.pathsep.join((str(info.parent), environment["PYTHONPATH"]))
    done = digest("--check", "--via", "courier:x", env={"PYTHONPATH": path})
    assert done.returncode == (2 if said else 0), done.stderr
    assert said in done.stderr and "bug" not in done.stderr


def test_an_unknown_delivery(digest: Run) -> None:
    done = digest("--via", "pigeon:home")
    assert done.returncode == 2 and "no delivery 'pigeon'" in done.stderr


# ------------------------------------------------------------------- several recipients
LAB = "lab@example.org"


def test_each_recipient_gets_the_same_papers_once(
    digest: Run, data: Path, mail: MailServer
) -> None:
    quiet(digest("--to", LAB, *smtp(mail)))
    assert sorted(str(read(one)["To"]) for one in mail.accepted) == [LAB, ME]
    first, second = mail.accepted
    assert ids_in(first) == ids_in(second) != set()
    assert len(set(mail.ids())) == 2
    assert rows(data, "SELECT count(*) FROM runs") == [(1,)]
    again = digest("--to", "Lab@EXAMPLE.org", "--to", LAB.upper(), *smtp(mail))
    assert again.returncode == 0 and len(again.stderr.splitlines()) == 2
    assert len(mail.accepted) == 2


@pytest.mark.slow
def test_a_recipient_of_the_same_day_is_not_left_out(
    digest: Run, data: Path, mail: MailServer
) -> None:
    quiet(digest(*smtp(mail)))
    said(digest("--to", LAB, *smtp(mail)), 0, f"was already sent to {ME}")
    first, second = mail.accepted
    assert (read(first)["To"], read(second)["To"]) == (ME, LAB)
    assert ids_in(first) == ids_in(second)
    turn_back(data)
    quiet(digest("--to", LAB, *smtp(mail)))
    assert not ids_in(mail.accepted[2]) & ids_in(first)


def test_a_recipient_who_is_refused_stops_no_other(
    digest: Run, data: Path, mail: MailServer
) -> None:
    mail.answers = {"RCPT": ["550 no such user"]}
    said(digest("--to", LAB, *smtp(mail)), 1, "550", "is kept")
    assert [read(one)["To"] for one in mail.accepted] == [LAB]
    done = digest("--to", LAB, *smtp(mail))
    said(done, 0, f"was already sent to {LAB}")
    assert [read(one)["To"] for one in mail.accepted] == [LAB, ME]
    assert rows(data, "SELECT count(*) FROM runs") == [(1,)]


def test_a_test_mail_goes_to_the_sender_alone(
    digest: Run, data: Path, mail: MailServer
) -> None:
    sender = ("--from", "mia@uni.example")
    done = digest("--to", LAB, *sender, "--test", *smtp(mail))
    said(done, 0, "sent a test mail to mia@uni.example; nothing was recorded")
    (one,) = mail.accepted
    assert read(one)["Subject"].startswith("[test] readnext: ")
    assert read(one)["To"] == "mia@uni.example" and mail.recipients == [read(one)["To"]]
    assert not (data / "history.sqlite").exists()
    quiet(digest(*sender, *smtp(mail)))
    assert ids_in(mail.accepted[1]) == ids_in(one)

"""Whole journeys of users, from an empty home, with servers on this machine."""

from __future__ import annotations

import datetime as dt
import email
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from email.policy import default as policy
from pathlib import Path

import pytest

from tests.adapters.delivery.mailserver import MailServer
from tests.adapters.serving import Server
from tests.adapters.zoterofiles import ZoteroFile
from tests.bogs import BOGS, DEEDS, PLACES, Bogs

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[3]
LIBRARY = ROOT / "fixtures" / "libraries" / "generalization.bib"
TOPICS = ("Double descent", "Calibration", "Neural tangent kernels", "Margins")
pytestmark = pytest.mark.slow


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        running.behave = Bogs(30, 10)
        yield running


@pytest.fixture
def environment(environment: dict[str, str], server: Server) -> dict[str, str]:
    return environment | {"READNEXT_OPENALEX_URL": server.url}


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer().running() as running:
        yield running


def subjects(mail: MailServer) -> list[tuple[str, str]]:
    """The recipients and subjects of what was sent, in that order."""
    found = [email.message_from_bytes(one, policy=policy) for one in mail.accepted]
    return sorted((str(one["To"]), str(one["Subject"])) for one in found)


def texts(mail: MailServer) -> list[str]:
    """The text parts of what was sent."""
    found = [email.message_from_bytes(one, policy=policy) for one in mail.accepted]
    bodies = [one.get_body(("plain",)) for one in found]
    return [str(body.get_content()) for body in bodies if body is not None]


def test_a_student_writes_a_thesis(run: Run, tmp_path: Path, home: Path) -> None:
    """Set up once; then no command needs the library's name again."""
    (tmp_path / "mylib.bib").write_bytes(LIBRARY.read_bytes())
    (tmp_path / "thesis.tex").write_text("\\cite{nakkiran2020deep}")
    init = run(
        *("init", "--yes", "--source", "openalex:S123", "--me", "Mia Bogs"),
        *("--skip", "complete"),
    )
    assert init.returncode == 0, init.stderr
    assert "mylib.bib" in init.stdout and "30 added" in init.stdout
    shown = run("suggest", "--format", "json", "-n", "3")
    first = json.loads(shown.stdout)["suggestions"][0]
    assert run("suggest", "--draft", "thesis.tex", "-o", "next.bib").returncode == 0
    assert (tmp_path / "next.bib").read_text().count("@") >= 3
    assert run("feedback", "dismiss", first["id"]).returncode == 0
    again = json.loads(run("suggest", "--format", "json").stdout)["suggestions"]
    assert first["id"] not in [one["id"] for one in again]
    assert run("library", "check").returncode == 0
    assert run("backtest", "--format", "json").returncode == 0
    assert run("doctor").returncode == 0


def test_a_user_of_zotero(run: Run, home: Path) -> None:
    """Zotero is found, and its database read while the program does not run."""
    path = home / "Zotero" / "zotero.sqlite"
    path.parent.mkdir()
    file = ZoteroFile(path)
    for number, topic in enumerate(TOPICS):
        file.item(f"AAAA111{number}", {"title": f"{topic} in practice"})
    file.close()
    closed = {"READNEXT_ZOTERO_URL": "http://127.0.0.1:9/api"}
    init = run(
        *("init", "--yes", "--source", "openalex:S123", "--skip", "complete"),
        env=closed,
    )
    assert init.returncode == 0, init.stderr
    assert f"Zotero, {path}" in init.stdout and "4 entries" in init.stdout
    assert run("config", "show").stdout.count('library = "zotero:"') == 1
    shown = run("suggest", "--format", "json", env=closed)
    assert json.loads(shown.stdout)["library"]["entries"] == 4


def test_an_admin_of_a_lab(
    run: Run, tmp_path: Path, home: Path, mail: MailServer
) -> None:
    """Eight profiles with common values: one is tried alone, one is wrong."""
    library = tmp_path / "lab.bib"
    library.write_bytes(LIBRARY.read_bytes())
    names = [f"person{number}" for number in range(8)]
    settings = home / ".config/readnext/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"library = '{library}'\nsources = ['openalex:S123']\n"
        f"[defaults]\nsmtp = 'smtp://127.0.0.1:{mail.port}?tries=1'\nn = 3\n"
        "from = 'admin@lab.example'\n"
        + "".join(f"[profiles.{one}]\nto = '{one}@lab.example'\n" for one in names)
    )
    listed = run("digest", "--list")
    assert [line.split()[0] for line in listed.stdout.splitlines()[1:]] == names
    assert run("digest", "persn3").returncode == 2 and not mail.accepted
    assert run("catalog", "update").returncode == 0
    assert run("digest", "person3", "--test").returncode == 0
    ((to, subject),) = subjects(mail)
    assert to == "admin@lab.example" and subject.startswith("[test] ")
    mail.accepted.clear()
    assert run("digest", "person3").returncode == 0
    assert [to for to, _ in subjects(mail)] == ["person3@lab.example"]
    settings.write_text(settings.read_text() + "colour = 'red'\n")
    everybody = run("digest", "--no-update")
    assert everybody.returncode == 1
    (wrong,) = [line for line in everybody.stderr.splitlines() if "person7" in line]
    assert f"{settings}:" in wrong and "unknown key 'colour'" in wrong
    assert [to.partition("@")[0] for to, _ in subjects(mail)] == names[:-1]
    refused = run("schedule", "cron")
    assert refused.returncode == 1 and "colour" in refused.stderr
    assert run("schedule", "cron", "person1").stdout.endswith("# readnext:person1\n")


def test_a_newcomer_gets_no_mail_of_the_starter_catalog(
    run: Run, tmp_path: Path, mail: MailServer
) -> None:
    """Whoever has no catalog is told what to do, not mailed papers of one field."""
    (tmp_path / "bio.bib").write_text("@article{a, title={Genome editing in plants}}")
    where = ("--smtp", f"smtp://127.0.0.1:{mail.port}?tries=1")
    done = run("digest", "bio.bib", "--to", "ben@example.org", *where)
    assert done.returncode == 1 and "starter catalog is not sent" in done.stderr
    assert not mail.accepted
    scheduled = run("schedule", "cron", "bio.bib", "--to", "ben@example.org", *where)
    assert scheduled.returncode == 1 and scheduled.stdout == ""


def shelf(count: int) -> str:
    """A library over forty years; each twentieth entry has a fault."""
    entries = []
    for number in range(count):
        words = BOGS[number % 10], DEEDS[number % 7], PLACES[number % 9]
        entry = (
            f"@article{{key{number},\n  title = {{{words[1]} of {words[0]} on "
            f"{words[2]} Bogs, Part {number}}},\n  author = {{{words[0]}{number % 17}, "
            f"Ann and Field, Noah}},\n  year = {{{1984 + number % 40}}},\n"
            f"  abstract = {{We describe the {words[1].lower()} of {words[0]}.}}"
        )
        damaged = ",\n  readnext = {perhaps}" if number % 20 == 0 else ""
        entries.append(f"{entry}{damaged}\n}}\n")
    return "\n".join(entries)


def test_a_professor_with_many_entries(
    run: Run, tmp_path: Path, home: Path, server: Server, mail: MailServer
) -> None:
    """Each mail brings only new papers; problems of the library are one line."""
    library = tmp_path / "lab.bib"
    library.write_text(shelf(300))
    old = {"id": "old", "title": "Growth of Sphagnum on Raised Bogs, 1991"}
    more = {"authors": ["Noah Field"], "date": "1991-05-01"}
    (tmp_path / "old.jsonl").write_text(json.dumps(old | more))
    settings = home / ".config/readnext/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f"library = '{library}'\nsources = ['openalex:S123']\n"
        "[profiles.weekly]\nto = 'prof@uni.example'\nschedule = 'weekly'\nn = 5\n"
        f"smtp = 'smtp://127.0.0.1:{mail.port}?tries=1'\n"
    )
    assert run("catalog", "add", "old.jsonl").returncode == 0
    first = run("digest", "weekly")
    assert first.returncode == 0, first.stderr
    ((_, subject),) = subjects(mail)
    assert "1991" not in subject + texts(mail)[0]
    assert run("digest").returncode == 0 and len(mail.accepted) == 1  # not due
    server.behave = Bogs(36, 10)  # six more papers came
    forced = run("digest", "weekly", "--force")
    assert forced.returncode == 0, forced.stderr
    before, after = (set(re.findall(r"Plot \d+", text)) for text in texts(mail))
    assert len(before) == 5 and after and not before & after
    shown = run("suggest", "--since", "1y", "--format", "json")
    problems = [line for line in shown.stderr.splitlines() if "lab.bib" in line]
    assert problems == [
        f"readnext: 15 problems in {library}: readnext library check {library}"
    ]
    year = str(dt.date.today().year - 1)
    found = json.loads(shown.stdout)["suggestions"]
    assert found and all(one["date"] >= year for one in found)
    assert run("library", "check").stdout.startswith("300 entries")


def test_a_maintainer_of_another_project(run: Run, tmp_path: Path) -> None:
    """The page on extending names real files, and its example passes the contract."""
    page = (ROOT / "docs" / "development" / "extending.md").read_text()
    named = re.findall(r"`((?:tests|sources|catalogs|fixtures)/[\w./]*)`", page)
    roots = (ROOT, ROOT / "adapters" / "readnext_adapters")
    lost = [one for one in named if not any((root / one).exists() for root in roots)]
    assert named and not lost

"""`readnext digest` without arguments, and what digests make of feedback."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import os
import re
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click
import pytest

from readnext.catalog.store import Catalog
from readnext.errors import InputError
from readnext.paper import Paper
from readnext.settings import user_settings
from readnext_adapters.cli.digest_profiles import run_profiles

Run = Callable[..., "subprocess.CompletedProcess[str]"]
STARTER = Path(__file__).parents[3] / "recommender/readnext/catalog/starter.jsonl"


@pytest.fixture
def settings(home: Path, fixtures: Path, own_catalog: Path) -> Path:
    """Two good profiles, and between them one that cannot work."""
    assert own_catalog.is_dir()
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True)
    library = fixtures / "libraries/generalization.bib"
    path.write_text(
        f'[profiles.mine]\nlibrary = "{library}"\nto = "mia@example.org"\n'
        f'n = 3\noutput = "{home}/mine.eml"\n'
        f'[profiles.broken]\nlibrary = "/no/such.bib"\nto = "mia@example.org"\n'
        f'output = "{home}/broken.eml"\n'
        f'[profiles.weekly]\nlibrary = "{library}"\nto = "lab@example.org"\n'
        f'schedule = "weekly"\ntrending = 2\noutput = "{home}/weekly.eml"\n'
    )
    path.chmod(0o600)
    return path


def text_of(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=policy)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_one_profile_that_fails_stops_no_other(
    run: Run, settings: Path, home: Path
) -> None:
    done = run("digest")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("readnext: profile broken: /no/such.bib: ")
    assert len(done.stderr.splitlines()) == 1
    assert (home / "mine.eml").exists() and not (home / "broken.eml").exists()
    weekly = text_of(home / "weekly.eml")
    assert "Well received these days" in weekly
    again = run("digest")
    assert again.stderr.count("was already sent") == 2
    assert "profile broken" in again.stderr


def test_no_settings_and_wrong_ones_are_told(run: Run, home: Path) -> None:
    done = run("digest")
    assert done.returncode == 2 and "no profile; name a LIBRARY, or set" in done.stderr
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[profiles.a]\nlibrary = "/x.bib"\ncolour = "red"\n')
    unknown = run("digest")
    assert unknown.returncode == 1
    assert f"{path}:3: profile a: unknown key 'colour'" in unknown.stderr
    assert run("digest", "nobody", "--to", "a@example.org").returncode == 2
    for line, hint in (
        (
            "per-author = 2",
            "; --per-author is an option of suggest that digests do not",
        ),
        ("own_papers = true", "; --own-papers is an option of suggest"),
        ('me = "Ann"', "; it is of all profiles: write it above them"),
    ):
        path.write_text(f'[profiles.a]\nlibrary = "/x.bib"\n{line}\n')
        assert f":3: profile a: unknown key {line.split()[0]!r}".replace("_", "-") in (
            said := run("digest").stderr
        )
        assert hint in said


def test_what_is_wrong_in_a_profile_is_named_as_there(run: Run, home: Path) -> None:
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True)
    profile = '[profiles.a]\nlibrary = "/x.bib"\nto = "a@example.org"\n'
    for line in ('smtp = "post"', 'sendmail = " "', 'feedback-to = "me"'):
        name = line.split()[0]
        extra = 'output = "/a.eml"\n' if name == "feedback-to" else ""
        path.write_text(profile + extra + line + "\n")
        done = run("digest", "a")
        assert done.returncode == 1
        assert f"profile a: {name}: " in done.stderr and "--" not in done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("own_catalog")
def test_dismissed_papers_stay_away_and_issues_can_be_exported(
    run: Run, fixtures: Path, tmp_path: Path
) -> None:
    library = fixtures / "libraries/generalization.bib"
    shown = run("suggest", library, "--format", "json", "-n", "3")
    first = json.loads(shown.stdout)["suggestions"][0]
    assert run("feedback", "dismiss", first["id"]).returncode == 0
    to = ("--to", "mia@example.org", "-n", "3", "--output", tmp_path / "a.eml")
    assert run("digest", library, *to).returncode == 0
    text = text_of(tmp_path / "a.eml")
    assert first["title"] not in text
    made = email.message_from_bytes((tmp_path / "a.eml").read_bytes(), policy=policy)
    day = made["Date"].datetime.date().isoformat()
    exported = run("history", "--issue", day, "--format", "json")
    titles = [one["title"] for one in json.loads(exported.stdout)["suggestions"]]
    assert len(titles) == 3 and first["title"] not in titles
    rating = re.compile(r"^ +(?:\w+ )+match\b.*$", re.MULTILINE)
    told = [line.strip() for line in rating.findall(text)]
    table = run("history", "--issue", day).stdout
    assert [line.strip() for line in rating.findall(table)] == told and len(told) == 3
    wanted = run("history", "--issue", "2001-01-01")
    assert (
        wanted.returncode == 1 and "no issue of the profile 'default'" in wanted.stderr
    )
    figures = run("history")
    assert figures.stdout.startswith("Of 3 suggested papers, you added 0 (0%)")
    both = tmp_path / "both.bib"
    both.write_text(library.read_text() + f"\n@misc{{new, title={{{titles[0]}}}}}\n")
    assert run("digest", both, *to, "--force").returncode == 0
    assert run("history").stdout.startswith("Of 6 suggested papers, you added 1 (17%)")
    assert titles[1] not in text_of(tmp_path / "a.eml")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "/x"), "/x: the disk is full; free"),
        (RuntimeError("so"), "a bug in readnext: RuntimeError: so"),
        (MemoryError(), "not enough memory"),
        (InputError("/x: the file is empty"), "/x: the file is empty"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_one_profile_raises_the_others_are_run(
    settings: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    said: str,
) -> None:
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", environment["HOME"])
    started: list[str] = []

    def run_one(name: str) -> None:
        started.append(name)
        if len(started) == 1:
            raise error

    with pytest.raises(click.exceptions.Exit) as end:
        run_profiles(run_one, user_settings())
    assert end.value.exit_code == 1
    assert started == ["mine", "broken", "weekly"]
    assert capsys.readouterr().err.startswith(f"readnext: profile mine: {said}")


def test_several_profiles_load_a_catalog_once(
    settings: Path,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", environment["HOME"])
    loaded: list[object] = []

    def run_one(name: str) -> None:
        with Catalog.open(tmp_path / "shared", create=True) as catalog:
            catalog.add([Paper("1", "Ducks of the Pond")])
            loaded.append(catalog.columns())

    run_profiles(run_one, user_settings())
    assert len(loaded) == 3 and loaded[0] is loaded[1] is loaded[2]


def issues(home: Path) -> list[str]:
    return sorted(path.name for path in home.glob("*.eml"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [("mine",), ("--profile", "mine"), ("--profile=mine", "--no-update")],
)
def test_a_named_profile_alone_is_run(
    run: Run, settings: Path, home: Path, arguments: tuple[str, ...]
) -> None:
    done = run("digest", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert issues(home) == ["mine.eml"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--profile", "mien"), 2, "no profile 'mien'; did you mean 'mine'?"),
        (("mien",), 2, "no file and no profile 'mien'; did you mean 'mine'?"),
        (("mine", "mien"), 2, "'mine' is a profile and 'mien' is not"),
        (("mine", "--profile", "weekly"), 2, "name the profile once"),
        (("--to", "a@example.org"), 2, "--to cannot apply to several profiles"),
        (("mine", "weekly", "--output", "x.eml"), 2, "--output cannot apply"),
        (("zzz",), 2, "no profile 'zzz'; there are mine, broken, weekly"),
        (("none.bib", "--to", "a@b.example", "--dry-run"), 2, "none.bib"),
    ],
)
def test_what_cannot_be_meant_sends_nothing(
    run: Run,
    settings: Path,
    home: Path,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    done = run("digest", *arguments)
    assert done.returncode == code and said in done.stderr
    assert issues(home) == []


@pytest.mark.slow
def test_options_beside_a_profile_have_precedence(
    run: Run, settings: Path, home: Path
) -> None:
    done = run("digest", "mine", "--to", "lab@example.org", "-n", "1", "--dry-run")
    assert "To: lab@example.org" in done.stdout and "1 new paper" in done.stdout
    assert issues(home) == []
    both = run("digest", "mine", "weekly", "-n", "1", "--dry-run")
    assert both.stdout.count("To: ") == 2


@pytest.mark.usefixtures("own_catalog")
def test_a_transport_of_its_own_replaces_the_common_one(
    run: Run, settings: Path, home: Path, fixtures: Path
) -> None:
    settings.write_text(
        f"library = '{fixtures}/libraries/tiny.bib'\n"
        "[defaults]\nsendmail = 'false'\nn = 2\nto = 'a@example.org'\n"
        f"[profiles.own]\noutput = '{home}/own.eml'\n[profiles.common]\n"
    )
    assert run("digest", "own", "--no-update").returncode == 0
    failed = run("digest", "common", "--no-update")
    assert failed.returncode == 1 and "exit status 1" in failed.stderr
    typed = ("common", "--no-update", "--output", home / "typed.eml")
    assert run("digest", *typed).returncode == 0
    assert issues(home) == ["own.eml", "typed.eml"]
    test = ("--test", "--from", "mia@example.org", "--output", home / "test.eml")
    done = run("digest", fixtures / "libraries/tiny.bib", *test)
    assert done.returncode == 0 and "to mia@example.org" in done.stderr


def test_a_file_takes_the_mail_to_one_recipient(
    run: Run, settings: Path, home: Path, fixtures: Path
) -> None:
    library, one = fixtures / "libraries/tiny.bib", home / "one.eml"
    many = ("--to", "mia@example.org", "--to", "lab@example.org")
    for way in (("--output", one), ("--via", f"file:{one}")):
        done = run("digest", library, *many, *way)
        assert done.returncode == 2
        assert f"takes one recipient, since {one} holds one mail" in done.stderr
    assert run("digest", library, *many, "--output", one, "--check").returncode == 2
    assert run("digest", library, *many, "--output", one, "--dry-run").returncode == 0
    mine = settings.read_text().partition("[profiles.broken]")[0]
    both = '["mia@example.org", "lab@example.org"]'
    settings.write_text(mine.replace('"mia@example.org"', both))
    done = run("digest")
    assert done.returncode == 1 and "profile mine: --output takes one" in done.stderr
    assert issues(home) == [] and not list(home.rglob("history.sqlite"))
    # The same address twice is one recipient.
    twice = ("--to", "mia@example.org", "--to", "mia@EXAMPLE.org", "--output", one)
    assert run("digest", library, *twice).returncode == 0
    assert issues(home) == ["one.eml"]


def test_a_file_takes_the_mail_of_one_profile(
    run: Run, settings: Path, home: Path, fixtures: Path
) -> None:
    settings.write_text(
        f"library = '{fixtures}/libraries/tiny.bib'\n"
        f"[defaults]\nto = 'a@example.org'\nn = 2\noutput = '{home}/one.eml'\n"
        f"[profiles.a]\n[profiles.b]\n[profiles.c]\noutput = '{home}/other.eml'\n"
    )
    preview = run("digest", "--dry-run")
    assert (preview.returncode, preview.stdout.count("To: ")) == (0, 3)
    done = run("digest", "--no-update")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
    assert f"{settings}:5: profile b: output is the file of profile a" in done.stderr
    assert issues(home) == ["one.eml", "other.eml"]
    assert run("history", "--profile", "b").stdout.startswith("Nothing is recorded")


def test_profiles_are_listed(run: Run, settings: Path, home: Path) -> None:
    assert run("digest", "mine").returncode == 0
    text = settings.read_text() + "[profiles.odd]\nlibrary = '/x'\ncolour = 'red'\n"
    settings.write_text(text.replace("n = 3", "n = 3\nforce=1"))
    done = run("digest", "--list")
    assert done.returncode == 1 and "unknown key 'force'" in done.stderr
    settings.write_text(text)
    done = run("digest", "--list")
    heads, mine, broken, weekly, odd = done.stdout.splitlines()
    today, tomorrow = (dt.date.today() + dt.timedelta(n) for n in (0, 1))
    assert heads.split("  ")[0] == "profile" and heads.endswith("next due")
    assert mine.endswith(f"mia@example.org  {today}  {tomorrow}")
    assert weekly.endswith("lab@example.org  never       now")
    assert odd == "odd      not valid"
    assert f"{settings}:18: profile odd: unknown key 'colour'" in done.stderr
    assert broken.split()[1] == "/no/such.bib"
    assert run("digest", "--list", "weekly").stdout.count("\n") == 2
    assert run("digest", "--list", "wekly").returncode == 2
    assert run("digest", "--list", "--profile", "wekly").returncode == 2


@pytest.mark.slow
def test_the_list_says_who_unsubscribed(
    run: Run, settings: Path, home: Path, tmp_path: Path
) -> None:
    text = settings.read_text().partition("[profiles.broken]")[0]
    both = text.replace('"mia@example.org"', '["Mia@example.org", "jan@example.org"]')
    # The one who gets the last mail unsubscribes.
    program = f"sendmail = \"sh -c 'cat >{home}/mine.eml'\""
    both = both.replace(f'output = "{home}/mine.eml"', program)
    settings.write_text(f'{both}feedback-to = "me@example.org"\n')
    assert "unsubscribed" not in run("digest", "--list").stdout
    assert run("digest", "mine").returncode == 0
    issue = email.message_from_bytes((home / "mine.eml").read_bytes(), policy=policy)
    link = urlsplit(issue["List-Unsubscribe"].strip("<>"))
    answer = EmailMessage()
    answer["From"] = answer["To"] = "me@example.org"
    answer["Subject"] = parse_qs(link.query)["subject"][0]
    answer["Date"] = email.utils.localtime()
    answer["Message-ID"] = email.utils.make_msgid(domain="example.org")
    (tmp_path / "answer.eml").write_bytes(answer.as_bytes())
    done = run("feedback", "import", tmp_path / "answer.eml")
    assert done.returncode == 0, done.stderr
    today = dt.datetime.now(dt.UTC).date()
    (row,) = run("digest", "--list").stdout.splitlines()[1:]
    gone = issue["To"]
    assert f"{gone} (unsubscribed {today})" in row and row.count("unsubscribed") == 1
    assert run("digest", "mine", "--resume", "--force").returncode == 0
    assert "unsubscribed" not in run("digest", "--list").stdout


def test_defaults_and_several_recipients(
    run: Run, settings: Path, home: Path, fixtures: Path
) -> None:
    settings.write_text(
        f"library = '{fixtures}/libraries/tiny.bib'\n"
        f"[defaults]\nsendmail = \"sh -c 'cat >>{home}/out'\"\nn = 2\n"
        "[profiles.lab]\nto = ['mia@example.org', 'lab@example.org']\n"
    )
    done = run("digest", "lab", "--dry-run")
    assert "To: mia@example.org, lab@example.org" in done.stdout
    assert "2 new papers" in done.stdout
    assert run("digest", "lab").returncode == 0
    assert (home / "out").read_text().count("\nTo: ") == 2
    again = run("digest", "lab")
    assert again.stderr.count("was already sent to") == 2
    issue = run("history", "--issue", "today", "--format", "json")
    assert len(json.loads(issue.stdout)["suggestions"]) == 2
    assert run("history", "--profile", "lab").stdout.startswith("Of 2 suggested")
    wrong = run("history", "--profile", "lbb")
    assert wrong.returncode == 1 and "did you mean 'lab'?" in wrong.stderr
    assert run("history", "--issue", "today", "--profile", "lbb").returncode == 1

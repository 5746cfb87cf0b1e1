"""`readnext config`, and what commands take from the settings."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
BIB = "@misc{a, title={Double descent in random features}, author={Rosa Ash}}\n"


@pytest.fixture
def file(home: Path) -> Path:
    path = home / ".config/readnext/settings.toml"
    path.parent.mkdir(parents=True)
    return path


def test_settings_are_set_shown_and_removed(run: Run, home: Path, file: Path) -> None:
    assert run("config", "path").stdout == f"{file}\n"
    assert "no such file yet" in run("config", "show").stdout
    done = run("config", "set", "library", "mine.bib")
    assert done.returncode == 0, done.stderr
    assert "/mine.bib is not there; commands fail until it is" in done.stderr
    file.write_text(file.read_text() + "# my names\nme = ['Mia']  # as in papers\n")
    assert run("config", "set", "profiles.weekly.n", "3").returncode == 0
    assert run("config", "set", "me", "Mia Bogs", "M. Bogs").returncode == 0
    text = file.read_text()
    assert "# my names\nme = " in text and "# as in papers" in text
    shown = json.loads(run("config", "show", "--format", "json").stdout)
    assert shown["settings"]["me"] == ["Mia Bogs", "M. Bogs"]
    assert shown["settings"]["profiles"] == {"weekly": {"n": 3}}
    assert shown["settings"]["library"].endswith("/mine.bib")
    assert Path(shown["settings"]["library"]).is_absolute()
    assert run("config", "unset", "me").returncode == 0
    assert "me =" not in file.read_text()
    assert run("config", "unset", "me").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("libary", "x"), "unknown key 'libary'; did you mean 'library'?"),
        (("profiles.a", "x"), "write profiles.NAME.KEY"),
        (("library.x", "x"), "write library"),
        (("profiles.a.n", "zero"), "'zero' is not a valid integer"),
        (("profiles.a.colour", "red"), "unknown key 'colour'"),
        (("profiles.a.sinc", "2024"), "did you mean 'since'?"),
        (("profiles.a.since", "never"), "'never' is not a date"),
        (("catalog", "a", "b"), "takes one value"),
        (("formats.sugest", "json"), "did you mean 'suggest'?"),
        (("formats.suggest", "pdf"), "unknown format 'pdf'; there are table, "),
        (("formats.trending", "jsn"), "did you mean 'json'?"),
        (("sources", "arxiv:cs.LG", "foo"), "sources: foo: no such source; "),
    ],
)
def test_what_is_not_valid_is_refused(
    run: Run, file: Path, arguments: tuple[str, ...], said: str
) -> None:
    file.write_text("library = '/x.bib'\n")
    done = run("config", "set", *arguments)
    assert done.returncode == 2 and said in done.stderr
    assert file.read_text() == "library = '/x.bib'\n"


def test_everything_wrong_is_shown_with_its_line(run: Run, file: Path) -> None:
    file.write_text(
        "library = '/x.bib'\n[profiles.a]\nn = 'zero'\n[profiles.b]\nto = 3\n"
        "colour = 'red'\n[profiles.c]\nn = 2\n"
    )
    done = run("config", "show")
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith(f"readnext: {file}:3: profile a: n: 'zero' is not")
    assert second.startswith(f"readnext: {file}:6: profile b: unknown key 'colour'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[formats]\nsuggest = 'pdf'", "2: formats.suggest: unknown format 'pdf'; "),
        ("sources = ['foo:x']", "1: sources: foo:x: no such source; "),
        ("[experiment]\nb = {ranker = 'foo'}", "ranker is one of lightgbm, prior"),
        ("[experiment]\nb = {rankr = 'prior'}", "its keys are ranker and diversity"),
        ("[experiment]\nb = {diversity = 2}", "diversity is a number, 0 to 1"),
    ],
)
def test_values_that_a_command_would_refuse_are_shown(
    run: Run, file: Path, text: str, said: str
) -> None:
    file.write_text(f"{text}\n")
    done = run("config", "show")
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and f"{file}:" in line and said in line
    broken = run("doctor")
    assert broken.returncode == 1 and said in broken.stdout


def test_the_default_library_serves_every_command(
    run: Run, file: Path, tmp_path: Path
) -> None:
    library = tmp_path / "mine.bib"
    library.write_text(BIB)
    without = run("suggest")
    assert without.returncode == 2 and "readnext init" in without.stderr
    assert "config set library" in run("backtest").stderr
    file.write_text(f"library = '{library}'\n")
    assert json.loads(run("suggest", "--format", "json").stdout)["library"] == {
        "entries": 1,
        "usable": 1,
        "in_catalog": 0,
    }
    assert run("library", "show").stdout.count("Double descent") == 1
    assert run("library", "check").stdout.startswith("1 entry, 1 usable")
    assert "1 usable entries" in run("backtest").stdout
    other = tmp_path / "other.bib"
    other.write_text(BIB + BIB.replace("{a,", "{b,").replace("Double", "Triple"))
    assert run("library", "check", other).stdout.startswith("2 entries")


def test_a_profile_serves_suggest_and_backtest(
    run: Run, file: Path, tmp_path: Path
) -> None:
    library = tmp_path / "mine.bib"
    library.write_text(BIB)
    file.write_text(
        f"[defaults]\nto = 'mia@example.org'\nn = 1\n"
        f"[profiles.ash]\nlibrary = '{library}'\nuntil = 2021\n"
        "format = 'json'\n[profiles.bad]\nlibrary = '/x'\nn = 0\n"
    )
    unknown = run("suggest", "--profile", "ash")
    assert unknown.returncode == 2 and ":7: profile ash: unknown key" in unknown.stderr
    file.write_text(file.read_text().replace("format = 'json'\n", ""))
    shown = json.loads(run("suggest", "--profile", "ash", "--format", "json").stdout)
    (one,) = shown["suggestions"]
    assert one["date"] < "2022"
    typed = ("suggest", "--profile", "ash", "--format", "json", "-n", "2")
    assert len(json.loads(run(*typed, "--until", "2019").stdout)["suggestions"]) == 2
    assert "1 usable entries" in run("backtest", "--profile", "ash").stdout
    # Where and how an issue is sent is not where and how a list is printed.
    file.write_text(
        file.read_text().replace(
            "until", f"archive = 2\noutput = '{tmp_path}/a.eml'\nuntil"
        )
    )
    mailed = run("suggest", "--profile", "ash", "--format", "json")
    assert mailed.returncode == 0, mailed.stderr
    assert json.loads(mailed.stdout)["suggestions"] == shown["suggestions"]
    assert not (tmp_path / "a.eml").exists()
    file.write_text(
        file.read_text().replace(f"archive = 2\noutput = '{tmp_path}/a.eml'\n", "")
    )
    typo = run("suggest", "--profile", "ahs")
    assert typo.returncode == 2 and "did you mean 'ash'?" in typo.stderr
    bad = run("suggest", "--profile", "bad")
    assert bad.returncode == 2 and ":9: profile bad: n: 0 is not in" in bad.stderr


def test_the_catalog_can_be_elsewhere(run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text(f"catalog = '{tmp_path}/papers'\n")
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "x", "title": "On Ducks"}\n')
    assert run("catalog", "add", source).returncode == 0
    assert (tmp_path / "papers").is_dir()
    assert run("catalog", "stats").stdout.startswith(f"{tmp_path}/papers: 1 paper\n")
    file.write_text(f"catalog = '{source}'\n")
    assert run("catalog", "stats").stdout.startswith(f"{source}: 1 paper\n")
    done = run("catalog", "add", source)
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1


def test_a_catalog_of_the_settings_that_is_not_there_is_named(
    run: Run, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.bib").write_text(BIB)
    folder = tmp_path / "papers"
    file.write_text(f"catalog = '{folder}'\n")
    reading: list[tuple[str, ...]] = [
        ("suggest", "mine.bib"),
        ("trending",),
        ("catalog", "stats"),
        ("backtest", "mine.bib"),
        ("feedback", "like", "On Ducks"),
        ("digest", "mine.bib", "--to", "a@b.example", "--dry-run"),
    ]
    for arguments in reading:
        done = run(*arguments)
        (line,) = done.stderr.splitlines()
        assert done.returncode == 1 and not done.stdout, line
        assert f"{file}:1: catalog: there is no catalog in {folder}; " in line
    doctor = run("doctor")
    assert doctor.returncode == 1 and f"{folder}: not there yet" in doctor.stdout
    checked = run("library", "check", "mine.bib")
    assert f"there is no catalog in {folder}" in checked.stderr
    # What proposes sources for it, or creates it, works.
    assert run("catalog", "sources", "mine.bib").returncode == 0
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "x", "title": "On Ducks"}\n')
    assert run("catalog", "add", source).returncode == 0
    assert run("suggest", "mine.bib").returncode == 0


def test_the_default_format_can_be_chosen(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.bib").write_text(BIB)
    file.write_text("[formats]\nsuggest = 'json'\n")
    assert json.loads(run("suggest", "mine.bib").stdout)["readnext"]
    table = run("suggest", "mine.bib", "--format", "table")
    assert not table.stdout.startswith("{")
    file.write_text("[formats]\nsuggest = 'jsn'\n")
    assert "did you mean 'json'?" in run("suggest", "mine.bib").stderr


def test_defaults_are_checked_without_profiles(run: Run, file: Path) -> None:
    done = run("config", "set", "defaults.colour", "red")
    assert done.returncode == 2 and "unknown key 'colour'" in done.stderr
    file.write_text("[defaults]\nn = 0\n[profiles.a]\nlibrary='/x'\n[profiles.b]\n")
    shown = run("config", "show")
    assert shown.returncode == 1
    assert [line.split(": ")[1] for line in shown.stderr.splitlines()] == [
        f"{file}:2",
        f"{file}:5",
    ]


def test_a_byte_order_mark_and_line_ends_of_windows(run: Run, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfme = ['Mia']\r\n\r\n# note\r\nlibrary = '/x'\r\n")
    assert run("config", "set", "me", "Mia Bogs").returncode == 0
    assert b"# note\r\nlibrary = '/x'\r\n" in file.read_bytes()
    file.write_bytes(file.read_bytes() + b"zzz = 1\r\n")
    assert f"{file}:5: unknown key 'zzz'" in run("suggest").stderr


@pytest.mark.slow
@pytest.mark.parametrize("date", ["30d", "2w", "6m", "1y", "yesterday", "today"])
def test_relative_dates_are_understood(run: Run, tmp_path: Path, date: str) -> None:
    (tmp_path / "mine.bib").write_text(BIB)
    limits = ("--since", date, "--until", date, "--min-probability", "20%")
    done = run("suggest", "mine.bib", *limits)
    assert done.returncode == 0, done.stderr
    for wrong in ("30x", "d", "-3d", "tomorow"):
        assert "is not a date" in run("suggest", "mine.bib", "--since", wrong).stderr
    for wrong in ("120%", "x%", "%"):
        low = run("suggest", "mine.bib", "--min-probability", wrong)
        assert low.returncode == 2, wrong

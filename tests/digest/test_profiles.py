"""The settings file of digests."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext.digest.profiles import parse_profiles, read_profiles
from readnext.errors import InputError

WHOLE = """
[profiles.weekly]
library = ["~/refs/mine.bib", "zotero:"]
to = "mia@example.org"
n = 5
schedule = "weekly"
min_probability = 0.25
since = 2024-01-01
category = ["cs.LG", "cs.CL"]
has-code = true
no-update = false
smtp = "smtps://mia@mail.example.org"

[profiles.lab]
library = "/srv/lab.bib"
output = "/srv/digests/lab.eml"
to = "lab@example.org"
"""


def test_a_profile_is_arguments_of_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/mia")
    weekly, lab = parse_profiles(WHOLE, "settings.toml")
    assert (weekly.name, weekly.days, lab.days) == ("weekly", 7, 1)
    assert weekly.arguments == (
        "--profile",
        "weekly",
        "/home/mia/refs/mine.bib",
        "zotero:",
        "--to=mia@example.org",
        "-n",
        "5",
        "--min-probability=0.25",
        "--since=2024-01-01",
        "--category=cs.LG",
        "--category=cs.CL",
        "--has-code",
        "--smtp=smtps://mia@mail.example.org",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it has no profiles; add"),
        ("[profiles]\na = 1", "profile a: not a table"),
        ("[profiles.a]\nto = 'x'", "profile a: no library"),
        ("[profiles.a]\nlibrary = 'x.bib'", "'x.bib'; write an absolute path"),
        ("[profiles.a]\nlibrary = '/x'\nschedule = 'hourly'", "daily or weekly"),
        ("[profiles.a]\nlibrary = [true]", "library is True"),
        ("[profiles.a]\nlibrary = '/x'\nto = {a = 1}", "to is {'a': 1}; write a"),
        ("[profiles.a\n", "at line 1"),
    ],
)
def test_mistakes_are_told_with_their_place(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_profiles(text, "/home/mia/settings.toml")
    assert str(caught.value).startswith("/home/mia/settings.toml: ")
    assert said in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such settings file; name a LIBRARY"):
        read_profiles(tmp_path / "settings.toml")
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="utf-8"):
        read_profiles(tmp_path / "settings.toml")

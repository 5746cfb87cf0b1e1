"""Digest profiles of the settings file."""

from __future__ import annotations

import pytest

from readnext.digest.profiles import find_profile
from readnext.errors import InputError
from readnext.user_settings import parse_settings

WHOLE = """
library = "/home/mia/default.bib"

[defaults]
sendmail = "msmtp -t"
n = 7

[profiles.weekly]
library = ["~/refs/mine.bib", "zotero:"]
to = ["mia@example.org", "lab@example.org"]
n = 5
schedule = "weekly"
min_probability = 0.25
since = 2024-01-01
has-code = true
no-update = false

[profiles.lab]
output = "/srv/digests/lab.eml"
to = "lab@example.org"
"""


def test_a_profile_is_options_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mia")
    settings = parse_settings(WHOLE, "settings.toml")
    weekly, lab = (find_profile(settings, name) for name in ("weekly", "lab"))
    assert (weekly.days, lab.days) == (7, 1)
    assert weekly.libraries == ("/home/mia/refs/mine.bib", "zotero:")
    assert lab.libraries == ("/home/mia/default.bib",)
    assert weekly.options == {
        "sendmail": "msmtp -t",
        "n": "5",
        "to": ["mia@example.org", "lab@example.org"],
        "min-probability": "0.25",
        "since": "2024-01-01",
        "has-code": True,
        "no-update": False,
    }
    assert lab.options["n"] == "7"
    assert lab.places["n"] == "settings.toml:6"
    assert weekly.places["min-probability"] == "settings.toml:13"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", "", "no profile 'a', nor any other; add"),
        ("[profiles.aa]\n", "", "no profile 'a'; did you mean 'aa'?"),
        ("[profiles]\n\na = 1", ":3", "profile a is not a table"),
        ("[profiles.a]\nto = 'x'", ":1", "profile a: no library"),
        ("[profiles.a]\nlibrary = 'x.bib'", ":2", "'x.bib'; write an absolute path"),
        ("[profiles.a]\nlibrary='/x'\nschedule='hourly'", ":3", "daily or weekly"),
        ("[profiles.a]\nlibrary = [true]", ":2", "library is True"),
        ("[profiles.a]\nlibrary='/x'\nto={a=1}", ":3", "to is {'a': 1}; write a"),
        ("[profiles.a]\n\n[profiles.b\n", ":3", "not valid TOML"),
        ("me = 'a\u2028b'\n[profiles.aa]\n[profiles.b]\nn=1\nm=", ":5", "not valid"),
    ],
)
def test_mistakes_are_reported_with_their_line(text: str, line: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        find_profile(parse_settings(text, "/home/mia/settings.toml"), "a")
    assert str(caught.value).startswith(f"/home/mia/settings.toml{line}: ")
    assert said in str(caught.value)

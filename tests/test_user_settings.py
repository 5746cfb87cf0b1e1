"""The settings file: what it may say, and where a mistake in it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import InputError
from readnext.user_settings import SettingsText, parse_settings, read_settings

WHOLE = """\
library = ["~/mine.bib", "zotero:"]
catalog = "/srv/papers"
sources = ["arxiv:cs.LG"]
me = "Mia Bogs"

[formats]
suggest = "json"

[mail]
password_command = "pass show mail"
"""


def test_a_whole_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mia")
    settings = parse_settings(WHOLE, "s.toml")
    assert settings.libraries == ("/home/mia/mine.bib", "zotero:")
    assert settings.catalog == Path("/srv/papers")
    assert (settings.sources, settings.me) == (("arxiv:cs.LG",), ("Mia Bogs",))
    assert settings.formats == {"suggest": "json"}
    assert settings.mail == {"password-command": "pass show mail"}


def test_a_missing_file_has_no_settings(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "none.toml")
    assert (settings.libraries, settings.profiles) == ((), {})
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"bad\.toml: not UTF-8"):
        read_settings(tmp_path / "bad.toml")


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("\nlibary = '/x'", ":2", "unknown key 'libary'; did you mean 'library'?"),
        ("me = [\n 'a',\n]\nzzz = 1", ":4", "unknown key 'zzz'; there are library,"),
        ("me = 3", ":1", "me is 3; write a string or a list of strings"),
        ("library = 'mine.bib'", ":1", "'mine.bib' is not an absolute path"),
        ("library = ''", ":1", "library is ''; write a string"),
        ("catalog = ['/a']", ":1", "catalog is ['/a']; write the path of a folder"),
        ("profiles = 1", ":1", "profiles is 1; write a table"),
        ("[mail]\n# mine\npasword-file='/x'", ":3", "did you mean 'password-file'?"),
        ("[formats]\nsuggest = 1", ":2", "formats.suggest is 1; write a string"),
        ('me = """\nlibary = 1\n"""\nlibary = 2', ":4", "unknown key 'libary'"),
        ("a b", ":1", "not valid TOML"),
        ("me = 'a'\nme = [\n1,", ":3", "not valid TOML"),
    ],
)
def test_mistakes_have_file_and_line(text: str, place: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_settings(text, "s.toml")
    assert str(caught.value).startswith(f"s.toml{place}: ")
    assert said in str(caught.value)


def test_further_mistakes_are_counted() -> None:
    with pytest.raises(InputError, match=r"and 1 more: 'readnext config show'"):
        parse_settings("a = 1\nb = 2", "s.toml")


FILLERS = st.sampled_from(
    ["", "# note", "x{n} = 1", "x{n} = [\n  1,\n  # one\n]", "x{n} = '''\ny = 1\n'''"]
)


@given(st.lists(FILLERS, max_size=6))
def test_the_line_of_a_key_is_where_it_is_written(fillers: list[str]) -> None:
    before = "\n".join(one.format(n=number) for number, one in enumerate(fillers))
    text = f"{before}\nkey = [\n1]\nlast = 2\n"
    line = before.count("\n") + 2
    source = SettingsText(text, "s")
    assert source.place("key") == f"s:{line}"
    assert source.place("last") == f"s:{line + 2}"
    assert source.place("none") == "s"

"""Tables of the settings with values of several kinds."""

from __future__ import annotations

import pytest

from readnext.errors import InputError
from readnext.request import Watch
from readnext.settings_tables import PAGE_KEYS
from readnext.user_settings import parse_settings


@pytest.mark.parametrize(
    ("text", "watch"),
    [
        ("", Watch()),
        ('[watch]\npeople = "Mia Bogs"', Watch(people=("Mia Bogs",))),
        ('[watch]\nlabs = ["Fen", "Moss"]', Watch(labs=("Fen", "Moss"))),
        ("[watch]\ncites = true", Watch(cites=True)),
        ("[watch]\ncites = false", Watch()),
        ('[watch]\ncites = ["dai2019"]', Watch(cites=True, cited_keys=("dai2019",))),
    ],
)
def test_a_watch_list_is_read(text: str, watch: Watch) -> None:
    assert parse_settings(text, "s.toml").watch == watch
    assert bool(parse_settings(text, "s.toml").watch) == bool(watch)


def test_the_keys_of_the_page_are_read() -> None:
    text = '[keys]\nlike = "y"\ndismiss = "n"\nundo = "é"'
    keys = parse_settings(text, "s.toml").keys
    assert keys == {**PAGE_KEYS, "like": "y", "dismiss": "n", "undo": "é"}
    swapped = parse_settings('[keys]\nnext = "k"\nprevious = "j"', "s.toml").keys
    assert (swapped["next"], swapped["previous"]) == ("k", "j")
    assert parse_settings("", "s.toml").keys == PAGE_KEYS


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[keys]\nlike = "yes"', "s.toml:2: keys.like is 'yes'; write one character"),
        ('[keys]\nlike = " "', "s.toml:2: keys.like is ' '; write one character"),
        ('[keys]\nlove = "y"', "s.toml:2: unknown key 'love'"),
        ('[keys]\nlike = "d"', "s.toml:1: keys.like is 'd', which is the key of dis"),
    ],
)
def test_a_wrong_key_is_an_error_with_its_line(text: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        parse_settings(text, "s.toml")
    assert str(error.value).startswith(why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "[watch]\npeople = 3",
            "s.toml:2: watch.people is 3; write a string or a list",
        ),
        ("[watch]\ncites = 1", "s.toml:2: watch.cites is 1; write true, or a list of"),
        ('[watch]\nlab = "Fen"', "s.toml:2: unknown key 'lab'; did you mean 'labs'?"),
        ("watch = 1", "s.toml:1: watch is 1; write a table"),
    ],
)
def test_a_wrong_watch_list_is_an_error_with_its_line(text: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        parse_settings(text, "s.toml")
    assert str(error.value).startswith(why)

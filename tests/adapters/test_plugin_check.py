"""What is wrong with the objects of other packages, by real protocols."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from readnext_adapters.libraries import LibraryFormat
from readnext_adapters.plugin_check import misfit
from readnext_adapters.sources.feed import parse
from readnext_adapters.sources.protocol import Source


def read(data: bytes, name: str) -> object:
    return iter((data, name))


def made(**names: object) -> object:
    fine = {"SUFFIXES": (".xyz",), "detect": str.isdigit, "read": read}
    return SimpleNamespace(**fine | names)


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        (made(), ""),
        (made(read=lambda *everything: everything), ""),
        (made(read=lambda data, name, more=1: data), ""),
        (made(SUFFIXES=()), ""),
        (made(SUFFIXES=".xyz"), "SUFFIXES is '.xyz', not tuple[str, ...]"),
        (made(SUFFIXES=(1,)), "SUFFIXES is (1,), not tuple[str, ...]"),
        (made(detect=True), "detect is True, not a function"),
        (made(read=lambda data: data), "read takes (data), not (data, name)"),
        (
            SimpleNamespace(SUFFIXES=(), read=read),
            "it lacks detect of LibraryFormat",
        ),
        (None, "it lacks SUFFIXES and detect and read of LibraryFormat"),
    ],
)
def test_a_library_format(plugin: object, said: str) -> None:
    assert misfit(plugin, LibraryFormat) == said


def test_a_source() -> None:
    assert misfit(parse("https://example.org/rss"), Source) == ""
    assert misfit(None, Source).startswith("it lacks name and pages and patience")

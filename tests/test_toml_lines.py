"""The line of each key in a TOML file."""

from __future__ import annotations

import time
import tomllib

import pytest

from readnext.errors import InputError
from readnext.toml_lines import DEEPEST, Keys, lines_of
from readnext.user_settings import parse_settings

TEXTS = (
    'a = """\nb = 1\n""""\nb = 2 # ["',
    "a = '''\n[b]\n''''\n[b]\nc = ']'\n",
    'a = ""\n"b c" = "\\""\n\'d[\' = [ # ]\n  "]", [1],\n]\ne = {f = [\n1]}\n',
    "[a.b]\n  # [x]\n  c = 1\n[a.d]\nc.e.f.g.h = 2\n[a]\ni = 3",
    "[profiles]\n[profiles.x]\n\n\nto = 'a'\n\n[[y]]\nz = 1\n[profiles.z]\n",
    "a = 1979-05-27\n\t[ b ]\n\n[b.c]\n",
)


def by_prefixes(text: str, wanted: Keys) -> int | None:
    """The line of a key, in the obvious way: where the beginning first has it."""
    lines = [f"{line}\n" for line in text.split("\n")]
    complete = 0
    for number in range(1, len(lines) + 1):
        try:
            table: object = tomllib.loads("".join(lines[:number]))
        except ValueError:
            continue
        for key in wanted:
            table = table.get(key) if isinstance(table, dict) else None
        if table is not None:
            return complete + 1
        complete = number
    return None


@pytest.mark.parametrize("text", TEXTS)
def test_every_key_is_on_the_line_where_it_begins(text: str) -> None:
    found = lines_of(text)
    assert found
    for keys, line in found.items():
        assert (keys, line) == (keys, by_prefixes(text, keys))
        assert len(keys) <= DEEPEST


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"k{n} = 1\n" for n in range(15_000)),
        "me = [\n" + '"a",\n' * 60_000 + "]\nzzz = 1",
        'me = """\n' + "a\n" * 200_000 + '"""\nzzz = 1',
    ],
    ids=["keys", "list", "string"],
)
@pytest.mark.slow
def test_a_large_file_takes_little_time(text: str) -> None:
    start = time.process_time()
    with pytest.raises(InputError, match="unknown key"):
        parse_settings(text, "s")
    assert time.process_time() - start < 10

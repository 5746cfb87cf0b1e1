"""The lines on which the keys of a TOML file are, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache

Keys = tuple[str, ...]
DEEPEST = 4  # parts of the longest key that is found, so that time stays linear

# Line breaks and brackets, and what hides them: strings and comments.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[{\]}\n]",
    re.DOTALL,
)


@lru_cache(4)
def lines_of(text: str) -> Mapping[Keys, int]:
    r"""Return the line on which each key of a valid TOML text begins, from 1.

    The time is in proportion to the text. Keys of more than `DEEPEST` parts, and keys
    of tables in lists, are left out.

    >>> lines_of("a = [\n1]\n[b]\nc.d = 2")
    {('a',): 1, ('b',): 3, ('b', 'c'): 4, ('b', 'c', 'd'): 4}
    """
    found: dict[Keys, int] = {}
    table: Keys | None = ()
    for line, statement in _statements(text):
        try:
            content = tomllib.loads(statement)
        except (ValueError, RecursionError):
            continue
        if statement.lstrip(" \t").startswith("["):
            table = _header(content)
            keys = [table[:end] for end in range(1, len(table) + 1)] if table else []
        else:
            keys = [] if table is None else list(_paths(content, table))
        for key in keys:
            found.setdefault(key, line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The headers and assignments of a text, with the lines on which they begin."""
    start = depth = 0
    line = begun = 1
    for token in _TOKEN.finditer(text):
        kind = token[0]
        line += kind.count("\n")
        depth += (kind in "[{") - (kind in "]}")
        if kind == "\n" and not depth:
            yield begun, text[start : token.end()]
            start, begun = token.end(), line
    yield begun, text[start:]


def _header(content: object) -> Keys | None:
    """The keys of a table's header, at most `DEEPEST`; None for a table in a list."""
    keys: list[str] = []
    while isinstance(content, dict) and content:
        ((key, content),) = content.items()
        keys.append(key)
    return tuple(keys[:DEEPEST]) if isinstance(content, dict) else None


def _paths(content: object, above: Keys) -> Iterator[Keys]:
    if isinstance(content, dict) and len(above) < DEEPEST:
        for key, value in content.items():
            yield (*above, key)
            yield from _paths(value, (*above, key))

"""Zotero's Extra field: lines ``Name: value`` for what has no field of its own.

Besides Zotero's own lines this knows the spellings of Better BibTeX: ``{:DOI: ..}``,
``tex.eprint: ..`` and ``biblatex.doi= ..``, and ``_eprint: ..``, where Zotero's import
of BibTeX puts a field that it does not know.
"""

from __future__ import annotations

import re

from readnext_adapters.parsing.markup import strip_markup

_LINE = re.compile(
    r"\s*\{?:?\s*(?:(?:tex|bibtex|biblatex|csl)\.)?"
    r"_?(?P<name>[A-Za-z][A-Za-z _-]{1,30}?)\*?\s*(?P<sign>[:=])\s*(?P<value>\S.*)"
)
_LONGEST = 100_000

Extra = dict[str, list[str]]


def parse_extra(text: str) -> Extra:
    r"""Return the values of each name, names in lower case with single hyphens.

    >>> parse_extra("arXiv: 2101.01234 [cs]\nOriginal Date: 1814\nmy own words")
    {'arxiv': ['2101.01234 [cs]'], 'original-date': ['1814']}
    """
    found: Extra = {}
    for line in text[:_LONGEST].splitlines():
        match = _LINE.fullmatch(line)
        if not match:
            continue
        value = match["value"].strip()
        if line.lstrip().startswith("{"):
            value = value.removesuffix("}")
        name = re.sub(r"[\s_-]+", "-", match["name"].strip().lower())
        found.setdefault(name, []).append(strip_markup(value))
    return found


def first_of(extra: Extra, *names: str) -> str:
    """Return the first value that one of the names has, or ""."""
    return next((extra[name][0] for name in names if name in extra), "")

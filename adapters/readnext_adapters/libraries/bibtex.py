"""BibTeX and BibLaTeX files, also those that are damaged.

All readable parts of a damaged entry are kept, and a problem reports the damage.
`bibblocks` splits the text, this module resolves macros, repeated keys and inherited
fields, `bibfields` builds the entries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.bibblocks import Block, Macro, RawEntry, read_blocks
from readnext_adapters.libraries.bibfields import entry_of, stated_dates
from readnext_adapters.libraries.bibgroups import read_groups
from readnext_adapters.libraries.bibinherit import PartialEntry, inherit
from readnext_adapters.libraries.bibvalues import Macros, Value
from readnext_adapters.libraries.bibverdict import unknown_verdict
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.mixed_formats import ris_within
from readnext_adapters.parsing.unread_dates import unread_date

SUFFIXES: tuple[str, ...] = (".bib", ".bibtex", ".biblatex")

_BLOCK = re.compile(r"^[^\S\n]*@[^\S\n]*[A-Za-z][\w-]*\s*[{(]", re.MULTILINE)
_STRING = re.compile(rb"@\s*string\b", re.IGNORECASE)
_OTHER_BLOCK = re.compile(r"^\s*@(?!\s*(?:string|comment|preamble)\b)", re.I | re.M)
_OTHER_FORMAT = re.compile(r"\s*(?:[\[{<]|TY  - )")


def detect(head: str) -> bool:
    r"""Tell from a file's first characters whether it is BibTeX.

    >>> detect("% my papers\n@article{key,"), detect('{"title": "@article{"}')
    (True, False)
    """
    head = head.removeprefix("\ufeff")
    return not _OTHER_FORMAT.match(head) and bool(_BLOCK.search(head))


Definitions = Mapping[str, Value]


def definitions(data: bytes) -> dict[str, Value]:
    """Return the ``@string`` macros that a file defines, by name in lower case."""
    if not _STRING.search(data):
        return {}
    blocks = read_blocks(decode_bytes(data).text, "", kind="string")
    return {block.name: block.value for block in blocks if isinstance(block, Macro)}


def read(
    data: bytes, name: str, shared: Definitions = MappingProxyType({})
) -> Iterator[Entry | Problem]:
    """Yield the entries of a file in order, and its problems.

    A repaired entry comes with a problem. Of two entries with the same key the second
    is called ``key-2``; undefined macros are replaced by their names. `shared` are
    macros of other files; the file's own come before them.
    """
    decoded = decode_bytes(data)
    for note in decoded.notes:
        yield Problem(f"{name}:1", note)
    blocks = list(read_blocks(decoded.text, name))
    yield from (block for block in blocks if isinstance(block, Problem))
    partial = list(_partial_entries(blocks, shared))
    inherit(partial)
    groups = read_groups(decoded.text)
    for one in partial:
        where = f"{name}:{one.line}"
        entry = entry_of(one.type, one.key, one.fields, where)
        collections = groups.of(one.key, entry.collections, one.fields)
        yield replace(entry, collections=collections)
        if entry.date is None:
            yield from unread_date(stated_dates(one.fields), where, one.key)
        yield from (Problem(where, why) for why in one.problems)
        if why := unknown_verdict(one.fields):
            yield Problem(where, _named(one.key, why))
    if not partial and not _defines_only(blocks, decoded.text):
        yield Problem(f"{name}:1", "no BibTeX entry was found")
    yield from ris_within(decoded.text, name)


def _defines_only(blocks: list[Block], text: str) -> bool:
    """Tell whether a file has macros and nothing that may have been an entry."""
    macros = any(isinstance(block, Macro) for block in blocks)
    return macros and not _OTHER_BLOCK.search(text)


def _partial_entries(
    blocks: list[Block], shared: Definitions
) -> Iterator[PartialEntry]:
    """Yield the entries with expanded macros and unique keys."""
    own = {block.name: block.value for block in blocks if isinstance(block, Macro)}
    macros = Macros.of({**shared, **own})
    taken = {block.key for block in blocks if isinstance(block, RawEntry)}
    seen: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, Macro):
            macros.define(block.name, block.value)
        elif isinstance(block, RawEntry):
            yield _partial_entry(block, macros, seen, taken)


def _partial_entry(
    raw: RawEntry, macros: Macros, seen: Counter[str], taken: set[str]
) -> PartialEntry:
    fields = {name: macros.expand(value) for name, value in raw.fields.items()}
    problems = [_named(raw.key, why) for why in raw.problems]
    for macro in macros.undefined:
        problems.append(f"macro {macro} is not defined; its name is used instead")
    macros.undefined.clear()
    key = raw.key
    seen[key] += 1
    if not key:
        problems.append("an entry without a key")
    elif seen[key] > 1:
        number = seen[key]
        while (new := f"{key}-{number}") in taken:
            number += 1
        taken.add(new)
        problems.append(f"key {key} occurs again; this entry is called {new}")
        key = new
    return PartialEntry(raw.type, key, raw.line, fields, problems)


def _named(key: str, why: str) -> str:
    return f"{key}: {why}" if key else why

"""A .bib file's text to its blocks: entries with raw values, macros, problems.

The text is cut before every line that opens a block, and each piece goes to
bibtexparser's `Splitter`. In a piece of its own, a broken entry cannot damage its
neighbours, and the time is linear in the file's size. What the splitter rejects, or
reads only by joining two fields, goes to
`bibsalvage`, which takes from the ruins what can be read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import bibtexparser.model as bp
from bibtexparser.splitter import Splitter

from readnext.paper import Problem
from readnext_adapters.libraries.bibcomments import without_comments
from readnext_adapters.libraries.bibsalvage import Salvaged, salvage
from readnext_adapters.libraries.bibvalues import Value, parse_value

# Every problem is yielded with its position; log lines would duplicate it.
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

_START = re.compile(
    r"@[^\S\n]*(?P<kind>[A-Za-z][\w:+-]*)(?P<gap>\s*)"
    r"(?=\{|\(\s*[^\s(){},=\"]+\s*[,=]|\(\s*[\"{)])"
)
_NOT_ENTRIES = frozenset(("comment", "string", "preamble"))
# The rest of an entry that a surplus brace closed too early.
_FIELDS_LEFT = re.compile(r"\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
# A further entry on the line on which a broken one ends.
_INLINE = re.compile(
    r"(?<=[}\s])@[A-Za-z]\w*\s*\{[^\s{},=]*\s*,"
    r"|(?<=\})[^\S\n]*@[A-Za-z]\w*\s*\{"
)
# The separator of two fields of one name that are joined.
_JOINTS = dict.fromkeys(("keywords", "mendeley-tags", "groups"), ", ")
_JOINTS |= dict.fromkeys(("author", "editor"), " and ")


@dataclass(slots=True)
class RawEntry:
    """A raw entry: values not yet expanded, line counted from 1."""

    type: str
    key: str
    line: int
    fields: dict[str, Value] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, name: str, value: Value) -> None:
        """Add a field; of two that differ, the first non-empty one is kept."""
        name = name.lower()
        first = self.fields.get(name)
        if not first or not any(text for _, text in first):
            self.fields[name] = value
        elif name in _JOINTS:
            if value != first:
                self.fields[name] = (*first, (True, _JOINTS[name]), *value)
                self.problems.append(f"field {name} occurs twice; they were joined")
        elif value and value != first:
            self.problems.append(f"field {name} occurs twice; the first was kept")


@dataclass(frozen=True, slots=True)
class Macro:
    """A ``@string`` definition."""

    name: str
    value: Value


Block = RawEntry | Macro | Problem


def read_blocks(text: str, name: str, kind: str = "") -> Iterator[Block]:
    """Yield the blocks of a file in their order, or only those of a kind."""
    starts = [m.start() for m in _START.finditer(text) if _begins_line(text, m.start())]
    pieces = [text[a:b] for a, b in pairwise([0, *starts, len(text)])]
    line, number = 1, 0
    while number < len(pieces):
        piece, here = without_comments(_tidy_head(pieces[number])), line
        line += pieces[number].count("\n")
        number += 1
        if "@" not in piece or not piece[: len(kind) + 1].lower().endswith(kind):
            continue
        blocks = Splitter(piece).split().blocks
        if whole := _joined(piece, blocks, pieces[number : number + 1]):
            yield Problem(f"{name}:{line}", "an entry inside a field: left there")
            line += pieces[number].count("\n")
            number += 1
            piece, blocks = whole, Splitter(whole).split().blocks
        yield from _piece(piece, blocks, here, name)


def _begins_line(text: str, position: int) -> bool:
    while position and text[position - 1] in " \t":
        position -= 1
    return not position or text[position - 1] == "\n"


def _is_broken(blocks: Iterable[bp.Block]) -> bool:
    return any(
        isinstance(block, bp.ParsingFailedBlock) and block.ignore_error_block is None
        for block in blocks
    )


def _joined(piece: str, blocks: list[bp.Block], following: list[str]) -> str:
    """Return a broken piece joined with the next, if that is a valid entry, else "".

    This is the case if a field quotes an entry. Entries in an ``@comment`` remain
    entries, as for BibTeX.
    """
    head = _START.match(piece)
    if not _is_broken(blocks) or not head or head["kind"].lower() in _NOT_ENTRIES:
        return ""
    whole = f"{piece.rstrip()} {''.join(following).lstrip()}"
    sound = following and not _is_broken(Splitter(whole).split().blocks)
    return whole if sound else ""


def _tidy_head(piece: str) -> str:
    """Normalise ``@ article <newline> {`` to the form that the splitter accepts."""
    if not (head := _START.match(piece)):
        return piece
    kind = re.sub(r"\W", "_", head["kind"])
    opener = piece[head.end()]
    return f"@{kind}{opener}{head['gap']}{piece[head.end() + 1 :]}"


def _piece(text: str, blocks: list[bp.Block], line: int, name: str) -> Iterator[Block]:
    """Yield the blocks of one piece: usually one, more if they share a line."""
    position = 0
    for number, block in enumerate(blocks):
        at = line + (block.start_line or 0)
        raw = block.raw or ""
        start = text.find(raw, position)
        position = start + len(raw)
        if isinstance(block, bp.ImplicitComment | bp.ExplicitComment | bp.Preamble):
            continue
        if (read := _whole(block, blocks[number + 1 :], at)) is not None:
            yield read
        else:
            yield from _broken_line(text[start:], at, name)
            return


def _broken_line(text: str, line: int, name: str) -> Iterator[Block]:
    """Salvage a broken block, and parse the blocks that follow on its last line."""
    starts = [match.start() for match in _INLINE.finditer(text)]
    ends = [*starts, len(text)]
    yield from _broken(text[: ends[0]], line, name)
    for last, start, end in zip([0, *starts], starts, ends[1:], strict=False):
        line += text.count("\n", last, start)
        piece = text[start:end].lstrip()
        yield from _piece(piece, Splitter(piece).split().blocks, line, name)


def _whole(block: bp.Block, after: Iterable[bp.Block], line: int) -> Block | None:
    """Return a block that was read without loss, else None."""
    while isinstance(block, bp.ParsingFailedBlock):
        if block.ignore_error_block is None:
            return None
        block = block.ignore_error_block
    if isinstance(block, bp.String):
        value = parse_value(block.value)
        return None if value is None else Macro(block.key.lower(), value)
    if not isinstance(block, bp.Entry):
        return None
    junk = next(iter(after), None)
    if isinstance(junk, bp.ImplicitComment) and _FIELDS_LEFT.match(junk.comment):
        return None
    entry = RawEntry(block.entry_type, " ".join(block.key.split()), line)
    for raw in block.fields:
        if (value := parse_value(raw.value)) is None or not raw.key.strip():
            return None
        entry.add(raw.key, value)
    return entry


def _broken(text: str, line: int, name: str) -> Iterator[Block]:
    """Yield what can be saved of a broken block."""
    found = salvage(text)
    if found.type == "string":
        yield from _broken_string(found, line, name)
    elif not found.key and not found.fields:
        yield Problem(f"{name}:{line}", "an empty entry")
    elif found.type not in _NOT_ENTRIES:
        entry = RawEntry(found.type, found.key, line, problems=list(found.notes))
        for field_name, value in found.fields:
            entry.add(field_name, value)
        yield entry


def _broken_string(found: Salvaged, line: int, name: str) -> Iterator[Block]:
    where = f"{name}:{line}"
    for macro, value in found.fields:
        yield Macro(macro.lower(), value)
    yield Problem(where, "@string is damaged: " + "; ".join(found.notes or ["?"]))

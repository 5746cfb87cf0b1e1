"""Records of tagged lines, as RIS, EndNote's .enw and PubMed's .nbib have them.

A line is a tag with its value, or continues the value of the previous line. The syntax
of tags, and which one begins or ends a record, depends on the format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from readnext.paper import Entry, Problem
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys, without_common_labels
from readnext_adapters.parsing.mixed_formats import bibtex_within
from readnext_adapters.parsing.unread_dates import unread_date

_LONGEST_VALUE = 2_000_000


@dataclass(frozen=True, slots=True)
class Grammar:
    """The syntax of a format's lines.

    `line` has the groups ``tag`` and ``value``; a record begins with `first`, and ends
    with `last` or, where that is "", at the next `first` or a blank line. What stands
    after a blank line, or before `first`, belongs to the record as well, unless both
    parts have one of the tags of a title. `dates` are the tags of the date.
    """

    line: re.Pattern[str]
    first: str
    last: str = ""
    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(slots=True)
class TaggedRecord:
    """The tagged lines of one record, in their order."""

    line: int
    values: list[tuple[str, str]] = field(default_factory=list)
    begun: bool = False
    closed: bool = False
    apart: bool = False

    def first(self, *tags: str) -> str:
        """Return the first value of the first of the tags that has one, or ""."""
        return next((v for tag in tags for v in self.all(tag)), "")

    def all(self, *tags: str) -> list[str]:
        """Return the values of all these tags, in the order of the record."""
        return [value for tag, value in self.values if tag in tags and value]


def read_entries(
    data: bytes,
    name: str,
    grammar: Grammar,
    entry_of: Callable[[TaggedRecord, str], Entry],
    none: str,
    *,
    labels: bool = False,
) -> Iterator[Entry | Problem]:
    """Yield the records of a file as entries; without any, the problem `none`.

    `labels` says that the entries' keys are labels, which may be no keys.
    """
    decoded = decode_bytes(data)
    yield from (Problem(f"{name}:1", note) for note in decoded.notes)
    records = list(read_records(decoded.text, grammar))

    def items_of(record: TaggedRecord) -> Iterator[Entry | Problem]:
        entry = entry_of(record, f"{name}:{record.line}")
        yield entry
        if entry.date is None:
            yield from unread_date(record.all(*grammar.dates), entry.where, entry.key)

    items = [item for one in records for item in items_of(one)]
    yield from with_keys(without_common_labels(items) if labels else items)
    yield from bibtex_within(decoded.text, name)
    if not records:
        yield Problem(f"{name}:1", none)


def read_records(text: str, grammar: Grammar) -> Iterator[TaggedRecord]:
    """Yield the records of a text; lines outside of records are ignored."""
    last: TaggedRecord | None = None
    for part in _parts(text, grammar):
        if last is not None and _belongs(part, last, grammar):
            last.values += part.values
            last.begun, last.closed = last.begun or part.begun, part.closed
            continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last


def _belongs(part: TaggedRecord, last: TaggedRecord, grammar: Grammar) -> bool:
    """Tell whether two parts that follow each other are one record."""
    if last.closed or (part.first(*grammar.titles) and last.first(*grammar.titles)):
        return False
    return part.apart or (part.begun and not last.begun)


def _parts(text: str, grammar: Grammar) -> Iterator[TaggedRecord]:
    """Yield what the first tags, the last tags and blank lines part."""
    reading = _Parser(grammar)
    for number, line in enumerate(text.split("\n"), 1):
        if done := reading.take(number, line):
            yield done
    if done := reading.end():
        yield done


class _Parser:
    """The current record, and the value that may continue."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._record: TaggedRecord | None = None
        self._tag = ""
        self._parts: list[str] = []
        self._blank = False

    def take(self, number: int, line: str) -> TaggedRecord | None:
        """Process a line; return the record that it ends, if any."""
        match = self._grammar.line.match(line)
        if match is None:
            self._go_on(line)
            return None
        tag, value = match["tag"], (match["value"] or "").strip()
        done = None
        apart = self._stands_apart() and tag != self._grammar.first
        if tag == self._grammar.first or apart:
            done = self.end()
        if self._grammar.last and tag == self._grammar.last:
            return self._close()
        self._store()
        if self._record is None:
            self._record = TaggedRecord(number, apart=apart)
        self._record.begun |= tag == self._grammar.first
        self._tag, self._parts, self._blank = tag, [value], False
        return done

    def _stands_apart(self) -> bool:
        """Tell whether a blank line separates the next line from the record."""
        return self._blank and not self._grammar.last

    def _go_on(self, line: str) -> None:
        if not line.strip():
            self._blank = self._record is not None
        elif self._record is not None:
            self._blank = False
            self._parts.append(line.strip())

    def _close(self) -> TaggedRecord | None:
        if self._record is not None:
            self._record.closed = True
        return self.end()

    def end(self) -> TaggedRecord | None:
        """Return the current record."""
        self._store()
        done, self._record, self._blank = self._record, None, False
        return done

    def _store(self) -> None:
        if self._record is not None and self._tag:
            value = "\n".join(filter(None, self._parts))[:_LONGEST_VALUE]
            self._record.values.append((self._tag, value))
        self._tag, self._parts = "", []

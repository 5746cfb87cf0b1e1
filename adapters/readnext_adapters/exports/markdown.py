r"""Suggestions as a reading list in Markdown (CommonMark 0.31).

Any punctuation may follow a backslash; this escapes characters that CommonMark, GitHub,
Pandoc or Obsidian would interpret, and leaves ordinary prose unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.listing import (
    TITLE,
    Listed,
    ReasonPart,
    introduction,
    listed,
    nothing,
)
from readnext_adapters.exports.missing import keyed
from readnext_adapters.exports.part_headings import part_heading

SUFFIXES: tuple[str, ...] = (".md", ".markdown")

# Signs with a meaning anywhere; colons within words, as in addresses; twins as in
# "--" and "%%"; what begins a list; and "www.", which GitHub makes a link of.
_SPECIAL = re.compile(
    r"[\\`*_\[\]<>&|~#!${}^=+@]|:(?=\S)|--+|%%+|^-|^\d{1,9}(?=[.)])|www(?=\.)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as a numbered list under a heading."""
    head = f"# {TITLE}\n\n{escape(introduction(answer))}\n\n"
    if not answer.suggestions:
        return f"{head}{escape(nothing(answer))}\n"
    with_keys = (replace(one, key=key) for key, one in keyed(answer.suggestions))
    parts = replace(answer, suggestions=tuple(with_keys)).parts()
    return head + "\n".join(
        _heading(answer, part) + "\n".join("".join(_entry(one)) for one in suggestions)
        for part, suggestions in parts
    )


def escape(text: str) -> str:
    r"""Return a line of plain text as Markdown that renders as that text.

    >>> print(escape("[x](javascript:y) costs 5% -- <b>"))
    \[x\](javascript\:y) costs 5% \-\- \<b\>
    >>> print(escape("1. Self-attention: C_n"))
    1\. Self-attention: C\_n
    """
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found[0].isalnum():
        return f"{found}\\" if match.end() < len(match.string) else found
    return "".join(f"\\{char}" for char in found)


def _heading(answer: Answer, part: str) -> str:
    heading = part_heading(answer, part)
    return f"## {escape(heading)}\n\n" if heading else ""


def _entry(suggestion: Suggestion) -> Iterator[str]:
    """Yield the lines of one suggestion, an item with a nested list."""
    item = listed(suggestion)
    number = f"{item.rank}. "
    yield f"{number}{_title(item)}\n"
    for line in _details(item, suggestion.key):
        yield f"{' ' * len(number)}- {line}\n"


def _title(item: Listed) -> str:
    if not item.link:
        return escape(item.title)
    # In an address, "&copy;" would be read as a character.
    address = _ENTITY.sub(r"\\&", item.link)
    return f"[{escape(item.title)}](<{address}>)"


def _details(item: Listed, key: str) -> Iterator[str]:
    for text in (item.who, item.where, item.labs):
        if text:
            yield escape(text)
    yield f"{escape(item.rating)}, `{key}`"
    yield from map(reason_line, item.reasons)


def reason_line(reason: Iterable[ReasonPart]) -> str:
    """Return a reason as Markdown, its citation keys as code."""
    return "".join(map(_part, reason))


def _part(part: ReasonPart) -> str:
    # The content of a code span is literal; keys contain no backticks.
    return f"`{part.text}`" if part.is_key else escape(part.text)

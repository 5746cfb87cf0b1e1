"""Lines of JSON: what formats of such files share."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from readnext.paper import Problem
from readnext.plurals import counted
from readnext_adapters.parsing.clean import clean

_BOM = b"\xef\xbb\xbf"
_NAMED_IN_NOTE = 10


def decoded(
    line: bytes, number: int, complaints: list[str]
) -> dict[str, object] | None:
    """Return the object on a line; None for an empty line or with a complaint."""
    if number == 1:
        line = line.removeprefix(_BOM)
    if not line or line.isspace():
        return None
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode(errors="replace")
        complaints.append("not UTF-8: unreadable characters replaced")
    try:
        record = json.loads(text.rstrip("\r\n"))
    except (ValueError, RecursionError) as error:
        complaints[:] = [f"not a line of JSON: {error}"]
        return None
    if not isinstance(record, dict):
        complaints[:] = ["not a JSON object"]
        return None
    return record


def note_unknown(unknown: Counter[str], name: str) -> Iterator[Problem]:
    """Yield a problem that counts unknown fields, if there are any."""
    if not unknown:
        return
    named = unknown.most_common(_NAMED_IN_NOTE)
    parts = [f"{clean(key)} ({count})" for key, count in named]
    (key, count), more = named[0], len(unknown) - len(named)
    parts[0] = f"{clean(key)} ({counted(count, 'paper')})"
    rest = f" and {more} more" if more else ""
    yield Problem(name, f"unknown fields left out: {', '.join(parts)}{rest}")

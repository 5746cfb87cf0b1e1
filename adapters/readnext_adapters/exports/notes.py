r"""One Markdown note a paper with YAML front matter, as Obsidian and Logseq have them.

A note belongs to the user. Two things in it are readnext's: the line ``readnext-match``
of the front matter, and a block between two HTML comments, as long as it is what
readnext wrote: its first comment has a checksum of it. ``readnext-id`` tells whose note
it is. All else, also what was deleted or moved, stays as the user left it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.author_names import written
from readnext_adapters.exports.listing import listed
from readnext_adapters.exports.markdown import escape, reason_line
from readnext_adapters.exports.missing import keyed
from readnext_adapters.exports.plain_record import PlainRecord, plain_record
from readnext_adapters.parsing.safe_text import plain

SUFFIXES: tuple[str, ...] = ()

_FRONT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.S
)
_ID = re.compile(rb"^readnext-id:[ \t]*(\S.*?)[ \t]*\r?$", re.M)
# As readnext writes it, or as Obsidian does; what follows is the user's.
_MATCH = re.compile(
    rb'^readnext-match: (?:"[^"\\\r\n]*"|[a-z ]+(?:, [<>]?\d+%)?)(?=\r?$)', re.M
)
_BLOCK = re.compile(
    rb"<!-- readnext ([0-9a-f]{16})[^\r\n]*-->(\r?\n)(.*?)<!-- /readnext -->", re.S
)
_ABSTRACT = 2000  # characters


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a paper: the name of its file without suffix, and its texts.

    `match` is the line of the front matter and `block` the part that is refreshed;
    `text` is the whole of a new note.
    """

    name: str
    id: str
    match: str
    block: str
    text: str


def render(answer: Answer, width: int = 0) -> str:
    """Return the notes of all suggestions, one after the other."""
    return "\n".join(note.text for note in notes(answer))


def notes(answer: Answer) -> Iterator[Note]:
    """Yield a note for each suggestion."""
    for key, suggestion in keyed(answer.suggestions):
        item = listed(suggestion)
        match = f"readnext-match: {_quoted(item.rating)}"
        block = "".join(f"{line}\n" for line in _block(suggestion))
        head = "".join(f"{line}\n" for line in _properties(key, suggestion))
        front = f"---\n{head}{match}\n---\n"
        title = f"# {escape(item.title)}\n"
        text = f"{front}{title}\n{_marked(block)}\n\n"
        yield Note(key, plain(suggestion.paper.id), match, block, text)


def _properties(key: str, suggestion: Suggestion) -> Iterator[str]:
    """The lines of the front matter; strings of JSON are strings of YAML, too."""
    record = plain_record(suggestion.paper)
    yield f"title: {_quoted(record.title)}"
    names = ", ".join(map(_quoted, written(suggestion.paper)))
    yield f"authors: [{names}]"
    for name, value in _known(record):
        yield f"{name}: {_quoted(value)}"
    yield f"citekey: {_quoted(key)}"
    yield f"readnext-id: {_quoted(plain(suggestion.paper.id))}"


def _known(record: PlainRecord) -> Iterator[tuple[str, str]]:
    named = {
        "date": record.date,
        "venue": record.venue or record.repository,
        "doi": record.doi,
        "arxiv": record.arxiv,
        "url": record.link,
        "pdf": record.pdf,
    }
    return ((name, value) for name, value in named.items() if value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _block(suggestion: Suggestion) -> Iterator[str]:
    """The lines of the part that is refreshed."""
    item = listed(suggestion)
    for text in (item.who, item.where, item.labs, item.rating):
        if text:
            yield f"- {escape(text)}"
    for reason in item.reasons:
        yield f"- {reason_line(reason)}"
    if item.abstract:
        yield ""
        yield f"> {escape(item.abstract[:_ABSTRACT])}"


def _marked(block: str) -> str:
    """A block between its comments; a comment cannot end within it."""
    return f"<!-- readnext {_checksum(block.encode())} -->\n{block}<!-- /readnext -->"


def _checksum(block: bytes) -> str:
    """A checksum of a block, whatever ends its lines."""
    return hashlib.sha256(block.replace(b"\r\n", b"\n")).hexdigest()[:16]


def id_in(note: bytes) -> str:
    r"""Return the id of the paper that a note is on, "" if it is not on one.

    >>> id_in(b"---\nreadnext-id: arxiv:1\n---\n")
    'arxiv:1'
    """
    front = _FRONT.match(note)
    found = _ID.search(front[1]) if front else None
    if found is None:
        return ""
    text = found[1].decode("utf-8", "replace")
    try:
        read = json.loads(text) if text.startswith('"') else text.strip("'")
    except ValueError:
        return ""
    return read if isinstance(read, str) else ""


def refreshed(existing: bytes, note: Note) -> bytes:
    """Return a note with readnext's parts as they are now, and all else unchanged."""
    front = _FRONT.match(existing)
    if front is None:
        return existing
    start, end = front.span(1)
    head = _MATCH.sub(lambda _: note.match.encode(), existing[start:end], count=1)
    rest = _BLOCK.sub(lambda found: _replaced(found, note), existing[end:], count=1)
    return existing[:start] + head + rest


def _replaced(found: re.Match[bytes], note: Note) -> bytes:
    """A block as it is now, or as it stands if the user has changed it."""
    if _checksum(found[3]).encode() != found[1]:
        return found[0]
    text = _marked(note.block).encode()
    return text.replace(b"\n", b"\r\n") if found[2] == b"\r\n" else text

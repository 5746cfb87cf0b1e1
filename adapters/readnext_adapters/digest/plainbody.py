"""An issue as plain text with all content of the HTML: 72 columns, unbroken links."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.digest.content import Content, lead, status_lines
from readnext_adapters.digest.cards import Card, TopicSection, sections
from readnext_adapters.digest.excerpts import shortened
from readnext_adapters.exports.columns import columns
from readnext_adapters.parsing.safe_text import plain

_WIDTH = 72
_MARGIN = "   "
_SENTENCES = 3
_LINE = 500  # characters of a line on how the issue came about


def render(content: Content) -> str:
    """Return the text of an issue, each line with a line end."""
    return "".join(f"{line}\n" for line in _lines(content))


def _lines(content: Content) -> Iterator[str]:
    yield from _wrapped(plain(lead(content)))
    for section in sections(content, _SENTENCES):
        yield ""
        yield from _section(section)
    yield ""
    yield from _headline("How this issue came about")
    for line in status_lines(content):
        yield from _wrapped(shortened(plain(line), _LINE), "- ", "  ")


def _headline(text: str) -> Iterator[str]:
    lines = list(_wrapped(text))
    yield from lines
    yield "-" * max(map(columns, lines))


def _section(section: TopicSection) -> Iterator[str]:
    if section.heading:
        near = f" ({section.near})" if section.near else ""
        yield from _headline(section.heading + near)
        yield ""
    for place, card in enumerate(section.cards):
        if place:
            yield ""
        yield from _paper(card)


def _paper(card: Card) -> Iterator[str]:
    number = f"{card.number}."
    rating = f"  [{card.rating}]" if card.rating else ""
    yield from _wrapped(card.title + rating, f"{number:<3}", _MARGIN)
    for text in (card.byline, card.labs, card.place):
        yield from _indented(text)
    if card.link:
        yield _MARGIN + card.link
    if card.abstract:
        yield ""
        yield from _indented(card.abstract)
    yield ""
    for reason in card.reasons:
        yield from _wrapped(reason, f"{_MARGIN}* ", f"{_MARGIN}  ")
    for command in card.commands:
        yield f"{_MARGIN}> {command}"
    for answer in card.feedback_links:
        yield f"{_MARGIN}> {answer}"


def _indented(text: str) -> Iterator[str]:
    return _wrapped(text, _MARGIN, _MARGIN)


def _wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield the lines of a text; a word that is too long gets its own line.

    Words are never split, so that links can be copied.
    """
    line, empty = first, True
    for word in text.split():
        if not empty and columns(line) + 1 + columns(word) > _WIDTH:
            yield line
            line, empty = rest, True
        line += word if empty else f" {word}"
        empty = False
    if not empty:
        yield line

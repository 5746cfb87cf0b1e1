"""An issue as plain text with all content of the HTML: 72 columns, unbroken links."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.digest.content import Content, lead, status_lines
from readnext.digest.feedback_line import feedback_line
from readnext_adapters.digest.cards import Card, CardSection, sections, sentence
from readnext_adapters.digest.excerpts import shortened
from readnext_adapters.digest.htmlbody import SUMMARY
from readnext_adapters.exports.columns import columns
from readnext_adapters.parsing.safe_text import plain

_WIDTH = 72
_LINE = 500  # characters of a line about the issue


def render(content: Content) -> str:
    """Return the text of an issue, each line with a line end."""
    return "".join(f"{line}\n" for line in _lines(content))


def _lines(content: Content) -> Iterator[str]:
    yield from _wrapped(plain(lead(content)))
    margin = len(f"{len(content.answer.suggestions)}. ")
    for section in sections(content, SUMMARY):
        yield ""
        yield from _section(section, margin)
    yield ""
    yield from _headline("About this issue")
    if line := feedback_line(content):
        yield from _wrapped(plain(line), "- ", "  ")
    for line in status_lines(content):
        yield from _wrapped(shortened(sentence(line), _LINE), "- ", "  ")


def _headline(text: str) -> Iterator[str]:
    lines = list(_wrapped(text))
    yield from lines
    yield "-" * max(map(columns, lines))


def _section(section: CardSection, margin: int) -> Iterator[str]:
    if section.heading:
        yield from _headline(section.heading)
        yield ""
    for place, card in enumerate(section.cards):
        if place:
            yield ""
        yield from _paper(card, margin)


def _paper(card: Card, margin: int) -> Iterator[str]:
    number = f"{f'{card.number}. ':>{margin}}"
    indent = " " * margin
    yield from _wrapped(card.title, number, indent)
    about = " · ".join(filter(None, (card.byline, card.labs, card.place)))
    topic = f"topic: {card.topic}" if card.topic else ""
    reason = "".join(part.text for part in card.why)
    why = "; ".join(filter(None, (reason, topic)))
    for text in (about, card.abstract, f"Why: {why}" if why else "", card.rating):
        yield from _wrapped(text, indent, indent)
    if card.link:
        yield indent + card.link
    for label, address in card.links:
        yield f"{indent}{label}: {address}"


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

"""An issue as HTML for mail programs: inline styles, no images, nothing fetched.

A paper takes about a third of a phone's screen. Colours are set for light and dark;
programs without support for <style> use their own colours for text and links.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from readnext.digest.content import (
    Content,
    lead,
    status_lines,
    subject,
)
from readnext.digest.feedback_line import feedback_line
from readnext_adapters.digest.cards import Card, CardSection, sections, sentence
from readnext_adapters.digest.excerpts import shortened
from readnext_adapters.exports.listing import ReasonPart
from readnext_adapters.exports.pdf_links import Link
from readnext_adapters.parsing.safe_text import plain

LARGEST = 90_000  # bytes; Gmail cuts a message at about 102 kB
SUMMARY = 160  # letters: three or four lines on a phone
_LINE = 500
_LETTERS = (SUMMARY, 100, 0)  # of a summary; less in a long issue

_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #16181c !important; color: #e4e6eb !important; }}
  .q {{ color: #a9afba !important; }}
  .l {{ border-color: #3a3f47 !important; }}
  a {{ color: #8ab4f8 !important; }}
}}
</style>
</head>
"""
_BODY = (
    "margin:0 auto;padding:12px 16px;max-width:640px;background:#ffffff;color:#1d2026;"
    "font:15px/1.4 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
    "overflow-wrap:anywhere;word-break:break-word"
)
_H2 = (
    "font-size:17px;line-height:1.3;margin:22px 0 0;padding-top:10px;"
    "border-top:2px solid #d5d9e0"
)
_TITLE = "font-size:15px;line-height:1.3;margin:12px 0 1px"
_QUIET = "color:#5a616b;font-size:13px;line-height:1.35"
# Lines of links are high, so that a finger meets one of them.
_LINKS = "font-size:13px;line-height:24px;margin:0"


def render(content: Content) -> str:
    """Return the HTML of an issue; a long issue has shorter summaries."""
    html = ""
    for letters in _LETTERS:
        html = _page(content, letters)
        if len(html.encode("utf-8", "replace")) <= LARGEST:
            break
    return html


def _page(content: Content, letters: int) -> str:
    title = _text(subject(content))
    lines = [_HEAD.format(title=title), f'<body style="{_BODY}">\n']
    lines.append(f'<h1 style="font-size:18px;margin:0 0 4px">{_day(content)}</h1>\n')
    lines.append(f'<p style="font-size:14px;margin:0">{_text(lead(content))}</p>\n')
    for section in sections(content, letters):
        lines.extend(_section(section))
    lines.append(_headline("About this issue"))
    if line := feedback_line(content):
        lines.append(
            f'<p class="q" style="{_QUIET};margin:8px 0 0">{_text(line)}</p>\n'
        )
    lines.append(f'<ul class="q" style="{_QUIET};margin:8px 0;padding-left:20px">\n')
    for line in status_lines(content):
        lines.append(f"<li>{_text(shortened(sentence(line), _LINE))}</li>\n")
    lines.append("</ul>\n</body>\n</html>\n")
    return "".join(lines)


def _day(content: Content) -> str:
    made = content.made
    name = "" if content.profile == "default" else f" {content.profile}"
    return f"readnext{name}, {made.day} {made:%B %Y}"


def _headline(text: str) -> str:
    return f'<h2 class="l" style="{_H2}">{_text(text)}</h2>\n'


def _section(section: CardSection) -> Iterator[str]:
    level = "h2"
    if section.heading:
        yield _headline(section.heading)
        level = "h3"
    for card in section.cards:
        yield from _paper(card, level)


def _paper(card: Card, level: str) -> Iterator[str]:
    title = f'<span dir="auto">{_text(card.title)}</span>'
    if card.link:
        title = f'<a href="{escape(card.link)}">{title}</a>'
    yield f'<{level} style="{_TITLE}">{card.number}. {title}</{level}>\n'
    about = " · ".join(filter(None, (card.byline, card.labs, card.place)))
    if about:
        yield f'<p class="q" style="{_QUIET};margin:0" dir="auto">{_text(about)}</p>\n'
    if card.abstract:
        yield (
            '<p style="font-size:14px;line-height:1.35;margin:2px 0" dir="auto">'
            f"{_text(card.abstract)}</p>\n"
        )
    if why := _why(card):
        yield f'<p class="q" style="{_QUIET};margin:0">{why}</p>\n'
    yield from _last_line(card)


def _why(card: Card) -> str:
    """The reason and the topic, the names of own papers emphasised."""
    reason = "".join(map(_why_part, card.why))
    topic = f"topic: {_text(card.topic)}" if card.topic else ""
    said = "; ".join(filter(None, (reason, topic)))
    return f"Why: {said}" if said else ""


def _why_part(part: ReasonPart) -> str:
    text = _escaped(part.text)
    if part.link:
        named = _own(part.link, f"<em>{text}</em>")
        return f"{named} ({_own(part.pdf, 'PDF')})" if part.pdf else named
    return f"<em>{text}</em>" if part.is_key else text


def _own(link: str, html: str) -> str:
    """A link to one of the reader's own papers."""
    return f'<a href="{_escaped(link)}" style="color:inherit">{html}</a>'


def _last_line(card: Card) -> Iterator[str]:
    """The rating and the links of a paper."""
    rating = f"<strong>{_text(card.rating)}</strong>" if card.rating else ""
    links = map(_link, (*card.links, *card.feedback))
    pieces = " · ".join(filter(None, (rating, *links)))
    if pieces:
        yield f'<p style="{_LINKS}">{pieces}</p>\n'


def _link(link: Link) -> str:
    return f'<a href="{escape(link.address)}">{link.label}</a>'


def _text(text: str) -> str:
    return escape(plain(text))


def _escaped(text: str) -> str:
    """A piece of a line, with the spaces at its ends."""
    return escape(text)

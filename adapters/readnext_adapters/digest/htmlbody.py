"""An issue as HTML for mail programs: inline styles, no images, nothing fetched.

Colours are set for light and dark; programs without support for <style> use their own
colours for text and links.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from readnext.digest.content import Content, lead, status_lines, subject
from readnext_adapters.digest.cards import VERDICTS, Card, TopicSection, sections
from readnext_adapters.digest.excerpts import shortened
from readnext_adapters.parsing.safe_text import plain

LARGEST = 90_000  # bytes; Gmail cuts a message at about 102 kB
_LINE = 500
_SENTENCES = (3, 2, 1, 0)

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
  .c {{ background: #24272d !important; color: #d5d9e0 !important; }}
  a {{ color: #8ab4f8 !important; }}
}}
</style>
</head>
"""
_BODY = (
    "margin:0 auto;padding:16px;max-width:640px;background:#ffffff;color:#1d2026;"
    "font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
    "overflow-wrap:anywhere;word-break:break-word"
)
_H2 = (
    "font-size:18px;line-height:1.3;margin:28px 0 4px;padding-top:12px;"
    "border-top:2px solid #d5d9e0"
)
_H3 = "font-size:16px;line-height:1.35;margin:20px 0 2px"
_QUIET = "color:#5a616b;font-size:14px"
_CODE = "background:#f1f3f5;color:#3c434d;font:12px/1.6 ui-monospace,monospace"


def render(content: Content) -> str:
    """Return the HTML of an issue; a long issue has shorter abstracts."""
    html = ""
    for sentences in _SENTENCES:
        html = _page(content, sentences)
        if len(html.encode("utf-8", "replace")) <= LARGEST:
            break
    return html


def _page(content: Content, sentences: int) -> str:
    title = _text(subject(content))
    lines = [_HEAD.format(title=title), f'<body style="{_BODY}">\n']
    lines.append(f'<h1 style="font-size:20px;margin:0 0 8px">{_day(content)}</h1>\n')
    lines.append(f'<p style="margin:0">{_text(lead(content))}</p>\n')
    for section in sections(content, sentences):
        lines.extend(_section(section))
    lines.append(_headline("How this issue came about"))
    lines.append(f'<ul class="q" style="{_QUIET};margin:8px 0;padding-left:20px">\n')
    for line in status_lines(content):
        lines.append(f"<li>{_text(shortened(plain(line), _LINE))}</li>\n")
    lines.append("</ul>\n</body>\n</html>\n")
    return "".join(lines)


def _day(content: Content) -> str:
    made = content.made
    name = "" if content.profile == "default" else f" {content.profile}"
    return f"readnext{name}, {made.day} {made:%B %Y}"


def _headline(text: str) -> str:
    return f'<h2 class="l" style="{_H2}">{_text(text)}</h2>\n'


def _section(section: TopicSection) -> Iterator[str]:
    level = "h2"
    if section.heading:
        yield _headline(section.heading)
        if section.near:
            yield f'<p class="q" style="{_QUIET};margin:0">{_text(section.near)}</p>\n'
        level = "h3"
    for card in section.cards:
        yield from _paper(card, level)


def _paper(card: Card, level: str) -> Iterator[str]:
    title = f'<span dir="auto">{_text(card.title)}</span>'
    if card.link:
        title = f'<a href="{escape(card.link)}">{title}</a>'
    rating = (
        f' <span class="q" style="{_QUIET};font-weight:normal;white-space:nowrap">'
        f"{card.rating}</span>"
        if card.rating
        else ""
    )
    yield f'<{level} style="{_H3}">{card.number}. {title}{rating}</{level}>\n'
    about = " · ".join(filter(None, (card.byline, card.labs, card.place)))
    if about:
        yield f'<p class="q" style="{_QUIET};margin:0" dir="auto">{_text(about)}</p>\n'
    if card.abstract:
        yield f'<p style="margin:6px 0" dir="auto">{_text(card.abstract)}</p>\n'
    if card.reasons:
        yield '<ul style="font-size:14px;margin:6px 0;padding-left:20px">\n'
        for reason in card.reasons:
            yield f"<li>{_text(reason)}</li>\n"
        yield "</ul>\n"
    yield from _feedback(card)


def _feedback(card: Card) -> Iterator[str]:
    links = " · ".join(
        f'<a href="{escape(answer)}">{verdict}</a>'
        for verdict, answer in zip(VERDICTS, card.feedback_links, strict=False)
    )
    commands = "<br>".join(
        f'<code class="c" style="{_CODE}">{_text(command)}</code>'
        for command in card.commands
    )
    for line in filter(None, (links, commands)):
        yield f'<p style="font-size:14px;margin:6px 0">{line}</p>\n'


def _text(text: str) -> str:
    return escape(plain(text))

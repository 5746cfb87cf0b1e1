"""Strips markup from titles, abstracts, names and journals."""

from __future__ import annotations

import html
import re

from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.latex import decode_braced
from readnext_adapters.parsing.mathml import replace_math

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});")
# Only tags that reference managers and publishers write: "a < b > c" is text.
_NAMES = (
    "i|b|u|it|inf|em|strong|sub|sup|span|sc|scp|tt|font|a|style|italic|bold|roman|monospace"
    "|sans-serif|smallcaps|underline|overline|strike|xref|ext-link|named-content"
    "|styled-content|inline-formula|inline-graphic|alternatives"
)
_BLOCKS = (
    "p|br|div|li|ul|ol|h[1-6]|title|sec|list|list-item|break|disp-formula"
    "|abstract|label"
)
_PREFIX = r"(?:jats|mml|m|xhtml|html|inf|ce|sb):"
_REST = r"(?:\s+[\w:-]+\s*=[^<>]{0,300})?\s*/?>"
# With a prefix of JATS or MathML, anything is a tag.
_INLINE = re.compile(rf"</?(?:(?:{_PREFIX})?(?:{_NAMES})|{_PREFIX}[\w-]+){_REST}", re.I)
_BLOCK = re.compile(
    rf"</?(?:p|br|div|li|ul|ol|h[1-6]|{_PREFIX}(?:{_BLOCKS})){_REST}", re.I
)
_EXPONENT = re.compile(r"((?<![\d.])\d{1,2})<sup>(?=\s*[-+−–]?\d)", re.I)
_COMMENT = re.compile(r"<!--[^<>]{0,500}-->")
_TAG_NAME = re.compile(r"<(/?)([\w:-]+)[^<>]{0,300}>")
_ALWAYS_TAGS = frozenset(("p", "br", "br/"))
# Anything longer is not a title or abstract, and would use much memory.
_LONGEST = 1_000_000
_MOST_ESCAPES = 5


def strip_markup(text: str) -> str:
    """Return a text without HTML, JATS, MathML and entities, with single spaces.

    Markup that was escaped once more is markup too, if its tags come in pairs; LaTeX is
    decoded where a text can be nothing else.

    >>> strip_markup('<span class="nocase">H<sub>2</sub>O</span> &amp;<br/> ice')
    'H2O & ice'
    >>> strip_markup("&lt;p&gt;of &lt;i&gt;Salix&lt;/i&gt; (&amp;gt;5 m)&lt;/p&gt;")
    'of Salix (>5 m)'
    >>> strip_markup("where a <b and c> d")
    'where a <b and c> d'
    """
    text = decode_braced(text[:_LONGEST])
    if "<" in text:
        text = _without_tags(text)
    if "&" in text and ";" in text:
        text = unescape_markup(text)
    return clean(text)


def unescape_markup(text: str) -> str:
    """Replace entities, also those of markup that was escaped more than once."""
    for _ in range(_MOST_ESCAPES):
        if "<" in text and _has_pairs(text):
            text = _without_tags(text)
        before = text
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        if text == before:
            break
    return text


def _without_tags(text: str) -> str:
    text = replace_math(text)
    if "<!" in text:
        text = _COMMENT.sub("", text).replace("<![CDATA[", "").replace("]]>", "")
    if "<sup>" in text:
        text = _EXPONENT.sub(r"\1^", text)
    return _INLINE.sub("", _BLOCK.sub(" ", text))


def _has_pairs(text: str) -> bool:
    """Tell whether an element is opened and closed; "<b>" alone may be the subject."""
    opened, closed = set[str](), set[str]()
    for slash, name in _TAG_NAME.findall(text):
        (closed if slash else opened).add(name.lower())
    return bool(opened & closed or opened & _ALWAYS_TAGS)

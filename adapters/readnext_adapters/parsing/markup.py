"""Strips markup from titles and abstracts."""

from __future__ import annotations

import html
import re

from readnext_adapters.parsing.clean import clean

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
# Only tags that reference managers write: "a < b > c" is text.
_NAMES = r"i|b|u|em|strong|sub|sup|span|sc|scp|tt|font|a|style|jats:(?!p\b|title\b)\w+"
_INLINE = re.compile(
    rf"</?(?:{_NAMES})(?:\s+[\w:-]+\s*=[^<>]{{0,300}})?\s*/?>", re.IGNORECASE
)
_BLOCK = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|jats:p|jats:title)"
    r"(?:\s+[\w:-]+\s*=[^<>]{0,300})?\s*/?>",
    re.IGNORECASE,
)
# Anything longer is not a title or abstract, and would use much memory.
_LONGEST = 1_000_000


def strip_markup(text: str) -> str:
    """Return a text without HTML tags and entities, with single spaces.

    >>> strip_markup('<span class="nocase">H<sub>2</sub>O</span> &amp;<br/> ice')
    'H2O & ice'
    >>> strip_markup("where a <b and c> d")
    'where a <b and c> d'
    """
    text = text[:_LONGEST]
    if "<" in text:
        text = _INLINE.sub("", _BLOCK.sub(" ", text))
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return clean(text)

"""Abstracts in JATS, the publishers' XML, or in HTML: the text and its headings."""

from __future__ import annotations

import re

from readnext_adapters.parsing.markup import strip_markup

_TITLE = r"(?:(?:jats:)?title|h[1-6])"
_OWN_HEADING = re.compile(
    rf"\s*<{_TITLE}\b[^<>]*>\s*(?:abstract|summary)\s*[.:]?\s*</{_TITLE}>",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"<{_TITLE}\b[^<>]*>\s*([^<>]{{1,80}}?)\s*[.:]?\s*</{_TITLE}>", re.IGNORECASE
)
_BARE_HEADING = re.compile(
    r"(?:Abstract|ABSTRACT|Summary|SUMMARY)\b\s*[.:]?\s*(?=[A-Z])"
)
_LONGEST = 1_000_000


def abstract_text(text: str) -> str:
    """Return the text of an abstract, without the heading "Abstract".

    Headings of sections end in a colon.

    >>> abstract_text("<jats:title>Abstract</jats:title><jats:p>On <jats:italic>E. coli"
    ...               "</jats:italic>.</jats:p>")
    'On E. coli.'
    >>> abstract_text("<h4>Aims</h4>We <b>count</b> moss.")
    'Aims: We count moss.'
    """
    text = _OWN_HEADING.sub("", text[:_LONGEST])
    plain = strip_markup(_HEADING.sub(r"<p>\1: </p>", text))
    return _BARE_HEADING.sub("", plain, count=1) if plain[:1] in "AS" else plain

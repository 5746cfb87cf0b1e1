"""Converts HTML to its visible text, in linear time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.latex import decode_braced
from readnext_adapters.parsing.markup import unescape_markup
from readnext_adapters.parsing.mathml import replace_math

_TAG = re.compile(
    r"<!--|--\s*>|<!\[CDATA\[|\]\]>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:-]{0,30})(?P<rest>(?:\s[^<>]*|/)?)>"
)
_UNSEEN = frozenset("script style template head title noscript".split())
# Inline elements; all other tags separate words.
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small"
    " span strike strong sub sup tt u var wbr sc"
    " italic bold roman monospace inline-formula alternatives xref ext-link"
    " math mi mn mo ms mtext mrow msub msup msubsup mfrac msqrt mroot mover munder"
    " munderover mstyle mspace mpadded mphantom mfenced semantics annotation".split()
)
_BLOCKS = frozenset(
    "address article aside audio blockquote body br button canvas caption center col"
    " colgroup dd details div dl dt embed fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr html iframe input label li link main meta nav object ol"
    " option p param picture pre section select source summary svg path table tbody td"
    " textarea tfoot th thead tr ul video g mtable mtr mtd"
    " disp-formula sec abstract".split()
)


def html_text(text: str) -> str:
    """Return the text of a piece of HTML, with single spaces.

    What only looks like a tag is text: no element is called so.

    >>> html_text("<p>We <b>show</b> H<sub>2</sub>O.</p><p>If a <b and c> d</p>")
    'We show H2O. If a d'
    >>> html_text("where a <x and c> d &amp; p &lt; 0.05<script>alert(1)</script>")
    'where a <x and c> d & p < 0.05'
    >>> html_text("<p>&lt;p&gt;of &lt;math&gt;&lt;mi&gt;N&lt;/mi&gt;&lt;/math&gt;</p>")
    'of N'
    """
    seen = html.unescape("".join(_seen(replace_math(decode_braced(text)))))
    return clean(unescape_markup(seen) if "&" in text else seen)


def _seen(text: str) -> Iterator[str]:
    """The pieces of text outside of tags, comments and what is not shown."""
    place = 0
    hidden = ""
    for tag in _TAG.finditer(text):
        name = (tag["name"] or tag[0]).lower()
        between = "" if hidden else text[place : tag.start()]
        if hidden:
            hidden = "" if _closes(hidden, name, tag) else hidden
        elif name == "<!--" or (name in _UNSEEN and not tag["end"]):
            hidden = "" if (tag["rest"] or "").endswith("/") else name
        elif tag["name"] and not _is_markup(name):
            continue  # the next piece has it
        elif name in _BLOCKS or ":" in name:
            between += " "
        yield between
        place = tag.end()
    if not hidden:
        yield text[place:]


def _closes(hidden: str, name: str, tag: re.Match[str]) -> bool:
    if hidden == "<!--":
        return name.startswith("--")
    return name == hidden and tag["end"] == "/"


def _is_markup(name: str) -> bool:
    return name in _INLINE or name in _BLOCKS or name in _UNSEEN or ":" in name

"""URLs and ids in bibliographies without LaTeX's escapes."""

from __future__ import annotations

import re

from readnext_adapters.parsing.latexsymbols import SYMBOLS

_ESCAPE = re.compile(r"\{?\\([_%&#$~^{}])(?:\{\})?\}?")
_VERBATIM_MACRO = re.compile(r"\\(?P<name>[A-Za-z]+)(?:\s*\{\}|\s(?=\S))?")
# Wrappers and the like, which are nothing in an address, and signs typed as text.
_VERBATIM_ONLY = dict.fromkeys(
    "url path nolinkurl ensuremath mathrm mbox text texttt textrm href doi allowbreak"
    " relax protect break slash".split(),
    "",
) | {"textasciitilde": "~", "sim": "~", "slash": "/", "textendash": "-"}
_VERBATIM_MATH = re.compile(r"\$([^$\s]{1,3})\$")
_BROKEN_ADDRESS = re.compile(
    r"\s*(?:https?://|10\.\d|doi\b|www\.)\S+\s*\n"
    r"\s*(?!10\.|https?:|doi\b|www\.|[%(])\S+\s*",
    re.IGNORECASE,
)


def decode_verbatim(text: str) -> str:
    r"""Return a URL or id without LaTeX's escapes and braces.

    Words stay apart, unless a line break alone parts an address.

    >>> decode_verbatim(r"10.1000/a\_b{\_}c"), decode_verbatim(r"a{\textless}b$>$c")
    ('10.1000/a_b_c', 'a<b>c')
    """
    if "\\" in text:
        text = _VERBATIM_MACRO.sub(_verbatim_sign, text)
        text = _ESCAPE.sub(r"\1", text)
    if "$" in text:
        text = _VERBATIM_MATH.sub(r"\1", text)
    text = text.replace("{", "").replace("}", "")
    if "\n" in text and _BROKEN_ADDRESS.fullmatch(text):
        return "".join(text.split())
    return " ".join(text.split())


def _verbatim_sign(macro: re.Match[str]) -> str:
    name = macro["name"]
    if name in _VERBATIM_ONLY:
        return _VERBATIM_ONLY[name]
    return SYMBOLS.get(name, " ")

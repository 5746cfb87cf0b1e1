r"""Decodes texts of arXiv's metadata, which mix plain text and TeX.

Accents, quotes and macros become Unicode, as in a bibliography; mathematics stays.
"""

from __future__ import annotations

import re
import unicodedata

from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.markup import strip_markup

# In running text, unlike in a bibliography, a tilde before a number says "about".
_ABOUT = re.compile(r"(?<!\S)~(?=\S)")
_TILDE = "\ue07e"


def arxiv_text(text: str) -> str:
    r"""Return a text of arXiv's metadata as one line of Unicode.

    >>> arxiv_text("Schr\\\"odinger's 5% of $\\alpha$-decays,\n  ~10 in all")
    "Schrödinger's 5% of $\\alpha$-decays, ~10 in all"
    """
    if "&" in text or "</" in text:
        text = strip_markup(text)
    if _has_tex(text):
        if "~" not in text:
            text = decode_latex(text)
        else:
            text = decode_latex(_ABOUT.sub(_TILDE, text)).replace(_TILDE, "~")
    else:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        text = text.replace("\n", " ").strip()
        if "  " in text:
            text = " ".join(text.split())
    return text if text.isprintable() else unicodedata.normalize("NFC", clean(text))


def _has_tex(text: str) -> bool:
    """Whether there is anything to decode: much faster than one pattern."""
    return (
        "\\" in text
        or "$" in text
        or "{" in text
        or "}" in text
        or "~" in text
        or "--" in text
        or "``" in text
        or "''" in text
    )

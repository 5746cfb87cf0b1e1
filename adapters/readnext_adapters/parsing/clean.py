"""Text that every output file can hold."""

from __future__ import annotations

import re

# Control characters and lone surrogates, which no output file can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Return a text with single spaces and without characters no file can hold.

    >>> clean(" two\n words\x00 ")
    'two words'
    """
    if not text.isprintable():
        text = _UNWRITABLE.sub("", text)
    return " ".join(text.split())

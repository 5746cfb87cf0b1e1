"""Text that every output file can hold."""

from __future__ import annotations

import re

# Control characters and lone surrogates, which no output file can hold, and characters
# that are not seen: soft hyphens, zero-width spaces, byte-order marks, marks of
# direction. Joiners (U+200C, U+200D) are kept: some scripts spell words with them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff"
    "\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


def clean(text: str) -> str:
    r"""Return a text with single spaces, without unwritable or invisible characters.

    >>> clean(" two\n wor\u00adds\x00 ")
    'two words'
    """
    if not text.isprintable():
        text = _UNWANTED.sub("", text)
    elif "  " not in text and text[:1] != " " != text[-1:]:
        return text  # the space is the only white space that is printable
    return " ".join(text.split())

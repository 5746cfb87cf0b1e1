"""Removes control and direction characters from texts that come from elsewhere."""

from __future__ import annotations

import re
import unicodedata

# Escape sequences are removed as a whole, including "[31m".
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
# Joiners that Persian and Indic scripts need; other format characters, e.g. those that
# change the direction of writing, are removed.
_KEPT = "\u200c\u200d"
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"))
_LINES = "\n\t"


def plain(text: str) -> str:
    r"""Return a text on one line, without control and direction characters.

    >>> plain("a\x1b[31mb\u202e c\x00\n d")
    'ab c d'
    """
    if not text.isprintable():
        text = " ".join(_ESCAPES.sub("", text).split())
        text = "".join(c for c in text if _is_kept(c))
    return " ".join(text.split())


def visible(text: str) -> str:
    r"""Return a text with its lines, without control and direction characters.

    Bytes of file names that are not UTF-8 are shown as numbers.

    >>> visible("a\x1b[31mb\u202e  c\r\n d\x07 caf\udce9")
    'ab  c\n d caf\\xe9'
    """
    if text.isprintable():
        return text
    text = _ESCAPES.sub("", text)
    return "".join(_shown(c) for c in text)


def _shown(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char if char in _LINES or _is_kept(char) else ""


def _is_kept(char: str) -> bool:
    return char in _KEPT or unicodedata.category(char) not in _DROPPED

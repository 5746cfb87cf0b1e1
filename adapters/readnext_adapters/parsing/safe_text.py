"""Removes control and direction characters from texts of a catalog."""

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
_DROPPED = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))


def plain(text: str) -> str:
    r"""Return a text on one line, without control and direction characters.

    >>> plain("a\x1b[31mb\u202e c\x00\n d")
    'ab c d'
    """
    if not text.isprintable():
        text = " ".join(_ESCAPES.sub("", text).split())
        text = "".join(c for c in text if _is_kept(c))
    return " ".join(text.split())


def _is_kept(char: str) -> bool:
    return char in _KEPT or unicodedata.category(char) not in _DROPPED

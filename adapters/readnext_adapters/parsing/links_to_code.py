"""Links to code in texts, and the numbered lines of a pasted page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext_adapters.parsing.clean import clean

_CODE_LINK = re.compile(
    r"(?<![\w.@/-])(?:https?://)?(?:www\.)?"
    r"(?:github\.com|gitlab\.[a-z.]+|bitbucket\.org|codeberg\.org|huggingface\.co"
    r"|git\.sr\.ht|anonymous\.4open\.science)/[^\s{}<>\"'`\\^|]{1,300}",
    re.IGNORECASE,
)
_AFTER_LINK = ".,;:!?*~$]"


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    r"""Yield each line of a pasted page, cleaned, with its number from 1.

    Byte order mark, CRLF and bytes that are not UTF-8 are accepted.

    >>> import io
    >>> list(numbered_lines(io.BytesIO(b"\xef\xbb\xbfnew\r\n\n  Title ")))
    [(1, 'new'), (2, ''), (3, 'Title')]
    """
    for number, line in enumerate(stream, 1):
        encoding = "utf-8-sig" if number == 1 else "utf-8"
        yield number, clean(line.decode(encoding, errors="replace"))


def code_link(text: str) -> str | None:
    """Return the first link in a text that leads to a code host, or None.

    >>> code_link("Project: https://a.org. Code (see github.com/a/b).")
    'https://github.com/a/b'
    """
    return next(code_links(text), None)


def code_links(text: str) -> Iterator[str]:
    """Yield the links in a text that lead to code hosts."""
    for match in _CODE_LINK.finditer(text):
        link = match[0].rstrip(_AFTER_LINK)
        while link.endswith(")") and link.count(")") > link.count("("):
            link = link[:-1].rstrip(_AFTER_LINK)
        yield link if "://" in link else f"https://{link}"

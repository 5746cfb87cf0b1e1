"""Addresses on the web, with nothing in them that a file's format acts upon."""

from __future__ import annotations

import re
from urllib.parse import quote

from readnext_adapters.parsing.safe_text import plain

# Brackets belong to addresses of hosts that no paper has; programs stumble over them.
_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,./:;=?@A-Za-z0-9_~-]")
_SCHEME = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


def web_address(url: str) -> str:
    """Return an http address of ASCII letters, digits and harmless signs, else "".

    What stands for something else is percent-encoded (RFC 3986, 2.1).

    >>> web_address("https://a.org/{x}_y%20z"), web_address("javascript:alert(1)")
    ('https://a.org/%7Bx%7D_y%20z', '')
    """
    url = plain(url)
    return _UNSAFE.sub(_percent, url) if _SCHEME.match(url) else ""


def arxiv_address(arxiv: str) -> str:
    """Return where arXiv shows a paper."""
    return f"https://arxiv.org/abs/{quote(arxiv, safe='/', errors='replace')}"


def doi_address(doi: str) -> str:
    """Return where a DOI leads to.

    >>> doi_address("10.1000/xyz_(1)<2>")
    'https://doi.org/10.1000/xyz_(1)%3C2%3E'
    """
    return f"https://doi.org/{quote(doi, safe='/:;()', errors='replace')}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace"))

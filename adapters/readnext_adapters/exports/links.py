"""Web addresses of papers, safe in every output format."""

from __future__ import annotations

import re
from urllib.parse import quote

from readnext.paper import Paper
from readnext_adapters.parsing.safe_text import plain

# Square brackets are valid only in IPv6 hosts, and some programs cannot parse them.
_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,./:;=?@A-Za-z0-9_~-]")
_ITEM = re.compile(
    r"zotero://(?:select|open-pdf)/(?:library|groups/\d+)/items/[A-Z0-9]{8}"
)
_SCHEME = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)


def paper_address(paper: Paper) -> str:
    """Return where a paper can be read: its own address, else arXiv's, else its DOI's.

    >>> paper_address(Paper("1", "T", url="javascript:alert(1)", doi="10.1000/x"))
    'https://doi.org/10.1000/x'
    """
    if page := page_address(paper):
        return page
    doi = plain_id(paper.doi)
    return doi_address(doi) if doi else ""


def page_address(paper: Paper) -> str:
    """Return a paper's own address, else that of its page on arXiv, else ""."""
    arxiv = plain_id(paper.arxiv)
    return web_address(paper.url or "") or (arxiv_address(arxiv) if arxiv else "")


def plain_id(text: str | None) -> str:
    """Return an id without control characters and spaces."""
    return plain(text or "").replace(" ", "")


def web_address(url: str) -> str:
    """Return an http address of ASCII letters, digits and safe characters, else "".

    All other characters are percent-encoded (RFC 3986, 2.1).

    >>> web_address("https://a.org/{x}_y%20z"), web_address("javascript:alert(1)")
    ('https://a.org/%7Bx%7D_y%20z', '')
    """
    url = plain(url)
    return _UNSAFE.sub(_percent, url) if _SCHEME.match(url) else ""


def item_link(link: str) -> str:
    """Return a link that opens an item or its PDF in Zotero, "" for anything else.

    >>> item_link("zotero://select/library/items/ABCD2345"), item_link("file:///x")
    ('zotero://select/library/items/ABCD2345', '')
    """
    return link if _ITEM.fullmatch(link) else ""


def arxiv_address(arxiv: str) -> str:
    """Return the address of a paper's page on arXiv."""
    return f"https://arxiv.org/abs/{quote(arxiv, safe='/', errors='replace')}"


def doi_address(doi: str) -> str:
    """Return the address of a DOI at its resolver.

    >>> doi_address("10.1000/xyz_(1)<2>")
    'https://doi.org/10.1000/xyz_(1)%3C2%3E'
    """
    return f"https://doi.org/{quote(doi, safe='/:;()', errors='replace')}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace"))

"""Finds DOIs and arXiv ids in the fields that may hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.matching.ids import parse_arxiv, parse_doi

_DOI_SAID = re.compile(r"doi\b|doi\.org/|/doi/", re.IGNORECASE)
_BARE = re.compile(r"\s*10\.\d{4,9}/\S+\s*")
_LONGEST = 2000


def find_doi(own: Iterable[str], others: Iterable[str] = ()) -> str | None:
    """Return the first DOI of the fields meant for it, else one that others state.

    Other texts count where they say "doi" or are nothing else: an address may hold
    what only looks like a DOI, with an ending that is not its own.

    >>> find_doi(["not yet"], ["https://example.org/10.1000/a/full"]) is None
    True
    >>> find_doi([""], ["https://dx.doi.org/10.1000/A?x=1", "doi: 10.1000/b"])
    '10.1000/a'
    """
    for text in own:
        if doi := parse_doi(text[:_LONGEST]):
            return doi
    for text in others:
        text = text[:_LONGEST]
        said = _DOI_SAID.search(text) if "10." in text else None
        if said:
            text = text[said.start() :]
            if "/" in said[0] or text.lower().startswith("doi.org"):
                text = re.split(r"[?#&\s]", text)[0]
        elif not _BARE.fullmatch(text):
            continue
        if doi := parse_doi(text):
            return doi
    return None


def find_arxiv(own: Iterable[str], others: Iterable[str] = ()) -> str | None:
    """Return the arXiv id of the fields meant for it, else one that others name.

    >>> find_arxiv(["arXiv:1706.03762 [cs]"]), find_arxiv([], ["see 1706.03762"])
    ('1706.03762', None)
    """
    for text in own:
        first = text[:_LONGEST].strip().partition(" ")[0]
        for part in (text[:_LONGEST], first):
            if found := parse_arxiv(part, bare=True):
                return found
    for text in others:
        if "rxiv" in text[:_LONGEST].lower() and (
            found := parse_arxiv(text[:_LONGEST])
        ):
            return found
    return None

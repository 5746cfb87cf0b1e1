"""Finds DOIs and arXiv ids in the fields that may hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.matching.ids import parse_arxiv, parse_doi

_DOI_SAID = re.compile(r"doi(?![a-z])|doi\.org/|/doi/", re.IGNORECASE)
# Addresses with a DOI in their path, on sites that have no other number there.
_DOI_IN_PATH = re.compile(
    r"\bbiorxiv\.org/|\bmedrxiv\.org/|iopscience\.iop\.org/|link\.springer\.com/"
    r"|frontiersin\.org/|journals\.plos\.org/|journals\.aps\.org/|doi\.crossref\.org/"
    r"|\bpnas\.org/|\bscience(?:mag)?\.org/|peerj\.com/|royalsocietypublishing\.org/"
    r"|academic\.oup\.com/|cambridge\.org/|degruyter\.com/|karger\.com/|sagepub\.com/"
    r"|scitation\.org/|pubs\.aip\.org/|ieeexplore\.ieee\.org/|zenodo\.org/doi/",
    re.IGNORECASE,
)
# Addresses of bioRxiv name a version, which is no part of the DOI.
_VERSION = re.compile(r"(?<=\d)v\d{1,2}(?=[./]|$)")
_BARE = re.compile(r"\s*10\.\d{4,9}/\S+\s*")
_SPLIT = re.compile(r"(?<![\d.])(10\.\d{4,9}(?:\.\d+)*)\s*/\s+(?=\S+\s*$)")
# What follows the path of an address; "&#60;" is an escaped sign.
_QUERY = re.compile(r"(?:\?(?!.*10\.\d{4})|(?<!&)#).*", re.DOTALL)
_OAI = re.compile(r"oai:arXiv\.org:", re.IGNORECASE)
_LONGEST = 2000


def find_doi(own: Iterable[str], others: Iterable[str] = ()) -> str | None:
    """Return the first DOI of the fields meant for it, else one that others state.

    Other texts count where they say "doi", are nothing else, or are an address of a
    publisher who puts DOIs there: another may hold what only looks like a DOI, with an
    ending that is not its own.

    >>> find_doi(["not yet"], ["https://example.org/10.1000/a/full"]) is None
    True
    >>> find_doi([""], ["https://dx.doi.org/10.1000/A?x=1", "doi: 10.1000/b"])
    '10.1000/a'
    """
    for text in own:
        text = _SPLIT.sub(r"\1/", text[:_LONGEST])
        if doi := parse_doi(_QUERY.sub("", text) if "://" in text else text):
            return doi
    return next((doi for text in others if (doi := _stated(text[:_LONGEST]))), None)


def _stated(text: str) -> str | None:
    """Return the DOI of a text that may hold something else, None where it may not."""
    if "10." not in text and "doi.org/" not in text:
        return None
    if said := _DOI_SAID.search(text):
        text = text[said.start() :]
        if "/" in said[0] or text.lower().startswith("doi.org"):
            text = _path(text)
    elif found := _DOI_IN_PATH.search(text):
        text = _VERSION.sub("", _path(text[found.start() :].replace("?id=", "/")))
    elif not _BARE.fullmatch(text):
        return None
    return parse_doi(text)


def _path(address: str) -> str:
    """Return an address without its query; signs of older DOIs may be escaped."""
    address = address.replace("&lt;", "<").replace("&gt;", ">")
    return re.split(r"[?#&\s]", address)[0]


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
        text = _OAI.sub("arXiv:", text)
        if "rxiv" in text[:_LONGEST].lower() and (
            found := parse_arxiv(text[:_LONGEST])
        ):
            return found
    return None

"""DOIs and arXiv ids in the addresses and ids that services give their articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from readnext.matching.ids import parse_arxiv, parse_doi

_IN_PATH = re.compile(r"/(?P<doi>10\.\d{4,9}/[^?#\s]+)")
_IN_QUERY = re.compile(
    r"[?&](?:id|doi|articleid|article|rft_id|uri)=(?:info:doi/"
    r"|doi:)?(?P<doi>10\.\d{4,9}/[^&#\s]+)",
    re.IGNORECASE,
)
# Pages of journals, whose addresses have a DOI of the journal.
_OF_JOURNAL = re.compile(r"/(?:toc|journal|loi|action)/10\.", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:\.(?:full|abstract|short|extract|long|figures?(?:-only)?|article-info"
    r"|full-text"
    r"|supplementary-material|supplemental|explore|pdf|epdf|html?|xml|epub))$"
    r"|/(?:full|abs|abstract|e?pdf(?:ft)?|pdfdirect|html|xml|meta|references"
    r"|summary|figures"
    r"|full-?text|citations?|cite|suppl[\w-]*|download[\w-]*|epub|tables|related"
    r"|metrics"
    r"|authors|comments?|fulltext\.pdf|full\.pdf|article|tab-[\w-]+)$",
    re.IGNORECASE,
)
# Publishers' sites whose addresses go on with a number, and with words of the title.
_NUMBERED = re.compile(
    r"/[\w-]*article[\w-]*/doi/(?P<doi>10\.\d{4,9}/\S+?)/\d{4,10}(?:/|$)"
)
_VERSION = re.compile(r"(?<=\d)v\d{1,2}$")
_VERSIONED = ("10.1101/", "10.64898/")
# Articles whose DOI follows from their address.
_BY_SITE = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (r"nature\.com/articles/([sd]4\d{4}-\d{3}-\d{5}-[\dxyz])", "10.1038/{}"),
        (
            r"elifesciences\.org/(?:articles|reviewed-preprints)/(\d{5,6})",
            "10.7554/elife.{}",
        ),
        (
            r"pubs\.rsc\.org/.{0,40}/article\w*/\d{4}/\w{2,4}/([a-z]\d\w{7,9})",
            "10.1039/{}",
        ),
        (r"ssrn\.com/.{0,60}abstract(?:_?id)?=(\d{3,8})", "10.2139/ssrn.{}"),
        (r"zenodo\.org/records?/(\d{3,9})", "10.5281/zenodo.{}"),
        (r"peerj\.com/articles/(\d+)\b", "10.7717/peerj.{}"),
        (r"peerj\.com/articles/cs-(\d+)\b", "10.7717/peerj-cs.{}"),
    )
)
_ARXIV = re.compile(
    r"(?:arxiv\.org[:/]|oai:arxiv\.org:|arxiv:|huggingface\.co/papers/"
    r"|alphaxiv\.org/(?:abs|overview|pdf)/"
    r"|ar5iv(?:\.labs)?(?:\.arxiv)?\.org/(?:html|abs)/)"
    r"(?:(?:abs|pdf|html|format|ps|src)/)?"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)
_LONGEST = 2000


def doi_in_links(links: Iterable[str]) -> str | None:
    """Return the DOI that one of some addresses holds, without their endings.

    >>> doi_in_links(["https://www.biorxiv.org/content/10.1101/2026.06.20.123456v2?rss=1"])
    '10.1101/2026.06.20.123456'
    >>> doi_in_links(["https://rs.example.org/doi/10.1098/rspa.2026.0001.full.html"])
    '10.1098/rspa.2026.0001'
    """
    for link in links:
        if found := _doi_in_link(link[:_LONGEST]):
            return found
    return None


def _doi_in_link(link: str) -> str | None:
    link = unquote(link)
    for site, form in _BY_SITE:
        if named := site.search(link):
            return form.format(named[1].lower())
    if not _OF_JOURNAL.search(link):
        bare = re.split(r"[?#]", link)[0]
        found = (
            _NUMBERED.search(bare) or _IN_PATH.search(link) or _IN_QUERY.search(link)
        )
        if found and link.lower().startswith(("http://", "https://")):
            return without_endings(found["doi"])
    return None


def without_endings(doi: str) -> str | None:
    """Return a DOI from an address without what the address adds to it."""
    doi = doi.rstrip("/")
    while ending := _ENDING.search(doi):
        doi = doi[: ending.start()]
    if doi.lower().startswith(_VERSIONED):
        doi = _VERSION.sub("", doi)
    return parse_doi(doi)


def arxiv_in_links(links: Iterable[str]) -> str | None:
    """Return the arXiv id that one of some addresses, ids or DOIs holds.

    >>> arxiv_in_links(["oai:arXiv.org:2606.00003v1"])
    '2606.00003'
    """
    for link in links:
        if found := _ARXIV.search(link[:_LONGEST]):
            return parse_arxiv(found["id"], bare=True)
        if "10.48550/" in link and (named := parse_arxiv(link)):
            return named
    return None

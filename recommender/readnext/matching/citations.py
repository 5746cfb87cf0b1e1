"""Citation links: names under which a paper cites and is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.matching.arxiv import DOI_PREFIX, is_arxiv_doi
from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.paper import Entry, Paper

# Catalogs name the works of OpenAlex by its addresses, by their ends, or with a prefix.
_OPENALEX = re.compile(r"\s*(?:openalex:|https?://openalex\.org/)?(W\d{1,19})\s*")


def link_key(reference: str) -> str:
    """Return one name for a work, however a source writes a reference to it.

    >>> link_key("https://doi.org/10.48550/arXiv.1706.03762")
    'arxiv:1706.03762'
    >>> link_key("10.1145/3292500.3330701"), link_key(" W2963 ")
    ('doi:10.1145/3292500.3330701', 'id:W2963')
    >>> link_key("https://openalex.org/W2963"), link_key("openalex:W2963")
    ('id:W2963', 'id:W2963')
    """
    if work := _OPENALEX.fullmatch(reference):
        return f"id:{work[1]}"
    doi = parse_doi(reference)
    if doi and is_arxiv_doi(doi):
        return f"arxiv:{doi.removeprefix(DOI_PREFIX)}"
    if doi:
        return f"doi:{doi}"
    arxiv = parse_arxiv(reference, bare=True)
    return f"arxiv:{arxiv}" if arxiv else f"id:{reference.strip()}"


def names_for(work: Paper | Entry) -> Iterator[str]:
    """Yield the names by which other papers may cite a work."""
    if isinstance(work, Paper):
        yield from map(link_key, (work.id, *work.aliases))
    if work.doi:
        yield link_key(work.doi)
    if work.arxiv:
        yield f"arxiv:{work.arxiv}"


def links_of(paper: Paper) -> Iterator[str]:
    """Yield the names of a paper and of all that it cites.

    Two papers share a link if one cites the other, or if both cite a third
    (bibliographic coupling; Kessler, 1963).
    """
    yield from names_for(paper)
    yield from map(link_key, paper.references)

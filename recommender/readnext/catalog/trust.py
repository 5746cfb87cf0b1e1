"""How far each source is trusted in a field, and how clean what it states is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readnext.matching.names import fold
from readnext.matching.preprints import is_preprint_venue
from readnext.paper import Paper

# Sources that hold what authors and publishers deposited; the others collect it.
_PRIMARY = frozenset(
    "arxiv biorxiv medrxiv acl crossref europepmc pubmed inspire ads hal"
    " openreview".split()
)
# Feeds and mails state what fits a list: short or framed.
_LISTS = frozenset(("feed", "mail", "zotero", "jsonfeed"))
_FRAME = re.compile(
    r"\A\W*(?:abstract|summary)\b\s*[:.]?\s*(?=[A-Z])|<(?:jats:|mml:|/?p>|i>|sup>)"
    r"|\A[^.]{3,160},\s+(?:Volume|Vol\.|Issue|EarlyView|Ahead of Print)\b"
    r"|\A.{0,200}\bdoi:\s?10\.\d|\bPMID:?\s?\d|©|\bAnnounce Type:|\bPublication date:"
    r"|\A(?:by|Authors?(?:\(s\))?:)\s+[A-Z]|\bAll rights reserved\b"
    r"|\bappeared first on\b|\bRead more\W*\Z",
    re.IGNORECASE | re.DOTALL,
)
_CUT = ("...", "…", "[…]", "[...]")
_ODD_NAME = re.compile(
    r"[@;:\d/]|\bet al\b|\b(?:universit|department|institut|affiliation|school of"
    r"|hospital)|,.*,",
    re.IGNORECASE,
)
_LONGEST_NAME = 80
_INITIAL = re.compile(r"^[^\W\d_]\.")


def trust(paper: Paper) -> int:
    """Return how far the source of a statement is trusted: 2 primary, 1, 0 a list.

    >>> [trust(Paper(id_, "T")) for id_ in ("arxiv:2401.1", "s2:ab", "feed:1")]
    [2, 1, 0]
    """
    source, separator, _ = paper.id.partition(":")
    if not separator:
        return 1
    return 2 if source in _PRIMARY else 0 if source in _LISTS else 1


def is_framed(abstract: str) -> bool:
    """Tell whether an abstract has a heading, a citation or a copyright line in it.

    >>> is_framed("J Bog Med. 2026. doi: 10.5555/j. ABSTRACT Moss grows. PMID: 4")
    True
    """
    return _FRAME.search(abstract) is not None


def best_abstract(statements: Sequence[Paper]) -> str:
    """Return the best abstract: clean, whole, of a trusted source, long.

    A trusted source's counts if it is not much shorter than the longest clean one.
    """
    texts = [paper for paper in statements if paper.abstract]
    if not texts:
        return ""
    best = max(map(_abstract_class, texts))
    kept = [paper for paper in texts if _abstract_class(paper) == best]
    longest = max(len(paper.abstract) for paper in kept)
    kept = [paper for paper in kept if 2 * len(paper.abstract) >= longest]
    return max(kept, key=lambda p: (trust(p), len(p.abstract))).abstract


def _abstract_class(paper: Paper) -> tuple[bool, bool]:
    return not is_framed(paper.abstract), not paper.abstract.endswith(_CUT)


def best_authors(statements: Sequence[Paper]) -> Paper:
    """Return the statement with the best author list.

    A whole list beats a cut one, one of plain names another, then the more people, the
    more trusted source, and the more names written out.
    """
    return max(statements, key=_author_rank)


def people(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a list, each once."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return tuple(found.values())


def _author_rank(paper: Paper) -> tuple[bool, bool, int, int, int]:
    names = people(paper.authors)
    plain = not any(_ODD_NAME.search(n) or len(n) > _LONGEST_NAME for n in names)
    whole = sum(not _INITIAL.match(name) for name in names)
    complete = bool(names) and not paper.authors_cut
    return complete, bool(names) and plain, len(names), trust(paper), whole


def best_venue(statements: Sequence[Paper]) -> str:
    """Return the best venue: a journal before a preprint server, by trusted sources."""
    named = [paper for paper in statements if paper.venue]
    if not named:
        return ""
    return max(named, key=lambda p: (not is_preprint(p), trust(p) > 0)).venue


def is_preprint(paper: Paper) -> bool:
    """Tell whether a statement names no journal, conference or publisher."""
    return not paper.venue or is_preprint_venue(paper.venue)


def best_title(statements: Sequence[Paper]) -> str:
    """Return the title of the first source that gives a whole one, lists last."""
    return max(statements, key=_title_rank).title


def _title_rank(paper: Paper) -> tuple[bool, bool, bool, bool]:
    title = paper.title
    named = not title.startswith("doi:10.")
    shouted = title.isupper() and len(title) > 20
    return named, not title.endswith(_CUT), trust(paper) > 0, not shouted

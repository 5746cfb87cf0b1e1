"""Statements of one id: the same paper again, changed, or another paper."""

from __future__ import annotations

from hashlib import sha1

from readnext.catalog.merge import merge
from readnext.matching.authors import people_of, shared_surnames
from readnext.matching.identity import Identity
from readnext.matching.ids import slug_id
from readnext.matching.title_variants import spelling_variant
from readnext.matching.titles import read_title
from readnext.paper import Paper


def is_other(
    old: Paper, new: Paper, identity: Identity, *, corrected: bool = False
) -> bool:
    """Tell whether an id that one paper has now names another paper.

    A source may correct a title or an author list, so only a paper that agrees in
    neither is another one. `identity` is that of the new record. `corrected` says that
    the same source states both, one after the other.
    """
    if old.title == new.title:
        return False
    ours, theirs = people_of(new.authors), people_of(old.authors)
    if identity.same(Identity.of(old)) or shared_surnames(ours, theirs):
        return False
    if corrected and not (ours and theirs) and _may_be_corrected(old, new):
        return False
    return bool(ours or theirs) or not spelling_variant(
        read_title(old.title), read_title(new.title)
    )


# No two papers have the same abstract of so many letters.
_LONG_TEXT = 60
_HALF = 1 / 2


def _may_be_corrected(old: Paper, new: Paper) -> bool:
    """Tell whether a new title may be that of the same paper.

    Ids like "1" are given again: the words, the DOI, the text or the day must agree.
    """
    if old.doi or new.doi:
        return old.doi == new.doi
    if len(old.abstract) >= _LONG_TEXT and old.abstract == new.abstract:
        return True
    a, b = (set(read_title(paper.title).words) for paper in (old, new))
    if len(a & b) >= _HALF * max(min(len(a), len(b)), 2):
        return True
    day = old.date is not None and len(old.date) == len("2026-06-30")
    return day and old.date == new.date and old.url == new.url


def restated(old: Paper, new: Paper) -> Paper:
    """Return what a source states now under an id that it used before.

    An id made of the title is no source's own: several pages may have the paper,
    and what they state is merged.
    """
    return merge(old, new) if new.id == slug_id(new.title) else new


def apart_id(paper: Paper) -> str:
    """Return an id for a paper whose own id another paper has."""
    return f"{paper.id}~{sha1(paper.title.encode()).hexdigest()[:6]}"

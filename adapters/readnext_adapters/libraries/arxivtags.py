"""Names of arXiv's categories among tags: Zotero adds them automatically."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.matching import arxiv
from readnext.matching.arxiv import ARCHIVES

# "Computer Science - Machine Learning", "High Energy Physics - Theory"
_ARCHIVES = {name.partition(" - ")[0] for name in ARCHIVES.values()} | {"Nuclear"}
_NAME = re.compile(rf"(?:{'|'.join(sorted(_ARCHIVES))}) - \S.*")


def is_category(tag: str) -> bool:
    """Tell whether a tag is the name or code of an arXiv category."""
    return arxiv.is_category(tag) or _NAME.fullmatch(tag) is not None


def split_tags(
    own: Iterable[str], automatic: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the user's tags and the automatic ones, each tag once.

    >>> split_tags(["moss", "Computer Science - Machine Learning", "cs.LG"], ["bog"])
    (('moss',), ('bog', 'Computer Science - Machine Learning', 'cs.LG'))
    """
    tags = dict.fromkeys(filter(None, own))
    added = dict.fromkeys(filter(None, automatic))
    added |= dict.fromkeys(tag for tag in tags if is_category(tag))
    return (
        tuple(tag for tag in tags if tag not in added),
        tuple(added),
    )

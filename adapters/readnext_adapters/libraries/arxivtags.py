"""Names of arXiv's categories among tags: Zotero adds them without being asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ARCHIVES = (
    r"Astrophysics|Computer Science|Condensed Matter|Economics"
    r"|Electrical Engineering and Systems Science|High Energy Physics|Mathematics"
    r"|Nonlinear Sciences|Nuclear|Physics|Quantitative Biology|Quantitative Finance"
    r"|Statistics"
)
_CODES = r"astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat"
_CATEGORY = re.compile(
    rf"(?:{_ARCHIVES}) - \S.*|(?:{_CODES})\.[A-Za-z][A-Za-z-]+"
    r"|hep-(?:ex|lat|ph|th)|nucl-(?:ex|th)|math-ph|gr-qc|quant-ph"
)


def is_category(tag: str) -> bool:
    """Tell whether a tag is the name or code of an arXiv category."""
    return _CATEGORY.fullmatch(tag) is not None


def split_tags(
    own: Iterable[str], automatic: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the reader's tags and those that a program added, each tag once.

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

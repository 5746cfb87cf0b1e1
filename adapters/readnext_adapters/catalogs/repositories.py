"""Places that keep papers without publishing them, which are no venues."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r"(?:\w{1,6}rxiv(?:\.org)?(?: preprint.*)?|corr|ssrn|research ?gate|zenodo|hal"
    r"|open ?review(?:\.net)?|pubmed(?: central)?|figshare|osf preprints|authorea"
    r"|preprints(?:\.org)?|research square|citeseer ?x?)(?: \([^()]*\))?",
    re.IGNORECASE,
)


def is_repository(name: str) -> bool:
    """Tell whether a name is that of a preprint server or an archive.

    >>> is_repository("arXiv (Cornell University)"), is_repository("bioRxiv")
    (True, True)
    >>> is_repository("Journal of Archives"), is_repository("HAL 9000 Letters")
    (False, False)
    """
    return _NAMES.fullmatch(name.strip()) is not None

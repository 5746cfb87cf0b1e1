"""Repositories and preprint servers, which do not count as venues."""

from __future__ import annotations

import re

from readnext.matching.preprints import SERVERS

_NAMES = re.compile(
    rf"(?:(?:{SERVERS})(?:\.org)?(?: preprint.*)?|research ?gate|zenodo|hal"
    r"|ssrn electronic journal|open ?review(?:\.net)?|pubmed(?: central)?|figshare"
    r"|citeseer ?x?)"
    r"(?: \([^()]*\))?",
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

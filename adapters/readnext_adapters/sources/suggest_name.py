"""What a name that is no source was probably meant to be."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from readnext.matching.arxiv import is_category

# What people call a service, and the kind of source that reads it.
_OTHER_NAMES = {
    "acm": "crossref:prefix:10.1145",
    "astro": "ads",
    "doi": "crossref",
    "email": "mail",
    "googlescholar": "mail",
    "epmc": "europepmc",
    "huggingface": "hf",
    "ieee": "crossref:prefix:10.1109",
    "inspirehep": "inspire",
    "issn": "crossref",
    "journal": "crossref:journal",
    "medline": "europepmc",
    "nber": "crossref:prefix:10.3386",
    "openreview.net": "openreview",
    "pmc": "europepmc",
    "pubmed": "europepmc",
    "atom": "feed",
    "jsonfeed": "feed",
    "rss": "feed",
    "scholar": "mail",
    "scix": "ads",
    "semanticscholar": "s2",
    "spires": "inspire",
    "ssrn": "crossref:prefix:10.2139",
    "venue": "dblp:venue",
    "zenodo": "datacite",
}
_WHOLE = frozenset(("acm", "ieee", "nber", "ssrn"))  # a publisher; words do not fit
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_PREFIX = re.compile(r"10\.\d{4,9}/?")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_CUTOFF = 0.7


def meant(name: str, kinds: Collection[str]) -> str:
    """Return the source that a wrong name probably means, or "".

    >>> meant("openalx:moss", ["arxiv", "openalex"]), meant("cs.LG", ["arxiv"])
    ('openalex:moss', 'arxiv:cs.LG')
    """
    text = " ".join(name.split())
    scheme, colon, rest = text.partition(":")
    rest = rest.strip()
    if not colon:
        return _bare(text, kinds)
    key = re.sub(r"[\s_-]", "", scheme.lower())
    known = _OTHER_NAMES.get(key)
    if known and key in _WHOLE:
        return known
    if not known:
        near = get_close_matches(scheme.lower(), [*kinds, *_OTHER_NAMES], 1, _CUTOFF)
        known = _OTHER_NAMES.get(near[0], near[0]) if near else ""
    return f"{known}:{rest or '...'}" if known else ""


def _bare(text: str, kinds: Collection[str]) -> str:
    """What a name without a colon means: a category, an ISSN, an address, a kind."""
    if is_category(text):
        return f"arxiv:{text}"
    if _ISSN.fullmatch(text):
        return f"crossref:{text}"
    if _PREFIX.fullmatch(text):
        return f"crossref:prefix:{text.rstrip('/')}"
    near = get_close_matches(text.lower(), [*kinds, *_OTHER_NAMES], 1, _CUTOFF)
    if near:
        found = _OTHER_NAMES.get(near[0], near[0])
        return found if near[0] in _WHOLE else f"{found}:..."
    return f"https://{text}" if _HOST.fullmatch(text) else ""

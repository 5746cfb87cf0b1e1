"""Recommends sources for a library, from its subjects, venues and identifiers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readnext.paper import Entry, Paper
from readnext_adapters.sources.arxivnames import category_of

_LEAST = 0.05  # minimum share of the papers with subjects for an arXiv category
_FEWEST = 2  # minimum number of papers for any recommendation
_MOST = 5  # categories proposed
_OLD_ARXIV = re.compile(r"([a-z-]+)/\d{7}")
_DAILY = frozenset(("cs.LG", "cs.CL", "cs.CV", "cs.AI"))
_DAILY_SHARE = 0.3
_BIORXIV = "10.1101/"
_ACL = re.compile(
    r"\b(?:ACL|EMNLP|NAACL|EACL|CoNLL|TACL)\b|computational linguistics", re.I
)


# Venues whose papers nearly all are on arXiv, in one category.
_VENUES = tuple(
    (category, re.compile(pattern, re.IGNORECASE))
    for category, pattern in (
        (
            "cs.LG",
            r"\b(?:neurips|nips|icml|iclr|aistats|jmlr|tmlr|colt)\b|machine learning"
            r"|neural information processing|learning representations",
        ),
        ("cs.CL", r"\b(?:acl|emnlp|naacl|eacl|tacl|conll)\b|computational linguistics"),
        ("cs.CV", r"\b(?:cvpr|iccv|eccv|wacv)\b|computer vision"),
        ("cs.RO", r"\b(?:icra|iros|corl)\b|robotic"),
        ("cs.IR", r"\b(?:sigir|recsys|ecir)\b|recommender|information retrieval"),
        ("cs.CR", r"\b(?:usenix security|ndss)\b|cryptolog|security and privacy"),
        ("cs.SE", r"\b(?:icse|fse|ase)\b|software engineering"),
        ("cs.HC", r"\b(?:chi|uist|cscw)\b|human.computer interaction"),
        ("quant-ph", r"\bquantum (?:information|journal)|prx quantum"),
        ("hep-th", r"high energy physics|\bjhep\b"),
        ("astro-ph.GA", r"astrophysical journal|astronomy|astronomical"),
        ("cond-mat.mtrl-sci", r"physical review b\b|materials science"),
        ("math.CO", r"combinator"),
        ("stat.ME", r"biometrik|royal statistical society|annals of statistics"),
        ("q-bio.NC", r"neurosci"),
    )
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source's name, and the reason in the library for it."""

    source: str
    why: str


def propose(entries: Sequence[Entry], known: Sequence[Paper] = ()) -> list[Proposal]:
    """Return sources that fit a library, the best first.

    `known` are the catalog's records of papers in the library.
    """
    subjects = [_subjects(entry) for entry in entries]
    subjects += [_categories(paper.categories) for paper in known]
    told = [some for some in subjects if some]
    counts = Counter(category for some in told for category in some)
    found = [
        Proposal(
            f"arxiv:{category}", f"{n / len(told):.0%} of the papers with a subject"
        )
        for category, n in counts.most_common(_MOST)
        if n >= _FEWEST and n / len(told) >= _LEAST
    ]
    if not found:
        found = _by_venue(entries)
    daily = sum(bool(some & _DAILY) for some in told)
    if daily >= _FEWEST and daily / len(told) >= _DAILY_SHARE:
        share = f"{daily / len(told):.0%}"
        found.append(Proposal("hf:daily", f"{share} on machine learning; has labs"))
    return found + list(_others(entries))


def _by_venue(entries: Sequence[Entry]) -> list[Proposal]:
    """Categories implied by venues, if the library has no subjects."""
    told = [entry.venue for entry in entries if entry.venue]
    counts = Counter(
        category
        for venue in told
        for category, pattern in _VENUES
        if pattern.search(venue)
    )
    return [
        Proposal(f"arxiv:{category}", f"{n} of {len(told)} papers, by their venues")
        for category, n in counts.most_common(_MOST)
        if n >= _FEWEST and n / len(told) >= _LEAST
    ]


def _others(entries: Sequence[Entry]) -> Iterable[Proposal]:
    """Proposals by identifiers and venues."""
    preprints = Counter(
        server for entry in entries for server in [_server(entry)] if server
    )
    for server, n in preprints.most_common():
        if n >= _FEWEST:
            yield Proposal(f"{server}:all", f"{n} preprints of it")
    computational = [e for e in entries if _ACL.search(e.venue) and e.year]
    if len(computational) >= _FEWEST:
        year = max(entry.year or 0 for entry in computational)
        why = f"{len(computational)} papers in the venues of the ACL"
        yield Proposal(f"acl:{year}.acl", why)


def _server(entry: Entry) -> str | None:
    if not (entry.doi or "").startswith(_BIORXIV):
        return None
    return "medrxiv" if "medrxiv" in entry.venue.casefold() else "biorxiv"


def _subjects(entry: Entry) -> frozenset[str]:
    """The arXiv categories that an entry's tags name, and its old arXiv id."""
    found = _categories((*entry.keywords, *entry.auto_keywords))
    old = _OLD_ARXIV.match(entry.arxiv or "")
    category = category_of(old[1]) if old else None
    return found | {category} if category else found


def _categories(tags: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(category_of, tags)))

"""Preprint servers and PubMed for a library, from DOIs, fields and keywords."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from readnext.paper import Entry
from readnext_adapters.sources.field_sources import (
    BIORXIV_ALL,
    BIORXIV_FIELDS,
    BIORXIV_SUBJECTS,
    PUBMED_FIELDS,
    SERVERS,
)
from readnext_adapters.sources.recent_papers import Found, Recent

_FEWEST = 2  # papers
_SHARE = 0.25  # of the newest papers, for the server of their field
_SUBJECT_SHARE = 0.2
_SUBJECTS = 2
_BIORXIV = "10.1101/"
_TERMS = 4  # keywords in a query
_TERM_SHARE = 0.04
_TERM = re.compile(r"[A-Za-z][\w -]{3,40}")
_VAGUE = re.compile(
    r"animals?|humans?|male|female|adult|aged|middle aged|young adult|mice|rats"
    r"|review|article|journal|research|science|biology|medicine|neuroscience|models?"
    r"|theory|methods?|algorithms?|software|time factors|.*\bto.read|unread|read|todo",
    re.IGNORECASE,
)


def preprint_sources(recent: Recent) -> Iterator[Found]:
    """Yield preprint servers, and a query of Europe PMC for biology and medicine."""
    yield from _by_prefix(recent)
    yield from _biorxiv(recent)
    yield from _pubmed(recent)


def _by_prefix(recent: Recent) -> Iterator[Found]:
    """Servers of which the library has preprints, or that serve its field."""
    for prefix, name, monthly, fields in SERVERS:
        numbers = frozenset(
            n
            for n, entry in enumerate(recent.entries)
            if (entry.doi or "").startswith(f"{prefix}/")
        )
        served = recent.in_fields(fields)
        if len(numbers) >= _FEWEST:
            why = f"{recent.of_yours(len(numbers))} are preprints of {name}"
        elif len(served) >= max(_FEWEST + 1, _SHARE * len(recent.entries)):
            field = " or ".join(fields)
            why = f"preprints of {name}; {recent.of_yours(len(served))} are in {field}"
        else:
            continue
        yield Found(f"crossref:prefix:{prefix}", why, monthly, numbers)


def _biorxiv(recent: Recent) -> Iterator[Found]:
    """BioRxiv and medRxiv, by subject where one is clear."""
    total = len(recent.entries)
    own = {n: e for n, e in enumerate(recent.entries) if _is_biorxiv(e)}
    medical = frozenset(n for n, e in own.items() if "medrxiv" in e.venue.casefold())
    if len(medical) >= _FEWEST:
        why = f"{recent.of_yours(len(medical))} are preprints of it"
        yield Found("medrxiv:all", why, 1500, medical)
    others = frozenset(own) - medical
    life = recent.in_fields(BIORXIV_FIELDS)
    if len(others) < _FEWEST and len(life) < max(_FEWEST + 1, _SHARE * total):
        return
    among = sorted(others | life)
    subjects = [
        (sum(bool(pattern.search(_text(recent.entries[n]))) for n in among), name, size)
        for name, size, pattern in BIORXIV_SUBJECTS
    ]
    subjects.sort(reverse=True)
    least = max(_FEWEST, _SUBJECT_SHARE * len(among))
    clear = [one for one in subjects if one[0] >= least][:_SUBJECTS]
    for count, name, size in clear:
        why = f"{recent.of_yours(count)} are in the life sciences and of this subject"
        first = name == clear[0][1]
        yield Found(f"biorxiv:{name}", why, size, others if first else frozenset())
    if not clear and len(others) >= _FEWEST:
        why = f"{recent.of_yours(len(others))} are preprints of it"
        yield Found("biorxiv:all", why, BIORXIV_ALL, others)


def _is_biorxiv(entry: Entry) -> bool:
    named = re.search(r"\b(?:bio|med)rxiv\b", entry.venue, re.IGNORECASE)
    return bool(named) or (entry.doi or "").startswith(_BIORXIV)


def _text(entry: Entry) -> str:
    return " ".join((entry.title, entry.venue, *entry.keywords, *entry.auto_keywords))


def _pubmed(recent: Recent) -> Iterator[Found]:
    """A query of Europe PMC for the most frequent keywords of life scientists."""
    total = len(recent.entries)
    if len(recent.in_fields(PUBMED_FIELDS)) < max(_FEWEST + 1, _SHARE * total):
        return
    terms = [_terms(entry) for entry in recent.entries]
    counts = Counter(term for some in terms for term in some)
    fewest = max(_FEWEST, _TERM_SHARE * total)
    chosen = [term for term, n in counts.most_common(_TERMS) if n >= fewest]
    if not chosen:
        return
    query = " OR ".join(f'"{term}"' for term in chosen)
    numbers = frozenset(n for n, some in enumerate(terms) if some & set(chosen))
    why = f"{recent.of_yours(len(numbers))} have these keywords"
    yield Found(f"europepmc:{query}", why, 150 * len(chosen), numbers)


def _terms(entry: Entry) -> frozenset[str]:
    """The keywords and MeSH headings of an entry, without qualifiers."""
    tags = (*entry.keywords, *entry.auto_keywords)
    words = (re.split(r"[/(*]", tag)[0].strip().lower() for tag in tags)
    return frozenset(w for w in words if _TERM.fullmatch(w) and not _VAGUE.fullmatch(w))

"""The network sources of a catalog: what each is asked, and what it answers.

A kind of source is a module with the names of `SourceKind`; `SOURCES` is the registry,
by the word before the colon of a source's name (``arxiv:cs.LG``). A module keeps three
things apart: the addresses it asks (query), the client that asks them (transport, see
`readnext_adapters.http`), and the papers in an answer (record). Record readers are
functions of bytes, which the catalog's file readers share.
"""

from __future__ import annotations

from readnext.errors import InputError
from readnext_adapters.sources import acl, biorxiv, feed, hf, openalex, s2
from readnext_adapters.sources.arxiv import new as arxiv_new
from readnext_adapters.sources.arxiv import oai as arxiv_oai
from readnext_adapters.sources.arxiv import query as arxiv_query
from readnext_adapters.sources.openalexfinder import OpenAlexFinder
from readnext_adapters.sources.protocol import Finder, Source, SourceKind
from readnext_adapters.sources.s2finder import SemanticScholarFinder

SOURCES: dict[str, SourceKind] = {
    "acl": acl,
    "arxiv": arxiv_oai,
    "arxiv-new": arxiv_new,
    "arxiv-query": arxiv_query,
    "biorxiv": biorxiv.BIORXIV,
    "feed": feed,
    "hf": hf,
    "medrxiv": biorxiv.MEDRXIV,
    "openalex": openalex,
    "s2": s2,
}
FINDERS: dict[str, Finder] = {
    "openalex": OpenAlexFinder(),
    "s2": SemanticScholarFinder(),
}


def parse_source(name: str) -> Source:
    """Return the source of a name; raise InputError that lists the kinds.

    A web address is a feed.
    """
    scheme, _, rest = name.strip().partition(":")
    if scheme.lower() in ("http", "https"):
        scheme, rest = "feed", name.strip()
    kind = SOURCES.get(scheme.lower())
    if kind is None:
        known = "; ".join(kind.HELP for _, kind in sorted(SOURCES.items()))
        raise InputError(f"{name}: no such source; there are {known}")
    return kind.parse(rest.strip())

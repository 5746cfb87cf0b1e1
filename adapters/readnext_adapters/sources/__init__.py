"""The network sources of a catalog: how each is queried, and what it returns.

A kind of source is a module with the names of `SourceKind`; `SOURCE_KINDS` lists
readnext's own by the word before the colon of a source's name (``arxiv:cs.LG``). Other
packages add theirs by the entry-point group ``readnext.sources``, and services that
find given papers by the group ``readnext.finders``. A source keeps three things apart:
the URLs that it requests (query), the client that requests them (transport, see
`readnext_adapters.http`), and the papers in a response (record). Record parsers are
functions of bytes, which the catalog's file formats share.
"""

from __future__ import annotations

from readnext.errors import InputError
from readnext_adapters.plugin_check import misfit
from readnext_adapters.plugins import Registry
from readnext_adapters.sources.protocol import Finder, Source, SourceKind
from readnext_adapters.sources.suggest_name import meant

SOURCE_KINDS: Registry[SourceKind] = Registry(
    "readnext.sources",
    {
        "acl": "readnext_adapters.sources.acl",
        "ads": "readnext_adapters.sources.ads",
        "arxiv": "readnext_adapters.sources.arxiv.oai",
        "arxiv-new": "readnext_adapters.sources.arxiv.new",
        "arxiv-query": "readnext_adapters.sources.arxiv.query",
        "biorxiv": "readnext_adapters.sources.biorxiv:BIORXIV",
        "crossref": "readnext_adapters.sources.crossref",
        "datacite": "readnext_adapters.sources.datacite",
        "dblp": "readnext_adapters.sources.dblp",
        "europepmc": "readnext_adapters.sources.europepmc",
        "feed": "readnext_adapters.sources.feed",
        "hal": "readnext_adapters.sources.hal",
        "hf": "readnext_adapters.sources.hf",
        "inspire": "readnext_adapters.sources.inspire",
        "mail": "readnext_adapters.sources.mail",
        "medrxiv": "readnext_adapters.sources.biorxiv:MEDRXIV",
        "oai": "readnext_adapters.sources.oai",
        "openalex": "readnext_adapters.sources.openalex",
        "openreview": "readnext_adapters.sources.openreview",
        "s2": "readnext_adapters.sources.s2",
        "zotero": "readnext_adapters.sources.zotero",
    },
    SourceKind,
)
FINDERS: Registry[Finder] = Registry(
    "readnext.finders",
    {
        "openalex": "readnext_adapters.sources.openalexfinder:OpenAlexFinder",
        "s2": "readnext_adapters.sources.s2finder:SemanticScholarFinder",
    },
    Finder,
)


def parse_source(name: str) -> Source:
    """Return the source of a name; raise InputError that says what it may have meant.

    A URL is a feed.
    """
    scheme, _, rest = name.strip().partition(":")
    if scheme.lower() in ("http", "https"):
        scheme, rest = "feed", name.strip()
    try:
        kind = SOURCE_KINDS[scheme.lower()]
    except KeyError:
        raise InputError(f"{name}: no such source; {_advice(name)}") from None
    source = kind.parse(rest.strip())
    if scheme.lower() not in SOURCE_KINDS.builtin and (wrong := misfit(source, Source)):
        raise InputError(f"{name}: the plug-in {scheme} gives no source: {wrong}")
    return source


def _advice(name: str) -> str:
    if probable := meant(name, list(SOURCE_KINDS)):
        return f"did you mean {probable}? 'readnext catalog sources' lists all kinds"
    known = ", ".join(sorted(SOURCE_KINDS))
    return f"the kinds are {known}; 'readnext catalog sources' explains them"


def source_kinds() -> list[tuple[str, SourceKind]]:
    """Return the kinds of sources that can be used, by name."""
    return sorted(SOURCE_KINDS.usable(), key=lambda one: one[0])

"""Citations between the papers of a catalog, whatever ids sources name them by."""

from __future__ import annotations

import numpy as np

from readnext.catalog.shards import Columns
from readnext.features.people import NameTable


def link_table(columns: Columns) -> NameTable:
    """Return the citation links of papers, one column for each work that is cited.

    OpenAlex names what a paper cites by its own ids, Crossref by DOIs. The names of a
    paper of the catalog are one column, so that a paper that cites it by several ids
    cites it once, and papers that cite it by different ids cite the same.

    Two ids of a work that the catalog lacks stay two columns: OpenAlex lists its own
    ids alone and Crossref DOIs alone, both leave out some references, and no answer
    that is read says which of them belong together. Of ids that one answer gives
    together (Semantic Scholar, INSPIRE, PubMed), its reader keeps the commonest one.
    """
    links = columns.links
    # A damaged shard must not make names of other papers this one's.
    own = np.clip(columns.own_links.astype(np.int64), 0, np.diff(links.starts))
    table = NameTable.of(links)
    if len(links.names) == own.sum() or not (own > 1).any():
        return table  # no paper cites another
    named = own > 0
    starts, own = links.starts[:-1][named], own[named]
    first = np.repeat(links.names[starts], own)
    before = np.repeat(np.cumsum(own) - own, own)
    names = links.names[np.repeat(starts, own) + np.arange(len(first)) - before]
    # A name that is the first of some paper stays, so that no name leads to another.
    free = ~np.isin(names, links.names[starts])
    return table.united(first[free], names[free])

"""Recognising a file at another place by its papers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence

from readnext.catalog.records import statements_of
from readnext.catalog.schema import select_in
from readnext.catalog.statement_table import further_ids
from readnext.paper import Paper

SAMPLE = 100  # papers at the beginning of a file, by which it is recognised
_HALF = 1 / 2


def same_file(
    db: sqlite3.Connection, papers: Sequence[Paper], names: Collection[str]
) -> str | None:
    """Return the source, one of `names`, that states most of some papers.

    None unless that is half of them at least, each with the id and the title that the
    catalog has.
    """
    titles = {paper.id: paper.title for paper in papers}
    query = "SELECT id, number, source FROM statements WHERE id IN ({})"
    rows = {id_: rest for id_, *rest in select_in(db, query, titles)}
    known = {
        one.id
        for one in statements_of(db, {number for number, _ in rows.values()})
        if titles.get(one.id) == one.paper.title
    }
    times = Counter[str]()
    for number, name in db.execute("SELECT number, name FROM sources"):
        if name in names:
            also = further_ids(db, number, known)
            first = {id_ for id_ in known if id_ in rows and rows[id_][1] == number}
            times[name] = len(also | first)
    ((best, most),) = times.most_common(1) or [("", 0)]
    return best if most and most >= _HALF * len(titles) else None

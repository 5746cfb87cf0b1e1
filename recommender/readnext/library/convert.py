"""A library's entry as a catalog's paper, and the other way round."""

from __future__ import annotations

from readnext.matching.ids import slug_id
from readnext.matching.names import catalog_name, split_name
from readnext.pages import page_count
from readnext.paper import Author, Entry, Paper


def as_paper(entry: Entry) -> Paper:
    """Return an entry as a paper, its citation key as the id."""
    return Paper(
        id=entry.key or slug_id(entry.title),
        title=entry.title,
        authors=tuple(map(catalog_name, entry.authors)),
        abstract=entry.abstract,
        venue=entry.venue,
        date=entry.date,
        url=entry.url,
        doi=entry.doi,
        arxiv=entry.arxiv,
        keywords=entry.keywords,
        pages=page_count(entry.pages),
    )


def as_entry(paper: Paper, where: str) -> Entry:
    """Return a paper as an entry, its id as the citation key."""
    return Entry(
        key=paper.id,
        type="article",
        title=paper.title,
        authors=tuple(Author(*split_name(name)) for name in paper.authors),
        date=paper.date,
        doi=paper.doi,
        arxiv=paper.arxiv,
        url=paper.url,
        abstract=paper.abstract,
        venue=paper.venue,
        keywords=paper.keywords,
        where=where,
    )

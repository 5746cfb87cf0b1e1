"""Converts an item of one of Zotero's feeds to a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from readnext.matching.names import catalog_name
from readnext.paper import Author, Paper, Problem
from readnext_adapters.catalogs.feeditem import paper_of_item
from readnext_adapters.parsing.jsonvalues import (
    Object,
    first_text,
    list_of,
    object_of,
)

_VENUES = ("publicationTitle", "proceedingsTitle", "bookTitle", "blogTitle")


def paper_of_zotero(
    data: Object, guid: str, feed: Mapping[str, object], where: str
) -> Paper | Problem:
    """Return the paper of an item's fields, which have the names of Zotero's API.

    `feed` has the feed's title and link.
    """
    venue = next(filter(None, (first_text(data, name) for name in _VENUES)), "")
    item = {
        "id": guid,
        "link": data.get("url"),
        "title": data.get("title"),
        "summary": data.get("abstractNote"),
        "authors": [
            {"name": name} for name in map(_name, list_of(data.get("creators")))
        ],
        "published": first_text(data, "date").partition(" ")[0],
        "prism_doi": data.get("DOI"),
        # Zotero fills in the name of the feed where the item names no journal.
        "prism_publicationname": "" if venue == feed.get("title") else venue,
        "tags": [{"term": object_of(t).get("tag")} for t in list_of(data.get("tags"))],
    }
    paper = paper_of_item(item, feed, where)
    if isinstance(paper, Problem):
        return paper
    return replace(paper, id=f"zotero:{guid}" if guid else paper.id)


def _name(creator: object) -> str:
    fields = object_of(creator)
    whole = first_text(fields, "name")
    family, given = (first_text(fields, part) for part in ("lastName", "firstName"))
    return whole or catalog_name(Author(family, given))

"""Zotero RDF, and other bibliographic RDF with the same terms.

Terms are recognised by their local names: ``title`` of Dublin Core's two vocabularies,
``name`` of schema.org. A container of another item, e.g. a journal or a series, is not
an item itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.rdfentry import entry_of_node, stated_dates
from readnext_adapters.libraries.rdfgraph import Graph, Node
from readnext_adapters.libraries.zoteroitem import NO_WORKS
from readnext_adapters.libraries.zoterotree import collection_paths
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.unread_dates import unread_date
from readnext_adapters.parsing.xmltree import read_elements

SUFFIXES: tuple[str, ...] = (".rdf",)

_ROOT = re.compile(r"<(?:\w+:)?RDF\b[^>]{0,4000}22-rdf-syntax-ns#", re.DOTALL)
# RSS 1.0 is RDF too, but a feed.
_FEED = re.compile(r"<(?:\w+:)?RDF\b[^>]{0,4000}purl\.org/rss/1\.0/[\"']", re.DOTALL)
# Kinds of nodes that are not works, unless Zotero says otherwise.
_NO_ITEMS = frozenset(
    "memo attachment collection journal periodical series newspaper magazine website"
    " person organization agent publicationissue publicationvolume seq bag concept"
    " usertag automatictag organisation place uri".split()
)


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is RDF in XML, and no feed."""
    begins = head.lstrip("\ufeff \t\r\n").startswith("<")
    return begins and bool(_ROOT.search(head)) and not _FEED.search(head)


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the items of a file in their order, with the collections they are in."""
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    elements = []
    for element in read_elements(decoded.text, name, set()):
        if isinstance(element, Problem):
            yield element
        else:
            elements.append(element)
    graph = Graph(elements)
    yield from with_keys(_items(graph, name))


def _items(graph: Graph, name: str) -> Iterator[Entry | Problem]:
    containers = {part.id for node in graph.nodes for part in node.nodes("ispartof")}
    places = _places(graph)
    number = 0
    for node in graph.nodes:
        if _is_item(node, containers):
            number += 1
            where = f"{name}:item {number}"
            entry = entry_of_node(node, where, places.get(node.id, ()))
            yield entry
            if entry.date is None:
                yield from unread_date(stated_dates(node), where, entry.key)
    if not number:
        yield Problem(name, "no bibliographic item was found in this RDF")
    children = {
        x.id for node in graph.nodes for x in node.nodes("link", "isreferencedby")
    }
    alone = sum(_is_alone(node, children) for node in graph.nodes)
    if alone:
        yield Problem(name, f"standalone notes and files, ignored: {alone}")


def _is_item(node: Node, containers: set[str]) -> bool:
    if kind := node.text("itemtype"):
        return kind not in NO_WORKS
    if node.kind in _NO_ITEMS or node.id in containers:
        return False
    return bool(node.text("title", "name", "headline"))


def _is_alone(node: Node, children: set[str]) -> bool:
    is_file = node.kind in ("memo", "attachment") or node.text("itemtype") in NO_WORKS
    return is_file and node.id not in children


def _places(graph: Graph) -> dict[str, list[str]]:
    """Return the paths of the collections that hold each item, by the item's id."""
    folders = {node.id: node for node in graph.nodes if node.kind == "collection"}
    parents = {part.id: key for key, node in folders.items() for part in _parts(node)}
    names = {
        key: (node.text("title"), parents.get(key, "")) for key, node in folders.items()
    }
    places: dict[str, list[str]] = {}
    for key, path in collection_paths(names).items():
        for part in _parts(folders[key]):
            places.setdefault(part.id, []).append(path)
    return places


def _parts(node: Node) -> list[Node]:
    return node.nodes("haspart")

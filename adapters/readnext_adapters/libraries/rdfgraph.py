"""RDF in XML as nodes with values, as much of it as bibliographies use."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.xmltree import local_name

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


class Node:
    """A described thing: its kind, its id, and the values of its properties.

    Names of kinds and properties are in lower case, without namespace.
    """

    def __init__(self, graph: Graph, element: Element) -> None:
        self._graph = graph
        self.element = element
        self.kind = local_name(element)
        self.id = _name_of(element, "about", "nodeID", "ID") or f"_:{id(element)}"
        if self.kind == "description":
            kind = next((c for c in element if local_name(c) == "type"), None)
            address = "" if kind is None else _name_of(kind, "resource")
            self.kind = address.replace("#", "/").rpartition("/")[2].lower()

    @property
    def own_text(self) -> str:
        """The text that stands in the element itself."""
        return strip_markup(self.element.text or "")

    def text(self, *names: str) -> str:
        """Return the first text of the first of these properties that has one."""
        return next((text for name in names for text in self.texts(name)), "")

    def texts(self, *names: str) -> list[str]:
        """Return the texts of these properties, addresses among them."""
        found = []
        for child in self._children(names):
            text = strip_markup(child.text or "") or _name_of(child, "resource")
            found += [text] if text else []
            for inner in self._inner(child):
                found += filter(None, [inner.text("value")])
        return found

    def lines(self, name: str) -> list[str]:
        """Return the texts of a property as they are, line for line."""
        return [child.text or "" for child in self._children((name,))]

    def nodes(self, *names: str) -> list[Node]:
        """Return the things that these properties lead to, inside or elsewhere."""
        found = []
        for child in self._children(names):
            found += self._inner(child)
            if target := _name_of(child, "resource", "nodeID"):
                found.append(
                    self._graph.find(target) or Node(self._graph, _named(target))
                )
        return found

    def _children(self, names: tuple[str, ...]) -> list[Element]:
        return [child for child in self.element if local_name(child) in names]

    def _inner(self, child: Element) -> list[Node]:
        """Return the things described inside a property, those of a list one by one."""
        found = []
        for inner in child:
            if local_name(inner) in ("seq", "bag", "alt", "list"):
                for member in inner:
                    found += self._member(member)
            else:
                found.append(Node(self._graph, inner))
        return found

    def _member(self, member: Element) -> list[Node]:
        target = self._graph.find(_name_of(member, "resource", "nodeID"))
        inner = [Node(self._graph, part) for part in member]
        return inner or [target or Node(self._graph, member)]


class Graph:
    """The things that a file describes, by their ids."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.nodes = [Node(self, element) for element in elements]
        self._by_id = {node.id: node for node in reversed(self.nodes)}

    def find(self, name: str) -> Node | None:
        """Return the thing of that id, None where the file does not describe it."""
        return self._by_id.get(name) if name else None


def _name_of(element: Element, *attributes: str) -> str:
    return next((v for a in attributes if (v := element.get(_RDF + a, ""))), "")


def _named(target: str) -> Element:
    return Element(_RDF + "Description", {_RDF + "about": target})

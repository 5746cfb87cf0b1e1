"""The .bcf file that biblatex writes for biber."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.paper import Problem
from readnext_adapters.manuscripts.found import Found, bibliographies, citations
from readnext_adapters.parsing.xmltree import read_elements

SUFFIXES: tuple[str, ...] = (".bcf",)


def read(text: str, name: str) -> Iterator[Found]:
    """Yield the citations of a control file, also those of sets, and its libraries."""
    for element in read_elements(text, name, {"citekey", "datasource"}):
        if isinstance(element, Problem):
            yield element
        elif element.tag.rpartition("}")[2] == "datasource":
            yield from bibliographies(element.text or "", name)
        elif element.get("type") == "set":
            yield from citations(element.get("members", ""), name)
        else:
            yield from citations(element.text or "", name)

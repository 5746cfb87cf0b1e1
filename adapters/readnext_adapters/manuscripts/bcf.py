"""The .bcf file that biblatex writes for biber."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.paper import Problem
from readnext_adapters.manuscripts.found import Found, citations
from readnext_adapters.parsing.xmltree import read_elements

SUFFIXES: tuple[str, ...] = (".bcf",)


def read(text: str, name: str) -> Iterator[Found]:
    """Yield the citations of a control file; those of a set are its members'."""
    for element in read_elements(text, name, {"citekey"}):
        if isinstance(element, Problem):
            yield element
        elif element.get("type") == "set":
            yield from citations(element.get("members", ""), name)
        else:
            yield from citations(element.text or "", name)

"""The frame of OAI-PMH documents, whatever the format of their records.

The protocol is http://www.openarchives.org/OAI/openarchivesprotocol.html.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from readnext.paper import Problem
from readnext_adapters.catalogs.arxiv.document import ArxivDocument, elements
from readnext_adapters.catalogs.arxiv.record import Item
from readnext_adapters.parsing.xmltree import local_name

_ROOTS = {"oai-pmh"}
# Responses to other verbs, which hold no papers.
_OTHERS = {"identify", "listidentifiers", "listmetadataformats", "listsets"}
_TAGS = {"record", "resumptiontoken", "error"} | _OTHERS
_NOTHING = "norecordsmatch"


def parse_frame(
    data: bytes,
    name: str,
    item_of: Callable[[Element, str], Item],
    text_of: Callable[[str], str],
) -> ArxivDocument:
    """Parse a document; one without records is valid.

    `item_of` reads a record at a place, `text_of` cleans what the repository says.
    """
    document = ArxivDocument()
    for element in elements(data, name, _TAGS, _ROOTS, document):
        kind = local_name(element)
        if kind == "record":
            document.entries += 1
            document.items.append(item_of(element, f"{name}:item {document.entries}"))
        elif kind == "resumptiontoken":
            document.token = (element.text or "").strip()
        elif kind in _OTHERS:
            why = f"an answer to {kind}, which holds no papers"
            document.items.append(Problem(name, why))
        elif (code := element.get("code", "").strip()).lower() != _NOTHING:
            said = text_of("".join(element.itertext()))[:300]
            document.errors.append((text_of(code)[:60], said))
    return document

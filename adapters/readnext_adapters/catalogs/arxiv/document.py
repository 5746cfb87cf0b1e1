"""An XML document of arXiv: its items, and whether it is complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element

from readnext.errors import InputError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv.record import Item
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.xmltree import local_name, read_elements

# More than a thousand documents in one file; it is held in memory.
_LARGEST = 1 << 30


@dataclass(slots=True)
class ArxivDocument:
    """The contents of a document.

    `entries` counts the records and entries of any kind. `broken` states why the
    document could not be read completely, `errors` the errors that arXiv reports: codes
    (of OAI-PMH only) and texts.
    """

    items: list[Item] = field(default_factory=list)
    entries: int = 0
    token: str = ""
    total: int | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)
    broken: Problem | None = None

    def has_error(self, code: str) -> bool:
        """Tell whether one of the errors has this code, ignoring case."""
        return any(code.lower() == one.lower() for one, _ in self.errors)

    def complaint(self) -> str:
        """Return the errors that arXiv reports as one line."""
        said = "; ".join(": ".join(filter(None, error)) for error in self.errors)
        return f"arXiv says: {said or 'error'}"


def elements(
    data: bytes, name: str, tags: set[str], roots: set[str], document: ArxivDocument
) -> Iterator[Element]:
    """Yield the elements of these names; note in the document if it is incomplete.

    It is complete if its root, which ends last, is one of `roots`. Entity definitions
    and external references are refused.
    """
    decoded = decode_bytes(data)
    yield from _until_broken(decoded.text, name, tags, roots, document)
    document.items += [Problem(name, note) for note in decoded.notes]


def _until_broken(
    text: str, name: str, tags: set[str], roots: set[str], document: ArxivDocument
) -> Iterator[Element]:
    whole = False
    for element in read_elements(text, name, tags | roots):
        if isinstance(element, Problem):
            document.broken = element
            return
        whole = local_name(element) in roots
        if not whole:
            yield element
    if not whole:
        wanted = " or ".join(sorted(roots))
        document.broken = Problem(name, f"its outermost element is not {wanted}")


def whole_file(stream: BinaryIO, name: str) -> bytes:
    """Return all bytes of a file; raise InputError if it is too large."""
    data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise InputError(
            f"{name}: more than {_LARGEST >> 20} MB of XML; split the file"
        )
    return data


def file_items(document: ArxivDocument, name: str) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved document, and a problem for everything else."""
    for number, item in enumerate(document.items, 1):
        if isinstance(item, Paper | Problem):
            yield item
        else:
            yield Problem(f"{name}:item {number}", f"{item.id}: deleted at arXiv")
    if document.errors:
        yield Problem(name, document.complaint())
    if document.broken:
        yield document.broken


class Texts:
    """The texts of an element's children, by their local names in lower case."""

    __slots__ = ("_texts",)

    def __init__(self, element: Element) -> None:
        self._texts: dict[str, list[str]] = {}
        for child in element:
            text = "".join(child.itertext())
            self._texts.setdefault(local_name(child), []).append(text)

    def first(self, *names: str) -> str:
        """Return the first text that one of the children has, or ""."""
        return next((text for name in names for text in self.all(name) if text), "")

    def all(self, name: str) -> list[str]:
        """Return the texts of the children with this name."""
        return self._texts.get(name, [])

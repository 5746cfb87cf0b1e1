"""Parses untrusted XML safely: no entity definitions, no external references.

Common errors of exporters are fixed first: forbidden control characters, bare
ampersands, HTML's named entities.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from readnext.paper import Problem

_FORBIDDEN = re.compile(
    "[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
)
_AMPERSAND = re.compile(
    r"&(?P<name>#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z]\w{1,31};)?"
)
_OWN = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
# Deeper than any export; the tree of a deeper one cannot be walked safely.
_DEEPEST = 100


def tidy_xml(text: str) -> str:
    r"""Return XML text with common errors fixed.

    >>> tidy_xml("<a>R&D&nbsp;&amp;&#x1;\x0b</a>")
    '<a>R&amp;D\xa0&amp;</a>'
    """
    return _AMPERSAND.sub(_character, _FORBIDDEN.sub("", text))


def _character(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        return "&amp;"
    if name in _OWN:
        return match[0]
    if name[0] == "#":
        number = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        valid = number < 0x110000 and not _FORBIDDEN.match(chr(number))
        return match[0] if valid else ""
    return html5.get(name, f"&amp;{name}")


def read_elements(text: str, name: str, tags: set[str]) -> Iterator[Element | Problem]:
    """Yield the children of the root and, at any depth, the elements of these names.

    Names are local and in lower case. An element is cleared once the next is requested,
    unless no names are given. Malformed XML ends the iteration with a problem; a
    truncated last element is not yielded.
    """
    depth = 0
    for step in walk(text, name):
        if isinstance(step, Problem):
            yield step
            continue
        event, element = step
        depth += 1 if event == "start" else -1
        wanted = local_name(element) in tags if tags else depth == 1
        if event == "end" and wanted:
            yield element
            if tags:
                element.clear()


def walk(text: str, name: str) -> Iterator[tuple[str, Element] | Problem]:
    """Yield each element at its start, with its attributes, and at its end, complete.

    The events are "start" and "end". Malformed XML ends the walk with a problem.
    """
    source = io.BytesIO(tidy_xml(text).encode("utf-8", "replace"))
    # The text is already decoded: the declared encoding no longer applies.
    parser = DefusedXMLParser(encoding="utf-8", forbid_dtd=False)
    depth = 0
    try:
        for event, element in iterparse(source, ("start", "end"), parser):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                yield Problem(name, "nested too deeply; what follows was left out")
                return
            yield event, element
    except ParseError as error:
        yield Problem(name, f"damaged or cut off: {error}; what came before was read")
    except DefusedXmlException as error:
        kind = type(error).__name__
        yield Problem(name, f"refused, for it defines entities of its own ({kind})")
    except (ValueError, LookupError) as error:
        yield Problem(name, f"cannot be read as XML: {error}")


def local_name(element: Element) -> str:
    """Return an element's name without namespace, in lower case."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].lower()

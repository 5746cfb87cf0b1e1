"""Drawings by Matplotlib as inline SVG in the colours of the page.

Matplotlib places marks, bars, axes and numbers. What it writes is then stripped: of
styles, which the page's policy forbids and which know no dark mode, of its own ids,
dates and clips. What an artist's `gid` says becomes a class, and ``page.css`` colours
the classes. Words stay words: they can be found, enlarged and read out, and a page of
two charts is a tenth of the size that it has with letters as paths. Words from catalogs
never reach Matplotlib, which would take them for formulas and look for their glyphs;
they are put into the finished tree. Only this module and the charts know Matplotlib.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring
from markupsafe import Markup

from readnext_adapters.parsing.safe_text import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_NAME = re.compile(r"#(\d+)")
_NUMBER = re.compile(r"-?\d+\.\d+")
_ANCHOR = re.compile(r"text-anchor: *(\w+)")
_MEASURES = {"d", "x", "y"}
_KEPT = _MEASURES | {"href", "id"}
_METADATA = ("Date", "Creator", "Format", "Type")
_LONGEST = 120  # characters of a mark's title


@dataclass(frozen=True, slots=True)
class Words:
    """What a drawing says: its `name` (of letters, for ids), a title and description.

    Without a title it is decoration, which screen readers skip. `labels` replace
    ``#0``, ``#1`` and so on; `marks` are titles of the marks of a class, in order.
    """

    name: str
    title: str = ""
    description: str = ""
    labels: Sequence[str] = ()
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)


def can_draw() -> bool:
    """Tell whether Matplotlib is installed and finds a folder to write its fonts to."""
    # It warns about an unwritable home, while it is imported, and about fonts; neither
    # matters here.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        import_module("matplotlib")
    except (ImportError, OSError):
        return False
    return True


def draw(
    width: int, height: int, paint: Callable[[Figure], None], words: Words
) -> Markup:
    """Return what `paint` puts on a figure of so many pixels, as an svg element."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # the user's settings would change the page
        matplotlib.rc("svg", fonttype="none", hashsalt="readnext")
        figure = Figure(figsize=(width / 72, height / 72))  # 72 to the inch: pixels
        figure.patch.set_visible(False)
        paint(figure)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata=dict.fromkeys(_METADATA))
    return _inlined(fromstring(out.getvalue()), words, width, height)


def _inlined(root: Element, words: Words, width: int, height: int) -> Markup:
    """An SVG document as an element of a page."""
    ids: dict[str, str] = {}
    _strip(root, ids, words)
    for use in root.iter("use"):
        use.set("href", "#" + ids[use.get("href", "")[1:]])
    for group in root.iter("g"):
        titles = words.marks.get(group.get("class", ""))
        if titles:
            for use, title in zip(group.iter("use"), titles, strict=True):
                use.append(_text_element("title", plain(title)[:_LONGEST]))
    root.attrib = {
        "viewBox": f"0 0 {width} {height}",
        "width": str(width),
        "height": str(height),
        "class": "chart",
    }
    if words.title:
        title, description = f"{words.name}-title", f"{words.name}-desc"
        root.attrib |= {"role": "img", "aria-labelledby": title}
        root.set("aria-describedby", description)
        root.insert(0, _text_element("title", words.title, title))
        root.insert(1, _text_element("desc", plain(words.description), description))
    else:
        root.set("aria-hidden", "true")
    return Markup(tostring(root, encoding="unicode"))


def _strip(element: Element, ids: dict[str, str], words: Words) -> None:
    """Keep only an element's shape, class and text."""
    element.tag = _local(element.tag)
    element.tail = None
    element.attrib = _attributes(element, ids, words.name)
    for child in list(element):
        _strip(child, ids, words)
        empty = child.tag in ("defs", "g") and not len(child)
        if empty or child.tag in ("metadata", "style", "clipPath"):
            element.remove(child)
    if element.tag != "text":
        element.text = None
    elif label := _NAME.fullmatch(element.text or ""):
        element.text = plain(words.labels[int(label[1])])


def _attributes(element: Element, ids: dict[str, str], name: str) -> dict[str, str]:
    """The kept attributes of an element; ids get the drawing's prefix."""
    found = {_local(key): value for key, value in element.attrib.items()}
    kept = {key: value for key, value in found.items() if key in _KEPT}
    for key in kept.keys() & _MEASURES:
        kept[key] = " ".join(_NUMBER.sub(_short, kept[key]).split())
    if anchor := _ANCHOR.search(found.get("style", "")):
        kept["text-anchor"] = anchor[1]
    known = kept.pop("id", "")
    if element.tag == "path" and known:
        kept["id"] = ids.setdefault(known, f"{name}-m{len(ids)}")
    elif element.tag == "g" and known and "_" not in known:  # its own: "line2d_7"
        kept["class"] = known
    return dict(sorted(kept.items()))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _short(number: re.Match[str]) -> str:
    """A number to a tenth of a pixel."""
    return f"{round(float(number[0]), 1) + 0.0:g}"  # no "-0"


def _text_element(tag: str, text: str, name: str = "") -> Element:
    made = Element(tag, {"id": name} if name else {})
    made.text = text
    return made

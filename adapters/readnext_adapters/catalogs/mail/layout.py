"""The visible lines of an HTML mail, with their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

from readnext_adapters.parsing.clean import clean

_BLOCKS = frozenset(
    "address article blockquote br caption center dd div dl dt footer form h1 h2 h3 h4"
    " h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr"
    " ul".split()
)
_HIDDEN = frozenset(("style", "script", "head", "title"))
_TARGETS = ("url", "u", "target", "redirect", "redirecturl", "q", "dest", "link", "to")
_LONGEST = 4_000_000
_MOST_REDIRECTS = 3


@dataclass(slots=True)
class Piece:
    """A text of a line, and the address it links to, "" for none."""

    text: str
    link: str = ""
    kind: str = ""


@dataclass(slots=True)
class Line:
    """One visible line of a mail."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the whole line."""
        return clean("".join(piece.text for piece in self.pieces))

    def links(self) -> Iterator[Piece]:
        """Yield the pieces that are links."""
        return (piece for piece in self.pieces if piece.link)


def lines_of(html: str) -> list[Line]:
    """Return the lines of an HTML mail that are not empty.

    >>> [line.text for line in lines_of("<p>A <b>bog</b></p><div>B<br>C</div>")]
    ['A bog', 'B', 'C']
    """
    reader = _Reader()
    reader.feed(html[:_LONGEST])
    reader.close()
    reader.flush()
    return reader.lines


class _Reader(HTMLParser):
    """Collects lines; a link is a piece of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._line = Line()
        self._link: tuple[str, str] | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.flush()
        elif tag == "a":
            named = dict(attrs)
            self._link = (target(named.get("href") or ""), named.get("class") or "")
            self._line.pieces.append(Piece("", *self._link))

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in _BLOCKS:
            self.flush()
        elif tag == "a":
            self._link = None
            self._line.pieces.append(Piece(" "))

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._link is None or not self._line.pieces:
            self._line.pieces.append(Piece(data, *(self._link or ())))
        else:
            self._line.pieces[-1].text += data

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Skip what begins with "<![" up to the next ">", as browsers do.

        The standard library's parser raises an AssertionError for unknown ones.
        """
        return self.rawdata.find(">", i) + 1 or -1

    def flush(self) -> None:
        """End a line."""
        if self._line.text or any(self._line.links()):
            self.lines.append(self._line)
        self._line = Line()
        if self._link is not None:
            self._line.pieces.append(Piece("", *self._link))


def target(link: str) -> str:
    """Return the address to which a link of a mail leads in the end, if it tells.

    >>> target("https://scholar.google.com/scholar_url?url=https://example.org/a&hl=en")
    'https://example.org/a'
    """
    link = link.strip()
    for _ in range(_MOST_REDIRECTS):
        try:
            query = parse_qsl(urlsplit(link).query)
        except ValueError:
            return link
        inner = next(
            (
                value
                for name, value in query
                if name.lower() in _TARGETS and _is_address(unquote(value))
            ),
            None,
        )
        if inner is None:
            break
        link = unquote(inner) if not _is_address(inner) else inner
    return re.sub(r"\s", "%20", link)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))

"""Alerts of Google Scholar: title with link, authors and venue, two lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readnext.paper import Paper
from readnext_adapters.catalogs.mail.layout import Line, Piece
from readnext_adapters.parsing.author_list import parse_author_list
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.ids_in_links import arxiv_in_links, doi_in_links

_TITLE = "gse_alrt_title"
_SENDER = re.compile(
    r"scholaralerts?[\w.-]*@google\.com|scholar\.google", re.IGNORECASE
)
_ENDS = re.compile(
    r"(?:save|twitter|linkedin|facebook|share|this (?:message|alert)\b.*"
    r"|google scholar.*"
    r"|unsubscribe.*|cancel alert.*|list alerts.*|see all recommendations.*)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:\[(?:pdf|html|book|b|citation|c|doc|zitation|libro)\]\s*)+", re.I
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_BREAK = re.compile(r"\s+[-–—]\s+")


def is_alert(sender: str, lines: Sequence[Line]) -> bool:
    """Tell whether a mail is an alert of Google Scholar, also a forwarded one."""
    return bool(_SENDER.search(sender)) or any(
        _TITLE in piece.kind for line in lines for piece in line.links()
    )


def papers(lines: Sequence[Line]) -> Iterator[Paper]:
    """Yield the papers of an alert."""
    starts = [n for n, line in enumerate(lines) if _title(line) is not None]
    ends = [*starts[1:], len(lines)]
    for start, end in zip(starts, ends, strict=False):
        title = _title(lines[start])
        if title is not None:
            yield _paper(title, _texts(lines[start + 1 : end]))


def _title(line: Line) -> Piece | None:
    for piece in line.links():
        text = clean(piece.text)
        # Programs that forward mail drop the mark of titles.
        alone = len(text) >= 8 and _LABEL.sub("", line.text) == text
        own = "google." in piece.link
        if text and (_TITLE in piece.kind or (alone and not own)):
            return piece
    return None


def _texts(lines: Sequence[Line]) -> list[str]:
    """The lines below a title, up to the buttons."""
    found = []
    for line in lines:
        if _ENDS.fullmatch(line.text):
            break
        if line.text:
            found.append(line.text)
    return found


def _paper(title: Piece, below: Sequence[str]) -> Paper:
    first = below[0] if below else ""
    byline, *rest = _BREAK.split(first) if _is_byline(first) else [""]
    text = " ".join(below[1:] if byline else below)
    place = rest[0] if rest else ""
    year = _YEAR.search(" ".join(rest))
    people = parse_author_list([byline])
    link = title.link
    return Paper(
        id=f"mail:{link or clean(title.text)}",
        title=_LABEL.sub("", clean(title.text)),
        authors=people.names,
        authors_cut=people.cut,
        abstract=text,
        venue=_venue(place),
        date=year[1] if year else None,
        url=link or None,
        doi=doi_in_links([link]),
        arxiv=arxiv_in_links([link]),
        pdf=link if link.lower().endswith(".pdf") else None,
    )


def _is_byline(text: str) -> bool:
    """Whether a line names people: "I Fern, J Roe - Journal of Bogs, 2026"."""
    return len(text) < 300 and bool(_BREAK.search(text) or _YEAR.search(text))


def _venue(place: str) -> str:
    name = re.sub(r",?\s*(?:19|20)\d\d.*$", "", place).strip(" ,")
    known = re.fullmatch(r"arxiv preprint.*|[\w.-]+\.(?:org|com|edu|net)", name, re.I)
    return "" if known or name.endswith(("…", "...")) else name

"""One suggestion as an entry of a bibliography, in either dialect.

A dialect names the fields in which BibTeX and biblatex differ; everything else is
said once, here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from readnext.citekeys import legal_key
from readnext.names import split_name
from readnext.paper import Paper
from readnext.suggestion import Suggestion
from readnext_adapters.exports.latexescape import (
    escape_text,
    escape_title,
    escape_url,
    escape_verbatim,
)
from readnext_adapters.exports.plaintext import plain
from readnext_adapters.exports.table import reason_text
from readnext_adapters.exports.venues import is_meeting, is_preprint


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one dialect writes its own way.

    `preprint` is the type of a paper that only arXiv has, `journal` the field of an
    article's venue.
    """

    preprint: str
    journal: str
    date: Callable[[str], dict[str, str]]
    eprint: Callable[[str, str], dict[str, str]]


_CLASS = re.compile(
    r"[a-z]+(?:-[a-z]+)?\.[A-Za-z-]{2,}"
    r"|hep-(?:th|ph|ex|lat)|nucl-(?:th|ex)|quant-ph|gr-qc|math-ph|astro-ph"
)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_NAME = re.compile(r"['’]?[^\W\d_][\w\u0300-\u036f.'’ʼ‐ ()-]*")
_SUFFIX = re.compile(r"(.*?),?\s+((?:Jr|Sr)\.?|I{2,3}|IV)")


def render_entry(suggestion: Suggestion, key: str, dialect: Dialect) -> str:
    """Return the entry with this key, a field a line and a newline at the end."""
    kind, fields = _typed(suggestion.paper, dialect)
    fields |= _own(suggestion)
    lines = "".join(
        f"  {n} = {_value(n, text)},\n" for n, text in fields.items() if text
    )
    return f"@{kind}{{{legal_key(key)},\n{lines}}}\n"


def own_id(suggestion: Suggestion) -> str:
    """Return the paper's id as the field ``readnext-id`` holds it."""
    return quote(suggestion.paper.id, safe="/:.-_ ()+,;@'!*", errors="replace")


def _value(name: str, text: str) -> str:
    # BibTeX's own macros for the months are the only values without braces.
    return text if name == "month" else f"{{{text}}}"


def _typed(paper: Paper, dialect: Dialect) -> tuple[str, dict[str, str]]:
    """Return the type of an entry and the fields in the order people expect."""
    kind, where = _publication(paper, dialect)
    arxiv = escape_verbatim(paper.arxiv or "")
    primary = next((c for c in paper.categories if _CLASS.fullmatch(c)), "")
    url = escape_url(paper.url or "")
    if not url and arxiv:
        url = f"https://arxiv.org/abs/{arxiv}"
    keywords = (escape_text(word.replace(",", " ")) for word in paper.keywords)
    fields = {
        "author": _authors(paper),
        "title": escape_title(paper.title),
        **where,
        **_date(paper, dialect),
        "doi": escape_verbatim(paper.doi or ""),
        **(dialect.eprint(arxiv, primary) if arxiv else {}),
        "url": url,
        "abstract": escape_text(paper.abstract),
        "keywords": ", ".join(filter(None, keywords)),
    }
    return kind, fields


def _date(paper: Paper, dialect: Dialect) -> dict[str, str]:
    date = paper.date or ""
    return dialect.date(date) if _DATE.fullmatch(date) else {}


def _publication(paper: Paper, dialect: Dialect) -> tuple[str, dict[str, str]]:
    venue = plain(paper.venue)
    if venue and not is_preprint(venue):
        if is_meeting(venue):
            return "inproceedings", {"booktitle": escape_title(venue)}
        return "article", {dialect.journal: escape_text(venue)}
    return (dialect.preprint if paper.arxiv or paper.url else "misc"), {}


def _own(suggestion: Suggestion) -> Iterator[tuple[str, str]]:
    """Yield what readnext says of the entry; no field of these becomes a note."""
    yield "readnext-id", own_id(suggestion)
    yield "readnext-score", f"{round(suggestion.score, 6) + 0.0:g}"
    reasons = "; ".join(reason_text(reason) for reason in suggestion.reasons)
    yield "readnext-reason", escape_text(reasons)


def _authors(paper: Paper) -> str:
    names = [written for name in paper.authors if (written := _name(plain(name)))]
    if names and (paper.authors_cut or (paper.author_count or 0) > len(paper.authors)):
        names.append("others")
    return " and ".join(names)


def _name(name: str) -> str:
    """Return "Family, Given"; in braces what BibTeX would take apart wrongly."""
    suffixed = _SUFFIX.fullmatch(name) if "," not in name else None
    family, given = split_name(suffixed[1] if suffixed else name)
    parts = (family, suffixed[2], given) if suffixed else (family, given)
    if family and given and all(_is_plain_name(part) for part in parts):
        return ", ".join(escape_text(part) for part in parts)
    literal = escape_text(name)
    return f"{{{literal}}}" if literal else ""


def _is_plain_name(part: str) -> bool:
    words = part.casefold().split()
    return bool(_NAME.fullmatch(part)) and not {"and", "others"} & set(words)

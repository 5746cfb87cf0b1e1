r"""arXiv's daily mail: records between dashed lines, ``\\`` around the abstract.

See https://info.arxiv.org/help/subscribe.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv.people import from_line
from readnext_adapters.catalogs.arxiv.record import ArxivRecord, to_paper

_RECORD = re.compile(
    r"^\\\\[ \t]*\r?\n(?:Paper \(\*cross-listing\*\): |Paper: |arXiv:)\s*(?:arXiv:)?"
    r"(?P<id>[\w.-]+(?:/\d{7})?)\b(?P<rest>.*?)(?=^-{20,}\s*$"
    r"|^\\\\\s*\r?\n(?:arXiv|Paper)"
    r"|^%%--|\Z)",
    re.MULTILINE | re.DOTALL,
)
_FIELD = re.compile(
    r"^(?P<name>[A-Z][A-Za-z-]{2,20}):[ \t]*(?P<value>.*(?:\r?\n[ \t]+\S.*)*)",
    re.MULTILINE,
)
_MARK = re.compile(r"^\\\\.*$", re.MULTILINE)


def is_listing(text: str) -> bool:
    r"""Tell whether the text of a mail is a listing of arXiv.

    >>> is_listing("-----\n\\\\\narXiv:2606.00001\nDate: Thu, 4 Jun 2026\n")
    True
    """
    return _RECORD.search(text) is not None


def papers(text: str, where: str) -> Iterator[Paper | Problem]:
    """Yield the papers of a listing; replaced ones come without abstracts."""
    for number, found in enumerate(_RECORD.finditer(text), 1):
        paper = to_paper(_record(found["id"], found["rest"]), f"{where}:item {number}")
        # A record that arXiv's own sources gave is better: this one is another's.
        yield (
            replace(paper, id=f"mail:{paper.id}") if isinstance(paper, Paper) else paper
        )


def _record(id_: str, rest: str) -> ArxivRecord:
    head, _, body = _parts(rest)
    fields = {
        f["name"].lower(): " ".join(f["value"].split()) for f in _FIELD.finditer(head)
    }
    return ArxivRecord(
        id=re.sub(r"v\d+$", "", id_),
        title=fields.get("title", ""),
        people=from_line(fields.get("authors", fields.get("author", ""))),
        abstract=" ".join(body.split()),
        comments=fields.get("comments", ""),
        journal=fields.get("journal-ref", ""),
        doi=fields.get("doi", ""),
        categories=fields.get("categories", ""),
        date=re.sub(r"\s*\(.*", "", fields.get("date", "")),
    )


def _parts(rest: str) -> tuple[str, str, str]:
    r"""The fields of a record, and its abstract, between the lines of ``\\``."""
    marks = list(_MARK.finditer(rest))
    if not marks:
        return rest, "", ""
    end = marks[1].start() if len(marks) > 1 else len(rest)
    body = rest[marks[0].end() : end]
    # A replaced paper has one mark only, with its address.
    return rest[: marks[0].start()], "", body if len(marks) > 1 else ""

"""What entries take over from others: ``crossref`` and ``xdata``.

The rules are those of the biblatex manual, appendix B. What identifies the parent
(DOI, address, abstract ..) is not the child's, although biblatex would copy it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BOOKS = frozenset(("book", "mvbook", "bookinbook"))
_INSIDE = {
    **dict.fromkeys(("inbook", "bookinbook", "suppbook"), _BOOKS),
    **dict.fromkeys(
        ("incollection", "inreference", "suppcollection"),
        frozenset(("collection", "mvcollection", "reference", "mvreference")) | _BOOKS,
    ),
    **dict.fromkeys(
        ("inproceedings", "conference"),
        frozenset(("proceedings", "mvproceedings", "collection")) | _BOOKS,
    ),
}
_TITLES = {"title": "booktitle", "subtitle": "booksubtitle"}
_OWN = frozenset(
    "crossref xref xdata ids entryset related relatedtype options presort sortkey"
    " shorthand shorttitle sorttitle keywords label execute doi url urldate eprint"
    " eprinttype archiveprefix eprintclass primaryclass abstract file note annote"
    " annotation comment groups timestamp date-added date-modified added-at owner"
    " ranking readstatus rating read pages pagetotal volume-title ee"
    " readnext readnext-id readnext-score readnext-probability readnext-reason"
    " readnext-date".split()
)


@dataclass(slots=True)
class Draft:
    """An entry on its way: expanded fields, still LaTeX."""

    type: str
    key: str
    line: int
    fields: dict[str, str]
    problems: list[str] = field(default_factory=list)


def inherit(drafts: list[Draft]) -> None:
    """Give every draft the fields of its parents; parents may have parents."""
    by_key: dict[str, Draft] = {}
    for draft in drafts:
        by_key.setdefault(draft.key.casefold(), draft)
    done: set[int] = set()
    met: set[int] = set()
    for draft in drafts:
        pending = [draft]
        met.add(id(draft))
        while pending:
            top = pending[-1]
            parents = (by_key.get(key.casefold()) for key in _parents(top))
            waits = next((p for p in parents if p and id(p) not in met), None)
            if waits and id(top) not in done:
                pending.append(waits)
                met.add(id(waits))
                continue
            pending.pop()
            if id(top) not in done:
                done.add(id(top))
                _take(top, by_key)


def _parents(draft: Draft) -> list[str]:
    named = draft.fields.get("xdata", "") + "," + draft.fields.get("crossref", "")
    return [key for part in re.split(r"[,\s]+", named) if (key := part.strip("{}"))]


def _take(draft: Draft, by_key: dict[str, Draft]) -> None:
    for name in ("xdata", "crossref", "xref"):
        for key in re.split(r"\s*,\s*", draft.fields.get(name, "")):
            if not (key := key.strip("{} \n\t")):
                continue
            parent = by_key.get(key.casefold())
            if parent is None or parent is draft:
                draft.problems.append(f"{draft.key}: {name} {key} is not in the file")
            elif name == "xdata":
                _fill(draft.fields, parent.fields)
            elif name == "crossref":
                _fill(draft.fields, _passed_on(draft, parent))


def _passed_on(child: Draft, parent: Draft) -> dict[str, str]:
    """Return the parent's fields under the names that they have in the child."""
    part = parent.type in _INSIDE.get(child.type, ())
    periodical = parent.type == "periodical" and child.type in (
        "article",
        "suppperiodical",
    )
    passed: dict[str, str] = {}
    for name, text in parent.fields.items():
        if name in _OWN:
            continue
        if name in _TITLES and part:
            name = _TITLES[name]
        elif name in _TITLES and periodical:
            name = "journal" + name
        passed[name] = text
    return passed


def _fill(fields: dict[str, str], more: dict[str, str]) -> None:
    dated = "date" in fields or "year" in fields
    for name, text in more.items():
        dates_too = dated and name in ("date", "year", "month", "day")
        if not dates_too and not fields.get(name, "").strip():
            fields[name] = text

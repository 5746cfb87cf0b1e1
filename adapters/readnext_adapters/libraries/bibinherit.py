"""What entries inherit from others: ``crossref`` and ``xdata``.

The rules are those of the biblatex manual, appendix B. What identifies the parent
(DOI, URL, abstract, ...) is not inherited, although biblatex would copy it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from readnext_adapters.libraries.bibnamelist import split_names
from readnext_adapters.libraries.ownfields import OWN_FIELDS
from readnext_adapters.parsing.entrykeys import keys_in

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
_NOT_INHERITED = OWN_FIELDS | frozenset(
    "crossref xref xdata ids entryset related relatedtype options presort sortkey"
    " shorthand shorttitle sorttitle keywords label execute doi url urldate eprint"
    " eprinttype archiveprefix eprintclass primaryclass abstract file note annote"
    " annotation comment groups timestamp date-added date-modified added-at owner"
    " ranking readstatus rating read priority pages pagetotal volume-title ee".split()
)


_GRANULAR = re.compile(r"(?<!\w)xdata\s*=\s*\{?([^\s,{}=]{3,200})\}?", re.IGNORECASE)


@dataclass(slots=True)
class PartialEntry:
    """An entry under construction: expanded fields, still LaTeX."""

    type: str
    key: str
    line: int
    fields: dict[str, str]
    problems: list[str] = field(default_factory=list)


def inherit(entries: list[PartialEntry]) -> None:
    """Give every entry the fields of its parents; parents may have parents."""
    by_key: dict[str, PartialEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key.casefold(), entry)
    for entry in entries:
        for alias in keys_in(entry.fields.get("ids", "")):
            by_key.setdefault(alias.casefold(), entry)
    for entry in entries:
        _fill_in(entry, by_key)
    done: set[int] = set()
    met: set[int] = set()
    for entry in entries:
        pending = [entry]
        met.add(id(entry))
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
                _inherit_from_parents(top, by_key)


def _fill_in(entry: PartialEntry, by_key: dict[str, PartialEntry]) -> None:
    """Replace biblatex's ``xdata=KEY-FIELD-INDEX`` inside of fields by that field."""
    for name, text in entry.fields.items():
        if name != "xdata" and "xdata" in text:
            entry.fields[name] = _GRANULAR.sub(
                lambda found: _referred(found[1], by_key) or found[0], text
            )


def _referred(reference: str, by_key: dict[str, PartialEntry]) -> str:
    """Return the field, or one of its names, that a reference means; "" if none.

    Keys may contain hyphens as well.
    """
    stem, _, index = reference.rpartition("-")
    places = [(reference, "")] + ([(stem, index)] if index.isdecimal() else [])
    for place, number in places:
        key, _, name = place.rpartition("-")
        parent = by_key.get(key.casefold())
        if parent is None or not (text := parent.fields.get(name.lower(), "")):
            continue
        if not number:
            return text
        listed = split_names(text)
        if 0 < int(number) <= len(listed):
            return listed[int(number) - 1]
    return ""


def _parents(entry: PartialEntry) -> list[str]:
    named = entry.fields.get("xdata", "") + "," + entry.fields.get("crossref", "")
    return [key for part in re.split(r"[,\s]+", named) if (key := part.strip("{}"))]


def _inherit_from_parents(entry: PartialEntry, by_key: dict[str, PartialEntry]) -> None:
    for name in ("xdata", "crossref", "xref"):
        for key in entry.fields.get(name, "").split(","):
            if not (key := key.strip("{} \n\t")):
                continue
            parent = by_key.get(key.casefold())
            if parent is None or parent is entry:
                entry.problems.append(f"{entry.key}: {name} {key} is not in the file")
            elif name == "xdata":
                _fill(entry.fields, parent.fields)
            elif name == "crossref":
                _fill(entry.fields, _inheritable(entry, parent))


def _inheritable(child: PartialEntry, parent: PartialEntry) -> dict[str, str]:
    """Return the parent's fields under their names in the child."""
    part = parent.type in _INSIDE.get(child.type, ())
    periodical = parent.type == "periodical" and child.type in (
        "article",
        "suppperiodical",
    )
    passed: dict[str, str] = {}
    for name, text in parent.fields.items():
        if name in _NOT_INHERITED:
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

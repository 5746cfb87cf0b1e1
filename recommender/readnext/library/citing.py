"""How a reader's own works are cited to the reader: by key, or by author and year.

A citation key is known to a reader who writes with it. Zotero's item keys, EndNote's
numbers, and the keys that readnext makes for formats without keys are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.library.works import Work
from readnext.matching.names import split_name
from readnext.paper import Author, Entry
from readnext.suggestion import Cited

# Zotero's item keys have eight letters and digits; EndNote's are RN12 or numbers.
_OPAQUE = re.compile(
    r"[A-Z0-9]{8}|(?i:RN\d+|ref\d+|item[-_]?\d+|pmid\d+|\d+|[0-9a-f-]{24,}|\w+://.*)"
)
_MIXED = re.compile(r"(?=.*\d)[A-Z0-9]{8}")
_KEYLESS = re.compile(r"\.(ris|enw|end|endnote|nbib|csv|tsv|rdf|xml)(\.\w+)?:[^:]*$")
_BIBTEX = re.compile(r"\.(bib|bibtex)(\.\w+)?:\d+$", re.IGNORECASE)
_ITEM = re.compile(
    r"(?:zotero|.*\.sqlite)(?::web)?[:/]?(?:group/(?P<group>\d+))?:(?P<key>[A-Z0-9]{8})"
)
_TITLE = 45  # letters of a short title
_SUBTITLE = re.compile(r"[:?!.]\s|\s[-\u2013\u2014]\s")


def cited(key: str, entry: Entry) -> Cited:
    """Return how an entry with this key is cited.

    `name` is "" where the reader knows the key.
    """
    links = _links(entry)
    if _is_known(key, entry.where):
        return Cited(key, "", "", *links)
    return Cited(key, name_of(entry), short_title(entry.title), *links)


def cited_work(work: Work) -> Cited:
    """Return how a work is cited.

    A work that the reader only liked, or whose key other works have, is named.
    """
    entry, key = work.entry, work.keys[0]
    if work.is_liked:
        return Cited(key, name_of(entry), short_title(entry.title), own=False)
    if work.told_apart is not None:
        return Cited(key, name_of(entry), short_title(entry.title), *_links(entry))
    return cited(key, entry)


def entry_names(entries: Iterable[Entry]) -> dict[str, str]:
    """Return entries by place, named by author, year and title where keys are opaque.

    Not by key: those of several files may be the same.
    """
    names: dict[str, str] = {}
    for entry in entries:
        one = cited(entry.key, entry)
        title = "" if one.title in one.name else one.title
        said = ", ".join(filter(None, (one.name, title)))
        names[entry.where] = said if entry.title and said else entry.key
    return names


def name_of(entry: Entry) -> str:
    """Return author and year: "Sutton et al. 1999", or the short title and year."""
    names = [
        name for author in entry.authors or entry.editors if (name := _name(author))
    ]
    if not names:
        who = short_title(entry.title)
    elif len(names) == 1:
        who = names[0]
    elif len(names) == 2:
        who = f"{names[0]} and {names[1]}"
    else:
        who = f"{names[0]} et al."
    return f"{who} {entry.year}" if entry.year else who


def short_title(title: str) -> str:
    """Return the beginning of a title: without its subtitle, cut at a word.

    >>> short_title("Policy Gradient Methods for Reinforcement Learning with Functions")
    'Policy Gradient Methods for Reinforcement …'
    >>> short_title("BERT: Pre-training of Deep Bidirectional Transformers")
    'BERT'
    """
    head = _SUBTITLE.split(" ".join(title.split()), maxsplit=1)[0]
    if len(head) <= _TITLE:
        return head
    return head[: _TITLE - 2].rsplit(" ", 1)[0] + " …"


def _is_known(key: str, where: str) -> bool:
    """Whether the reader knows a key of an entry from this place."""
    if _BIBTEX.search(where):
        return not (re.fullmatch(r"RN\d+|\d+", key) or _MIXED.fullmatch(key))
    return not (_OPAQUE.fullmatch(key) or _KEYLESS.search(where))


def _name(author: Author) -> str:
    return author.family or author.literal or split_name(author.name)[0]


def _links(entry: Entry) -> tuple[str, str]:
    """The addresses that open an item and its PDF in Zotero, "" for what it lacks."""
    found = _ITEM.fullmatch(entry.where)
    if not found:
        return "", ""
    group = found["group"]
    library = f"groups/{group}" if group else "library"
    pdf = f"zotero://open-pdf/{library}/items/{entry.pdf}" if entry.pdf else ""
    return f"zotero://select/{library}/items/{found['key']}", pdf

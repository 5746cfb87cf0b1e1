"""One item of CSL JSON to an entry."""

from __future__ import annotations

import re

from readnext.dates import loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Author, Entry
from readnext_adapters.libraries.arxivtags import split_tags
from readnext_adapters.libraries.csldates import csl_date
from readnext_adapters.libraries.zoteroextra import Extra, first_of, parse_extra
from readnext_adapters.parsing.entrykeys import keys_in
from readnext_adapters.parsing.entrytypes import entry_type
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.jsonvalues import (
    Object,
    first_text,
    list_of,
    object_of,
    text_of,
)
from readnext_adapters.parsing.personnames import (
    parse_people,
    parse_person,
    person,
    tidy_name,
)
from readnext_adapters.parsing.readtags import read_by_tags

# The first of these roles that an item has stands for its authors.
_AUTHORS = (
    "author director performer composer illustrator original-author interviewer"
    " script-writer host guest chair organizer contributor"
).split()
_DATES = ("issued", "event-date", "submitted", "original-date", "available-date")
_VENUES = ("container-title", "event-title", "event", "collection-title")
# Where the publisher is what a reader would call the venue.
_PUBLISHED = frozenset(("thesis", "report", "article", "posted-content", "dataset"))
_FIELDS = frozenset(
    "id type title author editor issued DOI URL ISBN abstract note keyword publisher"
    " container-title title-short citation-key page volume".split()
)
# What other programs' JSON has instead of CSL's author, container-title and issued.
_NOT_CSL = ("authors", "journal", "year")
_CSL = frozenset(("author", "editor", "issued", "container-title"))
_URI = re.compile(r"https?://(?:www\.)?zotero\.org/\S+/items/(\w+)")


def entry_of_csl(fields: Object, where: str) -> Entry | None:
    """Return the entry that an item describes, None if it has no field of CSL."""
    if _FIELDS.isdisjoint(fields):
        return None
    note = fields.get("note")
    extra = parse_extra(note) if isinstance(note, str) else {}
    url = first_text(fields, "URL", "url") or first_of(extra, "url")
    doi = find_doi([first_text(fields, "DOI", "doi"), *extra.get("doi", ())], [url])
    keywords, auto_keywords = split_tags(_keywords(fields))
    return Entry(
        key=_key(fields),
        type=entry_type(first_text(fields, "type")),
        title=_title(fields) or first_of(extra, "title"),
        authors=_authors(fields) or parse_people(_turned(extra, "author")),
        editors=_people(fields.get("editor")) or parse_people(_turned(extra, "editor")),
        date=_date(fields, extra),
        doi=doi,
        arxiv=_arxiv(fields, extra, [url, doi or ""]),
        isbn=parse_isbn(first_text(fields, "ISBN")),
        url=url if url.startswith("http") else None,
        abstract=first_text(fields, "abstract"),
        venue=_venue(fields) or first_of(extra, "container-title"),
        keywords=keywords,
        where=where,
        auto_keywords=auto_keywords,
        read=read_by_tags((*keywords, *auto_keywords)),
        language=first_text(fields, "language"),
        volume=first_text(fields, "volume"),
        number=first_text(fields, "number", "issue"),
        edition=first_text(fields, "edition"),
        pages=first_text(fields, "page"),
        other_keys=_other_keys(fields, extra),
        issn=parse_issn(first_text(fields, "ISSN")),
    )


def foreign_fields(fields: Object) -> list[str]:
    """Return the fields that CSL has under other names, if the item has none of those.

    >>> foreign_fields({"title": "T", "authors": ["Ash, R."], "year": "2001"})
    ['authors', 'year']
    >>> foreign_fields({"title": "T", "issued": {}, "year": "2001"})
    []
    """
    if not _CSL.isdisjoint(fields):
        return []
    return [name for name in _NOT_CSL if fields.get(name)]


def _key(fields: Object) -> str:
    key = first_text(fields, "citation-key", "id")
    address = _URI.fullmatch(key)
    return address[1] if address else key


def _other_keys(fields: Object, extra: Extra) -> tuple[str, ...]:
    """The aliases of a key: pandoc's ``other-ids``, and ``tex.ids`` in a note."""
    stated = [text for x in list_of(fields.get("other-ids")) if (text := text_of(x))]
    keys = [key for ids in (*stated, *extra.get("ids", ())) for key in keys_in(ids)]
    return tuple(dict.fromkeys(keys))


def _title(fields: Object) -> str:
    title = first_text(fields, "title", "title-short", "shortTitle", "reviewed-title")
    subtitle = first_text(fields, "subtitle")  # Crossref's
    return f"{title}: {subtitle}" if title and subtitle else title


def _venue(fields: Object) -> str:
    venue = first_text(fields, *_VENUES)
    if venue or text_of(fields.get("type")) not in _PUBLISHED:
        return venue
    return first_text(fields, "publisher")


def _keywords(fields: Object) -> list[str]:
    words = [
        text_of(word)
        for name in ("keyword", "categories", "tags")
        for value in list_of(fields.get(name))
        for word in (re.split(r"[,;]", value) if isinstance(value, str) else ())
    ]
    return list(filter(None, words))


def _authors(fields: Object) -> tuple[Author, ...]:
    return next((found for x in _AUTHORS if (found := _people(fields.get(x)))), ())


def _people(names: object) -> tuple[Author, ...]:
    if isinstance(names, str):  # one text for all of them
        return parse_people(re.split(r"\s+(?:and|&)\s+", names))
    return tuple(author for x in list_of(names) if (author := _person(x)))


def _person(value: object) -> Author | None:
    if isinstance(value, str):
        return parse_person(value)
    name = object_of(value)
    if literal := first_text(name, "literal", "name"):
        return Author(literal=tidy_name(literal))
    family = _joined(name, "non-dropping-particle", "family")
    given = _joined(name, "given", "dropping-particle")
    if not family and not given:
        return None
    return person(family, given, text_of(name.get("suffix")))


def _joined(name: Object, *parts: str) -> str:
    """Return two parts with a space, or without one as in "d'Este"."""
    first, second = (text_of(name.get(part)) for part in parts)
    glued = not first or not second or first[-1] in "'’-"
    return first + second if glued else f"{first} {second}"


def _turned(extra: Extra, name: str) -> list[str]:
    """The people of a note's lines ``Author: Family || Given``."""
    return [value.replace("||", ", ") for value in extra.get(name, ())]


def _date(fields: Object, extra: Extra) -> str | None:
    for name in _DATES:
        if date := csl_date(fields.get(name)) or loose_date(first_of(extra, name)):
            return date
    return None


def _arxiv(fields: Object, extra: Extra, links: list[str]) -> str | None:
    own = [first_of(extra, "arxiv", "eprint"), first_text(fields, "archive_location")]
    if "arxiv" in first_text(fields, "publisher", "source", "archive").lower():
        own.append(first_text(fields, "number"))
    names = ("number", "note", "container-title", "archive_location", "id")
    return find_arxiv(
        own, [*links, *(first_text(fields, name) for name in names), *own]
    )

"""One item of Zotero to an entry.

The fields are those of https://api.zotero.org/schema. All readers of Zotero libraries
use it: its API, its database, its exports as JSON and CSV, Better BibTeX JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from readnext.dates import iso_date, loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Author, Entry, Problem
from readnext_adapters.libraries.arxivtags import split_tags
from readnext_adapters.libraries.zoteroextra import Extra, first_of, parse_extra
from readnext_adapters.libraries.zoterosigns import NO_SIGNS, Signs, time_day
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
from readnext_adapters.parsing.personnames import parse_person, person
from readnext_adapters.parsing.readtags import read_by_tags
from readnext_adapters.parsing.unread_dates import unread_date

# Notes, files and highlights are items for Zotero, but no works.
NO_WORKS = frozenset(("note", "attachment", "annotation"))
_TITLES = ("title", "caseName", "nameOfAct", "subject")
_VENUES = (
    "publicationTitle proceedingsTitle bookTitle encyclopediaTitle dictionaryTitle"
    " conferenceName meetingName blogTitle forumTitle websiteTitle programTitle"
    " repository university institution seriesTitle series"
).split()
# The first of these creators that an item has stand for its authors.
AUTHORS = (
    "author artist performer director presenter inventor programmer cartographer"
    " interviewee podcaster sponsor counsel creator contributor scriptwriter composer"
).split()
_EDITORS = frozenset(("editor", "seriesEditor"))
_DATES = ("date", "dateEnacted", "dateDecided", "issueDate", "filingDate")
_ARCHIVES = ("repository", "publisher", "archive")
_ARXIV_IDS = ("archiveLocation", "number", "reportNumber")
_ARXIV_TEXTS = ("url", "publicationTitle", "extra", *_ARXIV_IDS)
# A series has a number, too, which is not the item's own.
_NUMBERS = ("number", "reportNumber", "issue", "patentNumber", "billNumber")
# All fields of an item that are used, for those who must ask for each.
_OTHERS = (
    "citationKey archiveID DOI ISBN ISSN abstractNote language volume edition pages"
).split()
FIELDS = frozenset(
    (*_TITLES, *_VENUES, *_DATES, *_NUMBERS, *_ARCHIVES, *_ARXIV_TEXTS, *_OTHERS)
)
# zotero.sqlite holds "2020-05-00 May 2020": the date as sorted, then as typed.
_MULTIPART = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: |$)")
_PARSED = re.compile(r"\d{4}(?:-\d\d){0,2}")
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# The Zotero Reading List plugin writes these into Extra.
_READ = {"read": True, "new": False, "to read": False, "not reading": False}


def data_of(record: Mapping[str, object]) -> Object:
    """Return the `data` of an object of the API, empty where it has none.

    The date is as parsed by Zotero, which knows more ways to write dates.
    """
    data = object_of(record.get("data"))
    parsed = object_of(record.get("meta")).get("parsedDate")
    if data and isinstance(parsed, str) and _PARSED.fullmatch(parsed):
        return {**data, "date": parsed}
    return data


def is_work(data: Object) -> bool:
    """Tell whether an item is a work, not a note, a file or a highlight."""
    return text_of(data.get("itemType")) not in NO_WORKS


def entry_of_item(
    data: Object,
    where: str,
    *,
    key: str = "",
    collections: Iterable[str] = (),
    signs: Signs = NO_SIGNS,
) -> Entry | Problem:
    """Return the entry for an item's `data` object, which may be malformed.

    An item without type and title is a problem. The entry goes by its citation key,
    else by `key`, else by Zotero's own. `collections` are the paths of the
    collections that hold the item; `signs` come from its files.
    """
    kind = data.get("itemType")
    extra = _extra(data)
    title = first_text(data, *_TITLES) or first_of(extra, "title")
    if not title and not (isinstance(kind, str) and kind):
        return Problem(where, "an item without a type or title was ignored")
    creators = _creators(data)
    links = [text_of(data.get("url")), first_of(extra, "url")]
    doi = find_doi([text_of(data.get("DOI")), *extra.get("doi", ())], links)
    keywords, auto_keywords = _tags(data)
    return Entry(
        key=first_text(data, "citationKey", "citekey")
        or first_of(extra, "citation-key", "bibtex")
        or key
        or first_text(data, "key", "itemKey", "itemID"),
        type=entry_type(text_of(kind)),
        title=title,
        authors=_authors(creators) or _extra_people(extra, "author", "director"),
        editors=_editors(creators) or _extra_people(extra, "editor"),
        date=_date(data, extra),
        doi=doi,
        arxiv=_arxiv(data, extra, doi),
        isbn=parse_isbn(first_text(data, "ISBN") or first_of(extra, "isbn")),
        issn=parse_issn(first_text(data, "ISSN") or first_of(extra, "issn")),
        url=next((found[0] for x in links if (found := _WEB.match(x))), None),
        abstract=first_text(data, "abstractNote", "abstract"),
        venue=first_text(data, *_VENUES) or first_of(extra, "container-title"),
        keywords=keywords,
        collections=tuple(dict.fromkeys(collections)),
        added=time_day(data.get("dateAdded")),
        read=_read(extra, (*keywords, *auto_keywords)),
        where=where,
        auto_keywords=auto_keywords,
        language=text_of(data.get("language")),
        volume=first_text(data, "volume"),
        number=first_text(data, *_NUMBERS),
        edition=first_text(data, "edition"),
        pages=first_text(data, "pages"),
        last_read=signs.last_read,
        annotations=signs.annotations,
        pdf=signs.pdf,
        other_keys=tuple(key for ids in extra.get("ids", ()) for key in keys_in(ids)),
    )


def with_unread_date(made: Entry | Problem, data: Object) -> list[Entry | Problem]:
    """Return an entry, and a problem if its date names no year."""
    if isinstance(made, Problem) or made.date is not None:
        return [made]
    written = first_text(data, *_DATES)
    typed = written[11:] if _MULTIPART.match(written) else written
    return [made, *unread_date([typed], made.where, made.key)]


def _read(extra: Extra, tags: Iterable[str]) -> bool | None:
    """What a plugin wrote into Extra, else what the tags say, imported ones too."""
    status = first_of(extra, "read-status").lower()
    return _READ[status] if status in _READ else read_by_tags(tags)


def _extra(data: Object) -> Extra:
    lines = [x for x in list_of(data.get("extra")) if isinstance(x, str)]
    return parse_extra("\n".join(lines)) if lines else {}


def _creators(data: Object) -> list[tuple[str, Author]]:
    found = []
    for value in list_of(data.get("creators")):
        creator = object_of(value)
        if author := _creator(creator):
            found.append((text_of(creator.get("creatorType")), author))
    return found


def _creator(creator: Object) -> Author | None:
    # Better BibTeX: quotes keep a particle with the family name, "!" marks a suffix.
    family = text_of(creator.get("lastName")).strip('"')
    given = text_of(creator.get("firstName")).replace(",!", ",")
    if family and given:
        return person(family, given)
    name = text_of(creator.get("name")) or family or given
    if not name:
        return None
    return (
        Author(literal=name) if " " in name or "name" in creator else person(name, "")
    )


def _authors(creators: list[tuple[str, Author]]) -> tuple[Author, ...]:
    for kind in (*AUTHORS, ""):  # Juris-M leaves some without a role
        if found := tuple(one for role, one in creators if role == kind):
            return found
    return ()


def _editors(creators: list[tuple[str, Author]]) -> tuple[Author, ...]:
    return tuple(one for role, one in creators if role in _EDITORS)


def _extra_people(extra: Extra, *names: str) -> tuple[Author, ...]:
    """People of the Extra field: ``Author: Family || Given``."""
    people = (value for name in names for value in extra.get(name, ()))
    parsed = (parse_person(value.replace("||", ", ")) for value in people)
    return tuple(filter(None, parsed))


def _date(data: Object, extra: Extra) -> str | None:
    issued = first_of(extra, "issued", "date", "year")
    return (
        _one_date(first_text(data, *_DATES))
        or loose_date(issued)
        or loose_date(first_of(extra, "original-date", "origdate"))
    )


def _one_date(written: str) -> str | None:
    """The date of publication, as precise as known.

    >>> _one_date("2020-05-00 May 2020"), _one_date("0000-00-00 in press")
    ('2020-05', None)
    """
    if not (parts := _MULTIPART.match(written)):
        return loose_date(written)
    year, month, day = map(int, parts.groups())
    return iso_date(year, month, day) if year else loose_date(written[11:])


def _arxiv(data: Object, extra: Extra, doi: str | None) -> str | None:
    own = [
        first_of(extra, "arxiv", "arxiv-id", "eprint"),
        first_text(data, "archiveID"),
    ]
    if any("arxiv" in text_of(data.get(name)).lower() for name in _ARCHIVES):
        own.append(first_text(data, *_ARXIV_IDS))
    texts = [text_of(data.get(name)) for name in _ARXIV_TEXTS if name in data]
    return find_arxiv(own, [*texts, doi or "", *own])


def _tags(data: Object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The user's tags and the automatic ones, which have type 1."""
    own, automatic = list[str](), list[str]()
    for value in list_of(data.get("tags")):
        tag = object_of(value)
        name = text_of(tag.get("tag")) or text_of(value)
        (automatic if tag.get("type") == 1 else own).append(name)
    return split_tags(own, automatic)

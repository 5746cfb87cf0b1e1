"""The fields of an entry to an `Entry`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from readnext.dates import iso_date, parse_date, parse_month
from readnext.matching.ids import parse_arxiv, parse_isbn, parse_issn
from readnext.matching.preprints import SERVERS
from readnext.paper import Author, Entry
from readnext_adapters.libraries.arxivtags import is_category, split_tags
from readnext_adapters.libraries.bibnames import parse_names
from readnext_adapters.libraries.bibverdict import suggested, verdict_of
from readnext_adapters.parsing.entrykeys import keys_in
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.latex import decode_latex
from readnext_adapters.parsing.latexverbatim import decode_verbatim
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.month_names import named_month
from readnext_adapters.parsing.readtags import read_by_tags

Fields = Mapping[str, str]

_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
# BibLaTeX's dates are ISO 8601-2: a sign makes a year one before our era.
_BEFORE_OUR_ERA = re.compile(r"\s*[-−]\d{4,5}(?:-\d\d){0,2}\s*")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_URL = re.compile(r"https?://[^\s{}\"<>\\]+", re.IGNORECASE)
_DOI_FIELDS = ("url", "ee", "howpublished", "note", "annote", "eprint", "pages")
_ARXIV_ABS = re.compile(r"\babs/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})")
_ARXIV_FIELDS = (
    "eprint url doi ee journal journaltitle volume number pages eid howpublished note"
    " booktitle publisher series annote annotation extra comment institution type"
).split()
_SENTENCE_END = (".", "?", "!", ":", "…")
_VENUES = (
    "journaltitle journal booktitle maintitle eventtitle series institution school"
).split()
_OTHER_TITLES = ("booktitle", "maintitle", "titleaddon")
_ADDED = ("date-added", "dateadded", "added-at", "creationdate", "timestamp")
_READ = dict.fromkeys(("read", "skimmed", "1", "yes", "true"), True)
_READ |= dict.fromkeys(("unread", "to read", "0", "no", "false"), False)


# Styles print these of a work that is in no journal; an arXiv id there is no name.
_SERVER_FIELDS = ("howpublished", "organization", "publisher")
_SERVER = re.compile(rf"(?!.*(?:\d|https?:)).*\b(?:{SERVERS})\b.*", re.IGNORECASE)


def entry_of(kind: str, key: str, fields: Fields, where: str) -> Entry:
    """Return the entry for fields with expanded macros."""
    words = _list(fields, ("keywords", "mendeley-tags"), r"[,;]")
    keywords, auto_keywords = split_tags(words, _classes(fields))
    return Entry(
        key=key,
        type=kind,
        title=_title(fields),
        authors=_names(fields, "author"),
        editors=_names(fields, "editor"),
        date=date_of(fields),
        doi=_doi(fields),
        arxiv=_arxiv(fields),
        isbn=parse_isbn(fields.get("isbn", "")) if "isbn" in fields else None,
        url=_url(fields),
        abstract=_text(fields.get("abstract", "")),
        venue=_first_text(fields, _VENUES) or _server(fields),
        keywords=tuple(dict.fromkeys((*keywords, *verdict_of(fields)))),
        collections=_list(fields, ("groups", "mendeley-groups"), r"[,;]"),
        added=_added(fields),
        rating=_rating(fields),
        read=_read(fields, words),
        where=where,
        auto_keywords=(*auto_keywords, *suggested(fields)),
        language=_first_text(fields, ("langid", "language", "hyphenation")),
        volume=_first_text(fields, ("volume",)),
        number=_first_text(fields, ("number", "issue")),
        edition=_first_text(fields, ("edition",)),
        pages=_first_text(fields, ("pages", "eid")),
        other_keys=tuple(keys_in(fields.get("ids", ""))),
        issn=parse_issn(fields["issn"]) if "issn" in fields else None,
        priority=_priority(fields),
    )


def _classes(fields: Fields) -> list[str]:
    """The arXiv category of an e-print, an automatic tag."""
    values = (fields.get(name, "") for name in ("primaryclass", "eprintclass"))
    return [text for value in values if is_category(text := value.strip("{} "))]


def _text(raw: str) -> str:
    return strip_markup(decode_latex(raw))


def _server(fields: Fields) -> str:
    """The preprint server of a work that is in no journal; "" if none is named."""
    named = (_text(fields.get(name, "")) for name in _SERVER_FIELDS)
    return next(filter(_SERVER.fullmatch, named), "")


def _first_text(fields: Fields, names: Iterable[str]) -> str:
    return next((t for n in names if n in fields and (t := _text(fields[n]))), "")


def _names(fields: Fields, field: str) -> tuple[Author, ...]:
    return parse_names(fields[field]) if field in fields else ()


def _title(fields: Fields) -> str:
    title = _text(fields.get("title", ""))
    subtitle = _text(fields.get("subtitle", ""))
    if not (title and subtitle):
        return title or subtitle or _first_text(fields, _OTHER_TITLES)
    joint = " " if title.endswith(_SENTENCE_END) else ": "
    return title + joint + subtitle


def date_of(fields: Fields) -> str | None:
    """Return the date of publication from ``date``, or ``year``, month and day.

    >>> date_of({"year": "2020", "month": "10 # may"}), date_of({"date": "2010/2011"})
    ('2020-05-10', '2010')
    """
    names = ("date",) if "year" in fields else ("date", "eventdate", "origdate")
    written = _first_text(fields, names)
    if _BEFORE_OUR_ERA.fullmatch(fields.get("date", "").partition("/")[0]):
        return None
    date = parse_date(written) if written else None
    if date and len(date) > 4:
        return date
    year_text = decode_latex(fields.get("year", ""))
    year = _YEAR.search(year_text)
    if year is None:
        return date or parse_date(year_text) or _old_year(written or year_text)
    if date and date != year[1]:
        return date
    full = parse_date(year_text)
    if full and len(full) > 4 and "month" not in fields:
        return full
    month_text = decode_latex(fields.get("month", ""))
    month = named_month(month_text) or parse_month(month_text)
    if month is None:
        return year[1]
    day = _DAY.search(decode_latex(fields.get("day", "")) or _no_number(month_text))
    return iso_date(int(year[1]), month, int(day[1]) if day else None)


def stated_dates(fields: Fields) -> list[str]:
    """Return the texts of the fields that hold the date of publication."""
    return [_text(fields[name]) for name in ("year", "date") if name in fields]


def _no_number(month: str) -> str:
    """Return the text of a month that may hold a day: not one that is numbers alone."""
    return month if any(map(str.isalpha, month)) else ""


def _old_year(text: str) -> str | None:
    """Return a year before 1000, if it is the whole field."""
    text = text.strip()
    return iso_date(int(text)) if re.fullmatch(r"0*[1-9]\d{2}", text) else None


def _doi(fields: Fields) -> str | None:
    own = (decode_verbatim(fields[name]) for name in ("doi",) if name in fields)
    others = (decode_verbatim(fields[name]) for name in _DOI_FIELDS if name in fields)
    return find_doi(own, others)


def _arxiv(fields: Fields) -> str | None:
    kind = fields.get("eprinttype", fields.get("archiveprefix", "")).strip("{} ")
    eprint = decode_verbatim(fields.get("eprint", ""))
    if eprint and (not kind or kind.lower().startswith("arxiv")):
        group = fields.get("primaryclass", "").strip("{} ").partition(".")[0]
        first = eprint.partition(" ")[0]
        for text in (eprint, f"{group}/{eprint}", first):
            if found := parse_arxiv(text, bare=True):
                return found
    for name in ("arxiv", "arxivid"):
        if found := find_arxiv([decode_verbatim(fields.get(name, ""))]):
            return found
    for name in _ARXIV_FIELDS:
        raw = fields.get(name, "")
        # DBLP and Semantic Scholar write "abs/1706.03762" as the volume.
        if "abs/" in raw and (number := _ARXIV_ABS.search(raw)):
            return parse_arxiv(number[1], bare=True)
        if "rxiv" in raw.lower() and (found := parse_arxiv(_opened(raw))):
            return found
    return None


def _opened(raw: str) -> str:
    return raw.replace(r"\url", " ").replace("{", "").replace("}", "")


def _url(fields: Fields) -> str | None:
    for name in ("url", "ee", "link", "bdsk-url-1", "howpublished", "note"):
        if raw := fields.get(name, ""):
            for part in decode_verbatim(raw).split():
                if match := _URL.match(part):
                    return match[0].rstrip(".,;")
    return None


def _list(fields: Fields, names: Iterable[str], separators: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        if name in fields:
            for item in re.split(separators, _text(fields[name])):
                if item.strip():
                    found[item.strip()] = None
    return tuple(found)


def _added(fields: Fields) -> str | None:
    # In records of DBLP the timestamp is DBLP's, not the user's.
    foreign = "dblp" in fields.get("bibsource", "").lower() or "biburl" in fields
    for name in _ADDED:
        if name in fields and not (foreign and name == "timestamp"):
            date = parse_date(decode_latex(fields[name]))
            if date and len(date) == len("2025-09-25"):
                return date
    return None


def _rating(fields: Fields) -> int | None:
    match = re.fullmatch(
        r"\s*(?:rank)?([1-5])\s*", fields.get("ranking", fields.get("rating", ""))
    )
    return int(match[1]) if match else None


def _priority(fields: Fields) -> int | None:
    """JabRef's priority of reading, prio1 to prio3."""
    match = re.fullmatch(r"\s*\{?\s*prio([1-3])\s*\}?\s*", fields.get("priority", ""))
    return int(match[1]) if match else None


def _read(fields: Fields, tags: Iterable[str]) -> bool | None:
    for name in ("readstatus", "read"):
        status = fields.get(name, "").strip("{} \n").lower()
        if status in _READ:
            return _READ[status]
        if status and (said := read_by_tags([status])) is not None:
            return said
    return read_by_tags(tags)

"""Services of papers as their documentation describes them, a few papers a page.

Each `Shelf` answers for one service on this machine: it holds numbered papers, lists
those that a request asks for, and counts them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.serving import Answer, Asked

Json = dict[str, Any]
_WORDS = "Sundew Curlew Heather Adder Bilberry Midge Otter Plover Sedge Wren".split()
_DEEDS = "Growth Decay Drainage Flowering Migration Respiration Songs".split()


def title(number: int) -> str:
    """A title like no other."""
    word, deed = _WORDS[number % 10], _DEEDS[number // 10 % 7]
    return f"{deed} of {word} on Plot {number}"


@dataclass(frozen=True)
class Listed:
    """What one answer lists: the papers from `start` on, out of `total`."""

    start: int
    shown: list[int]
    total: int

    @property
    def after(self) -> int | None:
        """The number at which the list continues, None at its end."""
        reached = self.start + len(self.shown)
        return reached if self.shown and reached < self.total else None


@dataclass
class Shelf:
    """One service: its source's name, the variable of its URL, its forms."""

    name: str
    variable: str
    path: str
    place: Callable[[Asked, int], int]
    record: Callable[[int], Json]
    answer: Callable[[list[Json], Listed], Json]
    total: int = 7
    size: int = 3
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        """Answer a request as the service does."""
        if asked.path != self.path:
            return Answer(b"no such path", 404, {"Content-Type": "text/plain"})
        self.asked.append(asked)
        return as_answer(self.listed(self.place(asked, self.size)))

    def listed(self, start: int) -> Json:
        """The answer that lists the papers from a number on."""
        end = min(start + self.size, self.total)
        listed = Listed(start, list(range(start, end)), self.total)
        return self.answer([self.record(n) for n in listed.shown], listed)


def as_answer(value: object, status: int = 200) -> Answer:
    """An answer in JSON."""
    kind = {"Content-Type": "application/json"}
    return Answer(json.dumps(value).encode(), status, kind)


def _cursor(parameter: str, first: str) -> Callable[[Asked, int], int]:
    def place(asked: Asked, size: int) -> int:
        del size
        given = asked.query[parameter]
        return 0 if given == first else int(given.removeprefix("at"))

    return place


def _offset(parameter: str) -> Callable[[Asked, int], int]:
    return lambda asked, _: int(asked.query[parameter])


def _page(parameter: str) -> Callable[[Asked, int], int]:
    return lambda asked, size: (int(asked.query[parameter]) - 1) * size


def _mark(listed: Listed) -> str:
    """A cursor, which these services give even where nothing follows."""
    return f"at{listed.start + len(listed.shown)}"


def _crossref(number: int) -> Json:
    return {
        "DOI": f"10.5555/crossref.{number}",
        "type": "journal-article",
        "title": [title(number)],
        "container-title": ["Journal of Plots"],
        "author": [{"given": "Ida", "family": f"Fern{number}", "affiliation": []}],
        "created": {"date-parts": [[2031, 6, number % 28 + 1]]},
    }


def _europepmc(number: int) -> Json:
    return {
        "id": str(41_000_000 + number),
        "source": "MED",
        "pmid": str(41_000_000 + number),
        "title": f"{title(number)}.",
        "authorString": f"Fern{number} I.",
        "firstPublicationDate": f"2031-06-{number % 28 + 1:02d}",
    }


def _inspire(number: int) -> Json:
    known = {
        "control_number": number + 1,
        "titles": [{"title": title(number)}],
        "authors": [{"full_name": f"Fern{number}, Ida"}],
        "earliest_date": f"2031-06-{number % 28 + 1:02d}",
    }
    return {"id": str(number + 1), "metadata": known}


def _dblp(number: int) -> Json:
    info = {
        "title": f"{title(number)}.",
        "key": f"conf/plot/Fern{number}",
        "year": "2031",
        "authors": {"author": [{"text": f"Ida Fern{number}"}]},
    }
    return {"@id": str(number), "info": info}


def _hal(number: int) -> Json:
    return {
        "docid": str(number),
        "halId_s": f"hal-{number:08d}",
        "title_s": [title(number)],
        "authFullName_s": [f"Ida Fern{number}"],
        "uri_s": f"https://hal.science/hal-{number:08d}",
    }


def _ads(number: int) -> Json:
    return {
        "bibcode": f"2031Plot.{number:04d}....F",
        "title": [title(number)],
        "author": [f"Fern{number}, Ida"],
        "pubdate": "2031-06-00",
    }


def _datacite(number: int) -> Json:
    known = {
        "doi": f"10.5555/datacite.{number}",
        "titles": [{"title": title(number)}],
        "creators": [{"name": f"Fern{number}, Ida", "nameType": "Personal"}],
        "types": {"resourceTypeGeneral": "Text"},
        "publicationYear": 2031,
    }
    return {"id": known["doi"], "type": "dois", "attributes": known}


def _openreview(number: int) -> Json:
    content = {"title": {"value": title(number)}, "authors": {"value": ["Ida Fern"]}}
    return {"id": f"n{number}", "forum": f"n{number}", "content": content}


def _datacite_list(records: list[Json], listed: Listed) -> Json:
    base = "https://api.datacite.org/dois?page%5Bcursor%5D="
    links = {} if listed.after is None else {"next": f"{base}{_mark(listed)}"}
    return {"data": records, "meta": {"total": listed.total}, "links": links}


def _inspire_list(records: list[Json], listed: Listed) -> Json:
    links = {"self": "https://inspirehep.net/api/literature?page=1"}
    if listed.after is not None:
        links["next"] = "https://inspirehep.net/api/literature?page=2"
    return {"hits": {"hits": records, "total": listed.total}, "links": links}


def _dblp_list(records: list[Json], listed: Listed) -> Json:
    hits: Json = {"@total": str(listed.total), "@first": str(listed.start)}
    if records:  # dblp leaves out an empty list
        hits["hit"] = records
    return {"result": {"query": "q", "status": {"@code": "200"}, "hits": hits}}


def _solr(records: list[Json], listed: Listed) -> Json:
    return {"numFound": listed.total, "start": listed.start, "docs": records}


SHELVES = {
    "crossref": Shelf(
        "crossref:1234-5679",
        "READNEXT_CROSSREF_URL",
        "/works",
        _cursor("cursor", "*"),
        _crossref,
        lambda records, listed: {
            "status": "ok",
            "message-type": "work-list",
            "message": {
                "total-results": listed.total,
                "items": records,
                "next-cursor": _mark(listed),
            },
        },
    ),
    "europepmc": Shelf(
        "europepmc:plots",
        "READNEXT_EUROPEPMC_URL",
        "/search",
        _cursor("cursorMark", "*"),
        _europepmc,
        lambda records, listed: {
            "version": "6.9",
            "hitCount": listed.total,
            "nextCursorMark": _mark(listed),
            "resultList": {"result": records},
        },
    ),
    "inspire": Shelf(
        "inspire:plots",
        "READNEXT_INSPIRE_URL",
        "/literature",
        _page("page"),
        _inspire,
        _inspire_list,
    ),
    "dblp": Shelf(
        "dblp:conf/plot",
        "READNEXT_DBLP_URL",
        "/search/publ/api",
        _offset("f"),
        _dblp,
        _dblp_list,
    ),
    "hal": Shelf(
        "hal:plots",
        "READNEXT_HAL_URL",
        "/search/",
        _cursor("cursorMark", "*"),
        _hal,
        lambda records, listed: {
            "response": _solr(records, listed),
            "nextCursorMark": _mark(listed),
        },
    ),
    "ads": Shelf(
        "ads:plots",
        "READNEXT_ADS_URL",
        "/v1/search/query",
        _offset("start"),
        _ads,
        lambda records, listed: {
            "responseHeader": {"status": 0},
            "response": _solr(records, listed),
        },
    ),
    "datacite": Shelf(
        "datacite:plots",
        "READNEXT_DATACITE_URL",
        "/dois",
        _cursor("page[cursor]", "1"),
        _datacite,
        _datacite_list,
    ),
    "openreview": Shelf(
        "openreview:Plot.org/2031/Conference",
        "READNEXT_OPENREVIEW_URL",
        "/notes",
        _offset("offset"),
        _openreview,
        lambda records, listed: {"notes": records, "count": listed.total},
    ),
}

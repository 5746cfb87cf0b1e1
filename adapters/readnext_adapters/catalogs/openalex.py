"""Works of OpenAlex: responses of its API, and files of its snapshot.

A single work, ``results`` of a list, or one work per line
(https://developers.openalex.org/api-reference/works). Lists name the first hundred
authors only; abstracts are indexes of words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi, slug_id
from readnext.pages import page_count
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs.invertedindex import rebuild
from readnext_adapters.catalogs.json_response import error_of, finished, read_responses
from readnext_adapters.catalogs.repositories import is_repository
from readnext_adapters.parsing.abstract_frame import clean_abstract
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json",)

# The fields of a work that are used; others are not requested.
FIELDS = (
    "id,doi,title,display_name,publication_date,publication_year,ids,primary_location,"
    "locations,best_oa_location,authorships,is_retracted,primary_topic,topics,keywords,"
    "referenced_works,abstract_inverted_index,type,cited_by_count,open_access,biblio"
)
_BEGINS = re.compile(r"\s*[\[{]")
_WORK = re.compile(r'"id"\s*:\s*"https?://openalex\.org/W\d')
_OF_WORKS = re.compile(
    r'"(?:authorships|publication_date|publication_year|abstract_inverted_index'
    r'|display_name|primary_location|referenced_works|meta)"\s*:'
)
_ANSWER = re.compile(
    r'\A\s*\{\s*"(?:meta"\s*:\s*\{[^{}]*"(?:per_page|db_response_time_ms)"'
    r'|error"\s*:\s*"[^"]*"\s*,\s*"message"\s*:)'
)
_ENTITY = re.compile(r"https?://openalex\.org/([A-VX-Z])\d")
_ID = re.compile(r"(?:https?://openalex\.org/(?:works/)?)?(W\d{1,19})")
_NOTICES = frozenset(
    "editorial erratum paratext peer-review retraction supplementary-materials".split()
)
# Automatically assigned keywords of low confidence are ignored.
_SURE = 0.3
_LISTED_AUTHORS = 100  # lists truncate longer ones


def detect(head: str) -> bool:
    """Tell whether a text is a response of OpenAlex with works, or single works.

    >>> detect('{"id": "https://openalex.org/W1", "display_name": "A", "doi": null}')
    True
    >>> detect('{"id": "W1", "title": "A", "references": ["W2"]}')
    False
    """
    head = head.removeprefix("\ufeff")
    if not _BEGINS.match(head):
        return False
    known = _WORK.search(head) and _OF_WORKS.search(head)
    return bool(known or _ANSWER.match(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the works of a saved response, or of a file of the snapshot."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one work, and its problem, if any."""
    if error := error_of(item):
        yield Problem(where, f"no work: the service answered with an error: {error}")
        return
    if isinstance(id_ := item.get("id"), str) and _ENTITY.match(id_):
        yield Problem(where, f"{id_} is not a work; left out")
        return
    complaints: list[str] = []
    paper = _paper(Fields(item, complaints))
    yield from finished(paper, where, complaints)


def _listed(answer: object) -> list[object] | None:
    if isinstance(answer, list):
        return answer
    fields = object_of(answer)
    results = fields.get("results")
    if isinstance(results, list):
        return results
    return [fields] if _is_item(fields) or error_of(fields) else None


def _is_item(item: Object) -> bool:
    return isinstance(id_ := item.get("id"), str) and _ID.fullmatch(id_) is not None


LAYOUT = Layout(_listed, _is_item, "works")


def _paper(fields: Fields) -> Paper | None:
    title = strip_markup(fields.text("title") or fields.text("display_name"))
    if not title:
        fields.complaints.insert(0, "a work without title is left out")
        return None
    id_ = _ID.fullmatch(fields.text("id"))
    doi = fields.parsed("doi", parse_doi)
    places = _places(fields)
    links = [link for place in places for link in _links(place)]
    authorships = list(fields.each("authorships"))
    cut = fields.record.get("is_authors_truncated") is True
    return Paper(
        id=f"openalex:{id_[1]}" if id_ else slug_id(title),
        title=title,
        authors=tuple(filter(None, map(_author, authorships))),
        authors_cut=cut or len(authorships) == _LISTED_AUTHORS,
        labs=distinct_labs(chain.from_iterable(map(_labs, authorships))),
        abstract=clean_abstract(
            rebuild(fields.record.get("abstract_inverted_index"), fields.complaints)
        ),
        venue=next(filter(None, map(_venue, places)), ""),
        date=fields.date("publication_date") or fields.date("publication_year"),
        url=next(iter(links), f"https://openalex.org/{id_[1]}" if id_ else None),
        doi=doi,
        arxiv=_arxiv(fields, doi, links),
        categories=_categories(fields),
        keywords=_keywords(fields),
        references=_references(fields),
        withdrawn=fields.flag("is_retracted"),
        popularity=Popularity(citations=fields.count("cited_by_count")),
        pdf=_pdf(fields),
        notice=fields.text("type") in _NOTICES,
        pages=_pages(fields.inner("biblio")),
    )


def _pages(biblio: Fields) -> int | None:
    return page_count(f"{biblio.text('first_page')}-{biblio.text('last_page')}")


def _pdf(fields: Fields) -> str | None:
    """The address of a full text that anybody may read."""
    return (
        fields.inner("best_oa_location").link("pdf_url")
        or fields.inner("primary_location").link("pdf_url")
        or fields.inner("open_access").link("oa_url")
    )


def _places(fields: Fields) -> list[Fields]:
    """The locations of a work, the primary one first."""
    main, best = fields.inner("primary_location"), fields.inner("best_oa_location")
    places = (main, *fields.each("locations"), best)
    return [place for place in places if place.record]


def _links(place: Fields) -> Iterator[str]:
    for key in ("landing_page_url", "pdf_url"):
        if link := place.link(key):
            yield link


def _venue(place: Fields) -> str:
    source = place.inner("source")
    name, kind = source.text("display_name"), source.text("type")
    kept_only = kind in ("repository", "metadata") or is_repository(name)
    return "" if kept_only else name


def _arxiv(fields: Fields, doi: str | None, links: list[str]) -> str | None:
    stated = parse_arxiv(
        fields.inner("ids").text("arxiv").rpartition("/")[2], bare=True
    )
    if stated:
        return stated
    found = parse_arxiv(doi) if doi else None
    linked = (parse_arxiv(link) for link in links if "arxiv.org/" in link.lower())
    return found or next(filter(None, linked), None)


def _author(authorship: Fields) -> str:
    named = authorship.inner("author").text("display_name")
    return named or authorship.text("raw_author_name")


def _labs(authorship: Fields) -> tuple[str, ...]:
    """The institutions of an author, else the affiliation as printed."""
    found = [lab.text("display_name") for lab in authorship.each("institutions")]
    return tuple(filter(None, found)) or authorship.texts("raw_affiliation_strings")


def _categories(fields: Fields) -> tuple[str, ...]:
    """The field and subfield of the main topic; the broadest concepts without one."""
    topic = fields.inner("primary_topic")
    levels = map(topic.inner, ("field", "subfield"))
    found = [level.text("display_name") for level in levels]
    if not any(found):
        found = [
            concept.text("display_name")
            for concept in fields.each("concepts")
            if concept.record.get("level") == 0 and _is_sure(concept)
        ]
    return tuple(dict.fromkeys(filter(None, found)))


def _keywords(fields: Fields) -> tuple[str, ...]:
    found = [topic.text("display_name") for topic in fields.each("topics")]
    found += (
        word.text("display_name") or word.text("keyword")
        for word in fields.each("keywords")
        if _is_sure(word)
    )
    return tuple(dict.fromkeys(filter(None, found)))


def _is_sure(guess: Fields) -> bool:
    score = guess.record.get("score")
    return not isinstance(score, int | float) or score >= _SURE


def _references(fields: Fields) -> tuple[str, ...]:
    found = (_ID.fullmatch(text) for text in fields.texts("referenced_works"))
    return tuple(dict.fromkeys(match[1] for match in found if match))

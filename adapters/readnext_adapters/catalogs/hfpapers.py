"""Responses of Hugging Face's API of daily papers.

``/api/daily_papers`` returns a list of objects with a ``paper`` in each; upvotes, links
to code and the organisation are in the paper, comments outside
(https://huggingface.co/docs/hub/api). ``/api/papers/ID`` returns a single paper.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, slug_id
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import finished, read_responses
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of

SUFFIXES: tuple[str, ...] = (".json",)
PAGE = "https://huggingface.co/papers/"

_BEGINS = re.compile(r"\s*\[?\s*\{")
_WRAPPED = re.compile(r'"paper"\s*:\s*\{')
_OTHERS = re.compile(r'"(?:paperId|snippet|authorships)"\s*:')
_ALONE = frozenset(("summary", "upvotes", "discussionId", "submittedOnDailyAt"))


def detect(head: str) -> bool:
    """Tell whether a text is a response with daily papers.

    >>> detect('[{"title": "A", "paper": {"id": "2501.00001", "upvotes": 1}}]')
    True
    >>> detect('[{"id": "2501.00001", "title": "A", "type": "article"}]')
    False
    """
    head = head.removeprefix("\ufeff")
    if not _BEGINS.match(head) or _OTHERS.search(head):
        return False
    said = sum(f'"{name}"' in head for name in _ALONE)
    return said >= 1 if _WRAPPED.search(head) else said >= 2 and '"id"' in head


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one item, and its problem, if any."""
    complaints: list[str] = []
    paper = _paper(Fields(item, complaints))
    yield from finished(paper, where, complaints)


def _listed(answer: object) -> list[object] | None:
    if isinstance(answer, list):
        return answer
    return [answer] if _is_item(object_of(answer)) else None


def _is_item(item: Object) -> bool:
    return "paper" in item or ("title" in item and not _ALONE.isdisjoint(item))


LAYOUT = Layout(_listed, _is_item, "papers")


def _paper(item: Fields) -> Paper | None:
    """The paper of an item; gaps are filled from the item itself."""
    inner = item.inner("paper") if "paper" in item.record else item
    id_ = inner.id()
    title = inner.text("title") or item.text("title")
    if not title:
        item.complaints.insert(0, "a paper without title is left out")
        return None
    upvotes = inner.count("upvotes")
    return Paper(
        id=f"hf:{id_}" if id_ else slug_id(title),
        title=title,
        authors=tuple(_authors(inner)),
        labs=_labs(inner) or _labs(item),
        abstract=inner.text("summary") or item.text("summary"),
        date=inner.date("publishedAt") or item.date("publishedAt"),
        url=f"{PAGE}{id_}" if id_ and " " not in id_ else None,
        arxiv=parse_arxiv(id_, bare=True),
        keywords=inner.distinct("ai_keywords"),
        code=inner.link("githubRepo"),
        popularity=Popularity(upvotes, _comments(item, inner)),
    )


def _comments(item: Fields, inner: Fields) -> int | None:
    beside = item.count("numComments")
    return inner.count("numComments") if beside is None else beside


def _authors(paper: Fields) -> Iterator[str]:
    """The names that the page shows: hidden ones were entered by mistake."""
    for author in paper.each("authors"):
        name = author.text("name")
        if name and author.record.get("hidden") is not True:
            yield name


def _labs(fields: Fields) -> tuple[str, ...]:
    lab = fields.inner("organization")
    name = lab.text("fullname") or lab.text("name")
    return (name,) if name else ()

"""The JSON document that the plugin for Zotero shows: a list, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from readnext import __version__
from readnext.paper import year_of
from readnext.suggestion import Answer, Reason, Suggestion
from readnext_adapters.destinations.zoteroitems import item_of
from readnext_adapters.exports.listing import listed
from readnext_adapters.exports.missing import keyed
from readnext_adapters.exports.plain_record import plain_record
from readnext_adapters.parsing.safe_text import plain

PROTOCOL = 1  # of this document; the plugin refuses others
RANKED = 1000  # papers whose probability the plugin knows
_SHOWN = 50  # papers of the list
_NEAR = 5  # papers near one item

Json: TypeAlias = object


def list_document(
    answer: Answer, used: Iterable[str], tag: str, *, starter: bool
) -> str:
    """Return an answer as the plugin reads it.

    `near` has for each item, by its key, the places of the papers that cite it as a
    reason; `scores` the probability of every paper ranked, by its ids. `used` are
    citation keys that a saved paper may not get; `starter` says that the reader has
    no catalog yet.
    """
    near = _near(answer.suggestions)
    details = {place for places in near.values() for place in places}
    document = {
        **_head(),
        "starter": starter,
        "notes": [plain(text) for text in (*answer.notes, answer.empty_reason) if text],
        "shown": min(_SHOWN, len(answer.suggestions)),
        "papers": [
            _paper(suggestion, key, tag, answer)
            if place < _SHOWN or place in details
            else None
            for place, (key, suggestion) in enumerate(keyed(answer.suggestions, used))
        ],
        "near": near,
        "scores": dict(_scores(answer.suggestions)),
    }
    return json.dumps(document)


def error_document(text: str) -> str:
    """Return the document for a list that could not be made."""
    return json.dumps({**_head(), "error": plain(text)})


def _head() -> dict[str, Json]:
    return {"readnext": __version__, "plugin": PROTOCOL}


def _paper(suggestion: Suggestion, key: str, tag: str, answer: Answer) -> Json:
    shown, record = listed(suggestion), plain_record(suggestion.paper)
    year = year_of(suggestion.paper.date)
    return {
        "id": suggestion.paper.id,
        "title": shown.title,
        "who": shown.who,
        "where": ", ".join(filter(None, (record.venue, str(year or "")))),
        "rating": shown.rating,
        "reasons": [_reason(reason) for reason in suggestion.reasons],
        "link": record.link,
        "item": item_of(suggestion, key, tag, answer.at),
    }


def _reason(reason: Reason) -> str:
    """The reason, with the reader's own works by their titles rather than keys."""
    text = plain(reason.text)
    for one in reason.cited:
        if one.title:
            quoted = f"\u201c{plain(one.title)}\u201d"
            text = text.replace(plain(one.short), quoted)
    return text.replace("`", "")


def _near(suggestions: Iterable[Suggestion]) -> dict[str, list[int]]:
    near: dict[str, list[int]] = {}
    for place, suggestion in enumerate(suggestions):
        links = (one.link for reason in suggestion.reasons for one in reason.cited)
        for item in dict.fromkeys(link.rpartition("/")[2] for link in links if link):
            if len(places := near.setdefault(item, [])) < _NEAR:
                places.append(place)
    return near


def _scores(suggestions: Iterable[Suggestion]) -> Iterator[tuple[str, float]]:
    """Yield the probability of each paper under each of its ids."""
    for suggestion in suggestions:
        paper, probability = suggestion.paper, suggestion.probability
        if probability is None:
            continue
        for name in (paper.id, paper.doi, paper.arxiv):
            if name:
                yield name, round(probability, 4)

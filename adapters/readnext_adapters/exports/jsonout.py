"""Suggestions as the JSON object that other programs read.

The names and order of its fields are stable; see the CHANGELOG.
"""

from __future__ import annotations

import json
import math
import re
from typing import TypeAlias

from readnext import __version__
from readnext.matching.authors import running_name
from readnext.paper import Paper
from readnext.suggestion import WATCHED, Answer, Reason, Suggestion
from readnext_adapters.exports.pdf_links import pdf_address

SUFFIXES: tuple[str, ...] = (".json",)

# Terminal control characters, and lone surrogates, which are not valid UTF-8. A program
# that parses the JSON gets the same text from the escapes.
_STEERING = re.compile(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"


def render(answer: Answer, width: int = 0) -> str:
    """Return the answer as one JSON object and a newline."""
    document: dict[str, Json] = {
        "readnext": __version__,
        "library": {
            "entries": answer.entries,
            "usable": answer.usable,
            "in_catalog": answer.in_catalog,
        },
        "catalog": {
            "path": answer.catalog,
            "papers": answer.papers,
            "candidates": answer.candidates,
        },
        "ranker": {"kind": answer.ranker, "why": answer.why},
        "suggestions": [suggestion_object(s) for s in answer.suggestions],
        "notes": [*answer.notes, *filter(None, [answer.empty_reason])],
    }
    return as_text(document)


def as_text(document: object) -> str:
    """Return a JSON document as text that steers no terminal, and a newline."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def paper_object(paper: Paper) -> dict[str, Json]:
    """Return what is known of a paper, its abstract included."""
    return _record(paper) | {"abstract": paper.abstract or None}


def suggestion_object(suggestion: Suggestion) -> dict[str, Json]:
    """Return a suggestion as an object of `suggest --format json`."""
    found: dict[str, Json] = {"rank": suggestion.rank, **_record(suggestion.paper)}
    found |= {
        "key": suggestion.key,
        "score": _rounded(suggestion.score),
        "probability": _rounded(suggestion.probability),
        "reasons": [_reason(reason) for reason in suggestion.reasons],
    }
    if suggestion.part:
        found["part"], _, watch = suggestion.part.partition(" ")
        if watch and suggestion.part in WATCHED:
            found["watch"] = watch
    if suggestion.contributions:
        parts = suggestion.contributions
        found["contributions"] = {name: _rounded(value) for name, value in parts}
    return found


def _record(paper: Paper) -> dict[str, Json]:
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(map(running_name, paper.authors)),
        "labs": list(paper.labs),
        "date": paper.date,
        "venue": paper.venue or None,
        "url": paper.url,
        "pdf": pdf_address(paper) or None,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
    }


def _reason(reason: Reason) -> dict[str, Json]:
    return {
        "kind": reason.kind,
        "text": reason.text,
        "weight": _rounded(reason.weight),
        "keys": list(reason.keys),
    }


def _rounded(number: float | None) -> float | None:
    """Return six decimals, so that rounding errors of a sum do not show."""
    if number is None or not math.isfinite(number):
        return None
    return round(float(number), 6) + 0.0  # no "-0.0"

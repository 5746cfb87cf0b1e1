"""The OpenAPI document of the JSON API."""

from __future__ import annotations

from functools import cache
from typing import Any

from readnext import __version__

PREFIX = "/api/v1"
Object = dict[str, Any]
_TEXT: Object = {"type": "string"}
_MAYBE: Object = {"type": ["string", "null"]}
_NUMBER: Object = {"type": ["number", "null"]}
_TEXTS: Object = {"type": "array", "items": _TEXT}
_INTEGER: Object = {"type": "integer"}


def document() -> Object:
    """Return the document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "readnext",
            "version": "1",
            "description": "Suggestions of papers to read next. Served on this "
            f"computer only, by readnext {__version__}.",
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


@cache  # each request is checked by them
def parameters(path: str) -> tuple[str, ...]:
    """Return the names of the parameters that a path of the API takes."""
    asked = _paths().get(path, {}).get("get", {})
    return tuple(one["name"] for one in asked.get("parameters", ()))


def _object(required: Object, optional: Object | None = None) -> Object:
    return {
        "type": "object",
        "required": list(required),
        "properties": required | (optional or {}),
    }


def _ref(name: str) -> Object:
    return {"$ref": f"#/components/schemas/{name}"}


def _array(item: Object) -> Object:
    return {"type": "array", "items": item}


def _query(name: str, about: str, schema: Object = _TEXT, **more: object) -> Object:
    return {"name": name, "in": "query", "description": about, "schema": schema, **more}


def _operation(
    about: str,
    answer: Object,
    parameters: list[Object] | None = None,
    body: Object | None = None,
) -> Object:
    made: Object = {
        "summary": about,
        "responses": {
            "200": {"description": "done", "content": _json(answer)},
            "default": {"description": "an error", "content": _json(_ref("Error"))},
        },
    }
    if parameters:
        made["parameters"] = parameters
    if body:
        made["requestBody"] = {"required": True, "content": _json(body)}
    return made


def _json(schema: Object) -> Object:
    return {"application/json": {"schema": schema}}


def _paths() -> Object:
    id_ = _query("id", "the id of a paper", required=True)
    words = _query("q", "words of a title or an abstract", required=True)
    count = _query("n", "how many papers", _INTEGER)
    after = _query("after", "wait up to 2 s for a newer version than this", _INTEGER)
    several = [
        _query(name, f"only papers of this {name}; may be repeated", _TEXTS)
        for name in ("category", "author", "lab", "venue")
    ]
    filters = [
        count,
        _query("part", "new papers only, or older ones", {"enum": ["new", "archive"]}),
        _query("since", "a date, or e.g. 30d"),
        _query("until", "a date"),
        *several,
        _query("exclude", "no papers with this word; may be repeated", _TEXTS),
        _query(
            "has-code", "1 or true: only papers with published code; 0 or false: all"
        ),
    ]
    verdict = _object({"id": _TEXT, "verdict": {"enum": ["like", "dismiss", "undo"]}})
    return {
        "/openapi.json": {"get": _operation("This document", {"type": "object"})},
        "/status": {
            "get": _operation("The state of the ranking", _ref("Status"), [after])
        },
        "/suggestions": {
            "get": _operation("What to read next", _ref("Answer"), filters)
        },
        "/zotero": {
            "get": _operation(
                "The list as the plugin for Zotero shows it", {"type": "object"}
            )
        },
        "/verdicts": {
            "get": _operation(
                "All feedback, newest last",
                _object({"feedback": _array(_ref("Verdict"))}),
            ),
            "post": _operation(
                "Like or dismiss a paper, or undo that",
                _object({"id": _TEXT, "title": _TEXT, "verdict": _TEXT}),
                body=verdict,
            ),
        },
        "/saved": {
            "post": _operation(
                "Save a paper to the bibliography file",
                _ref("Saved"),
                body=_object({"id": _TEXT}),
            )
        },
        "/search": {
            "get": _operation(
                "Papers of the catalog with some words",
                _object({"papers": _array(_ref("Found"))}),
                [words, count],
            )
        },
        "/why": {
            "get": _operation("Why a paper is suggested", _ref("Why"), [id_]),
        },
    }


def _schemas() -> Object:
    record: Object = {
        "id": _TEXT,
        "title": _TEXT,
        "authors": _TEXTS,
        "labs": _TEXTS,
        "date": _MAYBE,
        "venue": _MAYBE,
        "url": _MAYBE,
        "pdf": _MAYBE,
        "doi": _MAYBE,
        "arxiv": _MAYBE,
    }
    reason = {"kind": _TEXT, "text": _TEXT, "weight": _NUMBER, "keys": _TEXTS}
    suggestion = {
        "rank": _INTEGER,
        **record,
        "key": _TEXT,
        "score": _NUMBER,
        "probability": _NUMBER,
        "reasons": _array(_object(reason)),
    }
    extras = {"part": _TEXT, "watch": _TEXT, "contributions": {"type": "object"}}
    count = {name: _INTEGER for name in ("entries", "usable", "in_catalog")}
    catalog = {"path": _TEXT, "papers": _INTEGER, "candidates": _INTEGER}
    verdict = {"id": _TEXT, "title": _TEXT, "verdict": _TEXT, "date": _TEXT}
    paper = record | {"abstract": _MAYBE}
    explained = {"oneOf": [_ref("Suggestion"), {"type": "null"}]}
    return {
        "Error": _object({"error": _TEXT}),
        "Paper": _object(paper),
        "Found": _object(paper | {"verdict": _MAYBE}),
        "Suggestion": _object(suggestion, extras),
        "Why": _object({"paper": _ref("Paper"), "suggestion": explained}),
        "Verdict": _object(verdict),
        "Saved": _object(
            {"id": _TEXT, "title": _TEXT, "file": _TEXT, "added": {"type": "boolean"}}
        ),
        "Status": _object(
            {
                "version": _INTEGER,
                "verdicts": _INTEGER,
                "problem": _MAYBE,
                "library": _INTEGER,
                "catalog": _TEXT,
                "saved": _TEXT,
                "feed": _TEXT,
            }
        ),
        "Answer": _object(
            {
                "readnext": _TEXT,
                "library": _object(count),
                "catalog": _object(catalog),
                "ranker": _object({"kind": _TEXT, "why": _TEXT}),
                "suggestions": _array(_ref("Suggestion")),
                "notes": _TEXTS,
            }
        ),
    }

"""The JSON API, version 1: the objects of `--format json` over HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from flask import Flask, Response, request

from readnext.errors import InputError
from readnext.history.store import Judged
from readnext.paper import Paper
from readnext.suggestion import Suggestion
from readnext_adapters.destinations import TAG
from readnext_adapters.exports import jsonout
from readnext_adapters.exports.jsonout import paper_object, suggestion_object
from readnext_adapters.opening.chosen_catalog import STARTER
from readnext_adapters.service.triage import Action, Found, Saved, Triage
from readnext_adapters.web.access import Access
from readnext_adapters.web.asked import Defaults, asked_number
from readnext_adapters.web.openapi import PREFIX, document
from readnext_adapters.zotero_plugin.list_document import RANKED, list_document

ACTIONS = ("like", "dismiss", "undo")
_MOST_FOUND = 100
_LAST = 10**9  # version of a ranking
_WAIT = 2.0  # seconds that a client waits for a new ranking, at most


class Api:
    """The routes of the API."""

    def __init__(self, triage: Triage, access: Access, defaults: Defaults) -> None:
        self._triage = triage
        self._access = access
        self._defaults = defaults

    def add_to(self, app: Flask) -> None:
        """Add the routes to an app."""
        lists = (self.suggestions, self.zotero, self.verdicts)
        for view in (self.status, *lists, self.search, self.why):
            name = view.__name__
            app.add_url_rule(f"{PREFIX}/{name}", f"api.{name}", view)
        app.add_url_rule(f"{PREFIX}/openapi.json", "api.openapi", self.openapi)
        for name, view in (("verdicts", self.judge), ("saved", self.save)):
            path, endpoint = f"{PREFIX}/{name}", f"api.post.{name}"
            app.add_url_rule(path, endpoint, view, methods=["POST"])

    def openapi(self) -> Response:
        """The document of this API."""
        return answered(document())

    def status(self) -> Response:
        """The state of the ranking."""
        self._triage.follow()
        after = request.args.get("after")
        known = asked_number("after", after, -1, _LAST) if after else -1
        state = self._triage.wait(known, _WAIT if after else 0.0)
        return answered(
            {
                "version": state.version,
                "verdicts": state.verdicts,
                "problem": state.problem or None,
                "library": len(self._triage.library.own),
                "catalog": self._triage.places.label,
                "saved": str(self._triage.places.saved),
                "feed": self._access.feed,
            }
        )

    def suggestions(self) -> Response:
        """What to read next, as `suggest --format json` prints it."""
        self._triage.follow()
        asked = self._defaults.asked(request.args, parts=False, today=dt.date.today())
        answer, _ = self._triage.answer(asked)
        return Response(jsonout.render(answer), mimetype="application/json")

    def zotero(self) -> Response:
        """The list as the plugin for Zotero shows it, whatever the filters are."""
        self._triage.follow()
        today = dt.date.today()
        asked = replace(self._defaults.request, n=RANKED, today=today)
        answer, _ = self._triage.answer(asked)
        used = [entry.key for entry in self._triage.library.own]
        text = list_document(answer, used, TAG, starter=answer.catalog == STARTER)
        return Response(text, mimetype="application/json")

    def verdicts(self) -> Response:
        """All feedback, as `feedback list --format json` prints it."""
        found = list(map(verdict_object, self._triage.verdicts()))
        return answered({"feedback": found})

    def judge(self) -> Response:
        """Record a verdict, or undo one."""
        given = _body()
        action = given.get("verdict")
        if action not in ACTIONS:
            raise InputError(f"verdict: one of {', '.join(ACTIONS)}")
        paper = self._triage.judge(_id(given), cast(Action, action))
        return answered({"id": paper.id, "title": paper.title, "verdict": action})

    def save(self) -> Response:
        """Save a paper to the bibliography file."""
        return answered(saved_object(self._triage.save(_id(_body()))))

    def search(self) -> Response:
        """Papers of the catalog with some words."""
        words = request.args.get("q", "")[:200]
        if not any(map(str.isalnum, words)):
            raise InputError("q: words to search for")
        n = asked_number("n", request.args.get("n") or "20", 1, _MOST_FOUND)
        found = self._triage.search(words, n)
        return answered({"papers": list(map(found_object, found))})

    def why(self) -> Response:
        """Why a paper is suggested."""
        paper = self._triage.paper(_id(request.args))
        return answered(why_object(paper, self._triage.why(paper)))


def found_object(one: Found) -> dict[str, Any]:
    """Return a paper that a search found, with the reader's verdict on it."""
    return paper_object(one.paper) | {"verdict": one.verdict or None}


def why_object(paper: Paper, found: Suggestion | None) -> dict[str, Any]:
    """Return a paper as it would be suggested; `suggestion` is null for an owned one.

    What each feature adds to the score is in `contributions`.
    """
    explained = suggestion_object(found) if found else None
    return {"paper": paper_object(paper), "suggestion": explained}


def verdict_object(one: Judged) -> dict[str, Any]:
    """Return a verdict as `readnext feedback list --format json` does."""
    return {
        "id": one.paper.id,
        "title": one.paper.title,
        "verdict": one.verdict,
        "date": one.at[:10],
    }


def saved_object(saved: Saved) -> dict[str, Any]:
    """Return where a paper was saved."""
    return {
        "id": saved.paper.id,
        "title": saved.paper.title,
        "file": str(saved.path),
        "added": saved.added,
    }


def answered(value: object) -> Response:
    """Return a JSON response, without characters that steer a terminal."""
    return Response(jsonout.as_text(value), mimetype="application/json")


def _body() -> dict[str, Any]:
    """The JSON object of a request; InputError if it is none."""
    try:
        found = request.get_json(silent=True)
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        raise InputError("the body is one JSON object, sent as application/json")
    return found


def _id(given: Mapping[str, Any]) -> str:
    found = given.get("id")
    if not isinstance(found, str) or not found:
        raise InputError("id: the id of a paper")
    return found

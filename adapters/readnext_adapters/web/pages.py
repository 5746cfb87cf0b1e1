"""The routes of the page, which work without JavaScript."""

from __future__ import annotations

import datetime as dt
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import cast

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from readnext_adapters.exports.listing import introduction, nothing
from readnext_adapters.service.triage import Action, Triage
from readnext_adapters.web.access import Access
from readnext_adapters.web.asked import NAMES, Defaults, has_code, is_filtered
from readnext_adapters.web.listed import found_items, parts_of

_WAIT = 2.0  # seconds that a page waits for a new ranking, at most
_DONE = {"like": "Liked", "dismiss": "Dismissed", "undo": "Undone"}
_STATIC = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


def shared_values(access: Access) -> dict[str, object]:
    """Return what every page needs."""
    return {
        "csrf": access.csrf,
        "read_only": access.read_only,
        "query": "",
        "feed": access.feed,
    }


class Pages:
    """The routes of the page."""

    def __init__(self, triage: Triage, access: Access, defaults: Defaults) -> None:
        self._triage = triage
        self._access = access
        self._defaults = defaults
        self._shared = shared_values(access)

    def add_to(self, app: Flask) -> None:
        """Add the routes to an app."""
        app.add_url_rule("/", view_func=self.suggestions)
        app.add_url_rule("/list", view_func=self.newer)
        app.add_url_rule("/search", view_func=self.search)
        app.add_url_rule("/verdicts", view_func=self.verdicts)
        app.add_url_rule("/papers", view_func=self.act, methods=["POST"])
        app.add_url_rule("/static/<name>", view_func=static)

    def suggestions(self) -> str:
        """The list, by the filters in the address."""
        self._triage.follow()
        return render_template("suggestions.html", **self._listing())

    def newer(self) -> AnyResponse:
        """The list alone, once it follows all feedback.

        If that takes too long, the page asks again; it keeps a list that is the newest.
        """
        version = request.args.get("after", "0")
        known = int(version) if version.isdecimal() and len(version) < 10 else 0
        state = self._triage.caught_up(_WAIT)
        if state is None:
            return Response(status=HTTPStatus.ACCEPTED)
        if state.version <= known:
            return Response(status=HTTPStatus.NO_CONTENT)
        return Response(render_template("list.html", **self._listing()))

    def search(self) -> str:
        """Papers of the catalog that have some words."""
        words = request.args.get("q", "")[:200]
        found = self._triage.search(words) if any(map(str.isalnum, words)) else []
        last = self._triage.last_verdict()
        values = self._shared | {
            "query": words,
            "back": request.full_path,
            "last": last,
        }
        return render_template("search.html", items=found_items(found), **values)

    def verdicts(self) -> str:
        """The papers with a verdict, newest first."""
        judged = [*reversed(self._triage.verdicts())]
        return render_template("verdicts.html", judged=judged, **self._shared)

    def act(self) -> AnyResponse:
        """Record what a form says of a paper."""
        done, title = self._done(
            request.form.get("id", ""), request.form.get("action", "")
        )
        if request.accept_mimetypes.best == "application/json":
            return jsonify({"done": done, "title": title})
        return redirect(_own_path(request.form.get("back")), HTTPStatus.SEE_OTHER)

    def _done(self, id_: str, action: str) -> tuple[str, str]:
        """Do something with a paper; return what was done, and its title."""
        if action == "save":
            saved = self._triage.save(id_)
            done = "Saved in" if saved.added else "Was there, in"
            return f"{done} {saved.path.name}", saved.paper.title
        if action == "zotero":
            sent = self._triage.send(id_)
            return "Sent to Zotero" if sent.added else "Zotero has it", sent.paper.title
        if action not in _DONE:
            abort(HTTPStatus.BAD_REQUEST, "Unknown action.")
        return _DONE[action], self._triage.judge(id_, cast(Action, action)).title

    def _listing(self) -> dict[str, object]:
        """What the templates of the list need."""
        asked = self._defaults.asked(request.args, parts=True, today=dt.date.today())
        answer, state = self._triage.answer(asked)
        filtered = is_filtered(request.args)
        if not (self._access.read_only or filtered):
            self._triage.record(answer)
        return self._shared | {
            "parts": parts_of(answer),
            "nothing": nothing(answer),
            "notes": [*answer.notes, *filter(None, [state.problem])],
            "introduction": introduction(answer),
            "version": state.version,
            "last": self._triage.last_verdict(),
            "given": {name: request.args.getlist(name) for name in NAMES},
            "has_code": has_code(request.args),
            "filtered": filtered,
            "back": _back(),
        }


def _back() -> str:
    """The page that a form of the list returns to."""
    query = request.query_string.decode("ascii", "replace")
    return f"/?{query}" if query and request.path == "/" else "/"


def static(name: str) -> AnyResponse:
    """A style sheet, a script or a picture."""
    if name not in _STATIC:
        abort(HTTPStatus.NOT_FOUND)
    return Response(_static(name), mimetype=_STATIC[name])


def _own_path(path: str | None) -> str:
    """A path of the service to return to, never another site's address."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")):
        return path
    return "/"


@cache
def _static(name: str) -> bytes:
    own = files("readnext_adapters.web").joinpath("static", name).read_bytes()
    if name != "page.css":
        return own
    shared = files("readnext_adapters.exports").joinpath("templates", "page.css")
    return shared.read_bytes() + own

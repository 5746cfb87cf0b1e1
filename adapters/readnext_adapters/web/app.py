"""The Flask application: page, API and feeds of one reader's list."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, g, jsonify, render_template, request
from jinja2 import ChoiceLoader, PackageLoader, StrictUndefined
from werkzeug.exceptions import HTTPException

from readnext.errors import (
    InputError,
    NetworkError,
    OfflineError,
    UnreachableError,
    UserError,
)
from readnext.plurals import counted
from readnext.settings_tables import PAGE_KEYS
from readnext_adapters.parsing.safe_text import plain
from readnext_adapters.service.triage import NotFoundError, Triage
from readnext_adapters.web.access import Access
from readnext_adapters.web.api import Api
from readnext_adapters.web.asked import Defaults
from readnext_adapters.web.feed import Feeds, feed_route
from readnext_adapters.web.guard import guard
from readnext_adapters.web.overview import Insight, Overview
from readnext_adapters.web.pages import Pages, shared_values
from readnext_adapters.web.parameters import check_parameters

MEANINGS = {
    "next": "next paper",
    "previous": "previous paper",
    "like": "like it",
    "dismiss": "dismiss it",
    "undo": "undo the last verdict",
    "save": "save it to the bibliography",
    "zotero": "send it to Zotero",
    "open": "open its page",
    "pdf": "open its PDF",
    "search": "search the catalog",
    "help": "show these keys",
}
TEMPLATES = ("readnext_adapters.web", "readnext_adapters.exports")


def create_app(
    triage: Triage,
    access: Access,
    defaults: Defaults,
    insight: Insight,
    feeds: Feeds | None = None,
    keys: Mapping[str, str] = PAGE_KEYS,
) -> Flask:
    """Return the application; `defaults` is the list that it shows first.

    `keys` are those of the page, by what they do.
    """
    app = Flask("readnext_adapters.web", static_folder=None)
    loaders = [PackageLoader(name, "templates") for name in TEMPLATES]
    app.jinja_loader = ChoiceLoader(loaders)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["plain"] = plain
    app.jinja_env.filters["counted"] = counted
    meanings = [(does, key, MEANINGS[does]) for does, key in keys.items()]
    app.jinja_env.globals["page_keys"] = meanings
    app.json.ensure_ascii = True  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    guard(app, access)
    check_parameters(app)
    Pages(triage, access, defaults).add_to(app)
    Overview(triage, access, defaults, insight).add_to(app)
    Api(triage, access, defaults).add_to(app)
    feed_route(app, triage, defaults, feeds)
    _error_handlers(app, access)
    return app


def _error_handlers(app: Flask, access: Access) -> None:
    """Answer errors in the form in which the rest is answered."""

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return _error(error.code or 500, str(error.description or error.name), access)

    @app.errorhandler(UserError)
    def failed(error: UserError) -> Response:
        return _error(status_of(error), str(error), access)


def status_of(error: UserError) -> int:
    """Return the HTTP status of an error that the user can fix.

    Input that another program or the network did not return is not the client's fault.
    """
    if isinstance(error, NotFoundError):
        return HTTPStatus.NOT_FOUND
    caused = isinstance(error, InputError) and error.__cause__ is not None
    reason = error.__cause__ if caused else error
    if isinstance(reason, (UnreachableError, OfflineError)):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(reason, NetworkError):
        return HTTPStatus.BAD_GATEWAY
    if isinstance(error, InputError):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.INTERNAL_SERVER_ERROR


def wants_json() -> bool:
    """Tell whether a request is answered with JSON rather than a page."""
    accepted = request.accept_mimetypes
    return request.path.startswith("/api/") or accepted.best == "application/json"


def _error(status: int, message: str, access: Access) -> Response:
    text = plain(message)
    if wants_json():
        answer = jsonify({"error": text})
    elif g.get("trusted", False):
        page = render_template("error.html", message=text, **shared_values(access))
        answer = Response(page, mimetype="text/html")
    else:  # the links and forms of the other pages have tokens
        page = render_template("refused.html", message=text)
        answer = Response(page, mimetype="text/html")
    answer.status_code = int(status)
    return answer

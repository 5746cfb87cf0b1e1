"""What stands before and behind every request: access, limits, and headers."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, abort, g, request
from werkzeug.wrappers import Response as AnyResponse

from readnext_adapters.web.access import SAFE, Access

LARGEST_BODY = 64 << 10  # bytes
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer, forms would be sent with the origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_OPEN_ADDRESS = (
    "Open the address that readnext serve printed: it has the token of this run."
)
# Not a redirect: where another program's page has the link, a browser would follow one
# without the cookie, as for a request that another site caused.
_ENTER = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta http-equiv="refresh" content="0;url=/"><title>readnext</title>'
    '<link rel="icon" href="/static/icon.svg">'
    '<p><a href="/">Continue</a></p></html>'
)


def guard(app: Flask, access: Access) -> None:
    """Have an app refuse what is not from its own pages or does not have its token."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY

    @app.before_request
    def check() -> AnyResponse | None:
        return checked(access)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response


def checked(access: Access) -> AnyResponse | None:
    """Abort a request that is not allowed; redirect one that brings the token.

    `g.trusted` says from then on whether a request has shown the token or the cookie.
    """
    g.trusted = False
    if not access.is_own_host(request.headers.get("Host")):
        abort(HTTPStatus.FORBIDDEN, "This is not an address of the service.")
    if not access.is_own_origin(
        request.headers.get("Origin"), request.headers.get("Host")
    ):
        abort(HTTPStatus.FORBIDDEN, "Pages of other sites have no access.")
    if request.path == "/feed.xml" and access.is_feed_token(request.args.get("token")):
        return None
    if _has_bearer(access):
        g.trusted = True
        _check_method(access)
        return None
    if request.path == "/" and "token" in request.args:
        return _entered(access)
    if not access.is_own_cookie(request.cookies):
        abort(HTTPStatus.UNAUTHORIZED, _OPEN_ADDRESS)
    g.trusted = True
    if request.method not in SAFE and not access.is_csrf(_csrf_sent()):
        abort(HTTPStatus.FORBIDDEN, "The form is of an earlier run; load the page.")
    _check_method(access)
    return None


def _has_bearer(access: Access) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and access.is_token(token.strip())


def _entered(access: Access) -> AnyResponse:
    """Give the cookie to a browser that has the token, and drop it from the address."""
    if request.method not in SAFE or not access.is_token(request.args.get("token")):
        abort(HTTPStatus.UNAUTHORIZED, _OPEN_ADDRESS)
    response = Response(_ENTER, mimetype="text/html")
    response.set_cookie(
        access.cookie_name, access.cookie, httponly=True, samesite="Strict"
    )
    return response


def _csrf_sent() -> str | None:
    return request.headers.get("X-CSRF-Token") or request.form.get("csrf")


def _check_method(access: Access) -> None:
    if access.read_only and request.method not in SAFE:
        abort(HTTPStatus.FORBIDDEN, "The service is read-only.")

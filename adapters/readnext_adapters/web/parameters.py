"""Which parameters an address may have; others are refused rather than ignored."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, abort, request

from readnext_adapters.web.asked import NAMES
from readnext_adapters.web.openapi import PREFIX, parameters

_LISTS = (*NAMES, "token")
_PAGES = {
    "/": _LISTS,
    "/list": (*NAMES, "after"),
    "/map": NAMES,
    "/feed.xml": (*_LISTS, "profile"),
    "/search": ("q",),
    "/digest": ("profile",),
}
# Programs that count visits and feed readers add such to the addresses of others.
_ADDED = ("utm_", "_")
_TOKENS = ("token",)  # of which a refusal does not speak


def check_parameters(app: Flask) -> None:
    """Have an app refuse an address with a parameter that its route does not know."""

    @app.before_request
    def check() -> None:
        rule = request.url_rule
        if rule is None:
            return
        known = known_parameters(rule.rule)
        for name in request.args:
            if name not in known and not (_is_added(name) and _is_page(rule.rule)):
                abort(HTTPStatus.BAD_REQUEST, _refusal(name, known))


def known_parameters(path: str) -> tuple[str, ...]:
    """Return the parameters of a route; those of the API are in its document."""
    if _is_page(path):
        return _PAGES.get(path, ())
    return parameters(path.removeprefix(PREFIX))


def _is_page(path: str) -> bool:
    return not path.startswith(f"{PREFIX}/")


def _is_added(name: str) -> bool:
    return name.startswith(_ADDED)


def _refusal(name: str, known: tuple[str, ...]) -> str:
    there = ", ".join(one for one in known if one not in _TOKENS)
    which = f"there are {there}" if there else "this address takes none"
    return f"{name[:40]!r}: no such parameter; {which}"

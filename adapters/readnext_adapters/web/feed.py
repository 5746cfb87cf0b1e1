"""The list as an Atom feed, for feed readers and Zotero."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from flask import Flask, Response, request

from readnext.errors import InputError
from readnext.suggestion import Answer
from readnext_adapters.exports import atom
from readnext_adapters.service.triage import Triage
from readnext_adapters.web.asked import NAMES, Defaults

_FRESH = 900.0  # seconds for which a profile's list is used again


class Feeds:
    """The lists of digest profiles, made when they are asked for and kept for a while.

    `make` returns a profile's list; it raises UserError for an unknown one.
    """

    def __init__(self, make: Callable[[str], Answer]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Answer]] = {}

    def answer(self, profile: str, triage: Triage) -> Answer:
        """Return a profile's list, ranked while nothing else is."""
        with self._lock:
            at, answer = self._kept.get(profile, (0.0, None))
            if answer is None or time.monotonic() - at > _FRESH:
                answer = triage.alone(lambda: self._make(profile))
                self._kept[profile] = (time.monotonic(), answer)
            return answer


def feed_route(
    app: Flask, triage: Triage, defaults: Defaults, feeds: Feeds | None
) -> None:
    """Add the feed to an app."""

    @app.get("/feed.xml")
    def feed() -> Response:
        profile = request.args.get("profile", "")
        if profile and feeds:
            _refuse_filters(profile)
            answer = feeds.answer(profile, triage)
        else:
            today = dt.date.today()
            answer, _ = triage.answer(
                defaults.asked(request.args, parts=True, today=today)
            )
        # The order of a list stays for a day, so that readers see new papers alone.
        day = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0)
        text = atom.render(replace(answer, at=day))
        return Response(text, mimetype="application/atom+xml")


def _refuse_filters(profile: str) -> None:
    """Raise InputError for filters beside a profile, which has its own."""
    if more := [name for name in NAMES if name in request.args]:
        raise InputError(
            f"{more[0]}: the profile {profile[:40]!r} has filters of its own, in the "
            "settings; leave one of them out"
        )

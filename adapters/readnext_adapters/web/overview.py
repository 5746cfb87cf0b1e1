"""The routes of the pages on what the list is made of: map, sources, library, settings.

They work without JavaScript. Only the update of the sources changes anything.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from readnext.digest.outbox import Outbox
from readnext.history.store import History
from readnext.library.citing import entry_names
from readnext.library.lint import GAPS, KINDS, MISSING
from readnext.settings import settings_file, user_settings
from readnext.user_settings import UserSettings
from readnext_adapters.exports.map_sections import sections
from readnext_adapters.service.health import Health, HealthCheck
from readnext_adapters.service.source_update import SourceUpdate
from readnext_adapters.service.triage import Triage
from readnext_adapters.web.access import Access
from readnext_adapters.web.asked import Defaults
from readnext_adapters.web.pages import shared_values

_SHOWN = 50  # findings of a kind


@dataclass(frozen=True, slots=True)
class Insight:
    """What else a service tells besides the list.

    `update` is None where the catalog has no sources of the user's. `preview` returns
    the text of the next issue of a digest profile; it raises UserError.
    """

    health: HealthCheck
    update: SourceUpdate | None
    preview: Callable[[str], str]


class Overview:
    """The routes of the pages."""

    def __init__(
        self, triage: Triage, access: Access, defaults: Defaults, insight: Insight
    ) -> None:
        self._triage = triage
        self._defaults = defaults
        self._insight = insight
        self._composing = threading.Lock()
        self._shared = shared_values(access)

    def add_to(self, app: Flask) -> None:
        """Add the routes to an app."""
        app.add_url_rule("/map", view_func=self.map)
        app.add_url_rule("/sources", view_func=self.sources)
        app.add_url_rule("/sources", "update", self.update, methods=["POST"])
        app.add_url_rule("/library", view_func=self.library)
        app.add_url_rule("/catalog", view_func=self.catalog)
        app.add_url_rule("/settings", view_func=self.settings)
        app.add_url_rule("/digest", view_func=self.digest)

    def map(self) -> str:
        """The map of the library and of the list, with its topics and years."""
        self._triage.follow()
        asked = self._defaults.asked(request.args, parts=True, today=dt.date.today())
        answer, _ = self._triage.answer(replace(asked, map=True))
        found = sections(answer)
        return render_template("map_page.html", sections=found, **self._shared)

    def sources(self) -> str:
        """The sources with their state, and the state of an update."""
        update = self._insight.update
        return render_template(
            "sources.html",
            label=self._insight.health.label,
            sources=self._insight.health.sources(dt.datetime.now(dt.UTC)),
            update=update.state() if update else None,
            **self._shared,
        )

    def update(self) -> AnyResponse:
        """Start an update, unless one is running."""
        if self._insight.update is None:
            abort(HTTPStatus.BAD_REQUEST, "There is no catalog of your own to update.")
        self._insight.update.start()
        return redirect("/sources", HTTPStatus.SEE_OTHER)

    def library(self) -> str:
        """What is missing, duplicated or damaged in the library."""
        health = self._insight.health.library()
        return render_template(
            "library.html",
            label=self._insight.health.label,
            papers=self._insight.health.size(),
            health=health,
            missing=_missing(health),
            findings=_findings(health),
            problems=self._insight.health.problems,
            names=entry_names(self._triage.library.own),
            shown=_SHOWN,
            **self._shared,
        )

    def catalog(self) -> str:
        """The figures of the catalog."""
        stats = self._insight.health.catalog()
        return render_template(
            "catalog.html",
            label=self._insight.health.label,
            stats=stats,
            **self._shared,
        )

    def settings(self) -> str:
        """The settings, and the digest profiles."""
        settings = user_settings()
        return render_template(
            "settings.html",
            path=str(settings_file()),
            rows=_rows(settings),
            profiles=_profiles(settings),
            last=_last_issues(self._triage, settings),
            **self._shared,
        )

    def digest(self) -> str:
        """What the next issue of a digest profile would say."""
        name = request.args.get("profile", "")
        if name not in user_settings().profiles:
            abort(HTTPStatus.NOT_FOUND, "There is no such digest profile.")
        with self._composing:  # each is a process that ranks the catalog
            text = self._insight.preview(name)
        return render_template("digest.html", name=name, text=text, **self._shared)


def _missing(health: Health) -> list[tuple[str, int]]:
    """How many entries lack what, most of all first."""
    counts = [(kind, health.report.count(kind)) for kind in MISSING]
    return [(kind, number) for kind, number in counts if number]


def _findings(health: Health) -> list[tuple[str, bool, list[tuple[str, str, str]]]]:
    """The findings by kind: heading, whether they are faults, where, key and text."""
    found = []
    for kind, heading in KINDS.items():
        rows = [
            (one.where, one.keys[0], "" if kind in MISSING else one.text)
            for one in health.report.findings
            if one.kind == kind
        ]
        if rows:
            found.append((heading, kind not in GAPS, rows))
    return found


def _rows(settings: UserSettings) -> list[tuple[str, str]]:
    """The settings outside the profiles, as the file spells them."""
    watch = settings.watch
    cites = (
        "yes" if watch.cites and not watch.cited_keys else ", ".join(watch.cited_keys)
    )
    found = {
        "library": ", ".join(settings.libraries),
        "catalog": str(settings.catalog or ""),
        "sources": ", ".join(settings.sources),
        "me": ", ".join(settings.me),
        "watch.people": ", ".join(watch.people),
        "watch.labs": ", ".join(watch.labs),
        "watch.cites": cites,
    }
    for table, values in (("formats", settings.formats), ("mail", settings.mail)):
        found |= {f"{table}.{key}": value for key, value in values.items()}
    found |= {f"defaults.{key}": _text(v) for key, v in settings.defaults.items()}
    return [(key, value) for key, value in found.items() if value]


def _profiles(settings: UserSettings) -> dict[str, list[tuple[str, str]]]:
    return {
        name: [(key, _text(value)) for key, value in values.items()]
        for name, values in settings.profiles.items()
    }


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _last_issues(triage: Triage, settings: UserSettings) -> dict[str, str]:
    """The day of each profile's last issue, "" where there was none."""
    today = dt.date.today()
    with History.read(triage.places.history) as history:
        last = {name: Outbox(history).last(name, today) for name in settings.profiles}
    return {name: issue.day if issue else "" for name, issue in last.items()}

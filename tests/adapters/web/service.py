"""The service as users run it: Waitress on a real port, in a thread of the test."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from waitress.wasyncore import close_all

from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Problem
from readnext.request import Request
from readnext.settings_tables import PAGE_KEYS
from readnext.suggestion import Answer
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.cli.page_insight import preview
from readnext_adapters.service.health import HealthCheck
from readnext_adapters.service.live_ranking import LiveRanking
from readnext_adapters.service.source_update import SourceUpdate
from readnext_adapters.service.triage import Places, Triage
from readnext_adapters.web.access import Access
from readnext_adapters.web.app import create_app
from readnext_adapters.web.asked import Defaults
from readnext_adapters.web.feed import Feeds
from readnext_adapters.web.overview import Insight
from readnext_adapters.web.running import listen, make_server
from tests.conftest import FIXTURES

LIBRARY = FIXTURES / "libraries" / "generalization.bib"
TOKEN, FEED = "the-token-of-this-test", "the-token-of-the-feeds"


@dataclass(frozen=True)
class Reply:
    """A response as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.body)


class Service:
    """A running service, and a client that can say anything."""

    def __init__(self, access: Access, triage: Triage) -> None:
        self.access = access
        self.triage = triage
        self.history = triage.places.history
        self.saved = triage.places.saved

    @property
    def url(self) -> str:
        return self.access.address.rstrip("/")

    @property
    def entrance(self) -> str:
        return f"{self.url}/?token={TOKEN}"

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"{self.access.cookie_name}={self.access.cookie}"}

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        """Send exactly this; `headers` may replace Host."""
        there = http.client.HTTPConnection("127.0.0.1", self.access.port, timeout=60)
        try:
            there.request(method, path, body, dict(headers or {}))
            answer = there.getresponse()
            return Reply(answer.status, dict(answer.headers), answer.read())
        finally:
            there.close()

    def get(self, path: str) -> Reply:
        """Ask as the browser does that has the cookie."""
        return self.ask(path, headers=self.cookie)

    def form(
        self, fields: Mapping[str, str], path: str = "/papers", **headers: str
    ) -> Reply:
        """Send a form of the page."""
        given = {"csrf": self.access.csrf, **fields}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = self.cookie | kind | headers
        return self.ask(path, "POST", sent, urlencode(given).encode())

    def api(self, path: str, value: object = None) -> Reply:
        """Ask the API as other programs do."""
        sent = {"Authorization": f"Bearer {TOKEN}"}
        if value is None:
            return self.ask(f"/api/v1/{path}", headers=sent)
        sent["Content-Type"] = "application/json"
        return self.ask(f"/api/v1/{path}", "POST", sent, json.dumps(value).encode())

    def ids(self, query: str = "") -> list[str]:
        """The ids of the list, in its order."""
        found = self.api(f"suggestions{query}").json
        return [one["id"] for one in found["suggestions"]]

    def judged(self) -> dict[str, str]:
        """What the history has, by id."""
        with History.read(self.history) as history:
            return {one.paper.id: one.verdict for one in history.judged()}

    def ranked(self, verdicts: int) -> dict[str, Any]:
        """The state of the ranking once it has so many verdicts."""
        state: dict[str, Any] = self.api("status").json
        for _ in range(30):
            if state["verdicts"] == verdicts and not state["problem"]:
                return state
            state = self.api(f"status?after={state['version']}").json
        raise AssertionError(state)


def insight_of(triage: Triage, update: Sequence[str] = ()) -> Insight:
    """What the pages tell besides the list."""
    places = triage.places
    return Insight(
        HealthCheck.of(triage),
        SourceUpdate(update, places.folder, triage.follow) if update else None,
        preview,
    )


@contextmanager
def running(
    folder: Path,
    catalog: Path,
    *,
    read_only: bool = False,
    settle: float = 60.0,
    feeds: Feeds | None = None,
    library: Path = LIBRARY,
    update: Sequence[str] = (),
    send: Callable[[Answer], int] | None = None,
    keys: Mapping[str, str] = PAGE_KEYS,
) -> Iterator[Service]:
    """Serve the list of a library, with history and saved papers in a folder."""
    problems: list[Problem] = []
    own = split(list(entries_of_all([str(library)], problems)))
    places = Places(
        catalog, "test", folder / "data" / "history.sqlite", folder / "next.bib"
    )
    with (
        LiveRanking(own, catalog, places.history, settle=settle) as ranking,
        listen(0) as listener,
    ):
        ranking.start()
        access = Access(listener.getsockname()[1], TOKEN, FEED, read_only)
        triage = Triage(own, ranking, places, send, problems)
        insight = insight_of(triage, update)
        app = create_app(triage, access, Defaults(Request(20)), insight, feeds, keys)
        server = make_server(app, listener)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield Service(access, triage)
        finally:
            # The loop ends when nothing is left to wait for. It runs what it is
            # given under this lock, so the trigger is open while it is pulled.
            with server.trigger.lock:
                server.trigger.thunks.append(lambda: close_all(server._map))
                server.trigger.pull_trigger()
            thread.join()
            server.task_dispatcher.shutdown()

"""A mail server that never ends its answer: the digest ends and frees its lock."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.adapters.delivery.mailserver import MailServer
from tests.adapters.delivery.test_hostile_smtp import GREETING, OK, drip, replies
from tests.adapters.http.rawserver import RawServer
from tests.command import Run

LIBRARY = Path(__file__).parents[3] / "fixtures" / "libraries" / "tiny.bib"


@pytest.mark.slow
def test_the_next_run_goes_on(run_process: Run, own_catalog: Path, data: Path) -> None:
    assert own_catalog.is_dir()
    asked = ("digest", LIBRARY, "--to", "mia@example.org", "-n", "3", "--smtp")
    hanging = replies(GREETING, OK, then=drip(b"250-A\r\n"))
    start = time.monotonic()
    with RawServer(hanging, reads=False).running() as server:
        url = f"smtp://127.0.0.1:{server.port}?tries=1&timeout=0.5"
        done = run_process(*asked, url)
    assert done.returncode == 1
    assert "timed out" in done.stderr
    assert time.monotonic() - start < 60
    with MailServer().running() as mail:
        done = run_process(*asked, f"smtp://127.0.0.1:{mail.port}?tries=1")
        assert done.returncode == 0, done.stderr
        assert len(mail.accepted) == 1
    with closing(sqlite3.connect(data / "history.sqlite")) as db:
        assert db.execute("SELECT state FROM issues").fetchall() == [("sent",)]

"""Chromium without a screen, for what is seen of pages and mails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a screen; nothing that it asks for leaves this machine."""
    api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    local = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    arguments = ["--disable-gpu", local]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        arguments.append("--no-sandbox")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


class Visit:
    """A page in a browser, with all that it asked for and all that went wrong."""

    def __init__(
        self,
        browser: Browser,
        place: Path | str,
        width: int = 1280,
        scheme: str = "light",
        *,
        scripts: bool = True,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.address = place if isinstance(place, str) else place.as_uri()
        self.page.goto(self.address)


def axe_violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds wrong on a page; the test is skipped without axe."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe-playwright-python"
    )
    found = axe.Axe().run(page).response
    assert len(found["passes"]) > 10
    return [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]

"""Brings the README's example and the picture of the page up to date.

Run it after a change of the ranking or of the HTML page. The picture needs Playwright
and Chromium; without them only the text is updated.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "page.png"
LIBRARY = ROOT / "fixtures" / "libraries" / "generalization.bib"
_OUTPUT = re.compile(r"(<!-- output -->\n```text\n)(.*?)(```)", re.DOTALL)


def suggest(home: str, *arguments: str) -> str:
    """Return what `readnext suggest` prints for the example library."""
    paths = os.pathsep.join(str(ROOT / name) for name in ("recommender", "adapters"))
    command = [sys.executable, "-m", "readnext", "suggest", str(LIBRARY), *arguments]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    return subprocess.run(
        command,
        env=kept | {"HOME": home, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


def photograph(page: Path) -> None:
    """Save a picture of the upper part of a page."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        view = browser.new_page(viewport={"width": 820, "height": 1400})
        view.goto(page.as_uri())
        view.locator("#map").scroll_into_view_if_needed()
        view.locator("#map").screenshot(path=PICTURE)
        browser.close()


def main() -> None:
    """Update the README, then the picture."""
    with tempfile.TemporaryDirectory() as home:
        printed = suggest(home, "-n", "3")
        text = README.read_text(encoding="utf-8")
        text = _OUTPUT.sub(lambda found: found[1] + printed + found[3], text)
        README.write_text(text, encoding="utf-8")
        page = Path(home) / "next.html"
        suggest(home, "-o", str(page))
        photograph(page)


if __name__ == "__main__":
    main()

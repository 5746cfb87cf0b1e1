"""Where Zotero keeps its data, as Zotero itself finds it.

Zotero's profile names a data folder only where the user has moved it; else it is
``Zotero`` in the home folder (https://www.zotero.org/support/zotero_data).
READNEXT_ZOTERO_DATA names it otherwise.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

DATABASE = "zotero.sqlite"
_PREF = re.compile(
    r'^user_pref\("extensions\.zotero\.(?P<name>[\w.]+)", (?P<value>.*)\);\s*$',
    re.MULTILINE,
)
# Of Zotero, then of its packages for Flatpak and Snap.
_PROFILES = {
    "linux": (
        ".zotero/zotero",
        ".var/app/org.zotero.Zotero/.zotero/zotero",
        "snap/zotero-snap/common/.zotero/zotero",
    ),
    "darwin": ("Library/Application Support/Zotero",),
    "win32": ("AppData/Roaming/Zotero/Zotero",),
}


def find_database() -> Path | None:
    """Return the zotero.sqlite of this user, or None."""
    for folder in data_folders():
        if (folder / DATABASE).is_file():
            return folder / DATABASE
    return None


def data_folders() -> list[Path]:
    """Return the folders in which Zotero may keep its data, likeliest first."""
    if chosen := os.environ.get("READNEXT_ZOTERO_DATA"):
        return [Path(chosen).expanduser()]
    moved = [Path(p) for p in map(_moved_to, _preferences()) if p]
    return list(dict.fromkeys([*moved, Path.home() / "Zotero"]))


def local_port() -> int | None:
    """Return the port that a profile gives Zotero's own server, or None."""
    ports = (prefs.get("httpServer.port") for prefs in _preferences())
    return next((p for p in ports if isinstance(p, int) and 0 < p < 65536), None)


def _moved_to(preferences: dict[str, object]) -> str:
    folder = preferences.get("dataDir")
    used = preferences.get("useDataDir") is not False
    return folder if used and isinstance(folder, str) else ""


def _preferences() -> Iterator[dict[str, object]]:
    """The settings of each profile; one that cannot be read has none."""
    for root in _PROFILES.get(sys.platform, _PROFILES["linux"]):
        for profile in _profiles(Path.home() / root):
            try:
                text = (profile / "prefs.js").read_text("utf-8", errors="replace")
            except OSError:
                continue
            yield parse_preferences(text)


def parse_preferences(text: str) -> dict[str, object]:
    r"""Return Zotero's settings in a profile's prefs.js.

    >>> parse_preferences('user_pref("extensions.zotero.dataDir", "C:\\\\Z");')
    {'dataDir': 'C:\\Z'}
    """
    found: dict[str, object] = {}
    for match in _PREF.finditer(text):
        try:
            found[match["name"]] = json.loads(match["value"])
        except ValueError:
            continue
    return found


def _profiles(root: Path) -> Iterator[Path]:
    """The folders of the profiles, the one that Zotero starts with first."""
    listing = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        listing.read(root / "profiles.ini", encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return
    sections = [listing[name] for name in listing.sections() if "Path" in listing[name]]
    for section in sorted(sections, key=lambda s: s.get("Default") != "1"):
        relative = section.get("IsRelative", "1") == "1"
        yield root / section["Path"] if relative else Path(section["Path"])

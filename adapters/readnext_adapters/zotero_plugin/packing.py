"""Packs the plugin for Zotero as an .xpi file: the same input gives the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from readnext import __version__

ID = "readnext@readnext.invalid"
# A name that never resolves (RFC 2606): Zotero requires an address, but none is asked.
NO_UPDATES = "https://readnext.invalid/updates.json"
_OLDEST, _NEWEST = "6.999", "10.*"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can state


def pack(command: str = "", update_url: str = NO_UPDATES) -> bytes:
    """Return the .xpi file of the plugin.

    `command` is the readnext that it calls unless the user chooses another, "" to
    search for it; `update_url` is where Zotero looks for newer versions.
    """
    contents = {
        **_contents(),
        "manifest.json": _json(_manifest(update_url)),
        "prefs.js": _preferences(command).encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.external_attr = 0o644 << 16
            info.create_system = 3  # Unix, wherever it is packed
            archive.writestr(info, contents[name], zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def update_manifest(link: str) -> bytes:
    """Return the update manifest that names this version's .xpi file by its address."""
    update = {
        "version": __version__,
        "update_link": link,
        "applications": {"zotero": _versions()},
    }
    return _json({"addons": {ID: {"updates": [update]}}})


def _contents() -> dict[str, bytes]:
    root = files("readnext_adapters.zotero_plugin") / "addon"
    return dict(_walk(root, ""))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        name = f"{prefix}{one.name}"
        if one.is_dir():
            yield from _walk(one, f"{name}/")
        else:
            yield name, one.read_bytes()


def _versions() -> dict[str, str]:
    return {"strict_min_version": _OLDEST, "strict_max_version": _NEWEST}


def _manifest(update_url: str) -> dict[str, object]:
    return {
        "manifest_version": 2,
        "name": "readnext",
        "version": __version__,
        "description": "What to read next, from your own Zotero library",
        "author": "readnext contributors",
        "icons": {"48": "icon.svg", "96": "icon.svg"},
        "applications": {
            "zotero": {"id": ID, "update_url": update_url, **_versions()},
        },
    }


def _preferences(command: str) -> str:
    settings = {"command": "", "service": "", "packedWith": command, "seconds": 120}
    return "".join(
        f"pref({json.dumps(f'extensions.readnext.{name}')}, {json.dumps(value)});\n"
        for name, value in settings.items()
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()

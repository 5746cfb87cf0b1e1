"""The keys that a running Zotero gave readnext for writing, one for each database.

They are in the keyring, if that package is installed and works, else in a file that
only the user may read.
"""

from __future__ import annotations

import json

from readnext.files import read_file, replace_file
from readnext.private_files import make_folder
from readnext.settings import history_file
from readnext_adapters.secrets import SERVICE, kept

_FILE = "zotero-keys.json"
_MOST = 1 << 20  # bytes


def stored_key(server: str) -> str | None:
    """Return the key for a database, by its Zotero-Server-ID, or None."""
    return kept(_name(server)) or _keys().get(server)


def store_key(server: str, key: str | None) -> None:
    """Keep a key for later runs; None forgets it. Raises OutputError on a full disk."""
    if _in_keyring(server, key):
        key = None  # in one place alone
    keys = {**_keys(), server: key}
    path = history_file().with_name(_FILE)
    if not path.exists() and key is None:
        return
    make_folder(path.parent)
    left = {name: value for name, value in keys.items() if value}
    replace_file(path, json.dumps(left), new_mode=0o600)


def _name(server: str) -> str:
    return f"zotero-local-{server}"


def _in_keyring(server: str, key: str | None) -> bool:
    """Store or delete a key in the keyring; False where there is none."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return False
    try:
        if key is not None:
            keyring.set_password(SERVICE, _name(server), key)
        elif keyring.get_password(SERVICE, _name(server)):
            keyring.delete_password(SERVICE, _name(server))
    except (KeyringError, ImportError, OSError):
        return False
    return True


def _keys() -> dict[str, str | None]:
    try:
        found = json.loads(read_file(history_file().with_name(_FILE), _MOST))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: key for name, key in found.items() if isinstance(key, str)}

"""Where readnext keeps what it knows, and what the user has set."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from readnext.user_settings import UserSettings, read_settings


def user_settings() -> UserSettings:
    """Return the user's settings; empty ones without a settings file.

    Raises InputError, with file and line, if they are not valid.
    """
    return read_settings(settings_file())


def user_catalog() -> Path:
    """Return the folder of the user's own catalog, which may not exist yet.

    Raises InputError if the settings, which may name another folder, are not valid.
    """
    chosen = user_settings().catalog
    return chosen or default_catalog()


def default_catalog() -> Path:
    """Return the folder of the user's catalog where the settings name none."""
    return Path(platformdirs.user_data_path("readnext", appauthor=False)) / "catalog"


def history_file() -> Path:
    """Return the file of the user's history, which may not exist yet."""
    folder = platformdirs.user_data_path("readnext", appauthor=False)
    return Path(folder) / "history.sqlite"


def lock_file(profile: str) -> Path:
    """Return the file by which one run at a time makes a profile's digest."""
    return history_file().with_name(f"digest-{profile}.lock")


def settings_file() -> Path:
    """Return the user's settings file, TOML, which may not exist."""
    folder = platformdirs.user_config_path("readnext", appauthor=False)
    return Path(folder) / "settings.toml"


def starter_file() -> Path:
    """Return the starter catalog's file, in the catalog JSONL format."""
    return Path(__file__).parent / "catalog" / "starter.jsonl"


def cache_folder() -> Path:
    """Return the folder of what can be fetched again, which may not exist yet."""
    return Path(platformdirs.user_cache_path("readnext", appauthor=False))

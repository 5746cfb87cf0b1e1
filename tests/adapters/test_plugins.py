"""Registries of plug-ins: readnext's own, those of other packages, broken ones."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from readnext_adapters import plugins
from readnext_adapters.catalogs import CATALOG_FORMATS
from readnext_adapters.delivery.transports import DELIVERIES
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.libraries import LIBRARY_FORMATS, LibraryFormat, bibtex
from readnext_adapters.manuscripts import MANUSCRIPT_FORMATS
from readnext_adapters.plugin_check import misfit
from readnext_adapters.plugins import Registry
from readnext_adapters.sources import FINDERS, SOURCE_KINDS

REGISTRIES = {
    registry.group: registry
    for registry in (
        *(LIBRARY_FORMATS, CATALOG_FORMATS, MANUSCRIPT_FORMATS, EXPORT_FORMATS),
        *(SOURCE_KINDS, FINDERS, DELIVERIES),
    )
}
BROKEN = """[readnext.libraries]
missing = no_such_package.xyz
raising = raising_plugin
empty = empty_plugin
bibtex = empty_plugin
fine = fine_plugin
"""
FINE = """SUFFIXES = (".fine",)
def detect(head): return head.startswith("fine")
def read(data, name): return iter(())
"""


@pytest.mark.parametrize("group", REGISTRIES)
def test_every_plugin_of_readnext_has_the_protocols_names(group: str) -> None:
    registry = REGISTRIES[group]
    for _, plugin in registry.own():
        assert isinstance(plugin, registry.protocol)
        assert misfit(plugin, registry.protocol) == ""


def test_types_are_checked() -> None:
    checked: LibraryFormat = bibtex
    assert LIBRARY_FORMATS["bibtex"] is checked


def test_listing_names_imports_no_plugin() -> None:
    program = (
        "import sys; from readnext_adapters.exports import EXPORT_FORMATS\n"
        "list(EXPORT_FORMATS); 'ris' in EXPORT_FORMATS\n"
        "print([m for m in sys.modules if m.startswith('readnext_adapters.exports.')])"
    )
    path = [entry for entry in sys.path if entry]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}\n{program}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry[object]:
    """A registry, and a package of others that adds to it, most of it broken."""
    info = tmp_path / "other-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1\n")
    (info / "entry_points.txt").write_text(BROKEN)
    (tmp_path / "raising_plugin.py").write_text("raise RuntimeError('not\\ntoday')")
    (tmp_path / "empty_plugin.py").write_text("")
    (tmp_path / "fine_plugin.py").write_text(FINE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(plugins, "_entry_points", plugins._entry_points.__wrapped__)
    plugins._report.cache_clear()
    return Registry(
        "readnext.libraries",
        {"bibtex": "readnext_adapters.libraries.bibtex"},
        LibraryFormat,
    )


def test_a_broken_plugin_is_reported_once_and_left_out(
    installed: Registry[object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert [name for name, _ in installed.others()] == ["fine"]
            assert [name for name, _ in installed.usable()] == ["bibtex", "fine"]
            for name in ("missing", "raising", "empty", "nothing"):
                with pytest.raises(KeyError):
                    installed[name]
    said = sorted(record.getMessage() for record in caplog.records)
    assert len(said) == 4 and all("\n" not in line for line in said)
    assert list(installed) == ["bibtex", "fine"]  # the others are not offered again
    assert "bibtex is a name of readnext's own; plug-in ignored" in said[0]
    assert "it lacks SUFFIXES and detect and read of LibraryFormat" in said[1]
    assert "ModuleNotFoundError" in said[2] and "RuntimeError: not today" in said[3]
    assert installed["bibtex"] is bibtex


def test_names_are_those_of_all_packages(installed: Registry[object]) -> None:
    assert list(installed) == ["bibtex", "missing", "raising", "empty", "fine"]
    assert len(installed) == 5 and "fine" in installed and "other" not in installed

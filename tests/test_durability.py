"""What reaches the disk, and in which order, as the system calls show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]
_CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,pwrite64"


def traced(folder: Path, *arguments: object) -> list[str]:
    """The system calls of a command, one a line, with paths in place of numbers."""
    log = folder / "strace.txt"
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    settings = {name: str(folder / "home") for name in names}
    command = [sys.executable, "-m", "readnext", *map(str, arguments)]
    done = subprocess.run(
        ["strace", "-f", "-y", "-qq", "-e", _CALLS, "-o", str(log), *command],
        env=os.environ | settings | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    return log.read_text().splitlines()


def first(lines: list[str], pattern: str, after: int = -1) -> int:
    """The number of the first such line after another one."""
    found = re.compile(pattern)
    return next(n for n, line in enumerate(lines) if n > after and found.search(line))


def last(lines: list[str], pattern: str) -> int:
    return max(n for n, line in enumerate(lines) if re.search(pattern, line))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library.bib"
    path.write_text("@article{a, title={On Ducks and Geese}}")
    return path


def test_a_catalogs_shard_is_on_disk_before_the_commit(tmp_path: Path) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_text('{"id": "a", "title": "On Swans and Ducks", "date": "2026"}\n')
    lines = traced(tmp_path, "catalog", "add", source, "--catalog", tmp_path / "c")
    moved = first(lines, r'rename\w*\(.*"[^"]*/\.new-[^"]*"')
    arrays = last(lines[:moved], r"fsync\(\d+<[^>]*/\.new-[^>]*\.npy>")
    folder = last(lines[:moved], r"fsync\(\d+<[^>]*/\.new-[^/>]*>\)")
    parent = first(lines, r"fsync\(", moved)
    commit = first(lines, r"pwrite64\(\d+<[^>]*catalog\.sqlite-wal>", parent)
    assert arrays < folder < moved < parent < commit
    assert "sqlite" not in lines[parent]
    assert last(lines, r"f(data)?sync\(\d+<[^>]*catalog\.sqlite(-wal)?>") > commit


def test_an_export_is_on_disk_before_it_has_its_name(
    tmp_path: Path, library: Path
) -> None:
    output = tmp_path / "next.bib"
    lines = traced(tmp_path, "suggest", library, "-o", output)
    renamed = first(lines, r'rename\w*\(.*next\.bib"')
    assert last(lines[:renamed], r"fsync\(\d+<[^>]*/\.next\.bib\.[^>]*>")
    folder = first(lines, rf"fsync\(\d+<{re.escape(str(tmp_path))}>", renamed)
    assert folder > renamed


def test_the_history_is_on_disk_before_a_message_is_written(
    tmp_path: Path, library: Path
) -> None:
    message, source = tmp_path / "mail.eml", tmp_path / "papers.jsonl"
    source.write_text('{"id": "a", "title": "On Swans and Ducks", "date": "2026"}\n')
    traced(tmp_path, "catalog", "add", source)
    arguments = ("--to", "a@b.example", "--no-update", "--output", message)
    lines = traced(tmp_path, "digest", library, *arguments)
    renamed = first(lines, r'rename\w*\(.*mail\.eml"')
    # The issue is recorded as begun, and synced, before the message is in place.
    assert last(lines[:renamed], r"f(data)?sync\(\d+<[^>]*history\.sqlite-wal>")
    assert first(lines, r"f(data)?sync\(\d+<[^>]*history\.sqlite", renamed) > renamed

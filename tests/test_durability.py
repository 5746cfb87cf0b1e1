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


def traced(folder: Path, *arguments: object, calls: str = _CALLS) -> list[str]:
    """The system calls of a command, one a line, with paths in place of numbers."""
    log = folder / "strace.txt"
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    settings = {name: str(folder / "home") for name in names}
    command = [sys.executable, "-m", "readnext", *map(str, arguments)]
    done = subprocess.run(
        ["strace", "-f", "-y", "-qq", "-e", calls, "-o", str(log), *command],
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
    arrays = last(lines[:moved], r"fsync\(\d+<[^>]*/\.new-[^>]*\.npy(\.zst)?>")
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


def test_feedback_is_on_disk_before_the_command_says_so(tmp_path: Path) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_text('{"id": "a", "title": "On Swans and Ducks", "date": "2026"}\n')
    traced(tmp_path, "catalog", "add", source)
    lines = traced(tmp_path, "feedback", "like", "a", calls=f"{_CALLS},write")
    said = first(lines, r"write\(1<.*On Swans and Ducks")
    log = r"<[^>]*history\.sqlite-wal>"
    written = last(lines, rf"pwrite64\(\d+{log}")
    assert written < first(lines, rf"f(data)?sync\(\d+{log}", written) < said


def test_what_a_library_names_is_never_opened(tmp_path: Path) -> None:
    """A path in an entry, in whatever field, is text."""
    named = tmp_path / "named-by-an-entry"
    named.mkdir()
    for name in ("a.pdf", "a.bib", "a.tex"):
        (named / name).write_text("@article{secret, title={Secret}}")
    library = tmp_path / "library.bib"
    library.write_text(
        f"@string{{here = {{{named}/a.bib}}}}\n"
        f"@article{{a, title={{On Ducks \\input{{{named}/a.tex}}}}, abstract={{x}},\n"
        f"  file={{:{named}/a.pdf:PDF}}, url={{file://{named}/a.pdf}}, note=here,\n"
        f"  crossref={{{named}/a.bib}}, bdsk-file-1={{{named}/a.pdf}}}}\n"
        f"@comment{{jabref-meta: fileDirectory:{named};}}\n"
    )
    output = tmp_path / "next.html"
    calls = "trace=open,openat,openat2,stat,lstat,newfstatat,statx,readlink,execve"
    for arguments in (
        ("suggest", library, "-n", "3", "-o", output),
        ("library", "check", library),
        ("library", "show", library, "--format", "json"),
    ):
        lines = traced(tmp_path, *arguments, calls=calls)
        assert any("library.bib" in line for line in lines)
        assert not [line for line in lines if "named-by-an-entry" in line]

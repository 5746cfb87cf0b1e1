"""Files that never end, unpack without end, nest without end or do not stand still.

Each ends with one line that says what is wrong, in little time and memory. The limit
of size is set low here, so that no test writes or reads more than a few megabytes.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import pytest

from readnext.errors import InputError
from readnext.paper import Entry
from readnext_adapters.opening.library import read_library, read_steady
from readnext_adapters.parsing.open import ByteStream

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LIMIT = {"READNEXT_LARGEST_LIBRARY_MB": "1"}
BEGINNINGS = {
    "bib": b"@misc{a, title={",
    "json": b'[{"id": "a", "type": "book", "title": "',
    "jsonl": b'{"id": "2401.00001", "title": "',
    "ris": b"TY  - JOUR\nTI  - ",
    "xml": b'<xml><records><record><ref-type name="Book">6</ref-type><title>',
}
COMMANDS = [["library", "show"], ["library", "check"], ["suggest"]]
every_command = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    """What a command says that ends for an input it cannot read."""
    assert done.returncode == 2
    assert not done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("readnext: ")
    return line


@contextmanager
def in_background(program: str, *arguments: Path) -> Iterator[None]:
    """Run a program that goes on until it is killed."""
    started = subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)])
    try:
        yield
    finally:
        started.kill()
        started.wait()


@every_command
def test_a_folder_is_refused(run: Run, tmp_path: Path, command: list[str]) -> None:
    assert "is a directory" in only_line(run(*command, tmp_path))


@every_command
def test_a_broken_link_is_refused(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "a.bib").symlink_to("nowhere.bib")
    assert "No such file" in only_line(run(*command, "a.bib"))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_that_may_not_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"@misc{a, title={A}}")
    (tmp_path / "a.bib").chmod(0)
    assert "Permission denied" in only_line(run("library", "show", "a.bib"))


@pytest.mark.parametrize("name", ["zero", "zero.bib", "zero.ris", "zero.json"])
def test_a_device_that_never_ends_is_refused(
    run: Run, tmp_path: Path, name: str
) -> None:
    if not Path("/dev/zero").is_char_device():
        pytest.skip("no /dev/zero")
    (tmp_path / name).symlink_to("/dev/zero")
    only_line(run("library", "show", name, env=LIMIT))


@needs_pipes
@every_command
def test_a_pipe_that_never_ends_is_refused(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    program = (
        "import sys\n"
        "with open(sys.argv[1], 'wb') as pipe:\n"
        "    while True:\n"
        "        try: pipe.write(b'@misc{a, title={A}}\\n' * 1000)\n"
        "        except BrokenPipeError: sys.exit()\n"
    )
    with in_background(program, tmp_path / "pipe"):
        line = only_line(run(*command, "pipe", env=LIMIT))
    assert "pipe: more than 1 MB (decompressed)" in line
    assert "READNEXT_LARGEST_LIBRARY_MB" in line


@needs_pipes
def test_a_pipe_that_ends_is_read(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    content = b"@misc{a, title={On Ducks}}"
    writer = threading.Thread(target=(tmp_path / "pipe").write_bytes, args=[content])
    writer.start()
    done = run("library", "show", "pipe")
    writer.join()
    assert (done.returncode, done.stderr) == (0, "")
    assert "On Ducks" in done.stdout


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_standard_input_is_bounded_too(run: Run, kind: str) -> None:
    text = BEGINNINGS[kind].decode() + "x" * 1_100_000
    line = only_line(run("library", "show", "-", stdin=text, env=LIMIT))
    assert "standard input: more than 1 MB" in line


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_bomb_is_unpacked_up_to_the_limit(
    run: Run, tmp_path: Path, kind: str
) -> None:
    bomb = gzip.compress(BEGINNINGS[kind] + b"x" * 5_000_000)
    assert len(bomb) < 10_000
    (tmp_path / f"a.{kind}.gz").write_bytes(bomb)
    line = only_line(run("library", "show", f"a.{kind}.gz", env=LIMIT))
    assert "more than 1 MB" in line


@pytest.mark.parametrize("value", ["0", "much", "-1"])
def test_a_limit_that_is_no_number_is_refused(run: Run, value: str) -> None:
    limit = {"READNEXT_LARGEST_LIBRARY_MB": value}
    done = run("library", "show", "-", stdin="@misc{a, title={A}}", env=limit)
    assert done.returncode == 1
    assert "a number of megabytes is needed" in done.stderr


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.json", b"{"),
        ("a.json", b"["),
        ("a.json", b'{"a":'),
        ("a.xml", b"<a>"),
        ("a.rdf", b"<a>"),
        ("a.bib", b"@misc{a, title={"),
    ],
)
def test_deep_nesting_is_a_problem(
    run: Run, tmp_path: Path, name: str, unit: bytes
) -> None:
    (tmp_path / name).write_bytes(unit * 20_000)
    done = run("library", "show", name, "--strict")
    assert done.returncode == 1
    assert f"readnext: {name}:" in done.stderr


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>', "entities of its own"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "entities"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]>', "entities"),
    ],
)
def test_xml_with_entities_is_refused(
    run: Run, tmp_path: Path, inside: str, says: str
) -> None:
    record = "<xml><records><record><title>&a;</title></record></records></xml>"
    (tmp_path / "a.xml").write_text(f'<?xml version="1.0"?>{inside}{record}')
    done = run("library", "show", "a.xml", "--strict")
    assert done.returncode == 1
    assert says in done.stderr
    assert "root:" not in done.stdout


class WrittenTo(FileIO):
    """A file to which something else is added once its first bytes are read."""

    def read(self, size: int | None = -1, /) -> bytes:
        first = not self.tell()
        data = super().read(-1 if size is None else size) or b""
        if first:
            with Path(os.fsdecode(self.name)).open("ab") as other:
                other.write(b"@misc{more, title={More}}\n")
        return data


def titles(opener: Callable[[], ByteStream]) -> list[str]:
    return [e.title for e in read_steady(opener) if isinstance(e, Entry)]


def test_a_file_that_changes_once_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_bytes(b"@misc{a, title={A}}\n")
    kinds = iter([WrittenTo, FileIO])
    assert titles(lambda: ByteStream(next(kinds)(file), "a.bib")) == ["A", "More"]


def test_a_file_that_changes_again_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_bytes(b"@misc{a, title={A}}\n")
    with pytest.raises(InputError, match="writes to it while it is read"):
        titles(lambda: ByteStream(WrittenTo(file), "a.bib"))


def test_a_catalogs_format_that_changes_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"id": "2401.00001", "title": "On Ducks"}\n')
    found = list(read_steady(lambda: ByteStream(WrittenTo(file), "a.jsonl")))
    assert "changed while it was read" in str(found[-1])


def test_a_file_that_stands_still_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_bytes(b"@misc{a, title={A}}\n")
    (entry,) = read_library(str(file))
    assert isinstance(entry, Entry)

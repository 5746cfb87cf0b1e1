"""Files that were made to exhaust time or memory, each read by the real command.

Each ends in a clear problem, within 5 s and 500 MB.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from readnext.errors import InputError
from readnext.paper import Entry, Problem
from readnext_adapters.opening.library import read_library
from readnext_adapters.parsing.named_pipes import open_pipe
from readnext_adapters.parsing.open import open_stream
from tests.adapters.zoterofiles import ZoteroFile

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="needs Linux to measure the memory"
)

PAPER = json.dumps({"id": "a", "title": "On Ducks"}).encode()
MEMORY = 500 << 20
# The start of the interpreter and of NumPy, beside nine other tests, takes its time.
SECONDS = 10.0

COMMAND = """
import re, sys
from pathlib import Path
from readnext_adapters.cli import main
sys.argv = ["readnext", *sys.argv[1:]]
try:
    main()
finally:
    # Not ru_maxrss, in which the process that started this one counts.
    most = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
    print(f"peak {most[1]} KiB", file=sys.stderr)
"""


def command(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run readnext in a process of its own; check its time and memory."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    settings = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | settings | {"PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    peak = int(done.stderr.rpartition("peak ")[2].split()[0])
    assert peak << 10 < MEMORY
    assert "Traceback" not in done.stderr
    return done


def compressed(*parts: tuple[bytes, int], level: int = 19) -> bytes:
    """Parts, each repeated so many times, as one Zstandard frame."""
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    out = bytearray()
    for part, times in parts:
        block = part * (1 if times < 1000 else 1000)
        for _ in range(times if times < 1000 else times // 1000):
            out += packer.compress(block)
    return bytes(out + packer.flush())


def test_a_long_run_of_blanks(tmp_path: Path) -> None:
    """A pattern that tries each part of it would take minutes."""
    path = tmp_path / "blanks.bib"
    path.write_text(f"@article{{a, title={{Ducks}}, crossref={{{' ' * 300_000}}}}}\n")
    done = command(tmp_path, "library", "check", path)
    assert done.stdout.startswith("1 entry, 1 usable")


@pytest.mark.slow
def test_a_line_without_end(tmp_path: Path) -> None:
    line = b'{"id": "b", "title": "'
    path = tmp_path / "long.jsonl.zst"
    path.write_bytes(
        compressed((PAPER + b"\n", 1), (line, 1), (b"a" * 1000, 100_000), (b'"}\n', 1))
        + compressed((PAPER.replace(b'"a"', b'"a", "date": "2024"') + b"\n", 1))
    )
    done = command(tmp_path, "catalog", "add", path, "--catalog", tmp_path / "c")
    assert f"{path}:2: a line of more than 16 MiB, left out" in done.stderr
    assert "1 added, 1 updated" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".zst", ".gz"])
def test_a_bomb(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bomb.jsonl{suffix}"
    if suffix == ".gz":
        path.write_bytes(gzip.compress(PAPER + b"\n" + bytes(300 << 20), 9))
    else:
        path.write_bytes(compressed((PAPER + b"\n", 1), (bytes(1 << 20), 300)))
    for arguments in (
        ("catalog", "add", path, "--catalog", tmp_path / "c"),
        ("library", "show", path),
    ):
        done = command(tmp_path, *arguments)
        assert done.returncode in (1, 2)
        assert "times its size" in done.stderr


def test_a_window_that_needs_too_much_memory(tmp_path: Path) -> None:
    settings = zstandard.ZstdCompressionParameters.from_level(1, window_log=28)
    packer = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    path = tmp_path / "window.jsonl.zst"
    path.write_bytes(packer.compress(PAPER + b"\n") + packer.flush())
    done = command(tmp_path, "catalog", "add", path, "--catalog", tmp_path / "c")
    assert "needs a window of more than 128 MiB" in done.stderr
    assert "zstd -d --long=31" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_is_no_library(tmp_path: Path, device: str) -> None:
    link = tmp_path / "library.bib"
    link.symlink_to(device)
    for arguments in (
        ("library", "show", link),
        ("catalog", "add", link, "--catalog", tmp_path / "c"),
    ):
        done = command(tmp_path, *arguments)
        assert done.returncode == 2
        assert f"{link}: is a device, not a file" in done.stderr


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 32)


MAKERS = {"pipe": make_pipe, "endless": make_endless, "large": make_large}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_draft_that_never_ends(tmp_path: Path, make: Callable[[Path], None]) -> None:
    draft, library = tmp_path / "draft.tex", tmp_path / "library.bib"
    library.write_text("@article{a, title={On Ducks}}")
    make(draft)
    done = command(tmp_path, "suggest", library, "--draft", draft)
    assert done.returncode == 2
    assert f"{draft}: " in done.stderr


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_settings_that_never_end(tmp_path: Path, make: Callable[[Path], None]) -> None:
    file = tmp_path / "home" / "readnext" / "settings.toml"
    file.parent.mkdir(parents=True)
    make(file)
    done = command(tmp_path, "config", "show")
    assert done.returncode == 2
    assert f"{file}: " in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_model_that_never_ends(tmp_path: Path, make: Callable[[Path], None]) -> None:
    model, library = tmp_path / "my.model", tmp_path / "library.bib"
    library.write_text("@article{a, title={On Ducks}}")
    make(model)
    done = command(tmp_path, "suggest", library, "--model", model)
    assert done.returncode == 2
    assert f"{model}: " in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("words", [("library", "show"), ("catalog", "add")])
def test_a_named_pipe_to_which_nothing_writes(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    pipe = tmp_path / "papers.jsonl"
    os.mkfifo(pipe)
    start = time.monotonic()
    done = command(tmp_path, *words, pipe)
    assert done.returncode == 2
    assert f"readnext: {pipe}: is a named pipe, and no program writes" in done.stderr
    assert time.monotonic() - start < SECONDS


def test_a_pipe_is_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "a.jsonl"
    os.mkfifo(pipe)
    start = time.monotonic()
    with pytest.raises(InputError, match="no program writes to it"):
        open_pipe(str(pipe), 0.1)
    assert time.monotonic() - start < 20
    writer = threading.Timer(0.2, pipe.write_bytes, [PAPER])
    writer.start()
    with open_stream(str(pipe)) as stream:
        assert stream.read() == PAPER
    writer.join()


def test_a_process_substitution_is_read(tmp_path: Path) -> None:
    """One whose program is slow, and one whose program has ended."""
    for wait in ("sleep 0.3; ", ""):
        reading, writing = os.pipe()
        with subprocess.Popen(
            ["sh", "-c", f"{wait}printf '%s' \"$1\"", "sh", PAPER], stdout=writing
        ) as writer:
            os.close(writing)
            if not wait:
                writer.wait()
            with open_stream(f"/dev/fd/{reading}") as stream:
                assert stream.read() == PAPER
        os.close(reading)


# ---------------------------------------------------------------- a zotero.sqlite
def zotero(folder: Path, *statements: str) -> Path:
    path = folder / "zotero.sqlite"
    file = ZoteroFile(path)
    file.item("AAAA1111", {"title": "On Ducks"}, people=[("author", ("Sand", "Mia"))])
    file.close()
    connection = sqlite3.connect(path)
    connection.executescript(";".join(statements))
    connection.close()
    return path


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
MANY = "WITH RECURSIVE n(i) AS (SELECT 9 UNION ALL SELECT i + 1 FROM n LIMIT 20000)"
DATABASES = {
    "a view without end": (
        "DROP TABLE tags",
        f"CREATE VIEW tags AS {ENDLESS} SELECT i AS tagID, 'a' AS name FROM n",
    ),
    "a view of large values": (
        "DROP TABLE creators",
        "CREATE VIEW creators AS SELECT 1 AS creatorID, zeroblob(900000000) AS"
        " firstName, 'a' AS lastName, 0 AS fieldMode",
    ),
    "rows that multiply": (
        "DROP TABLE itemTypes",
        "CREATE TABLE itemTypes (itemTypeID INTEGER, typeName TEXT)",
        f"{MANY} INSERT INTO itemTypes SELECT (SELECT itemTypeID FROM items), i FROM n",
        "CREATE TABLE more AS SELECT * FROM items",
        "DROP TABLE items",
        "CREATE TABLE items AS SELECT * FROM more",
        f"{MANY} INSERT INTO items SELECT more.* FROM more, n",
    ),
    "one value many times": (
        "UPDATE itemDataValues SET value = hex(zeroblob(500000))",
        "CREATE TABLE more AS SELECT * FROM itemData",
        "DROP TABLE itemData",
        "CREATE TABLE itemData AS SELECT * FROM more",
        f"{MANY} INSERT INTO itemData SELECT more.* FROM more, n",
    ),
    "a virtual table": (
        "DROP TABLE tags",
        "CREATE VIRTUAL TABLE tags USING fts5(tagID, name)",
    ),
    "a generated column": (
        "DROP TABLE tags",
        "CREATE TABLE tags (tagID INTEGER, name TEXT AS (hex(zeroblob(400000000))))",
        "INSERT INTO tags (tagID) VALUES (1)",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("statements", DATABASES.values(), ids=DATABASES)
def test_a_database_that_was_made_to_do_harm(
    tmp_path: Path, statements: tuple[str, ...]
) -> None:
    path = zotero(tmp_path, *statements)
    done = command(tmp_path, "library", "show", path)
    assert done.returncode == 2, done.stdout
    assert f"{path}: a SQLite database, but " in done.stderr


def test_triggers_and_checks_do_not_run(tmp_path: Path) -> None:
    path = zotero(
        tmp_path,
        "CREATE TABLE more (a TEXT CHECK (a LIKE '%' || hex(zeroblob(99999))))",
        "CREATE TRIGGER t AFTER DELETE ON items BEGIN SELECT 1; END",
    )
    found = list(read_library(str(path)))
    assert [item.title for item in found if isinstance(item, Entry)] == ["On Ducks"]
    assert not [item for item in found if isinstance(item, Problem)]


def test_a_journal_deletes_no_other_file(tmp_path: Path) -> None:
    """A journal can name a file that SQLite deletes once it has rolled back."""
    path = zotero(tmp_path)
    victim = tmp_path / "thesis.tex"
    victim.write_bytes(bytes(20))
    name = str(victim).encode()
    page = path.read_bytes()[:4096]
    header = bytes.fromhex("d9d505f920a163d7") + b"".join(
        number.to_bytes(4, "big") for number in (1, 7, len(path.read_bytes()) // 4096)
    )
    header += (512).to_bytes(4, "big") + (4096).to_bytes(4, "big")
    body = (1).to_bytes(4, "big") + page
    body += (7 + sum(page[4096 - 200 * n] for n in range(1, 21))).to_bytes(4, "big")
    total = sum(name) & 0xFFFFFFFF
    end = (2**30 // 4096 + 1).to_bytes(4, "big") + name
    end += len(name).to_bytes(4, "big") + total.to_bytes(4, "big")
    journal = header.ljust(512, b"\0") + body + end + bytes.fromhex("d9d505f920a163d7")
    path.with_name("zotero.sqlite-journal").write_bytes(journal)
    try:
        list(read_library(str(path)))
    except InputError as error:
        assert "damaged" in str(error)
    assert victim.exists()

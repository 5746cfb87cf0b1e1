"""What a terminal gets: no escape codes, whatever files and names hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from readnext_adapters.digest.mailaddress import mail_address
from readnext_adapters.parsing.safe_text import visible

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
EVIL = "\x1b[31m\x1b]0;title\x07\u202eevil\x9b2J\x07"
# What readnext itself prints: bold, dim, and back to plain.
OWN = re.compile("\x1b\\[[012]m")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def on_terminal(folder: Path, *arguments: object) -> str:
    """All that a command prints on a terminal."""
    import pty

    home = {
        n: str(folder / "home") for n in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    }
    reader, writer = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "readnext", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=writer,
        env=os.environ | home | {"PYTHONPATH": os.pathsep.join(sys.path)},
    ):
        os.close(writer)
        found = b""
        while block := _read(reader):
            found += block
    os.close(reader)
    text = OWN.sub("", found.decode())
    return text.replace("\r\n", "\n").replace("\r\x1b[K", "")


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 4096)
    except OSError:  # Linux's way to say that the other end is closed
        return b""


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A catalog's source file in which everything is hostile."""
    path = tmp_path / f"{EVIL}.jsonl"
    records: list[dict[str, object]] = [
        {"id": f"-h{EVIL}", "title": f"On {EVIL}", "venue": EVIL, "categories": [EVIL]},
        {"id": "b", "title": "On Geese", "date": EVIL, EVIL: EVIL},
        {"id": "c", "title": ""},
    ]
    text = "".join(json.dumps(record) + "\n" for record in records)
    path.write_text(text + f'{{"id": "{EVIL}"\n')
    return path


@pytest.mark.slow
def test_a_catalog(tmp_path: Path, evil: Path) -> None:
    catalog = ("--catalog", tmp_path / "c")
    for arguments in (
        ("catalog", "add", evil, *catalog),
        ("catalog", "stats", *catalog),
        ("library", "show", evil),
        ("library", "check", evil),
        ("library", "show", tmp_path / f"none{EVIL}"),
        ("suggest", evil, *catalog),
        ("trending", *catalog),
        ("feedback", "like", EVIL),
    ):
        text = on_terminal(tmp_path, *arguments)
        assert text
        assert not CONTROL.search(text), (arguments, text)


@pytest.mark.slow
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.bib")
    path.write_text("@article{a, title={On Ducks}}\n@article{b,}\n")
    catalog = ("--catalog", tmp_path / "c")
    assert "1 added" in on_terminal(tmp_path, "catalog", "add", path, *catalog)
    assert "caf\\xe9.bib" in on_terminal(tmp_path, "catalog", "stats", *catalog)
    assert "Traceback" not in on_terminal(tmp_path, "library", "check", path)
    assert "a bug" not in on_terminal(tmp_path, "suggest", path, *catalog)


def test_lines_and_joiners_stay() -> None:
    text = "a\n  b\tc \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert visible(text) == text
    assert visible("a\r\nb\u2028c\u2066d") == "a\nbcd"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("mia@straße.example", "mia@xn--strae-oqa.example"),
        ("mia@BÜCHER.example", "mia@xn--bcher-kva.example"),
        ("mia@例え.テスト", "mia@xn--r8jz45g.xn--zckzah"),
        ("mia@βόλος.example", "mia@xn--nxasmm1c.example"),
        ("mia@Example.ORG", "mia@Example.ORG"),
    ],
)
def test_a_mail_domain(typed: str, sent: str) -> None:
    assert mail_address(typed, "--to") == sent

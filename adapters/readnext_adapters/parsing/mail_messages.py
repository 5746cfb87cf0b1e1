"""The messages of a mail file or a mailbox (mbox), one after the other."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

LARGEST = 8 << 20  # bytes of one message; alerts and listings have less than one MiB

_BEGINS = re.compile(rb"From \S")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def messages(stream: BinaryIO) -> Iterator[bytes]:
    """The messages of a file; in a mailbox, each begins with a line "From ...".

    Of a message that is too large, the beginning is kept.
    """
    lines: list[bytes] = []
    size, blank, box = 0, True, False
    for number, line in enumerate(iter(lambda: stream.readline(LARGEST), b"")):
        if not number:
            line = line.removeprefix(codecs.BOM_UTF8)
        if blank and _BEGINS.match(line) and (box or not any(map(bytes.strip, lines))):
            if any(map(bytes.strip, lines)):
                yield _ESCAPED.sub(rb"\1", b"".join(lines))
            lines, size, box = [], 0, True
            continue
        blank = not line.strip()
        if size < LARGEST:
            lines.append(line)
            size += len(line)
    if any(map(bytes.strip, lines)):
        whole = b"".join(lines)
        yield _ESCAPED.sub(rb"\1", whole) if box else whole


def is_maildir(path: Path) -> bool:
    """Tell whether a folder is a Maildir, which has a file for each message."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def files_of_maildir(path: Path) -> list[Path]:
    """Return the files of a Maildir in the order of their arrival."""
    files = [one for part in ("cur", "new") for one in (path / part).glob("*")]
    # The names begin with the second of arrival.
    return sorted(files, key=lambda one: one.name)

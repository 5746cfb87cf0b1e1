"""Decodes a text file of unknown encoding.

A bibliography does not state its encoding, and files that were edited with several
programs mix them. Valid UTF-8 is decoded as such; for the rest, the encoding is guessed
from all other bytes of the file together.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    # UTF-32 LE begins like UTF-16 LE, so it comes first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""A file's text with ``\n`` line ends, and what was doubtful about it."""

    text: str
    notes: tuple[str, ...] = ()


def decode_bytes(data: bytes) -> Decoded:
    r"""Return the text of a file; never fails.

    >>> decode_bytes("Müller\r\n".encode("cp1252")).text
    'Müller\n'
    >>> decode_bytes("Müller".encode("utf-16")).text
    'Müller'
    """
    notes: list[str] = []
    text = _to_text(data, notes)
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append("NUL bytes were left out")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text.removeprefix("\ufeff"), tuple(notes))


def _to_text(data: bytes, notes: list[str]) -> str:
    mark = next((pair for pair in _BOMS if data.startswith(pair[0])), None)
    bom, encoding = mark or (b"", _wide(data) or "utf-8")
    data = data.removeprefix(bom)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    if encoding != "utf-8":
        notes.append(f"some bytes are not {encoding.upper()}")
        return data.decode(encoding, "replace")
    return _mixed(data, notes)


def _wide(data: bytes) -> str | None:
    """Detect UTF-16 without a byte order mark by the position of its zero bytes."""
    head = data[:4096]
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return None


def _mixed(data: bytes, notes: list[str]) -> str:
    """Decode line by line as UTF-8, other lines as the most likely encoding."""
    lines: list[str] = []
    foreign: list[int] = []
    raw = data.splitlines(keepends=True)
    for number, line in enumerate(raw):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append("")
            foreign.append(number)
    encoding = guess_encoding(b"\n".join(raw[n] for n in foreign))
    for number in foreign:
        lines[number] = _foreign_line(raw[number], encoding)
    first = foreign[0] + 1
    notes.append(f"not UTF-8 (first on line {first}): {encoding} was assumed there")
    return "".join(lines)


def _foreign_line(line: bytes, encoding: str) -> str:
    """Decode a line that is not UTF-8, keeping the UTF-8 characters that it has."""
    if encoding == "gb18030":
        return line.decode(encoding, "replace")
    out: list[str] = []
    while line:
        try:
            out.append(line.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            out.append(line[: error.start].decode("utf-8"))
            end = error.start + 1
            # A lone lead byte is followed by ASCII: only itself is foreign. In a
            # run of foreign letters a UTF-8 pair is chance, so take the whole run.
            if encoding == "cp1251" and (run := _HIGH_RUN.match(line, error.start)):
                end = run.end()
            out.append(_single(line[error.start : end], encoding))
            line = line[end:]
    return "".join(out)


def _single(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:  # the five bytes that Windows code pages leave free
        return data.decode("latin-1")


def guess_encoding(data: bytes) -> str:
    """Return the most likely of cp1252, cp1251 and gb18030 for bytes not UTF-8.

    Western text has single accented letters among ASCII; Cyrillic has words of
    high bytes, nearly all of them letters (C0 to FF); Chinese has pairs whose
    second byte is anything.
    """
    runs = _HIGH_RUN.findall(data)
    high = sum(map(len, runs))
    long_runs = [run for run in runs if len(run) > 2]
    in_words = sum(map(len, long_runs))
    if not high or in_words < 0.5 * high:
        return "gb18030" if _is_chinese(data, runs, high) else "cp1252"
    letters = sum(byte >= 0xC0 for run in long_runs for byte in run)
    if letters > 0.9 * in_words:
        return "cp1251"
    return "gb18030" if _is_chinese(data, runs, high) else "cp1252"


def _is_chinese(data: bytes, runs: list[bytes], high: int) -> bool:
    """Tell whether the high bytes are pairs, chiefly of the common characters."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" for c in text)
    wide = sum(len(run) >= 2 for run in runs)
    return bool(high) and common * 2 >= 0.8 * high and wide > 0.8 * len(runs)

"""Markdown with Pandoc's citations: [@key; see @other, p. 3], @key, -@key.

The form of a key is that of Pandoc's manual (section "Citation syntax"). What Quarto
and pandoc-crossref write like a citation, as @fig-moss, is a reference to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from readnext.library.manuscript import ALL, Citation
from readnext_adapters.manuscripts.found import Found, bibliographies, with_lines

SUFFIXES: tuple[str, ...] = (".md", ".qmd", ".rmd", ".markdown")

_METADATA = re.compile(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_LIBRARIES = re.compile(
    r"^bibliography:[ \t]*(?:(?P<one>[^\s#][^\n#]*)|(?P<several>(?:\n[ \t]*-[^\n]*)+))",
    re.MULTILINE,
)
_DASHED = re.compile(r"-[ \t]+([^\n#]+)")
_NOCITE = re.compile(r"^nocite:.*(?:\n(?:[ \t]+.*)?)*", re.MULTILINE)
# Not after a word, as in a mail address, nor in a web address.
_KEY = re.compile(
    r"(?<![\w\\@/.+])(?<!\w-)@(?:\{(?P<braced>[^{}\s]{1,500})\}"
    r"|(?P<key>\w(?:\w|[:.#$%&+?<>~/-](?=\w)){0,499})|(?P<all>\*))"
)
_REFERENCE = re.compile(
    r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|tip|nte|wrn"
    r"|imp|cau|vid)[-:]"
)
_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<rest>.*)")
# Items of lists, definitions and footnotes, whose text goes on with indented lines.
_ITEM = re.compile(
    r"[ \t]*(?:(?:[-*+:~]|\(?(?:\d{1,9}|[A-Za-z#]|[ivxIVX]{1,6}|@[\w-]*)[.)])[ \t]"
    r"|\[\^[^\]]{1,99}\]:)"
)
_CODE = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(
    r"<(?:https?|mailto|ftp):[^<>\s]*>|\]\([^()\s]*\)|(?<!@\{)https?://\S+"
)


def read(text: str, name: str) -> Iterator[Found]:
    """Yield the citations of a text; code, comments and addresses are skipped."""
    if metadata := _METADATA.match(text):
        yield from _libraries(metadata[0], f"{name}:1")
    for line, match in with_lines(_KEY.finditer(_prose(text))):
        key = match["braced"] or match["key"] or ALL
        if match["braced"] or not _REFERENCE.match(key):
            yield Citation(key, f"{name}:{line}")


def _libraries(head: str, where: str) -> Iterator[Found]:
    """The files of the field ``bibliography``: one, or a YAML list in either form."""
    if field := _LIBRARIES.search(head):
        names = field["one"] or ",".join(_DASHED.findall(field["several"] or ""))
        bare = [one.strip().strip("'\"") for one in names.strip("[] \t").split(",")]
        yield from bibliographies(",".join(bare), where)


def _prose(text: str) -> str:
    """The text without parts that contain no citations, on the same lines."""
    metadata = _METADATA.match(text)
    head = metadata[0] if metadata else ""
    body = _COMMENT.sub(_blank, text[len(head) :])
    lines = _without_indented(_without_fenced(body.split("\n")))
    return _nocite(head) + "\n".join(map(_without_code, lines))


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _nocite(head: str) -> str:
    """The metadata, reduced to the field ``nocite``."""
    field = _NOCITE.search(head)
    if field is None:
        return "\n" * head.count("\n")
    before, after = head[: field.start()], head[field.end() :]
    return "\n" * before.count("\n") + field[0] + "\n" * after.count("\n")


def _without_fenced(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, empty for those within fenced code."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            ends = mark and mark["fence"].startswith(fence) and not mark["rest"].strip()
            fence = "" if ends else fence
            yield ""
        elif mark and "`" not in mark["rest"]:
            fence = mark["fence"]
            yield ""
        else:
            yield line


def _without_indented(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, empty for indented code outside of lists."""
    code, item, after_blank = False, False, True
    for line in lines:
        if blank := not line.strip():
            yield line
        else:
            indented = line.startswith(("    ", "\t"))
            code = indented and not item and (code or after_blank)
            item = not code and (
                bool(_ITEM.match(line)) or (item and (indented or not after_blank))
            )
            yield "" if code else line
        after_blank = blank


def _without_code(line: str) -> str:
    """Return a line without code and addresses."""
    if "@" not in line:
        return ""
    return _LINK.sub(" ", _CODE.sub(" ", line))

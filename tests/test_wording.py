"""Texts are plain, conventional English: words that a reader would stumble on."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What to avoid, as regular expressions of whole words, and what to write instead.
ODDITIES = {
    r"anew": "again, re-...",
    r"mend(?:s|ed|ing)?": "fix",
    r"whom": "recipient, who",
    r"nobody|no one": "rephrase",
    r"whence|thereof|wherein|betwixt": "where, which",
    r"of no use|of use": "ignored, usable",
    r"(?:take|takes|took|taken|taking) in": "add, accept, include",
    r"take (?:a|the|each) papers? in": "add to the library",
    r"what stands there|stands there": "is there, exists",
    r"(?:is|are|was|were|be) told(?! apart| from)": "reported, stated",
    r"as (?:arxiv|hf|openalex|zotero|smtp|mailto):\S+": "e.g.",
    r"doubled": "duplicate, twice",
    r"lets (?:nobody|no one|no other)": "refuses",
    r"broken off|breaks off|broke off": "interrupted, cut short",
    r"left aside|leave aside": "ignored",
    r"in doubt": "unknown",
    r"just now": "now",
    r"fetched whole": "complete fetch",
    r"learnt": "learned",
    r"goes? on from": "continue from",
    r"keeps? the others from": "stop",
    r"of its own accord|by itself alone": "automatically",
    r"(?<!there )is no (?:date|number|file|folder|model|library|catalog|paper)": (
        "is not a ..."
    ),
}
_PATTERN = re.compile(rf"(?<![\w-])(?:{'|'.join(ODDITIES)})(?![\w-])", re.IGNORECASE)
_MARKDOWN = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_PYTHON = [
    path
    for folder in ("recommender", "adapters")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
_TEMPLATES = sorted((ROOT / "adapters").rglob("*.html"))
_FILES = [*_MARKDOWN, *_PYTHON, *_TEMPLATES]


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file by line: of Python, its strings and comments."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield 1, source
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def oddities_in(path: Path) -> Iterator[str]:
    """Yield file, line and word of what should be worded differently."""
    for line, text in texts_of(path):
        for found in _PATTERN.finditer(text):
            where = line + text.count("\n", 0, found.start())
            yield f"{path.relative_to(ROOT)}:{where}: {found[0]!r}"


@pytest.mark.parametrize(
    "path",
    _FILES,
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_texts_are_plain_english(path: Path) -> None:
    found = sorted(set(oddities_in(path)))
    assert not found, "\n".join(found)


def test_oddities_are_told_from_words_like_them() -> None:
    for text in ("make it anew", "Mended", "Whom to", "as arxiv:cs.LG", "taken in"):
        assert _PATTERN.search(text), text
    for text in ("recommend", "amended", "is told apart", "e.g. arxiv:cs.LG"):
        assert not _PATTERN.search(text), text

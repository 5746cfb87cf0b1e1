"""The code blocks of the documents, with the marks that say what they are.

A mark is a comment on the line before a block: ``<!-- network -->``.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
DOCUMENTS = (README, CONTRIBUTING, *sorted(DOCS.rglob("*.md")))

_BLOCK = re.compile(
    r"(?:^ *<!-- (?P<mark>[^\n]+) -->\n)?"
    r"^(?P<indent> *)```(?P<language>\{?[\w-]*\}?)[^\n]*\n(?P<text>.*?)^(?P=indent)```",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """One block of code."""

    document: Path
    mark: str
    language: str
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The words of each line; comments are left out."""
        lines = (shlex.split(line, comments=True) for line in self.text.splitlines())
        return [words for words in lines if words]


def _blocks(document: Path) -> list[Block]:
    text = document.read_text(encoding="utf-8")
    return [
        Block(document, found["mark"] or "", found["language"], dedent(found["text"]))
        for found in _BLOCK.finditer(text)
    ]


BLOCKS = [block for document in DOCUMENTS for block in _blocks(document)]


def marked(mark: str) -> list[Block]:
    """Return the blocks behind a mark, the README's first."""
    return [block for block in BLOCKS if block.mark == mark]


def block_of(mark: str) -> str:
    """Return the text of the README's block behind a mark."""
    (found,) = (b for b in marked(mark) if b.document == README)
    return found.text


def shown_commands() -> dict[str, bool]:
    """Return each command of blocks without a mark, and whether the README has it."""
    shown: dict[str, bool] = {}
    for block in BLOCKS:
        if block.language == "sh" and not block.mark:
            for words in block.commands:
                shown.setdefault(shlex.join(words), block.document == README)
    return shown

"""The paragraphs of a manuscript's source, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readnext_adapters.parsing.latex import decode_latex

SUFFIXES = (".tex", ".ltx", ".latex", ".rnw", ".md", ".qmd", ".rmd", ".markdown")
_LATEX = SUFFIXES[:4]

_BREAK = re.compile(r"\n[ \t]*(?:%[^\n]*)?\n\s*")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
_BODY = re.compile(r"\\begin\{document\}")
# Commands whose arguments are keys, names and measures, not words.
_KEYS = re.compile(
    r"\\(?:[A-Za-z]{0,20}[cC]ite[A-Za-z]{0,20}|[A-Za-z]{0,10}ref|label|input|include"
    r"|bibliography|bibliographystyle|addbibresource|begin|end|includegraphics)\*?"
    r"\s*(?:\[[^\[\]]*\]\s*){0,3}\{[^{}]*\}"
)
_COMMAND = re.compile(
    r"\\(?:item|noindent|par|maketitle|clearpage|newpage)(?![A-Za-z])"
)
_CITED = re.compile(r"\[?-?@\{?[\w:.#$%&+?<>~/-]+\}?")
_FEWEST = 5  # words that say what a paragraph is about


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in plain words, and where it begins: ``file:line``."""

    where: str
    text: str


def paragraphs(source: str, name: str) -> Iterator[Paragraph]:
    r"""Yield the paragraphs of a source that have a few words at least.

    >>> text = "\\section{Ducks}\n\nAll ducks~\\cite{a} on this pond swim well.\n"
    >>> [(one.where, one.text) for one in paragraphs(text, "x.tex")]
    [('x.tex:3', 'All ducks on this pond swim well.')]
    """
    latex = name.lower().endswith(_LATEX)
    begin = _BODY.search(source) if latex else None
    place = begin.end() if begin else 0
    while place < len(source):
        found = _BREAK.search(source, place)
        end = found.start() if found else len(source)
        piece = source[place:end]
        text = _plain_latex(piece) if latex else _plain_markdown(piece)
        if len(text.split()) >= _FEWEST:
            lead = len(piece) - len(piece.lstrip())
            line = source.count("\n", 0, place + lead) + 1
            yield Paragraph(f"{name}:{line}", text)
        place = found.end() if found else end


def changed(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs that are new or have other words than before."""
    known = {one.text for one in before}
    return [one for one in after if one.text not in known]


def _plain_latex(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _COMMAND.sub(" ", _KEYS.sub(" ", text)).replace("~", " ")
    return re.sub(r" ([,.;:!?])", r"\1", decode_latex(text))


def _plain_markdown(text: str) -> str:
    return " ".join(_CITED.sub(" ", text).split())

"""The authors of a paper in arXiv's metadata: one line, or names in parts.

The line holds names, each followed by affiliations in parentheses, or by numbers with a
key at the end (https://info.arxiv.org/help/prep.html#author).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from readnext_adapters.catalogs.arxiv.arxiv_text import arxiv_text
from readnext_adapters.parsing.labs import distinct_labs


class People(NamedTuple):
    """Names in natural order, their labs, and whether the list was cut short."""

    names: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    cut: bool = False


NO_PEOPLE = People()

_MARKS = re.compile(r"\$\s*\{?\}?\s*\^[^$]*\$")
_PARENTHESIS = re.compile(r"[()]")
_BETWEEN = re.compile(r"\s*[,;:]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV", re.IGNORECASE)
_OTHERS = re.compile(
    r"[\s,]*\b(?:(?:and\s+)?(?:\d+\s+)?(?:others|et\.?\s*al)\b\.?)\s*$", re.IGNORECASE
)
_INITIALS = re.compile(r"(?<=\.)(?=[^\W\d_])")
_FOOTNOTES = " *†‡§¶#¹²³⁰⁴⁵⁶⁷⁸⁹⁺⁻,."
_KEY = re.compile(r"\s*\(?\s*(?:\d{1,3}|[a-z*†‡§])\s*\)\s*")
_KEYS = re.compile(r"(?:[,;]\s*)?(?:and\s+)?\(\s*(?:\d{1,3}|[a-z*†‡§])\s*\)\s*")
_NO_LAB = re.compile(
    r"(?:[\d\s,;&*†‡§¶#]|\band\b|\b[a-z]\b)+|deceased|retired|editors?|eds?\.?"
    r"|corresponding\b.*|author|et al"
    r"|(?:these\s+)?(?:authors?\s+)?(?:equal|contributed)\b.*"
    r"|(?:for|on behalf of)\b.*|.*\bcollaboration",
    re.IGNORECASE,
)


def from_line(line: str) -> People:
    """Return the people of an author line.

    >>> from_line("A.B. Roe (1) and J. Fox, Jr. (2) ((1) Yale, (2) MIT, USA)")
    People(names=('A. B. Roe', 'J. Fox Jr.'), labs=('Yale', 'MIT, USA'), cut=False)
    >>> from_line("Xi (Max) Li, Ida Berg et al.").names
    ('Xi Li', 'Ida Berg')
    """
    if "$" in line:
        line = _MARKS.sub("", line)
    line = arxiv_text(line)
    notes: list[str] = []
    if "(" in line or ")" in line:
        line, notes = _without_notes(line)
    short = _OTHERS.sub("", line)
    names: list[str] = []
    for part in map(str.strip, _BETWEEN.split(short)):
        if names and _SUFFIX.fullmatch(part):
            names[-1] = f"{names[-1]} {part}"
        elif name := tidy_name(part):
            names.append(name)
    labs = (lab for note in notes for lab in _labs(note))
    return People(tuple(names), distinct_labs(labs), short != line)


def natural(family: str, given: str, suffix: str = "") -> str:
    """Return a name given in parts as it is written in running text.

    >>> natural("Yuan", "C. -P.", "Jr.")
    'C.-P. Yuan Jr.'
    """
    return tidy_name(" ".join(filter(None, (given, family, suffix))))


def tidy_name(name: str) -> str:
    """Return a name without footnote marks, with spaced initials; "" if it is not one.

    arXiv itself puts spaces between initials when it parses an author line.
    """
    name = name.strip(" ").rstrip(_FOOTNOTES) + ("." if _ends_in_dot(name) else "")
    if "." in name:
        name = _INITIALS.sub(" ", name.replace(". -", ".-"))
    return name if any(map(str.isalpha, name)) else ""


def _ends_in_dot(name: str) -> bool:
    """Whether a name ends with an abbreviation, as "Jr." or an initial do."""
    bare = name.rstrip(_FOOTNOTES)
    return name[len(bare) : len(bare) + 1] == "."


def _without_notes(line: str) -> tuple[str, list[str]]:
    """Split the text in parentheses from a line of names."""
    kept: list[str] = []
    notes: list[str] = []
    depth = start = 0
    for match in _PARENTHESIS.finditer(line):
        opens = match[0] == "("
        if depth == 0:
            kept.append(line[start : match.start()])
            start = match.end()
        if opens or depth:
            depth += 1 if opens else -1
        if not opens and depth == 0 and match.start() > start:
            notes.append(line[start : match.start()])
            kept.append(_joint(kept, line[match.end() : match.end() + 5], notes))
            start = match.end()
        elif not opens and depth == 0:
            start = match.end()
    if depth:
        notes.append(line[start:])
    else:
        kept.append(line[start:])
    return " ".join("".join(kept).split()), notes


def _joint(kept: list[str], after: str, notes: list[str]) -> str:
    """The replacement of a note: nothing within a name, a comma between two.

    "Xi (Max) Li" is one person, whose nickname is no lab.
    """
    following = after.lstrip()
    if not following[:1].isalpha() or following.lower().startswith("and "):
        return ""
    word = "".join(kept).rpartition(",")[2].split()
    if len(word) == 1 and notes[-1].isalpha() and word[0].lower() != "and":
        notes.pop()
        return ""
    return ", "


def _labs(note: str) -> Iterator[str]:
    """The labs of one note: the one it names, those of a key, or none."""
    keyed = _KEY.match(note)
    for part in _KEYS.split(f"({note}" if keyed and note[0] != "(" else note):
        lab = part.strip(" ,;.")
        letters = sum(map(str.isalpha, lab))
        if (letters > 2 or (letters == 2 and lab.isupper())) and not _is_no_lab(lab):
            yield lab


def _is_no_lab(text: str) -> bool:
    return len(text) > 400 or _NO_LAB.fullmatch(text) is not None

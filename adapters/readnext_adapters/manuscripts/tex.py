r"""LaTeX sources: \cite, its many variants, and \input.

Not by pylatexenc, which knows only the arguments of registered commands: authors use
many commands for citing. Here each command whose name contains "cite" is assumed to
cite the keys in its braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext_adapters.manuscripts.found import (
    Found,
    IncludedFile,
    bibliographies,
    citations,
    with_lines,
)

SUFFIXES: tuple[str, ...] = (".tex", ".ltx", ".latex", ".rnw")

_VERBATIM = r"[vV]erbatim\*?|lstlisting|minted|comment|filecontents\*?|alltt"
_END = r"(?![A-Za-z@])"
# What LaTeX does not read as commands, and two pairs that look like it.
_SKIPPED = re.compile(
    r"\\[\\%]|%[^\n]*"
    rf"|\\begin\{{(?P<kind>{_VERBATIM})\}}.*?(?:\\end\{{(?P=kind)\}}|\Z)"
    r"|\\(?:verb|lstinline)\*?(?P<mark>[^\w\s*{\[])[^\n]{0,500}?(?P=mark)"
    rf"|\\iffalse{_END}.*?(?:\\fi{_END}|\Z)"
    r"|\\end\{document\}.*",
    re.DOTALL,
)
# Arguments nest only within braces, as in LaTeX, which also keeps the time linear: a
# search for the end stops at the next start. They are matched by lookahead, since
# options may cite as well.
_BRACES = r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
_SQUARE = rf"\[[^\[\]{{}}]*(?:{_BRACES}[^\[\]{{}}]*)*\]"
_ROUND = rf"\([^(){{}}]*(?:{_BRACES}[^(){{}}]*)*\)"
_ANGLED = r"<[^<>{}]*>"
_KEYS = r"\s*\{(?P<keys>[^{}]*)\}"
_PREFIX = r"[A-Za-z@]{0,30}"
_COMMAND = re.compile(
    rf"\\(?P<several>{_PREFIX}[cC]ites){_END}\*?(?=\s*[(\[{{])"
    rf"|\\(?P<name>{_PREFIX}[cC]ite{_PREFIX}|bibentry){_END}\*?"
    rf"(?=(?:\s*(?:{_SQUARE}|{_ANGLED})){{0,3}}{_KEYS})"
    rf"|\\(?:input|include|subfile){_END}\s*\{{(?P<file>[^{{}}\n]*)\}}"
    r"|\\input[ \t]+(?P<bare>[^\s{}\\]+)"
    rf"|\\(?:sub)?(?:import|inputfrom|includefrom){_END}\*?\s*"
    r"\{(?P<folder>[^{}\n]*)\}\s*\{(?P<inner>[^{}\n]*)\}"
    rf"|\\(?:bibliography|addbibresource|addglobalbib|addsectionbib){_END}\s*"
    rf"(?:{_SQUARE}\s*)?\{{(?P<libraries>[^{{}}]*)\}}"
)
_GROUP = re.compile(rf"(?:\s*(?:{_ROUND}|{_SQUARE})){{0,4}}{_KEYS}")
# Commands related to citing that cite nothing.
_OTHERS = re.compile(
    r".*(?:style|setup|reset|text|index|Command|Delim|Hook)"
    r"|(?:Declare|New|Renew|Provide|AtEvery|AtNext|set|bib).*|newcites|.*@.*"
)


def read(text: str, name: str) -> Iterator[Found]:
    """Yield the citations of a text, the files that it includes, and its libraries."""
    for line, match in with_lines(_COMMAND.finditer(_SKIPPED.sub(_blank, text))):
        where = f"{name}:{line}"
        command = match["several"] or match["name"]
        if command and _OTHERS.fullmatch(command) and command != "bibentry":
            continue
        if match["several"]:
            yield from _several(match, where)
        elif match["name"]:
            yield from citations(match["keys"], where)
        elif match["libraries"]:
            yield from bibliographies(match["libraries"], where)
        elif match["inner"]:
            folder = match["folder"].strip().rstrip("/")
            yield _part(f"{folder}/{match['inner']}", where)
        elif file := match["file"] or match["bare"]:
            yield _part(file, where)


def _blank(match: re.Match[str]) -> str:
    """Replace skipped text by its line ends, to keep line numbers."""
    return "\n" * match[0].count("\n") or "  "


def _several(match: re.Match[str], where: str) -> Iterator[Found]:
    r"""The groups of ``\cites(see)[12]{ash}[13]{birch}``."""
    place = match.end()
    while group := _GROUP.match(match.string, place):
        yield from citations(group["keys"], where)
        place = group.end()


def _part(file: str, where: str) -> IncludedFile:
    """A file, to whose name LaTeX adds its suffix."""
    name = file.strip().strip('"')
    return IncludedFile((f"{name}.tex", name), where)

"""The .aux file that LaTeX writes, with citations for BibTeX or biblatex."""

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

SUFFIXES: tuple[str, ...] = (".aux",)

# biblatex names the section first, in its newer versions.
_COMMAND = re.compile(
    r"\\citation\s*\{(?P<keys>[^{}]*)\}"
    r"|\\abx@aux@cite(?:\{\d+\})?\{(?P<key>[^{}]*)\}"
    r"|\\bibdata\s*\{(?P<libraries>[^{}]*)\}"
    r"|\\@input\s*\{(?P<file>[^{}]*)\}"
)
# Entries in which styles keep settings.
_SETTINGS = re.compile(r"(?:REV|apsrev|aip)[\w-]*Control|\w*:?BSTcontrol\w*")


def read(text: str, name: str) -> Iterator[Found]:
    """Yield the citations of a text, the .aux files of its chapters, and libraries."""
    for line, match in with_lines(_COMMAND.finditer(text)):
        where = f"{name}:{line}"
        if match["file"]:
            yield IncludedFile((match["file"].strip(),), where)
            continue
        yield from bibliographies(match["libraries"] or "", where)
        for one in citations(match["keys"] or match["key"] or "", where):
            if not _SETTINGS.fullmatch(one.key):
                yield one

"""Records of another format than that of their file, which are not read.

Exports are put together by hand (`cat a.ris b.bib`), and the formats that pass over
what is between their records would lose the others without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.paper import Problem
from readnext.plurals import counted

_BIBTEX = re.compile(
    r"^[ \t]*@(?!(?:comment|string|preamble)\b)[a-z]+\s*[{(]\s*[^\s,{}()=]+\s*,",
    re.IGNORECASE | re.MULTILINE,
)
_RIS = re.compile(r"^[ \t]*TY {2}- ?[A-Z]{2,8}[ \t\r]*$", re.MULTILINE)


def bibtex_within(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem if a file of another format holds entries of BibTeX."""
    yield from _within(_BIBTEX, "@", "BibTeX", ".bib", text, name)


def ris_within(text: str, name: str) -> Iterator[Problem]:
    """Yield a problem if a file of another format holds records of RIS."""
    yield from _within(_RIS, "TY  -", "RIS", ".ris", text, name)


def _within(
    record: re.Pattern[str], sign: str, form: str, suffix: str, text: str, name: str
) -> Iterator[Problem]:
    if sign not in text:
        return
    found = list(record.finditer(text))
    if not found:
        return
    line = text.count("\n", 0, found[0].start()) + 1
    many = counted(len(found), "record")
    what = f"{many} of {form} not read; move them to a {suffix} file of their own"
    yield Problem(f"{name}:{line}", what)

"""What the writers give, letter by letter.

After an intended change, write the files anew with READNEXT_WRITE_GOLDEN=1 and read
the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from readnext import __version__
from readnext.suggestion import Answer
from readnext_adapters.exports import EXPORT_FORMATS

GOLDEN = Path(__file__).parents[2] / "golden"
FILES = {
    "table": "suggestions.txt",
    "json": "suggestions.json",
    "bibtex": "suggestions-bibtex.bib",
    "biblatex": "suggestions-biblatex.bib",
    "csljson": "suggestions-csl.json",
    "ris": "suggestions.ris",
    "markdown": "suggestions.md",
    "notes": "suggestions-notes.md",
    "html": "suggestions.html",
    "atom": "suggestions.atom",
}


def test_every_format_has_a_golden_file() -> None:
    assert set(FILES) == set(EXPORT_FORMATS)


@pytest.mark.parametrize("name", FILES)
def test_output_is_the_golden_file(answer: Answer, name: str) -> None:
    path = GOLDEN / FILES[name]
    text = (
        EXPORT_FORMATS[name].render(answer, 80).replace(f'"{__version__}"', '"VERSION"')
    )
    if os.environ.get("READNEXT_WRITE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text.encode() == path.read_bytes()

"""The ISSN of a journal in every format that has one."""

from __future__ import annotations

import pytest

from readnext.matching.ids import parse_issn
from readnext.paper import Entry
from readnext_adapters.libraries import LIBRARY_FORMATS

FILES = {
    "bibtex": b"@article{a, title={T}, journal={J}, issn={0028-0836, 1476-4687}}",
    "csljson": b'[{"id": "a", "type": "article-journal", "ISSN": "0028-0836"}]',
    "ris": b"TY  - JOUR\nTI  - T\nSN  - 00280836\nER  - \n",
    "nbib": b"PMID- 1\nOWN - NLM\nTI  - T\nIS  - 0028-0836 (Linking)\n\n",
}


@pytest.mark.parametrize("kind", FILES)
def test_the_issn_is_read(kind: str) -> None:
    (entry,) = LIBRARY_FORMATS[kind].read(FILES[kind], "file")
    assert isinstance(entry, Entry) and entry.issn == "0028-0836"


@pytest.mark.parametrize(
    ("text", "issn"),
    [
        ("ISSN 2434-561x", "2434-561X"),
        ("0028-0837", None),
        ("978-0-262-03384-8", None),
        ("", None),
        ("n/a 1476-4687", "1476-4687"),
    ],
)
def test_only_valid_issns(text: str, issn: str | None) -> None:
    assert parse_issn(text) == issn

"""A file of two formats: what is not read of it is reported."""

from __future__ import annotations

import pytest

from readnext.paper import Entry, Problem
from readnext_adapters.libraries import LIBRARY_FORMATS

RIS = "TY  - JOUR\nTI  - Moss\nAU  - Fox, Ada\nPY  - 2010\nER  - \n"
BIB = "@article{hen1, title = {Reeds}, author = {Hen, Bo}, year = 2011}\n"
ENW = "%0 Journal Article\n%T Ice\n%A Owl, Cy\n%D 2012\n\n"
NBIB = "PMID- 1\nTI  - Mud\nAU  - Ray D\nDP  - 2013\n\n"
MOVE = "not read; move them to a"

MIXED = {
    "BibTeX behind RIS": ("ris", RIS + BIB + BIB, ["Moss"], "2 records of BibTeX", 6),
    "BibTeX before RIS": ("ris", BIB + RIS, ["Moss"], "1 record of BibTeX", 1),
    "RIS behind BibTeX": ("bibtex", BIB + RIS, ["Reeds"], "1 record of RIS", 2),
    "RIS between BibTeX": (
        "bibtex",
        BIB + RIS * 2 + BIB,
        ["Reeds"] * 2,
        "2 records",
        2,
    ),
    "BibTeX behind EndNote": ("enw", ENW + BIB, ["Ice"], "1 record of BibTeX", 6),
    "BibTeX behind PubMed": ("nbib", NBIB + BIB, ["Mud"], "1 record of BibTeX", 6),
}


def read(form: str, text: str) -> tuple[list[str], list[Problem]]:
    items = list(LIBRARY_FORMATS[form].read(text.encode(), "mine"))
    titles = [item.title for item in items if isinstance(item, Entry)]
    return titles, [item for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("which", MIXED)
def test_records_of_another_format_are_reported(which: str) -> None:
    form, text, titles, what, line = MIXED[which]
    found, problems = read(form, text)
    assert found == titles
    told = [one for one in problems if MOVE in one.why]
    assert [one.where for one in told] == [f"mine:{line}"]
    assert told[0].why.startswith(what)


ALONE = {
    "BibTeX": (
        "bibtex",
        BIB + "% TY  - JOUR\n@comment{jabref-meta: databaseType:x;}\n",
    ),
    "RIS": ("ris", RIS.replace("Moss", "Moss @ponds{here}") + "1.\n" + RIS),
    "groups of JabRef": ("ris", RIS + "@comment{grouping: 1,}\n"),
}


@pytest.mark.parametrize("which", ALONE)
def test_other_text_is_none(which: str) -> None:
    _, problems = read(*ALONE[which])
    assert not any(MOVE in one.why for one in problems)

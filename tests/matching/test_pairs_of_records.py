"""Records as libraries have them: how many works they are, in any order."""

from __future__ import annotations

from itertools import permutations

import pytest

from readnext.library.same_works import same_works
from readnext.paper import Entry
from readnext_adapters.libraries import LIBRARY_FORMATS

PEOPLE = "author={Ash, Rosa and Birch, Tom}"
ALONE = "author={Ash, Rosa}"
NEWT = "Growth of the common newt in spring"
BANK = f"title={{The PondBank sequence collection in review}}, {PEOPLE}"


def entries_of(*records: str) -> list[Entry]:
    """The entries of records "type: fields"."""
    found = []
    for number, record in enumerate(records):
        kind, _, fields = record.partition(": ")
        text = f"@{kind}{{k{number}, {fields}}}"
        (entry,) = LIBRARY_FORMATS["bibtex"].read(text.encode(), "file")
        assert isinstance(entry, Entry)
        found.append(entry)
    return found


def works(*records: str) -> set[int]:
    """In how many works the records result, over all orders."""
    return {len(same_works(order)) for order in permutations(entries_of(*records))}


def book(fields: str) -> str:
    return f"book: title={{Handbook of Water}}, {ALONE}, year=1990, {fields}"


def report(fields: str) -> str:
    return f"techreport: title={{Uniform Pond Identifiers}}, {ALONE}, {fields}"


def article(title: str, fields: str = PEOPLE) -> str:
    return f"article: title={{{title}}}, {fields}"


TWO = {
    "chapters with the DOI of their book": (
        f"incollection: title={{Fungi of bogs}}, {PEOPLE}, doi={{10.1017/CBO97}}",
        f"incollection: title={{Birds of the fens}}, {PEOPLE}, doi={{10.1017/CBO97}}",
    ),
    "papers with the DOI of the proceedings": (
        f"inproceedings: title={{Learning to row}}, {PEOPLE}, doi={{10.1145/26}}",
        f"inproceedings: title={{Counting herons}}, {PEOPLE}, doi={{10.1145/26}}",
    ),
    "volumes by their abbreviations": (
        book("volume={Band 1}"),
        book("volume={Bd. 2}"),
    ),
    "editions in words": (book("edition={First}"), book("edition={2}")),
    "a standard and its revision": (
        report("number={ISO 27001:2013}, year=2013"),
        report("number={ISO 27001:2022}, year=2022"),
    ),
    "reports of one series": (
        report("number={RFC 2396}, year=1998"),
        report("number={RFC 3986}, year=2005"),
    ),
    "yearly articles by DOI": (
        f"article: {BANK}, journal={{Pond Acids}}, year=2018, doi={{10.1093/x1}}",
        f"article: {BANK}, journal={{Pond Acids}}, year=2019, doi={{10.1093/y2}}",
    ),
    "yearly articles by volume": (
        article("Newt statistics", f"{ALONE}, journal={{CA}}, year=2019, volume=69"),
        article("Newt statistics", f"{ALONE}, journal={{CA}}, year=2020, volume=70"),
    ),
    "software of a paper": (
        article(NEWT, f"{PEOPLE}, year=2001, doi={{10.1000/a}}"),
        f"software: title={{{NEWT}}}, {PEOPLE}, year=2001, doi={{10.5281/z.7}}",
    ),
    "old arXiv ids of two archives": (
        article("Knots in ponds", f"{ALONE}, eprint={{cond-mat/0506001}}"),
        article("Knots in ponds", f"{ALONE}, eprint={{math/0506001}}"),
    ),
    "exponents": (
        article(r"Moss in $\mathbb{R}^2$", ALONE),
        article(r"Moss in $\mathbb{R}^3$", ALONE),
    ),
}
ONE = {
    "a subtitle that one leaves out, by DOI": (
        article("Rowing: A study of strokes", f"{PEOPLE}, doi={{10.1000/r}}"),
        article("Rowing", "author={Ash, R.}, doi={10.1000/r}"),
    ),
    "a system's name alone, as a preprint": (
        article("BogNet", f"{PEOPLE}, year=2019, journal={{arXiv}}"),
        article("BogNet: Deep peat maps", f"{PEOPLE}, year=2019, journal={{arXiv}}"),
    ),
    "a report with and without its series": (
        report("number={RFC 3986}, year=2005"),
        report("number={3986}, year=2005"),
    ),
    "an article with two numbers of its issue": (
        article(NEWT, f"{PEOPLE}, journal={{Ponds}}, volume=3, number=4, year=2001"),
        article(
            NEWT, f"{PEOPLE}, journal={{Ponds}}, volume=3, number={{3-4}}, year=2001"
        ),
    ),
    "a preprint and its article": (
        f"article: {BANK}, journal={{bioRxiv}}, year=2018, doi={{10.1101/2018.1}}",
        f"article: {BANK}, journal={{Pond Acids}}, year=2019, doi={{10.1093/y2}}",
    ),
    "online first, then in a volume": (
        f"article: {BANK}, journal={{Ponds}}, year=2018, doi={{10.1000/p1}}",
        f"article: {BANK}, journal={{Ponds}}, year=2019, volume=4, doi={{10.1000/p1}}",
    ),
    "old arXiv ids by class and by field": (
        article(
            "Knots", f"{ALONE}, eprint={{math.GT/0203192}}, archiveprefix={{arXiv}}"
        ),
        article(
            "Knots",
            f"{ALONE}, eprint={{0203192}}, primaryclass={{math.GT}}",
        ),
    ),
    "old arXiv ids by address and in a note": (
        article("Knots", f"{ALONE}, url={{https://arxiv.org/abs/cs.DS/0506001v2}}"),
        article("Knots", f"{ALONE}, note={{arXiv:cs/0506001}}"),
    ),
    "operators": (
        article(r"An $O(n\log\log n)$ algorithm for ponds"),
        article("An O(n log log n) Algorithm for Ponds"),
    ),
    "variant letters": (
        article(r"On $\varphi$-mixing and $\vartheta$ functions"),
        article("On φ-mixing and θ functions"),
    ),
    "upright letters in formulas": (
        article(r"Uptake of $\mathrm{CO}_2$ by peat"),
        article("Uptake of CO2 by peat"),
    ),
    "subscripts in text": (
        article(r"Uptake of CO\textsubscript{2} by peat"),
        article("Uptake of CO₂ by peat"),
    ),
    "arrows": (
        article(r"Search for $B_s^0 \rightarrow \mu^+\mu^-$ decays"),
        article("Search for B_s^0 → μ^+μ^- decays"),
    ),
    "script letters and operators": (
        article(r"$\ell_1$ norms and $\min$-cuts"),
        article("ℓ1 norms and min-cuts"),
    ),
    "a Chinese name divided elsewhere": (
        article("Deep sluices of the north", "author={Li, Xiao Ming}, year=2001"),
        article("Deep sluices of the north", "author={Xiao, Ming Li}, year=2001"),
    ),
    "a name in two orders": (
        article("Deep sluices of the north", "author={Tan, Kah Beng}, year=2001"),
        article("Deep sluices of the north", "author={Beng, Tan Kah}, year=2001"),
    ),
    "a number of dblp": (
        article("Sluices", "author={Wei Wang 0007}, year=2001"),
        article("Sluices", "author={Wang, W.}, year=2001"),
    ),
}


@pytest.mark.parametrize("kind", TWO)
def test_two_works(kind: str) -> None:
    assert works(*TWO[kind]) == {2}


@pytest.mark.parametrize("kind", ONE)
def test_one_work(kind: str) -> None:
    assert works(*ONE[kind]) == {1}


def test_more_than_two_works() -> None:
    assert works(*(book(f"volume={{{v}}}") for v in ("I", "II", "III"))) == {3}
    survey = ("Lake Survey", "Lake Survey: Depth", "Lake Survey: Colour")
    assert works(*(article(title, f"{ALONE}, year=2020") for title in survey)) == {3}


@pytest.mark.parametrize(
    "title",
    [
        f"{NEWT}: A Reply",
        f"Comment on ``{NEWT}''",
        f"{NEWT} (Erratum)",
        f"Corrigendum: {NEWT}",
        f"Supporting Information for {NEWT}",
        f"{NEWT}: Authors' response to Heron",
        f"Retraction: {NEWT}",
        f"{NEWT} [Data set]",
        f"{NEWT} (Source Code)",
    ],
)
def test_texts_about_a_paper_are_not_the_paper(title: str) -> None:
    fields = f"{PEOPLE}, year=2001"
    assert works(article(NEWT, fields), article(title, fields)) == {2}


@pytest.mark.parametrize(
    "heading",
    [
        "Short Notices",
        "Letters to the Editor",
        "Obituary",
        "In Memoriam",
        "Books Received",
        "News and Views",
        "Foreword",
        "Contents",
        "Notes and Queries",
    ],
)
def test_headings_are_one_in_no_two_journals(heading: str) -> None:
    first = article(heading, f"{ALONE}, journal={{Ponds}}, year=2001")
    second = article(heading, f"{ALONE}, journal={{Fens}}, year=2005")
    assert works(first, second) == {2}

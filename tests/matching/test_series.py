"""Records under one title, or with one id, that are several works or one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readnext.library.same_works import same_works
from readnext.matching.errata import notice_of
from readnext.matching.ids import parse_arxiv
from readnext.matching.titles import work_key
from readnext.paper import Author, Entry

ASH, BIRCH, CEDAR = (
    Author("Ash", "Rosa"),
    Author("Birch", "Tom"),
    Author("Cedar", "Uma"),
)
BODY = Author(literal="Pond Standards Institute")


def report(number: str, **more: object) -> Entry:
    plain = Entry("r", "techreport", "Sluice Protection", (BODY,), date="2010")
    return replace(plain, number=number, **more)  # type: ignore[arg-type]


def book(**more: object) -> Entry:
    return replace(Entry("b", "book", "Hydro Optics", (ASH,), date="1976"), **more)  # type: ignore[arg-type]


def article(title: str, *people: Author, **more: object) -> Entry:
    plain = Entry("a", "article", title, people or (ASH,), date="2012")
    return replace(plain, **more)  # type: ignore[arg-type]


def chapter(title: str, pages: str = "") -> Entry:
    plain = article(title, venue="The Book of Ponds", doi="10.1007/978-3-319-20794-9")
    return replace(plain, type="incollection", pages=pages)


def yearly(year: int, **more: object) -> Entry:
    return article("PondBank", ASH, BIRCH, date=str(year), **more)


TWO = {
    "volumes in Roman numbers": [book(volume="VI, Surfaces"), book(volume="V")],
    "volumes": [book(volume="1"), book(volume="Vol. 2")],
    "editions": [book(edition="2nd"), book(edition="Third")],
    "revisions": [report("SP 800-171 r2"), report("SP 800-171 r3")],
    "standards": [report("FIPS PUBS 186-2"), report("186-4")],
    "technical notes": [report("TN-055"), report("TN-056")],
    "yearly articles": [
        yearly(2013, venue="Nucleic Acids Research", doi="10.1093/nar/gks9995"),
        yearly(2014, venue="Nucl. Acids Res.", doi="10.1093/nar/gkt9930"),
    ],
    "yearly articles without DOI": [
        yearly(2013, venue="Nucleic Acids Research", volume="41"),
        yearly(2014, venue="Nucleic Acids Research", volume="42"),
    ],
    "yearly reports": [
        report("", title="State of the World's Ponds", date="2014"),
        report("", title="State of the World's Ponds", date="2016"),
    ],
    "chapters with the book's DOI": [
        chapter("Spawning grounds of the common frog"),
        chapter("Winter feeding of warblers"),
    ],
    "similar chapters": [chapter("Frogs of the north"), chapter("Frogs of the south")],
    "a DOI pasted to another paper": [
        article("Control of Unknown Otters", ASH, BIRCH, doi="10.1109/o.1"),
        article(
            "Flying an Otter with Unknown Fins", ASH, BIRCH, CEDAR, doi="10.1109/o.1"
        ),
    ],
    "an arXiv id pasted to another paper": [
        article("Moss in winter", ASH, arxiv="1011.16690", doi="10.1000/a"),
        article("Herons and law", ASH, CEDAR, arxiv="1011.16690", doi="10.1000/b"),
    ],
    "a reply": [
        article("On the drying of a wide pond"),
        article("On the drying of a wide pond: Reply to Comment"),
    ],
    "a data set": [
        article("Frogs of northern ponds", ASH, BIRCH, doi="10.1000/f"),
        article("Frogs of northern ponds", ASH, BIRCH, doi="10.5061/d", type="dataset"),
    ],
    "editorials of a year": [
        article("Editorial", venue="Ponds", volume="3", pages="1--2"),
        article("Editorial", venue="Ponds", volume="3", pages="301--302"),
    ],
    "a DOI pasted to a paper of others": [
        article("Numerical models of ponds", ASH, doi="10.1137/1"),
        article(
            "Numerical models of second-order ponds", BIRCH, CEDAR, doi="10.1137/1"
        ),
    ],
    "correspondence": [
        article("Correspondence", venue="Ponds", date="2001"),
        article("Correspondence", venue="Fens", date="2003"),
    ],
}
ONE = {
    "number with and without zeros": [report("TN-055"), report("TN 55")],
    "numbers of two series": [report("CMU-CS-95-123"), report("TR 123")],
    "versions on arXiv": [
        report("arXiv:1706.03762", type="misc"),
        report("1706.03762v2", type="misc"),
    ],
    "edition unknown": [book(edition="2"), book()],
    "journals of conference and journal": [
        article("Frogs of northern ponds", venue="ICPP", volume="3", date="2011"),
        article("Frogs of northern ponds", venue="Pond Letters", volume="8"),
    ],
    "old arXiv ids": [
        article("Old sums over ponds", arxiv=parse_arxiv("math.CO/0601001", bare=True)),
        article("Old sums over ponds", arxiv=parse_arxiv("math/0601001", bare=True)),
    ],
    "a translated title": [
        article("Les canards du lac et de la rive", ASH, doi="10.1000/c"),
        article("Ducks of the lake", ASH, doi="10.1000/c"),
    ],
    "a renamed preprint": [
        article("What Ponds Did To Us", ASH, BIRCH, arxiv="2109.03554"),
        article("Evolving Plastic Sluices", ASH, BIRCH, arxiv="2109.03554"),
    ],
    "operators": [
        article(r"Sorting pebbles in $O(n \log n)$ time"),
        article("Sorting pebbles in O(n log n) time"),
    ],
    "variants of Greek letters": [
        article(r"Small $\varepsilon$-nets in shallow ponds"),
        article("Small ϵ-nets in shallow ponds"),
    ],
    "a name in two orders": [
        article("Deep sluices", Author("Wah", "Wong Kam")),
        article("Deep sluices", Author("Wong", "Kam Wah")),
    ],
}


@pytest.mark.parametrize("kind", TWO)
def test_two_works_stay_two(kind: str) -> None:
    assert len(same_works(TWO[kind])) == 2
    assert len(same_works(TWO[kind][::-1])) == 2


@pytest.mark.parametrize("kind", ONE)
def test_one_work_is_one(kind: str) -> None:
    assert len(same_works(ONE[kind])) == 1
    assert len(same_works(ONE[kind][::-1])) == 1


def test_a_record_without_volume_does_not_join_two_volumes() -> None:
    assert len(same_works([book(volume="1"), book(), book(volume="2")])) == 2


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0)])
def test_a_part_of_two_titles_joins_none(order: tuple[int, ...]) -> None:
    titles = (
        "Flood Recovery",
        "Flood Recovery - Network",
        "Flood Recovery - Computing",
    )
    entries = [article(titles[n]) for n in order]
    assert len(same_works(entries)) == 3
    assert len(same_works(entries[:2])) == (1 if 0 in order[:2] else 2)


def test_an_id_joins_what_titles_do_not() -> None:
    """The order of the records makes no difference."""
    name = article("TideNet: Storm Surges", ASH, BIRCH, venue="arXiv")
    renamed = article("Water Levels with Ponds", ASH, BIRCH, arxiv="2109.03555")
    both = replace(name, arxiv="2109.03555")
    for entries in (
        [name, renamed, both],
        [both, renamed, name],
        [renamed, name, both],
    ):
        assert len(same_works(entries)) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Ponds and their moss: Comment on Dale",
        "Ponds and their moss (Supplemental Document)",
        "Ponds and their moss – Online Appendix",
        "Supplementary Materials for: Ponds and their moss",
        "Dataset: Ponds and their moss",
        "Data from: Ponds and their moss",
        "[Dataset] Ponds and their moss",
        "Replication Data for: Ponds and their moss",
        "Code for: Ponds and their moss",
        "Ponds and their moss. A reply to Heron and Newt",
    ],
)
def test_notices(title: str) -> None:
    assert notice_of(title)


@pytest.mark.parametrize(
    "title",
    [
        "Response of barley to drought",
        "Data from the edge: sensors in ponds",
        "Code for a living pond",
        "Software engineering: a pond's view",
        "The supplement industry",
        "Ponds: a discussion paper",
    ],
)
def test_papers_are_no_notices(title: str) -> None:
    assert not notice_of(title)


def test_operators_stay_in_titles() -> None:
    assert work_key(r"$\log n$ and $\max x$") == "lognandmaxx"

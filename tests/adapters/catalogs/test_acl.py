"""The ACL Anthology's files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import detect_format
from readnext_adapters.catalogs.acl import read_collection

Items = list[Paper | Problem]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"
WHOLE = (FIXTURES / "anthology.xml").read_bytes()


def items(data: bytes) -> Items:
    return list(read_collection(data, "file"))


def collection(inside: str) -> bytes:
    return f"<collection id='2031.ponds'>{inside}</collection>".encode()


def test_a_paper_is_read_whole(papers: Papers) -> None:
    first, *_ = papers(items(WHOLE))
    assert first == Paper(
        id="acl:2031.ponds-long.1",
        title="Learning Sphagnum in $O(n^2)$ Steps",
        authors=("Ida Fern", "Moss"),
        labs=("University of Bogs", "Peat Lab"),
        abstract="We watch moss & wait. Code: https://github.com/bogs/moss",
        venue="Proceedings of the Pond Meeting",
        date="2031-07",
        url="https://aclanthology.org/2031.ponds-long.1/",
        doi="10.5555/v1/2031.ponds-long.1",
        code="https://github.com/bogs/moss",
    )


def test_retracted_and_removed_papers_are_withdrawn(papers: Papers) -> None:
    found = {p.id: p.withdrawn for p in papers(items(WHOLE))}
    assert found == {
        "acl:2031.ponds-long.1": False,
        "acl:2031.ponds-long.2": True,
        "acl:2031.ponds-long.4": True,
        "acl:2031.ponds-demo.1": False,
    }


def test_each_volume_has_its_own_venue_and_year(papers: Papers) -> None:
    *_, last = papers(items(WHOLE))
    assert (last.venue, last.date) == ("Pond Demonstrations", "2031")


def test_nothing_is_lost(problems: Problems) -> None:
    assert problems(items(WHOLE)) == [
        ("file:item 3", "2031.ponds-long.3: a paper without title is left out"),
        ("file", "front matter of volumes, ignored: 1"),
    ]


@pytest.mark.parametrize(
    ("volume", "paper", "id_"),
    [
        ("<collection id='P19'><volume id='1'>", "1", "P19-1001"),
        ("<collection id='W19'><volume id='63'>", "7", "W19-6307"),
        ("<collection id='C69'><volume id='1'>", "2", "C69-0102"),
        ("<collection id='D19'><volume id='4'>", "2", "D19-4002"),
        ("<collection id='D19'><volume id='5'>", "2", "D19-0502"),
        ("<collection id='2022.naloma'><volume id='1'>", "3", "2022.naloma-1.3"),
        ("<collection id='2024.acl'><volume id='long'>", "3", "2024.acl-long.3"),
        ("<volume id='P07'>", "1001", "P07-1001"),
    ],
)
def test_ids_are_the_anthologys(
    volume: str, paper: str, id_: str, papers: Papers
) -> None:
    text = f"{volume}<paper id='{paper}'><title>Rain</title></paper></volume>"
    text += "</collection>" if volume.startswith("<c") else ""
    assert detect_format(text, "") == "acl"
    (found,) = papers(items(text.encode()))
    assert found.id == f"acl:{id_}"
    assert found.url == f"https://aclanthology.org/{id_}/"


def test_front_matter_is_no_paper_in_old_files_either(
    papers: Papers, problems: Problems
) -> None:
    found = items((FIXTURES / "anthology-volume.xml").read_bytes())
    assert [p.title for p in papers(found)] == ["Older Water"]
    assert problems(found) == [("file", "front matter of volumes, ignored: 1")]


def test_an_id_may_stand_in_the_address_alone(papers: Papers) -> None:
    text = "<paper><title>Rain</title><url>2031.ponds-1.5</url></paper>"
    (found,) = papers(items(collection(f"<volume>{text}</volume>")))
    assert found.id == "acl:2031.ponds-1.5"


def test_a_paper_without_any_id_is_a_problem(problems: Problems) -> None:
    text = "<volume id='1'><paper><title>Rain</title></paper></volume>"
    assert problems(items(collection(text))) == [
        ("file:item 1", "Rain: a paper without id is left out")
    ]


def test_an_empty_collection_says_so(problems: Problems) -> None:
    data = b"<?xml version='1.0' encoding='UTF-8'?>\n<collection id=\"1979.fcl\"/>\n"
    assert detect_format(data.decode(), "") == "acl"
    assert problems(items(data)) == [("file", "a collection without papers")]


@given(st.integers(min_value=60, max_value=len(WHOLE.rstrip()) - 1))
def test_wherever_a_file_is_cut_off_what_came_before_is_read(place: int) -> None:
    found = items(WHOLE[:place])
    papers = [item for item in found if isinstance(item, Paper)]
    whole = [item for item in items(WHOLE) if isinstance(item, Paper)]
    assert papers == whole[: len(papers)]
    assert len(papers) == WHOLE[:place].count(b"</paper>") - (
        WHOLE[:place].count(b"</paper>") > 2
    )
    whys = [item.why for item in found if isinstance(item, Problem)]
    assert any(why.startswith("damaged or cut off") for why in whys)


@pytest.mark.parametrize(
    "inside",
    [
        '<!ENTITY a "aa"><!ENTITY b "&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
    ],
)
def test_entities_are_refused(inside: str, problems: Problems) -> None:
    text = (
        f"<!DOCTYPE collection [{inside}]>"
        + collection(
            "<volume id='1'><paper id='1'><title>&a;</title></paper></volume>"
        ).decode()
    )
    (where, why), *_ = problems(items(text.encode()))
    assert where == "file"
    assert "entities of its own" in why


def test_the_real_files(papers: Papers, problems: Problems, seeds: Path) -> None:
    folder = seeds.parent / "corpora" / "acl"
    if not folder.is_dir():
        pytest.skip(f"the Anthology's files are not in {folder}")
    found = items((folder / "2022.naloma-excerpt.xml").read_bytes())
    assert [(p.id, p.authors[-1], p.date) for p in papers(found)] == [
        ("acl:2022.naloma-1.1", "Tim Fernando", "2022-08"),
        ("acl:2022.naloma-1.2", "Robin Cooper", "2022-08"),
        ("acl:2022.naloma-1.3", "Yuta Takahashi", "2022-08"),
        ("acl:2022.naloma-1.7", "Marcel Bollmann", "2022-08"),
    ]
    assert papers(found)[2].title == "Learning Knowledge with Neural DTS"
    assert [why for _, why in problems(found)] == [
        "front matter of volumes, ignored: 1"
    ]
    assert problems(items((folder / "1979.fcl.xml").read_bytes())) == [
        ("file", "a collection without papers")
    ]

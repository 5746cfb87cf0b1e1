"""Answers of bioRxiv's API, as papers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from readnext.matching.identity import Identity
from readnext.paper import Paper, Problem

Read = Callable[[bytes], list[Paper | Problem]]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]


def answer(*posts: dict[str, str]) -> bytes:
    post = {"doi": "10.1101/1", "title": "Rain", "server": "bioRxiv"}
    collection = [post | fields for fields in posts]
    return json.dumps(
        {"messages": [{"status": "ok"}], "collection": collection}
    ).encode()


def test_the_latest_version_of_each_preprint(
    fixtures: Path, read: Read, papers: Papers, problems: Problems
) -> None:
    found = read((fixtures / "biorxiv.json").read_bytes())
    first, withdrawn, third = papers(found)
    assert first == Paper(
        id="biorxiv:10.64898/2031.06.01.700001",
        title="Moss Cells Count Rain and Snow",
        authors=("I. Fern", "J. van den Berg"),
        labs=("University of Bogs",),
        abstract="Better words, < 5 & more.",
        venue="bioRxiv",
        date="2031-06-05",
        url="https://www.biorxiv.org/content/10.64898/2031.06.01.700001v2",
        doi="10.64898/2031.06.01.700001",
        categories=("cell biology",),
    )
    assert (withdrawn.withdrawn, first.withdrawn, third.withdrawn) == (
        True,
        False,
        False,
    )
    assert (third.id, third.venue) == ("medrxiv:10.1101/2031.06.03.700003", "medRxiv")
    assert third.code == "https://github.com/ponds/health"
    assert [where for where, _ in problems(found)] == ["page:item 5"]


def test_a_preprint_counts_as_one(fixtures: Path, read: Read, papers: Papers) -> None:
    """Its title may change when it is published, so it must be told to be one."""
    for paper in papers(read((fixtures / "biorxiv.json").read_bytes())):
        assert Identity.of(paper).is_preprint()


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_latest_version_wins_whatever_the_order(
    order: tuple[int, int], read: Read, papers: Papers
) -> None:
    posts = [{"version": str(n), "title": f"Rain {n}"} for n in order]
    assert [p.title for p in papers(read(answer(*posts)))] == ["Rain 2"]


@pytest.mark.parametrize(
    ("fields", "withdrawn"),
    [
        ({"title": "WITHDRAWN: Rain"}, True),
        ({"title": "Withdrawn: Rain"}, True),
        ({"title": "[RETRACTED] Rain"}, True),
        ({"title": "Withdrawn Children in School"}, False),
        ({"type": "withdrawn"}, True),
        ({"abstract": "WITHDRAWN"}, True),
        ({"abstract": "Withdrawal Statement The authors ..."}, True),
        ({"abstract": "This manuscript has been withdrawn by bioRxiv."}, True),
        ({"abstract": "The authors have withdrawn their manuscript."}, True),
        ({"abstract": "Water was withdrawn from the pond."}, False),
    ],
)
def test_what_was_taken_back_is_withdrawn(
    fields: dict[str, str], withdrawn: bool, read: Read, papers: Papers
) -> None:
    (paper,) = papers(read(answer(fields)))
    assert paper.withdrawn is withdrawn


def test_an_answer_without_posts_says_so(read: Read, problems: Problems) -> None:
    data = b'{"messages": [{"status": "no posts found"}], "collection": []}'
    assert problems(read(data)) == [("page", "a list without any preprints")]


def test_a_file_that_is_cut_off_keeps_what_it_has(
    fixtures: Path, read: Read, papers: Papers, problems: Problems
) -> None:
    data = (fixtures / "biorxiv.json").read_bytes()
    found = read(data[: data.index(b"Ponds and Public")])
    assert [p.id[-6:] for p in papers(found)] == ["700001", "700002"]
    assert problems(found)

"""A list as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports.listing import Listed, listed
from readnext_adapters.exports.part_headings import part_heading
from readnext_adapters.exports.pdf_links import Link, paper_links
from readnext_adapters.service.triage import Found


@dataclass(frozen=True, slots=True)
class Item:
    """One paper on the page: its id, its texts, its links; `verdict` is "" for none."""

    id: str
    text: Listed
    links: tuple[Link, ...]
    verdict: str = ""
    rated: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list; the heading is "" for the only one."""

    heading: str
    items: tuple[Item, ...]


def parts_of(answer: Answer) -> list[Part]:
    """Return the parts of a list that have papers."""
    return [
        Part(part_heading(answer, name), tuple(map(_item, some)))
        for name, some in answer.parts()
    ]


def found_items(found: Sequence[Found]) -> list[Item]:
    """Return papers that a search found."""
    return [_found(number, one) for number, one in enumerate(found, 1)]


def _found(number: int, one: Found) -> Item:
    bare = Suggestion(number, one.paper, "", 0.0, None, ())
    return Item(
        one.paper.id,
        listed(bare),
        tuple(paper_links(one.paper)),
        one.verdict,
        rated=False,
    )


def _item(suggestion: Suggestion) -> Item:
    paper = suggestion.paper
    return Item(paper.id, listed(suggestion), tuple(paper_links(paper)))

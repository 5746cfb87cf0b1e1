"""Headings of the parts of a list: new papers, and older ones."""

from __future__ import annotations

from readnext.suggestion import WATCHED_HEADINGS, Answer


def part_heading(answer: Answer, part: str) -> str:
    """Return the heading of a part of a list, "" for one that needs none."""
    if part == "new":
        return f"New since {answer.new_since}" if answer.new_since else "New"
    others = {"missed": "You may have missed", **WATCHED_HEADINGS}
    return others.get(part, "")

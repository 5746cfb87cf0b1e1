"""The sections of a page with an overview of a library: its map, topics and years.

Each drawing is made twice, for wide and narrow places, and a page shows one of them:
scaled down to a phone, the text of the wide one would be illegible. Beside the list,
the map is narrow too. Without Matplotlib, which the extra ``charts`` installs, tables
show the same data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from readnext.suggestion import Answer, Map
from readnext_adapters.exports.barcharts import bars_of, draw_topics, draw_years
from readnext_adapters.exports.drawing import can_draw
from readnext_adapters.exports.map_labels import letter
from readnext_adapters.exports.mapchart import NUMBERED, draw_map, draw_mark
from readnext_adapters.exports.pages import Section, render_part

_WIDE, _NARROW = 720, 320


class Drawing(NamedTuple):
    """One drawing, for wide and for narrow screens."""

    wide: Markup
    narrow: Markup


def sections(answer: Answer) -> list[Section]:
    """Return the sections on an answer's map; none without a map."""
    found = answer.map
    if not found:
        return []
    if not can_draw():
        return [_tables(found)]
    return [_map(found), _topics_and_years(found, answer.at)]


def _tables(found: Map) -> Section:
    """Topics and years in words, with a note on how to get the charts."""
    body = render_part(
        "tables.html", topics=_topics(found, marks=False), counts=reversed(found.years)
    )
    return Section("topics", "Topics and years", body)


def _map(found: Map) -> Section:
    drawing = Drawing(
        draw_map(found, _WIDE, 470, "map-wide", named=True),
        draw_map(found, _NARROW, 330, "map-narrow", named=False),
    )
    topics = _topics(found, marks=True)
    body = render_part(
        "map.html", drawing=drawing, topics=topics, notes=list(_notes(found))
    )
    return Section("map", "Map", body, beside=True)


def _topics(found: Map, *, marks: bool) -> list[dict[str, object]]:
    """The rows of the table of topics, each with its mark on the map if requested."""
    return [
        {
            "letter": letter(k),
            "mark": draw_mark(k) if marks else "",
            "name": topic.name,
            "own": topic.own,
            "ranks": sorted(s.rank for s in found.spots if s.rank and s.topic == k),
        }
        for k, topic in enumerate(found.topics)
    ]


def _notes(found: Map) -> Iterator[str]:
    """Yield what a map leaves out."""
    own = sum(not spot.rank for spot in found.spots)
    placed = sum(topic.own for topic in found.topics)
    if own < placed:
        yield f"The map shows {own} of {placed} works, evenly spaced in your library."
    if len(found.spots) - own > NUMBERED:
        yield f"The first {NUMBERED} suggestions are on the map."
    if found.unplaced == 1:
        yield "1 work has too little text to be placed."
    elif found.unplaced:
        yield f"{found.unplaced} works have too little text to be placed."


def _topics_and_years(found: Map, at: dt.datetime | None) -> Section:
    # Papers dated next year may be published already.
    newest = at.year + 1 if at else max(y.year for y in found.years)
    years = None
    if bars_of(found.years, newest):
        years = Drawing(
            draw_years(found, _WIDE, "years-wide", newest),
            draw_years(found, _NARROW, "years-narrow", newest),
        )
    topics = Drawing(
        draw_topics(found.topics, _WIDE, "topics-wide"),
        draw_topics(found.topics, _NARROW, "topics-narrow"),
    )
    body = render_part(
        "glance.html", topics=topics, years=years, counts=reversed(found.years)
    )
    return Section("topics", "Topics and years", body)

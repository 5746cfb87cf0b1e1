"""The map of a library as a drawing: works as marks, suggestions as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import cos, hypot, sin
from typing import TYPE_CHECKING

from markupsafe import Markup

from readnext.suggestion import Map, Spot
from readnext_adapters.exports.drawing import Words, draw
from readnext_adapters.exports.map_labels import (
    Box,
    fit_phrases,
    letter,
    place_labels,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A topic's shape and colour; with more topics, they repeat.
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "*")
NUMBERED = 60  # suggestions on the map, at most: more would be indistinguishable
_RADIUS = 10.0  # of a suggestion's disc
_MARK = 7.0  # pixels of a work's mark
_MARGIN = 18.0
_ROUNDS = 100  # of pushing discs apart
_AROUND = 0.12  # of the map, within which works are neighbours

_Point = tuple[float, float]
_Size = tuple[int, int]


def draw_map(found: Map, width: int, height: int, name: str, *, named: bool) -> Markup:
    """Return the map as SVG; topics have their name, if `named`, or only a letter."""
    size = (width, height)
    own = [s for s in found.spots if not s.rank]
    # The better one is drawn last, on top of others.
    hits = sorted((s for s in found.spots if 0 < s.rank <= NUMBERED), key=_worst_first)
    discs = apart([_at(s.x, s.y, size) for s in hits], size)
    groups: dict[str, list[Spot]] = {}
    for spot in own:
        groups.setdefault(f"own t{spot.topic % len(SHAPES)}", []).append(spot)
    labels = [_label(found, k, width, named=named) for k in range(len(found.topics))]
    boxes = place_labels(
        _hearts(found, size),
        labels,
        [_square(place, _RADIUS) for place in discs],
        [_square(_at(s.x, s.y, size), _MARK / 2) for s in own],
        size,
    )

    def paint(figure: Figure) -> None:
        axes = _sheet(figure, size)
        for mark, spots in groups.items():
            xs, ys = zip(*(_at(s.x, s.y, size) for s in spots), strict=True)
            axes.plot(xs, ys, SHAPES[int(mark[-1])], ms=_MARK, gid=mark)
        for (x, y), spot in zip(discs, hits, strict=True):
            axes.plot([x], [y], "o", ms=2 * _RADIUS, gid="disc")
            _write(axes, x, y + 0.5, str(spot.rank), "number")
        for k, box in enumerate(boxes):
            _write(axes, box.x + box.width / 2, box.middle, f"#{k}", "topic")

    titles = {
        mark: [f"{s.title} ({s.key})" for s in spots]
        for mark, spots in groups.items()
        if named
    }
    return draw(width, height, paint, _words(found, name, labels, titles))


def _words(
    found: Map, name: str, labels: Sequence[str], titles: dict[str, list[str]]
) -> Words:
    own = sum(not spot.rank for spot in found.spots)
    hits = len(found.spots) - own
    description = (
        f"{own} works of your library as small marks and {min(hits, NUMBERED)} "
        "suggestions as numbered discs, laid out so that works that share words lie "
        "close together. The table after it has the topics and their suggestions."
    )
    title = "Map of your library and the suggestions"
    return Words(name, title, description, labels, titles)


def _worst_first(spot: Spot) -> int:
    return -spot.rank


def _label(found: Map, topic: int, width: int, *, named: bool) -> str:
    name = found.topics[topic].name
    if not named or not name:
        return letter(topic)
    return fit_phrases(f"{letter(topic)} {name}", width * 0.45)


def _at(x: float, y: float, size: _Size) -> _Point:
    """A place on the map in pixels from the upper left."""
    return (
        _MARGIN + x * (size[0] - 2 * _MARGIN),
        _MARGIN + (1 - y) * (size[1] - 2 * _MARGIN),
    )


def _square(middle: _Point, half: float) -> Box:
    return Box(middle[0] - half, middle[1] - half, 2 * half, 2 * half)


def _hearts(found: Map, size: _Size) -> list[_Point]:
    """The position of each topic's label: among its works, with few others around.

    The mean position would not do: that of a topic in several places is between them,
    and the means of many topics are all in the middle.
    """
    import numpy as np

    places = np.array([(s.x, s.y) for s in found.spots])
    topic = np.array([s.topic for s in found.spots])
    own = np.array([not s.rank for s in found.spots])
    near = np.abs(places[:, None] - places[None]).max(axis=2) < _AROUND
    hearts = []
    for k in range(len(found.topics)):
        there = np.flatnonzero((topic == k) & own)
        if not len(there):
            there = np.flatnonzero(topic == k)
        if not len(there):
            hearts.append((size[0] / 2, size[1] / 2))
            continue
        alike = near[np.ix_(there, there)]
        kin = 2 * alike.sum(axis=1) - near[there].sum(axis=1)
        x, y = places[there[alike[int(kin.argmax())]]].mean(axis=0).tolist()
        hearts.append(_at(x, y, size))
    return hearts


def apart(places: Sequence[_Point], size: _Size) -> list[_Point]:
    """Return positions moved as little as possible so that discs do not overlap."""
    now = list(places)
    least = 2 * _RADIUS + 2
    for _ in range(_ROUNDS):
        moved = False
        for i, j in combinations(range(len(now)), 2):
            dx, dy = now[j][0] - now[i][0], now[j][1] - now[i][1]
            distance = hypot(dx, dy)
            if distance >= least - 0.01:
                continue
            moved = True
            # Two at one position are moved apart, each pair in another direction.
            way = (dx / distance, dy / distance) if distance else (cos(j), sin(j))
            push = (least - distance) / 2
            now[i] = _inside(now[i], way, -push, size)
            now[j] = _inside(now[j], way, push, size)
        if not moved:
            break
    return now


def _inside(place: _Point, way: _Point, by: float, size: _Size) -> _Point:
    edge = _RADIUS + 1
    return (
        min(max(place[0] + way[0] * by, edge), size[0] - edge),
        min(max(place[1] + way[1] * by, edge), size[1] - edge),
    )


def _sheet(figure: Figure, size: _Size) -> Axes:
    """Axes over the whole figure whose units are pixels from the upper left."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, size[0]), ylim=(size[1], 0))
    axes.set_axis_off()
    return axes


def _write(axes: Axes, x: float, y: float, text: str, gid: str) -> None:
    axes.text(x, y, text, ha="center", va="center_baseline", size=12, gid=gid)


def draw_mark(topic: int) -> Markup:
    """Return the mark of a topic's works alone, hidden from screen readers."""
    place = topic % len(SHAPES)

    def paint(figure: Figure) -> None:
        _sheet(figure, (14, 14)).plot(
            [7], [7], SHAPES[place], ms=9, gid=f"own t{place}"
        )

    return draw(14, 14, paint, Words(f"mark-{topic}"))

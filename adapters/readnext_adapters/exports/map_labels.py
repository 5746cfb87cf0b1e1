"""Labels on a drawing: their approximate width, and positions without overlap."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LINE = 17.0  # pixels from one line of words to the next
_LETTER = 8.0  # pixels of a bold letter 13 pixels high; most are narrower
_STEPS = 24  # half lines up or down that a label may be moved
_COSTS = (1000, 100, 1)  # of covering a label, a disc, a mark
_STEP_COST = 1.5  # of half a line


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The vertical middle."""
        return self.y + self.height / 2

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes overlap."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def letter(topic: int) -> str:
    """Return the letter of a topic."""
    return _LETTERS[topic % len(_LETTERS)]


def width_of(text: str) -> float:
    """Return the approximate width of a text in pixels; CJK characters count double."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return (len(text) + wide) * _LETTER


def fit_width(text: str, width: float) -> str:
    """Return a text, cut with an ellipsis if it is wider than `width` pixels."""
    if width_of(text) <= width:
        return text
    while text and width_of(text) > width - _LETTER:
        text = text[:-1]
    return text.rstrip(" ,") + "…"


def fit_phrases(text: str, width: float) -> str:
    """Return as many of the phrases of a name as fit; only the first may be cut.

    >>> fit_phrases("A moss, tall ferns, dunes", 160)
    'A moss, tall ferns'
    """
    first, *rest = text.split(", ")
    for phrase in rest:
        if width_of(f"{first}, {phrase}") > width:
            break
        first = f"{first}, {phrase}"
    return fit_width(first, width)


def place_labels(
    wanted: Sequence[tuple[float, float]],
    labels: Sequence[str],
    discs: Sequence[Box],
    marks: Sequence[Box],
    size: tuple[int, int],
) -> list[Box]:
    """Return boxes for labels, each near where it is wanted.

    They avoid each other above all, then the discs, then the marks, unless that moves
    them too far away.
    """
    placed: list[Box] = []
    for (x, y), label in zip(wanted, labels, strict=True):

        def cost(halves: int, x: float = x, y: float = y, label: str = label) -> float:
            box = _box(x, y + halves * _LINE / 2, label, size)
            met = (sum(map(box.meets, boxes)) for boxes in (placed, discs, marks))
            return sum(map(mul, met, _COSTS), _STEP_COST * abs(halves))

        best = min(sorted(range(-_STEPS, _STEPS + 1), key=abs), key=cost)
        placed.append(_box(x, y + best * _LINE / 2, label, size))
    return placed


def _box(x: float, y: float, label: str, size: tuple[int, int]) -> Box:
    """A box around a point, within the drawing."""
    width = width_of(label)
    left = min(max(x - width / 2, 2), max(size[0] - width - 2, 2))
    top = min(max(y - _LINE / 2, 2), size[1] - _LINE - 2)
    return Box(left, top, width, _LINE)

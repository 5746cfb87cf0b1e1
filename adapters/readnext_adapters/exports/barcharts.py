"""Bar charts of topics and years, for the library and the suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from readnext.suggestion import Area, Map, Year
from readnext_adapters.exports.drawing import Words, draw
from readnext_adapters.exports.map_labels import fit_phrases, letter
from readnext_adapters.exports.mapchart import SHAPES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROW = 66  # pixels for a topic: its name and two bars
_SAYING = 165  # pixels at the end of a bar for its label
_YEARS = 30  # single years shown, at most; older ones are one bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the years: its `label`, and the works and suggestions of them."""

    label: str
    own: int
    suggested: int


def draw_topics(topics: Sequence[Area], width: int, name: str) -> Markup:
    """Return the shares of topics in the library and in the suggestions as SVG."""
    height = _ROW * len(topics)
    most = width - _SAYING
    own = max(sum(t.own for t in topics), 1)
    hits = max(sum(t.suggested for t in topics), 1)
    highest = max((max(t.own / own, t.suggested / hits) for t in topics), default=1)

    def paint(figure: Figure) -> None:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(height, 0))
        axes.set_axis_off()
        for k, topic in enumerate(topics):
            axes.text(1, k * _ROW + 14, f"#{k}", gid="name")
            rows = (
                (topic.own, own, f"bar t{k % len(SHAPES)}", "in your library"),
                (topic.suggested, hits, "bar hollow", "suggested"),
            )
            for line, (count, of, gid, says) in enumerate(rows):
                y, long = k * _ROW + 29 + 18 * line, most * count / of / highest
                if count:
                    axes.barh(y, long, 12, left=1)[0].set_gid(gid)
                axes.text(long + 8, y + 4, f"{count} {says}", gid="count")

    labels = [fit_phrases(_named(k, t), width) for k, t in enumerate(topics)]
    title = "Topics of your library and of the suggestions"
    described = "; ".join(
        f"{_named(k, t)}: {t.own} in your library, {t.suggested} suggested"
        for k, t in enumerate(topics)
    )
    return draw(width, height, paint, Words(name, title, described, labels))


def _named(place: int, topic: Area) -> str:
    return f"{letter(place)} {topic.name}".strip()


def draw_years(found: Map, width: int, name: str, newest: int) -> Markup:
    """Return the years of the library above those of the suggestions, as SVG."""
    bars = bars_of(found.years, newest)
    shown = range(len(bars))
    ticks = _ticks(len(bars), -(-len(bars) * 44 // (width - 60)))

    def paint(figure: Figure) -> None:
        left, right = 34 / width, 1 - 20 / width
        upper, lower = figure.subplots(2, sharex=True)
        figure.subplots_adjust(left, 0.1, right, 0.9, hspace=0.45)
        for axes, what, gid, counts in (
            (upper, "Your library", "bar t0", [bar.own for bar in bars]),
            (lower, "Suggestions", "bar hollow", [bar.suggested for bar in bars]),
        ):
            axes.patch.set_visible(False)
            axes.spines[:].set_visible(False)
            axes.axhline(0, gid="base")
            for x, count in zip(shown, counts, strict=True):
                if count:
                    axes.bar(x, count, 0.8)[0].set_gid(gid)
            most = max(counts, default=0) or 1
            axes.set(ylim=(0, most), xlim=(-0.6, max(len(bars), 2) - 0.4))
            axes.set_yticks([0, most])
            axes.tick_params(length=0, pad=6, labelbottom=True)
            axes.set_xticks(ticks, [bars[x].label for x in ticks])
            axes.set_title(what, loc="left", gid="name", size=12)

    title = "Years of your library and of the suggestions"
    described = (
        "Works of each year in your library, and below it suggestions of each year. "
        "The table after it says the same."
    )
    return draw(width, 260, paint, Words(name, title, described))


def _ticks(bars: int, every: int) -> list[int]:
    """The bars with a label: the newest, the oldest, and some between."""
    ticks = list(range(bars - 1, -1, -every))[::-1]
    return [0, *(tick for tick in ticks if tick >= every)]


def bars_of(years: Sequence[Year], newest: int) -> list[Bar]:
    """Return a bar for each year up to the newest; older years share one bar.

    Years without works have bars too. Years after the newest, and works without a
    year, have none.
    """
    known = [y for y in years if 0 < y.year <= newest]
    if not known:
        return []
    last = known[-1].year
    first = max(known[0].year, last - _YEARS + 1)
    counts = {y.year: (y.own, y.suggested) for y in known}
    bars = [
        Bar(str(year), *counts.get(year, (0, 0))) for year in range(first, last + 1)
    ]
    older = [y for y in known if y.year < first]
    if older:
        own, hits = sum(y.own for y in older), sum(y.suggested for y in older)
        bars.insert(0, Bar(f"<{first}", own, hits))
    return bars

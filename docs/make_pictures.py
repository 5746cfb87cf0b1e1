"""Draws the pictures of the architecture page: plain SVG, no dependencies."""

from __future__ import annotations

from html import escape
from pathlib import Path

IMAGES = Path(__file__).parent / "images"
STYLE = (
    "text{font:14px system-ui,sans-serif;text-anchor:middle;fill:#1b1f24}"
    ".small{font-size:12px;fill:#57606a}"
    "rect{stroke:#57606a;rx:6px}.core{fill:#dbeafe}.edge{fill:#fef3c7}"
    "path{stroke:#57606a;stroke-width:1.5;fill:none;marker-end:url(#arrow)}"
)
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" '
    'height="{1}"><style>{2}</style><defs><marker id="arrow" viewBox="0 0 8 8" '
    'refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 8 4 0 8z" style="fill:#57606a;stroke:none;marker-end:none"/>'
    '</marker></defs><rect width="{0}" height="{1}" fill="#fff" stroke="none"/>'
)


def box(x: int, y: int, width: int, kind: str, name: str, about: str = "") -> str:
    """Return a box with a name and a smaller line under it."""
    middle = x + width // 2
    lines = f'<text x="{middle}" y="{y + (22 if about else 30)}">{escape(name)}</text>'
    if about:
        lines += f'<text class="small" x="{middle}" y="{y + 40}">{escape(about)}</text>'
    return (
        f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="50"/>{lines}\n'
    )


def arrow(*points: tuple[int, int]) -> str:
    """Return an arrow along some points."""
    return f'<path d="M{" L".join(f"{x} {y}" for x, y in points)}"/>\n'


def data_flow() -> str:
    """Return the way of the data, from what is read to what is written."""
    left, right = 20, 400
    parts = [HEAD.format(760, 520, STYLE)]
    parts += [
        box(left, 20, 340, "edge", "libraries, manuscripts", "BibTeX, RIS, Zotero ..."),
        box(
            right,
            20,
            340,
            "edge",
            "source files, network sources",
            "arXiv, OpenAlex ...",
        ),
        arrow((190, 70), (190, 100)),
        arrow((570, 70), (570, 100)),
        box(left, 100, 340, "core", "entries", "works, weights, selection"),
        box(right, 100, 340, "core", "papers", "merged in the catalog"),
        arrow((190, 150), (190, 165), (300, 165), (300, 180)),
        arrow((570, 150), (570, 165), (460, 165), (460, 180)),
        box(210, 180, 340, "core", "matching", "which paper is which work"),
        arrow((380, 230), (380, 260)),
        box(210, 260, 340, "core", "features", "candidates against the library"),
        arrow((380, 310), (380, 340)),
        box(210, 340, 340, "core", "ranker", "prior, trees, probability, reasons"),
        arrow((380, 390), (380, 420)),
        box(20, 420, 720, "edge", "exports, digests, Zotero", "the answer, written"),
        box(20, 260, 150, "core", "history", "judged, added"),
        arrow((170, 285), (210, 285)),
        '<text class="small" x="380" y="500">blue: core (readnext), '
        "yellow: adapters (readnext_adapters)</text>",
    ]
    return "".join(parts) + "</svg>\n"


LAYERS = (
    ("edge", "cli"),
    ("edge", "web · assistant · cluster"),
    ("edge", "service · opening · digest · destinations · delivery · schedules"),
    ("edge", "exports · sources"),
    ("edge", "catalogs"),
    ("edge", "libraries · manuscripts"),
    ("edge", "parsing · http"),
    ("core", "digest"),
    ("core", "recommend"),
    ("core", "evaluation"),
    ("core", "trending · topics"),
    ("core", "ranker"),
    ("core", "features · history"),
    ("core", "library"),
    ("core", "catalog"),
    ("core", "matching"),
    ("core", "paper · request · suggestion · dates · errors · files · settings"),
)


def folders() -> str:
    """Return the folders as layers, the highest first."""
    height = 58 * len(LAYERS) + 50
    parts = [HEAD.format(640, height, STYLE)]
    for place, (kind, names) in enumerate(LAYERS):
        parts.append(box(20, 20 + 58 * place, 600, kind, names))
    parts.append(
        f'<text class="small" x="320" y="{height - 12}">A layer imports only layers '
        "below it.</text></svg>\n"
    )
    return "".join(parts)


PICTURES = {"data-flow.svg": data_flow, "folders.svg": folders}

if __name__ == "__main__":
    for name, picture in PICTURES.items():
        (IMAGES / name).write_text(picture(), encoding="utf-8")

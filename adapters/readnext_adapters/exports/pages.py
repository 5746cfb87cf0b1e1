"""Web pages of sections, from the templates beside this file.

A new section of a page is a template and a `Section`; colours and sizes are in
``page.css``. Only this module uses Jinja2.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from readnext_adapters.parsing.safe_text import plain


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: `id` is its anchor, `body` its rendered template.

    What is `beside` the first section is in a column of its own on wide screens.
    """

    id: str
    heading: str
    body: Markup
    beside: bool = False


def render_page(title: str, introduction: str, sections: Sequence[Section]) -> str:
    """Return a whole page; where it has several sections, links lead to them."""
    style, script = _inline("page.css"), _inline("page.js")
    return (
        _templates()
        .get_template("page.html")
        .render(
            title=title,
            introduction=introduction,
            sections=sections,
            columns=any(section.beside for section in sections),
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )


def render_part(template: str, **values: object) -> Markup:
    """Return a part of a page; all values are escaped."""
    return Markup(_templates().get_template(template).render(values))


def _policy(style: str, script: str) -> str:
    """The page's Content-Security-Policy: its style sheet and script, nothing else."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; "
        f"script-src {_digest(script)}; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _inline(name: str) -> str:
    """The text of a style or script element, from the file of that name."""
    # Behind the tag's own line ends, so that the digest is of what the tag holds.
    return f"\n{_templates().get_template(name).render()}\n"


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("readnext_adapters.exports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["plain"] = plain
    return made

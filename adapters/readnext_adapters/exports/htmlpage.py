"""Suggestions as one web page that needs nothing but itself.

Jinja2 writes it, since it escapes whatever is put into a template; addresses come from
`links`, which lets through http alone. Should anything slip through all the same, the
page's own policy forbids frames, forms, pictures, requests and all scripts but the one
that copies an entry. The page works without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readnext.suggestion import Answer
from readnext_adapters.exports import bibtex
from readnext_adapters.exports.bibentry import render_entry
from readnext_adapters.exports.listing import TITLE, introduction, listed, nothing
from readnext_adapters.exports.missing import keyed
from readnext_adapters.exports.part_headings import part_heading
from readnext_adapters.exports.pdf_links import paper_links

if TYPE_CHECKING:
    from readnext_adapters.exports.pages import Section

SUFFIXES: tuple[str, ...] = (".html", ".htm")


def render(answer: Answer, width: int = 0) -> str:
    """Return the suggestions as a page."""
    # Whoever asks for another format need not wait for the templates to load.
    from readnext_adapters.exports.pages import render_page

    found = [papers_section(answer)]
    if answer.map:
        from readnext_adapters.exports.map_sections import sections

        found += sections(answer)
    return render_page(TITLE, introduction(answer), found)


def papers_section(answer: Answer) -> Section:
    """Return the list with its reasons, as one section of a page."""
    from readnext_adapters.exports.pages import Section, render_part

    bibtex_entries = {
        key: render_entry(one, key, bibtex.DIALECT, answer.at)
        for key, one in keyed(answer.suggestions)
    }
    papers = [
        {
            "paper": listed(one),
            "key": key,
            "bibtex": entry,
            "links": list(paper_links(one.paper)),
            "part": answer.part_of(one),
        }
        for one, (key, entry) in zip(
            answer.suggestions, bibtex_entries.items(), strict=True
        )
    ]
    parts = [
        (part_heading(answer, name), [one for one in papers if one["part"] == name])
        for name, _ in answer.parts()
    ]
    body = render_part(
        "papers.html", parts=parts, nothing=nothing(answer), notes=answer.notes
    )
    return Section("papers", "Suggestions", body)

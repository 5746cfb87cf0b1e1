"""Suggestions as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readnext.paper import Paper
from readnext.suggestion import Answer, Cited, Reason, Suggestion
from readnext_adapters.exports.author_names import written
from readnext_adapters.exports.columns import wrap
from readnext_adapters.exports.links import paper_address, web_address
from readnext_adapters.exports.math_text import show_math
from readnext_adapters.exports.part_headings import part_heading
from readnext_adapters.exports.ratings import rating
from readnext_adapters.exports.terminal_style import TerminalStyle
from readnext_adapters.exports.venue_names import venue_name
from readnext_adapters.parsing.safe_text import plain

SUFFIXES: tuple[str, ...] = (".txt",)

NOTHING = "No paper in the catalog fits: nothing to suggest.\n"
_NARROWEST, _WIDEST, _NAMED = 40, 120, 3
_SHOWN = 0.005  # a smaller part of a score would be shown as 0.00


def render(answer: Answer, width: int = 80) -> str:
    """Return the suggestions as a list of paragraphs; wide screens are not filled."""
    return render_styled(answer, width, TerminalStyle())


def render_styled(answer: Answer, width: int, style: TerminalStyle) -> str:
    """Return the suggestions as `render` does, in a style."""
    if not answer.suggestions:
        empty_reason = plain(answer.empty_reason)
        return f"{empty_reason}\n" if empty_reason else NOTHING
    width = min(max(width, _NARROWEST), _WIDEST)
    margin = len(str(max(s.rank for s in answer.suggestions))) + 2
    blocks: list[Iterable[str]] = []
    for part, suggestions in answer.parts():
        if heading := part_heading(answer, part):
            blocks.append([style.bold(heading)])
        blocks += (_block(one, margin, width, style) for one in suggestions)
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)


def _block(
    suggestion: Suggestion, margin: int, width: int, style: TerminalStyle
) -> Iterator[str]:
    """Yield the lines of a suggestion: title, rating, authors, address and reasons."""
    paper, room, indent = suggestion.paper, width - margin, " " * margin
    address = paper_address(paper)
    title = wrap(show_math(plain(paper.title)) or "(untitled)", room)
    titles = [style.link(style.bold(line), address) for line in title]
    yield f"{suggestion.rank:>{margin - 2}}  {titles[0]}"
    details = titles[1:]
    rated = wrap(rating(suggestion), room)
    details += [style.rated(line, suggestion.strength) for line in rated]
    published = ", ".join(
        filter(None, (venue_name(plain(paper.venue)), plain(paper.date or "")))
    )
    details += wrap(names(paper), room) + wrap(published, room)
    # An address that is broken can be neither clicked nor copied.
    details += [style.link(style.dim(address), address)] if address else []
    if (free := _free_text(paper)) and free != address:
        details.append(f"PDF: {style.link(style.dim(free), free)}")
    for reason in suggestion.reasons:
        details += _hanging("* ", reason_text(reason), room)
    if suggestion.contributions:
        details += _hanging("= ", _sum(suggestion), room)
    yield from (indent + line for line in details)


def _free_text(paper: Paper) -> str:
    """The address of a free full text, "" for arXiv's, to which the page leads."""
    return "" if paper.arxiv else web_address(paper.pdf or "")


def names(paper: Paper) -> str:
    """Return the first authors, with "et al." where there are more; else the labs.

    Where the catalog names neither, it says so.

    >>> names(Paper("1", "T", ("A", "B", "C", "D")))
    'A, B, C et al.'
    >>> names(Paper("1", "T", author_count=4)), names(Paper("1", "T"))
    ('4 authors, not named', 'authors unknown')
    """
    authors = written(paper)
    if not authors:
        labs = ", ".join(filter(None, map(plain, paper.labs[:_NAMED])))
        return labs or unnamed(paper)
    counted = max(len(authors), paper.author_count or 0)
    more = paper.authors_cut or counted > len(authors[:_NAMED])
    return ", ".join(authors[:_NAMED]) + (" et al." if more else "")


def unnamed(paper: Paper) -> str:
    """Return what to say of the authors of a paper of which none is named."""
    count = paper.author_count or 0
    if not count:
        return "authors unknown"
    return f"{count} author{'s' * (count > 1)}, not named"


def reason_text(reason: Reason) -> str:
    """Return the text of a reason, with the citation keys behind it.

    >>> reason_text(Reason("authors", "by A. Dai (2)", 1.0, ("dai2019", "dai2020")))
    'by A. Dai (2): `dai2019`, `dai2020`'
    >>> reason_text(Reason("text", "close to `dai2019`", 1.0, ("dai2019",)))
    'close to `dai2019`'
    """
    text = plain(reason.text)
    known = {one.key: one for one in reason.cited}
    works = [
        work
        for key in reason.keys
        if (work := plain(known.get(key, Cited(key)).short)) not in ("", "``")
    ]
    if not works or any(work in text for work in works):
        return text
    listed = ", ".join(works[:_NAMED])
    return f"{text}: {listed}" if text else listed


def _sum(suggestion: Suggestion) -> str:
    """The score as a sum, largest contribution first."""
    parts = sorted(suggestion.contributions, key=lambda part: -abs(part[1]))
    shown = [f"{name} {value:+.2f}" for name, value in parts if abs(value) >= _SHOWN]
    return f"score {suggestion.score:.2f}: {', '.join(shown)}"


def _hanging(mark: str, text: str, room: int) -> list[str]:
    lines = wrap(text, room - len(mark))
    return [(mark if n == 0 else " " * len(mark)) + x for n, x in enumerate(lines)]

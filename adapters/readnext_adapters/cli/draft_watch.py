"""`readnext suggest --draft --watch`: what the paragraph under work may have missed."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.errors import InputError, UserError
from readnext.request import Request, Selection
from readnext_adapters.cli.answer_output import write_answer
from readnext_adapters.cli.draft_option import with_bibliographies
from readnext_adapters.cli.history_use import HistoryUse
from readnext_adapters.cli.learn_from import read_split
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.screen import print_text
from readnext_adapters.manuscripts.paragraphs import (
    SUFFIXES,
    Paragraph,
    changed,
    paragraphs,
)
from readnext_adapters.opening.manuscript import draft_texts, read_draft

if TYPE_CHECKING:
    from readnext.catalog.store import Catalog
    from readnext.suggestion import Answer

_PAUSE = 0.5  # seconds between two looks at the files
_SHOWN = 5  # papers for a paragraph
_AT_ONCE = 3  # paragraphs for which papers are shown after one save
_EXCERPT = 60  # characters of a paragraph in its heading

Texts = Mapping[Path, str]
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Watching:
    """What to watch, and what to rank for it."""

    draft: Path
    libraries: tuple[str, ...]
    catalog: Path | None
    selection: Selection
    request: Request
    form: str
    color: bool
    strict: bool


def watch(order: Watching) -> None:
    """Print the list for a manuscript, then papers for each paragraph that changes.

    Ends with Ctrl-C. Raises UserError if nothing can be ranked at first.
    """
    if not order.draft.name.lower().endswith(SUFFIXES):
        known = ", ".join(SUFFIXES)
        raise InputError(
            f"{order.draft}: --watch needs the manuscript's source: {known}"
        )
    texts = draft_texts(order.draft)
    with open_catalog(order.catalog, strict=order.strict) as source:
        if not len(source.catalog):
            raise UserError(f"{source.label}: no papers in that catalog")
        list_ = _List(order, source.catalog, source.label)
        for text in list_.answer.notes:
            note(text)
        _print(list_.answer, order)
        note(f"watching {_files(texts)}; Ctrl-C ends")
        try:
            for before, after in saves(order.draft, texts):
                _follow(list_, before, after)
        except KeyboardInterrupt:
            note("watching ended")


class _List:
    """The catalog ranked for what a manuscript cites, and the list for it."""

    def __init__(self, order: Watching, catalog: Catalog, label: str) -> None:
        self.order = order
        self._catalog = catalog
        self._label = label
        self.rank()

    def rank(self) -> None:
        """Rank for what the manuscript cites now; UserError if it cites nothing."""
        from readnext.ranker.ranker import STEPS
        from readnext.recommend.ranked import rank
        from readnext.recommend.session import Session

        order, request = self.order, self.order.request
        keys = _keys(order.draft)
        libraries = with_bibliographies(order.libraries, order.draft)
        library = read_split(
            libraries, order.selection, order.draft, strict=order.strict
        )
        reader = Session.of(library, HistoryUse().experience(library.own))
        dates, seed = request.filters, request.seed
        with Progress("ranking", STEPS) as progress:
            ranked = rank(reader, self._catalog, progress, dates=dates, seed=seed)
        self.keys, self.ranked = keys, ranked
        self.answer = dataclasses.replace(ranked.answer(request), catalog=self._label)

    def of(self, paragraph: Paragraph) -> Answer:
        """Return the list for a paragraph, with its place as the only note."""
        request = self.order.request
        most = min(request.n, _SHOWN)
        found = self.ranked.near_text(paragraph.text, most, request.filters)
        return dataclasses.replace(
            self.answer,
            suggestions=found,
            in_parts=False,
            empty_reason="No paper of the catalog has words of this paragraph.",
            notes=(f"{paragraph.where}: {_excerpt(paragraph.text)}",),
        )


def _follow(list_: _List, before: Texts, after: Texts) -> None:
    """Print papers for what a save has changed."""
    try:
        if _keys(list_.order.draft) != list_.keys:
            list_.rank()
    except UserError as error:  # the manuscript is in the making
        note(str(error))
    for one in changed(_all(before), _all(after))[-_AT_ONCE:]:
        answer = list_.of(one)
        if list_.order.form == "table":
            print_text(f"\n{answer.notes[0]}\n")
        _print(answer, list_.order)


def _print(answer: Answer, order: Watching) -> None:
    write_answer(answer, order.form, None, color=order.color)
    sys.stdout.flush()


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}..."


def _files(texts: Texts) -> str:
    first, *others = (str(path) for path in texts)
    more = f" and {len(others)} included file{'s' * (len(others) > 1)}"
    return f"{first}{more if others else ''}"


def _all(texts: Texts) -> Sequence[Paragraph]:
    return [one for path, text in texts.items() for one in paragraphs(text, str(path))]


def _keys(draft: Path) -> set[str]:
    """The keys that a manuscript cites."""
    from readnext.library.manuscript import Citation

    return {one.key for one in read_draft(draft) if isinstance(one, Citation)}


def saves(draft: Path, texts: Texts) -> Iterator[tuple[Texts, Texts]]:
    """Yield the texts before and after each save, without end.

    Editors replace files, so for a moment one may be missing. Others empty a file
    before they write it, so that one is read when it has stayed as it is for a pause.
    """
    # They are read again at first: ranking takes seconds, in which they may be saved.
    stamps: dict[Path, Stamp] = {}
    found: dict[Path, Stamp] = {}
    while True:
        time.sleep(_PAUSE)
        before, found = found, _stamps(texts)
        if found == stamps or found != before:
            continue
        try:
            after = draft_texts(draft)
        except InputError:
            continue
        if _stamps(texts) != found:  # it is being written
            continue
        if after != texts:
            yield texts, after
        # A file that was not known before is read again: it may be newer than its text.
        texts, stamps = after, {path: found[path] for path in after if path in found}


def _stamps(texts: Texts) -> dict[Path, Stamp]:
    """What tells a new version of a file from the one before."""
    found = {}
    for path in texts:
        try:
            state = path.stat()
        except OSError:
            continue
        found[path] = state.st_mtime_ns, state.st_size, state.st_ino
    return found

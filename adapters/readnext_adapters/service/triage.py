"""What a page, an API or an assistant offers: the list, verdicts, saving, searching."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from readnext.catalog.store import Catalog
from readnext.errors import InputError, NetworkError, UserError
from readnext.files import replace_file
from readnext.history.store import History, Judged
from readnext.library.citekeys import library_keys
from readnext.library.liked import find_paper
from readnext.library.selection import LibrarySplit
from readnext.library.works import works_of
from readnext.paper import Paper, Problem
from readnext.request import Request
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.exports import EXPORT_FORMATS, append_format, format_of_suffix
from readnext_adapters.exports.extend_file import extend_file, is_extended
from readnext_adapters.service.answering import State
from readnext_adapters.service.live_ranking import LiveRanking

Action = Literal["like", "dismiss", "undo"]


class NotFoundError(UserError):
    """A paper that neither the list nor the catalog nor the history knows."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a paper was saved; `added` is False if it was there."""

    paper: Paper
    path: Path
    added: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper that was sent to Zotero; `added` is False if Zotero had it."""

    paper: Paper
    added: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that a search found, with the reader's verdict on it, "" for none."""

    paper: Paper
    verdict: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are: the catalog's folder and label, the history, the saved papers.

    `notes` on the catalog are shown with each list.
    """

    folder: Path
    label: str
    history: Path
    saved: Path
    notes: tuple[str, ...] = ()


class Triage:
    """One reader's list and what can be done with it; any thread may use it.

    `send` sends suggestions to Zotero and returns how many it added. `problems` were
    found when the library was read.
    """

    def __init__(
        self,
        library: LibrarySplit,
        ranking: LiveRanking,
        places: Places,
        send: Callable[[Answer], int] | None = None,
        problems: Sequence[Problem] = (),
    ) -> None:
        self.library = library
        self.problems = problems
        self.places = places
        self._ranking = ranking
        self._send = send
        self._saving = threading.Lock()
        # The number of the feedback by which the history stood after a verdict.
        self._judged: dict[str, int] = {}
        self._shown: dict[str, Suggestion] = {}
        self._recorded = ""

    # ---------------------------------------------------------------- the list
    def answer(self, request: Request) -> tuple[Answer, State]:
        """Return the list for a request, without the papers judged meanwhile."""
        found = self._ranking.listing(request)
        last, _ = found.state.stamp
        left = tuple(
            one
            for one in found.answer.suggestions
            if self._judged.get(one.paper.id, 0) <= last
        )
        self._shown.update((one.paper.id, one) for one in left)
        answer = replace(
            found.answer,
            catalog=self.places.label,
            suggestions=left,
            notes=(*self.places.notes, *found.answer.notes, *self.library.notes),
            at=dt.datetime.now(dt.UTC),
        )
        return answer, replace(found.state, problem=self._ranking.state.problem)

    def alone(self, do: Callable[[], Answer]) -> Answer:
        """Return another list, made while nothing else is ranked."""
        return self._ranking.alone(do)

    def follow(self) -> None:
        """Have the list follow verdicts and papers that other processes recorded."""
        self._ranking.follow()

    def wait(self, version: int, seconds: float) -> State:
        """Return the state of the ranking once it is newer, or time is over."""
        return self._ranking.wait(version, seconds)

    def caught_up(self, seconds: float) -> State | None:
        """Return the state that follows all feedback so far, None if time is over."""
        return self._ranking.caught_up(seconds)

    def record(self, answer: Answer) -> None:
        """Record the first list of each day as shown, and what the library now has."""
        at = answer.at or dt.datetime.now(dt.UTC)
        day = at.date().isoformat()
        if self._recorded == day or not answer.suggestions:
            return
        self._recorded = day
        with History.open(self.places.history) as history:
            with history.transaction():
                history.note_run("page", "", answer, at)
            history.note_taken(works_of(self.library.own), at)

    # ---------------------------------------------------------------- verdicts
    def judge(self, id_: str, action: Action) -> Paper:
        """Record a verdict, or undo one; it is on the disk when this returns.

        Raises NotFoundError for an unknown paper, or one without a verdict to undo.
        """
        if action == "undo":
            return self._undo(id_)
        paper = self.paper(id_)
        with History.open(self.places.history) as history:
            history.judge(paper, action, dt.datetime.now(dt.UTC))
            self._judged[paper.id], _ = history.feedback_stamp()
        self.follow()
        return paper

    def _undo(self, id_: str) -> Paper:
        with History.open(self.places.history) as history:
            number = history.named(id_)
            if number is None or not history.undo(number, dt.datetime.now(dt.UTC)):
                raise NotFoundError(f"{id_}: no feedback on such a paper is recorded")
            paper = history.paper(number)
        for name in (id_, paper.id):
            self._judged.pop(name, None)
        self.follow()
        return paper

    def verdicts(self) -> list[Judged]:
        """Return the papers with a verdict, newest last."""
        with History.read(self.places.history) as history:
            return history.judged()

    def last_verdict(self) -> Judged | None:
        """Return the newest verdict, None if there is none."""
        with History.read(self.places.history) as history:
            return history.last_verdict()

    # ------------------------------------------------------------------ papers
    def paper(self, id_: str) -> Paper:
        """Return a paper by its id; raise NotFoundError if it is unknown."""
        if shown := self._shown.get(id_):
            return shown.paper
        with Catalog.open(self.places.folder) as catalog:
            if paper := catalog.of_id(id_):
                return paper
        with History.read(self.places.history) as history:
            if (number := history.named(id_)) is not None:
                return history.paper(number)
        raise NotFoundError(f"{id_}: no paper of the catalog has that id")

    def named(self, name: str) -> Paper:
        """Return a paper by its id, DOI, arXiv id or whole title.

        Raises NotFoundError if it is unknown.
        """
        with Catalog.open(self.places.folder) as catalog:
            try:
                found = find_paper(name, catalog)
            except InputError:
                found = None
        try:
            return found or self.paper(name)
        except NotFoundError:
            raise NotFoundError(
                f"{name}: no paper of the catalog has that id, DOI, arXiv id or title"
            ) from None

    def search(self, words: str, most: int = 20) -> list[Found]:
        """Return papers of the catalog that have the words, the best matches first."""
        verdicts = {one.paper.id: one.verdict for one in self.verdicts()}
        papers = self._ranking.search(words, most)
        return [Found(paper, verdicts.get(paper.id, "")) for paper in papers]

    def why(self, paper: Paper) -> Suggestion | None:
        """Return a paper as it would be suggested, None if the reader has it."""
        return self._ranking.explain(paper)

    def near(
        self, papers: Sequence[Paper], most: int, *, owned: bool = False
    ) -> list[Paper]:
        """Return the papers nearest to some of the catalog; `RankedCatalog.near`."""
        return self._ranking.near(papers, most, owned=owned)

    # ------------------------------------------------------------------ saving
    def save(self, id_: str) -> Saved:
        """Add a paper to the file of saved papers, unless it is there.

        Raises NotFoundError for an unknown paper, OutputError if it cannot be written.
        """
        paper = self.paper(id_)
        path, form = self.places.saved, form_of_saved(self.places.saved)
        answer = self._alone(paper)
        with self._saving:
            if is_extended(form, path):
                return Saved(paper, path, extend_file(path, answer, form) > 0)
            replace_file(path, EXPORT_FORMATS[form].render(answer, 80))
            return Saved(paper, path, added=True)

    def send(self, id_: str) -> Sent:
        """Send a paper to Zotero, unless it is there.

        Raises NotFoundError for an unknown paper, NetworkError if Zotero does not take
        it.
        """
        if self._send is None:
            raise InputError("the service was started without a Zotero to send to")
        paper = self.paper(id_)
        answer = self._alone(paper)
        with self._saving:
            try:
                return Sent(paper, self._send(answer) > 0)
            except (InputError, NetworkError):
                raise
            except UserError as error:  # a refusal of the program
                raise NetworkError(str(error)) from error

    def _alone(self, paper: Paper) -> Answer:
        """A list of one paper, with the reasons that were shown, or hold now.

        What was shown need not wait for a ranking.
        """
        found = self._shown.get(paper.id) or self._ranking.explain(paper)
        found = found or self._bare(paper)
        return Answer(
            *(0, 0, 0, self.places.label, 0, 1, "prior", ""),
            (replace(found, rank=1, part="", contributions=()),),
            at=dt.datetime.now(dt.UTC),
        )

    def _bare(self, paper: Paper) -> Suggestion:
        (key,) = library_keys([paper], self.library.own)
        return Suggestion(1, paper, key, 0.0, None, ())


def form_of_saved(path: Path) -> str:
    """Return the format of the file of saved papers, by its suffix.

    Raises InputError if papers cannot be added to such a file.
    """
    form = format_of_suffix(path.suffix)
    if form is None or append_format(form) is None:
        raise InputError(
            f"{path}: papers can be saved to a bibliography only: .bib, .json or .ris"
        )
    return form

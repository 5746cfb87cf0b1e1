"""The content of a digest issue: its suggestions, its status lines, and their wording.

What an issue says is decided here; `readnext_adapters.digest` decides how it looks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readnext.catalog.source_log import Account
from readnext.plurals import counted
from readnext.suggestion import WATCHED, WATCHED_HEADINGS, Answer, Suggestion
from readnext.trending.append import WELL_RECEIVED

_TITLE = 60  # letters of the first title in a subject
_HEADINGS = {
    "new": "New",
    "missed": "From the archive",
    WELL_RECEIVED: "Well received these days",
    **WATCHED_HEADINGS,
}
_OTHER_FIELD = (
    "The papers of the catalog seem to be of another field than your library, so none "
    "is sent. 'readnext catalog sources LIBRARY --add' chooses sources of your field, "
    "and the next issue brings what they have."
)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The logged state of a network source, and whether it was asked for this issue."""

    account: Account
    asked: bool

    @property
    def failed(self) -> bool:
        """Whether its last run failed, now or earlier."""
        return self.account.error is not None


@dataclass(frozen=True, slots=True)
class Status:
    """The state of catalog and sources that an issue reports.

    `fresh` papers were added to the catalog since the issue of the day `last`; both are
    None where there was none. `warnings` are sentences about failures, `notes` other
    information.
    """

    sources: tuple[SourceReport, ...] = ()
    fresh: int | None = None
    last: str | None = None
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the sources that failed."""
        return tuple(one.account.name for one in self.sources if one.failed)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that an issue is rendered from.

    `made` is the local time; with `profile` and `part` it identifies the issue.
    `origin` tells this computer's issues from those of another with the same addresses.
    `feedback` is the address of the feedback links, None for no links; each has the
    issue's own `secret`, which cannot be guessed, and `answers_read` says whether the
    next run reads what they write. `threshold` is the least probability that the reader
    asked for, and `filtered` says whether they asked for a filter besides thresholds.
    """

    profile: str
    made: dt.datetime
    part: int
    sender: str
    recipient: str
    answer: Answer
    status: Status = Status()
    origin: str = ""
    feedback: str | None = None
    threshold: float | None = None
    secret: str = ""
    answers_read: bool = False
    filtered: bool = False

    @property
    def token(self) -> str:
        """A hash that identifies the issue, by profile, addresses, day and part."""
        day = self.made.date().isoformat()
        known = (self.profile, self.recipient, self.origin, day, str(self.part))
        return hashlib.sha256("\0".join(known).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Part:
    """The papers of an issue under one heading, "" where it is the only part."""

    heading: str
    suggestions: tuple[Suggestion, ...]


def parts_of(content: Content) -> list[Part]:
    """Return the papers of an issue by part, what is new first."""
    found = content.answer.parts()
    if [name for name, _ in found] in ([], ["new"], [""]):  # the lead says so
        return [Part("", some) for _, some in found]
    return [Part(_HEADINGS.get(name, "For you"), some) for name, some in found]


def subject(content: Content) -> str:
    """Return the subject line: the number of papers, and what failed."""
    name = "" if content.profile == "default" else f" {content.profile}"
    said = _brought(content)
    if failed := content.status.failed:
        # An empty issue names the failure first, or it would look like a quiet day.
        what = _failures(failed)
        said = f"{said} ({what})" if content.answer.suggestions else f"{what}; {said}"
    return f"readnext{name}: {said}"


def _brought(content: Content) -> str:
    suggestions = content.answer.suggestions
    if not suggestions:
        if content.status.failed:
            return "no papers today"
        if not content.answer.fits:
            return "the catalog is of another field"
        return "nothing new to read today"
    title = " ".join(suggestions[0].paper.title.split()) or "(untitled)"
    if len(title) > _TITLE:
        title = title[:_TITLE].rsplit(" ", 1)[0] + " …"
    return f"{_counted(content)}: {title}"


def _counted(content: Content, since: str = "") -> str:
    """How many papers of which kind an issue brings; new ones `since` an issue."""
    counts = {name: len(some) for name, some in content.answer.parts()}
    more = "more " if content.part > 1 else ""
    received = counts.pop(WELL_RECEIVED, 0)
    watched = sum(counts.pop(part, 0) for part in WATCHED)
    new, older = counts.pop("new", 0), counts.pop("missed", 0)
    said = [f"{_papers(new, f'{more}new ')}{since}"] if new else []
    if others := sum(counts.values()):
        said.append(_papers(others, more))
    if older:
        said.append(f"{older} from the archive" if said else _papers(older, "older "))
    if received:
        said.append(f"{received} well received" if said else _papers(received))
    if watched:
        listed = "of your watch list"
        said.append(f"{watched} {listed}" if said else f"{_papers(watched)} {listed}")
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _failures(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} failed"
    return f"{len(names)} sources failed"


def lead(content: Content) -> str:
    """Return the first sentences: what is new since when, and what was not fetched."""
    answer, status = content.answer, content.status
    if answer.suggestions:
        since = f" since the issue of {status.last}" if status.last else ""
        said = [f"{_counted(content, since)}."]
        if not status.last and content.part == 1:
            said.append(_first_issue(answer))
        if status.failed:
            said.append(f"Not fetched: {', '.join(status.failed)}; see below.")
        return " ".join(said)
    if not answer.fits and not status.failed:
        return _OTHER_FIELD
    looked = f"{_papers(answer.papers)} in the catalog were considered"
    if not status.failed:
        last = f" since the issue of {status.last}" if status.last else ""
        return f"Nothing new to read{last}: {looked}, and none is new and good enough."
    failed, live = len(status.failed), len(status.sources)
    which = "the only source" if live == 1 else f"{failed} of {live} sources"
    return (
        f"No papers today, perhaps because of failures: {which} could not be "
        f"fetched ({', '.join(status.failed)}). {looked}, and none is good enough."
    )


def _first_issue(answer: Answer) -> str:
    """What the first issue of a profile is chosen from."""
    since = answer.new_since
    drawn = f"papers since {since}" if since else "the whole catalog"
    return (
        f"This is the first issue of this digest, so it draws on {drawn}; later ones "
        "bring what is new since the one before."
    )


def status_lines(content: Content) -> Iterator[str]:
    """Yield the status lines: catalog, filters, sources, notes."""
    answer, status = content.answer, content.status
    yield from status.warnings
    if any(one.probability is not None for one in answer.suggestions):
        yield (
            "A percentage is the estimated probability that you add the paper to your "
            "library."
        )
    yield _catalog_line(answer, status)
    yield _left_out(content)
    # Where it is neither a filter nor a threshold, the counts say all.
    if answer.empty_reason and (content.filtered or answer.below_threshold):
        yield answer.empty_reason
    for source in status.sources:
        yield source_line(source)
    if not status.sources:
        yield (
            "No network source is set up for this catalog: it gets new papers only "
            "when you add some ('readnext catalog sources' recommends sources)."
        )
    if answer.ranker == "prior":
        yield f"Ranked without training: {answer.why}."
    yield from status.notes
    yield from answer.notes


def _catalog_line(answer: Answer, status: Status) -> str:
    said = f"The catalog has {_papers(answer.papers)}"
    if status.last is None or status.fresh is None:
        return f"{said}."
    new = f"{status.fresh:,} of them new" if status.fresh else "none of them new"
    return f"{said}, {new} since the issue of {status.last}."


def _left_out(content: Content) -> str:
    """How many papers of the catalog were left out, and why."""
    answer = content.answer
    rest = answer.owned + answer.excluded + answer.below_threshold + answer.candidates
    parts = [
        (answer.owned, "in your library"),
        (answer.excluded, "sent before or dismissed"),
        (max(answer.papers - rest, 0), _passed_over(content)),
        (answer.below_threshold, _threshold(content.threshold)),
    ]
    said = [f"{count:,} {what}" for count, what in parts if count]
    left = f"{answer.candidates:,}" if answer.candidates else "no"
    said.append(f"{left} candidates left")
    if answer.suggestions:
        said.append(f"{len(answer.suggestions):,} of them above")
    return f"Of these: {', '.join(said)}."


def _passed_over(content: Content) -> str:
    """What the papers are that are no candidates and are not counted otherwise."""
    others = "not papers to read (corrections, notices and the like)"
    return f"left out by your filters or {others}" if content.filtered else others


def _threshold(least: float | None) -> str:
    return "below your threshold" + (f" of {least:.0%}" if least is not None else "")


def source_line(source: SourceReport) -> str:
    """Return the status of a source, and since when it fails if it does."""
    account = source.account
    whole = (
        f"last complete fetch on {account.succeeded[:10]}"
        if account.succeeded
        else "no complete fetch so far"
    )
    if account.error is not None:
        when = "FAILED" if source.asked else "failed at its last run"
        return f"{account.name}: {when} ({account.error}); {whole}."
    if not source.asked:
        return f"{account.name}: not fetched for this issue; {whole}."
    return f"{account.name}: {account.added:,} new, {account.updated:,} updated."


def _papers(count: int, more: str = "") -> str:
    return counted(count, f"{more}paper")

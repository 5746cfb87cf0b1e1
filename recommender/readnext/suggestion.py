"""The answer of readnext: suggestions, their reasons, and what they are based on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from readnext.paper import Paper

# The parts of papers of the watch list, by why they are on it.
WATCHED_PEOPLE = "watched people"
WATCHED_LABS = "watched labs"
WATCHED_CITATIONS = "watched citations"
WATCHED_HEADINGS = {
    WATCHED_PEOPLE: "By people on your watch list",
    WATCHED_LABS: "From labs on your watch list",
    WATCHED_CITATIONS: "Citing works of your library",
}
WATCHED = tuple(WATCHED_HEADINGS)
UNREAD = "unread"  # the part of the reader's own papers that are not read yet
STRENGTHS = (
    "",
    "weak match",
    "fair match",
    "good match",
    "strong match",
    "very strong match",
)


@dataclass(frozen=True, slots=True)
class Cited:
    """One of the reader's own works, as a reason cites it, or one that they liked.

    `name` ("Sutton et al. 1999") and the short `title` are "" where the reader knows
    the citation `key`. `link` opens the item in the reader's reference manager, `pdf`
    its PDF, "" for none. A work that is not the reader's `own` has no key in their
    files.
    """

    key: str
    name: str = ""
    title: str = ""
    link: str = ""
    pdf: str = ""
    own: bool = True

    @property
    def short(self) -> str:
        """The name, or the key between backticks."""
        return self.name or f"`{self.key}`"

    @property
    def long(self) -> str:
        """The name with the title, or the key between backticks."""
        if not self.name or not self.title or self.name.startswith(self.title):
            return self.short if self.own else f"{self.short} (which you liked)"
        liked = "" if self.own else ", which you liked"
        return f"{self.name} (\u201c{self.title}\u201d{liked})"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a suggestion.

    `kind` is the feature it comes from, `weight` what it adds to the score, `keys`
    the citation keys of the reader's own entries that support it; `cited` says how
    they are cited. The text has a key between backticks, or the name.
    """

    kind: str
    text: str
    weight: float
    keys: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One of the reader's topics: its distinctive words, and keys of central works."""

    words: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paper to read next.

    `key` is a citation key that the reader's library does not use yet. `score` has
    no unit; more is better. `probability` is None where too little is known of the
    reader. `strength` is how well the paper matches, 1 to 5, 0 if that is not known.
    `contributions` are what each feature adds to the score, which they sum to, if
    they were asked for; so is the reader's `topic` nearest to it, None where they
    have but one. `part` is "new" for a new paper, "missed" for an older one, one of
    `WATCHED` for one of the watch list, `UNREAD` for one that the reader owns, ""
    where that was not asked. `team` is the setting of an experiment that picked it,
    "a" or "b".
    """

    rank: int
    paper: Paper
    key: str
    score: float
    probability: float | None
    reasons: tuple[Reason, ...]
    contributions: tuple[tuple[str, float], ...] = ()
    topic: Topic | None = None
    part: str = ""
    strength: int = 0
    team: str = ""

    @property
    def match(self) -> str:
        """The strength in words, "" if it is not known."""
        return STRENGTHS[self.strength]


@dataclass(frozen=True, slots=True)
class Spot:
    """A work on a map: `x` and `y` are 0 to 1, `topic` a place in the map's topics.

    `rank` is the suggestion's; 0 is a work of the reader's own, of which `key` is the
    citation key.
    """

    x: float
    y: float
    topic: int
    title: str
    key: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """A topic on a map: its distinctive words, and how many works it has."""

    name: str
    own: int
    suggested: int


@dataclass(frozen=True, slots=True)
class Year:
    """How many works are of a year; year 0 counts those of unknown year."""

    year: int
    own: int
    suggested: int


@dataclass(frozen=True, slots=True)
class Map:
    """A map of a reader's works and the suggestions: similar ones are close together.

    `works` of the reader are counted in `topics` and `years`; of many, evenly spaced
    ones are among the `spots`. `unplaced` works and suggestions have no text that
    the catalog could compare, and are in no topic. `years` go up; years without works
    are left out.
    """

    works: int
    unplaced: int
    spots: tuple[Spot, ...]
    topics: tuple[Area, ...]
    years: tuple[Year, ...]


def numbered(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return suggestions with ranks from 1 on, in their order."""
    return tuple(replace(one, rank=rank) for rank, one in enumerate(suggestions, 1))


@dataclass(frozen=True, slots=True)
class Answer:
    """The suggestions for one reader, and what they are based on.

    Of the library's `entries`, `usable` works say enough to learn from, and
    `in_catalog` are papers of the catalog; what is only liked is not counted there. Of
    the catalog's `papers`, `candidates` passed all filters, `owned` are the reader's or
    liked, `excluded` were not to be suggested, and `below_threshold` scored too low.
    `ranker` is "lightgbm" or "prior", and `why` explains it. `empty_reason` explains an
    empty list. `at` is the time of the answer, if it was set. `map` is there if it was
    asked for. Papers are new since the ISO date `new_since`; `in_parts` says that the
    new ones come first, then the others.
    Papers of the watch list come last, in parts of their own.
    `fits` is False if the catalog is not of the library's field. `reported` are the
    titles of the reader's works of which the notes say that they were retracted, and
    the names of the changes that they report.
    """

    entries: int
    usable: int
    in_catalog: int
    catalog: str
    papers: int
    candidates: int
    ranker: str
    why: str
    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...] = ()
    empty_reason: str = ""
    at: dt.datetime | None = None
    owned: int = 0
    excluded: int = 0
    below_threshold: int = 0
    map: Map | None = None
    fits: bool = True
    new_since: str | None = None
    in_parts: bool = False
    reported: tuple[str, ...] = ()

    def parts(self) -> list[tuple[str, tuple[Suggestion, ...]]]:
        """Return the suggestions by part, in their order; one part "" if undivided."""
        found: dict[str, list[Suggestion]] = {}
        for one in self.suggestions:
            found.setdefault(self.part_of(one), []).append(one)
        return [(part, tuple(some)) for part, some in found.items()]

    def part_of(self, suggestion: Suggestion) -> str:
        """Return the part that a suggestion is listed in, "" without a heading."""
        divided = self.in_parts or suggestion.part in WATCHED
        return suggestion.part if divided else ""

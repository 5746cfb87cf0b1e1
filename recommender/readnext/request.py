"""Requests: which suggestions the reader wants, and what to learn from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from readnext.errors import InputError
from readnext.request_checks import (
    check_count,
    check_date,
    check_day,
    check_number,
    check_several,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one request; several values of one kind mean any of them.

    `since` and `until` are ISO dates and both included; `categories` are globs; the
    other names match where all their words occur in a paper's name. Dates that are
    none, or in the wrong order, raise InputError; so does one text where several are
    meant, and a number that cannot be one.
    """

    since: str | None = None
    until: str | None = None
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    has_code: bool = False
    exclude: tuple[str, ...] = ()
    min_score: float | None = None
    min_probability: float | None = None

    def __post_init__(self) -> None:
        """Raise InputError, which names the field, for a value that cannot be one."""
        check_several(self, "categories", "authors", "labs", "venues", "exclude")
        check_date(self, "since", "until")
        check_number(self, "min_score")
        check_number(self, "min_probability", least=0, most=1)
        since, until = self.since or "", self.until or ""
        # A month comes after its year as text, and may lie in it as a date.
        if until and since > until and not since.startswith(until):
            raise InputError(f"since {since} is after until {until}: no paper can fit")


@dataclass(frozen=True, slots=True)
class Parts:
    """How a list is divided: up to `new` new papers, then up to `archive` older ones.

    With `fill`, a part takes the places that the other one has no papers for. Papers
    are new that are dated `since` an ISO date, or came into the catalog since then;
    None is a recent time that depends on the catalog, see
    `readnext.recommend.newness`. So are papers whose number in the catalog is higher
    than `after`.
    """

    new: int
    archive: int = 0
    fill: bool = False
    since: str | None = None
    after: int | None = None

    def __post_init__(self) -> None:
        """Raise InputError, which names the field, for a value that cannot be one."""
        check_count(self, "new", "archive")
        check_date(self, "since")

    @classmethod
    def of(cls, n: int) -> Parts:
        """Return the parts of a list of n papers: one half is new, if so many are."""
        return cls(n - n // 2, n // 2, fill=True)


@dataclass(frozen=True, slots=True)
class Watch:
    """Whose new papers the reader wants in any case, whatever their scores.

    They are by one of the `people` or from one of the `labs`. With `cites`, they are
    also those that cite a work of the library; `cited_keys` are the citation keys of
    the works that count, none for all.
    """

    people: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    cites: bool = False
    cited_keys: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise InputError, which names the field, for a value that cannot be one."""
        check_several(self, "people", "labs", "cited_keys")

    def __bool__(self) -> bool:
        return bool(self.people or self.labs or self.cites)


@dataclass(frozen=True, slots=True)
class RankerSetting:
    """A setting of the ranker that an experiment compares with another one.

    `trained` is False where trees are not trained; `diversity` is None for that of the
    request.
    """

    trained: bool = True
    diversity: float | None = None

    def __post_init__(self) -> None:
        """Raise InputError, which names the field, for a value that cannot be one."""
        check_number(self, "diversity", least=0)


@dataclass(frozen=True, slots=True)
class Experiment:
    """Two settings of the ranker that fill lists in turn."""

    a: RankerSetting
    b: RankerSetting


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: how many suggestions, which, and the random seed.

    `diversity` is how much the list is to cover all topics of the library, 0 not at
    all; with `explain`, suggestions say what each feature adds to their score, with
    `topics`, to which of the reader's topics they are nearest; with `map`, the answer
    has a map of the library and the suggestions. With `parts`, which give its size
    instead of `n`, the list is divided into new papers and older ones; without, it has
    one order. At most `per_author` of ten papers are by one person, 0 for any number,
    if the filters name no person. Papers by `me`, the names of
    the reader, are left out, unless `own_papers` are wanted; without a name, whoever
    wrote a third of the library is taken for the reader. `today` is the day of the
    request, None for that of the computer's clock. New papers of the `watch` list come
    in addition. Titles of retracted works of the reader that were `reported` before are
    not reported again; so are changes of the reader's works, which `library_news` asks
    for. An `experiment` has two settings of the ranker fill the list in turn. A value
    that cannot be one raises InputError, which names the field.
    """

    n: int = 10
    filters: Filters = field(default_factory=Filters)
    seed: int = 0
    diversity: float = 0.5  # costs 1 to 2 % of nDCG@10, see tests/bench/RESULTS.md
    explain: bool = False
    topics: bool = False
    map: bool = False
    parts: Parts | None = None
    per_author: int = 3
    me: tuple[str, ...] = ()
    own_papers: bool = False
    today: dt.date | None = None
    watch: Watch = Watch()
    reported: frozenset[str] = frozenset()
    library_news: bool = False
    experiment: Experiment | None = None

    def __post_init__(self) -> None:
        """Raise InputError, which names the field, for a value that cannot be one."""
        check_count(self, "n", "seed", "per_author")
        check_number(self, "diversity", least=0)
        check_several(self, "me")
        check_day(self, "today")

    @property
    def size(self) -> int:
        """How many suggestions are asked for in all."""
        return self.parts.new + self.parts.archive if self.parts else self.n


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries to learn from; no condition means all.

    `collections` are globs, of which an entry must be in one; ``!GLOB`` leaves out
    what is in such a collection. Of `tags`, one is enough. `since_added` is the ISO
    date on or after which an entry was added. A value that cannot be one raises
    InputError, which names the field.
    """

    collections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    since_added: str | None = None

    def __post_init__(self) -> None:
        """Raise InputError, which names the field, for a value that cannot be one."""
        check_several(self, "collections", "tags")
        check_date(self, "since_added")

    def __bool__(self) -> bool:
        return bool(self.collections or self.tags or self.since_added)

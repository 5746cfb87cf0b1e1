"""The reader's own papers, which need no suggestion: by name, or by detection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readnext.library.works import Work
from readnext.matching.person_keys import person_key, same_person
from readnext.paper import Paper
from readnext.plurals import counted

_FEWEST = 12  # works of one person from which on that may be the reader
_SHARE = 3  # one of so many works of the library


@dataclass(frozen=True, slots=True)
class Me:
    """The names under which the reader publishes; `detected` if they were not given."""

    names: tuple[str, ...] = ()
    detected: bool = False

    def wrote(self, paper: Paper) -> bool:
        """Tell whether a paper is one of the reader's own."""
        return any(
            person_key(author) == person_key(name) and same_person(author, name)
            for author in paper.authors
            for name in self.names
        )


def find_me(names: Sequence[str], works: Sequence[Work]) -> Me:
    """Return the reader: by the names given, else whoever wrote a third of the works.

    Who wrote fewer than 12 of them is not taken for the reader.
    """
    if names:
        return Me(tuple(names))
    written = Counter[str]()
    spelled: dict[str, Counter[str]] = {}
    for work in works:
        people = {person_key(a): a.name for a in work.entry.authors}
        for key, name in people.items():
            if key:
                written[key] += 1
                spelled.setdefault(key, Counter())[name] += 1
    key, count = next(iter(written.most_common(1)), ("", 0))
    if count < _FEWEST or count * _SHARE < len(works):
        return Me()
    name = max(spelled[key].items(), key=lambda pair: (pair[1], len(pair[0])))[0]
    return Me((name,), detected=True)


def own_note(me: Me, count: int) -> str:
    """Return what to say of so many own papers that were left out."""
    papers = counted(count, "paper")
    who = " or ".join(me.names)
    why = ", who wrote a third of your library" if me.detected else ", which is you"
    return f"left out {papers} by {who}{why}; 'suggest --own-papers' keeps such papers"

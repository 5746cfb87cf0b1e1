"""What of the reader's library speaks for a paper: works by name, lab and citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy import sparse

from readnext.features.profile import Profile
from readnext.library.works import Work
from readnext.matching.citations import link_key, names_for
from readnext.matching.names import lab_key
from readnext.matching.person_keys import lookup_keys, person_keys, same_person
from readnext.paper import Author, Paper


@dataclass(frozen=True, slots=True)
class Evidence:
    """The reader's works, in the order of the profile.

    `keys`: a citation key each; `text`: tf-idf (works, BUCKETS); `people`: for each
    key that a person may have, the works with the name as written; `labs`, `names`,
    `cited`: the works of each lab, by each name under which they are cited, and by
    each reference in them.
    """

    keys: tuple[str, ...]
    text: sparse.csr_matrix
    people: dict[str, list[tuple[int, str | Author]]]
    labs: dict[str, list[int]]
    names: dict[str, list[int]]
    cited: dict[str, list[int]]

    @classmethod
    def of(
        cls, profile: Profile, works: Sequence[Work], papers: Sequence[Paper]
    ) -> Evidence:
        """Gather it from works and what the catalog says of each of them."""
        found = cls(
            tuple(work.key for work in works),
            profile.works.text,
            {},
            {},
            {},
            {},
        )
        for place, (work, paper) in enumerate(zip(works, papers, strict=True)):
            found._take(place, work, paper)
        return found

    def _take(self, place: int, work: Work, paper: Paper) -> None:
        """Note what one work is known by."""
        names: tuple[str | Author, ...] = (*work.entry.authors, *paper.authors)
        for name in names:
            for key in lookup_keys(name):
                self.people.setdefault(key, []).append((place, name))
        _note(self.labs, map(lab_key, paper.labs), place)
        cited_as = names_for(paper) if paper.id else ()
        _note(self.names, (*names_for(work.entry), *cited_as), place)
        _note(self.cited, map(link_key, paper.references), place)

    def by(self, author: str) -> list[str]:
        """Keys of the works by a person."""
        known = [one for key in person_keys(author) for one in self.people.get(key, ())]
        works = {work for work, name in known if same_person(name, author)}
        return [self.keys[work] for work in sorted(works)]

    def at(self, lab: str) -> list[str]:
        """Keys of the works from a lab."""
        return [self.keys[work] for work in self.labs.get(lab_key(lab), ())]

    def cited_by(self, paper: Paper) -> list[str]:
        """Keys of the works that a paper cites."""
        return self._of(self.names, map(link_key, paper.references))

    def citing(self, paper: Paper) -> list[str]:
        """Keys of the works that cite a paper."""
        return self._of(self.cited, names_for(paper))

    def citing_the_same(self, paper: Paper) -> list[str]:
        """Keys of the works that cite what a paper cites, the closest first."""
        return self._of(self.cited, map(link_key, paper.references))

    def _of(self, index: dict[str, list[int]], names: Iterable[str]) -> list[str]:
        """Keys of the works under some names, those under most of them first."""
        counts: dict[int, int] = {}
        for name in dict.fromkeys(names):
            for work in index.get(name, ()):
                counts[work] = counts.get(work, 0) + 1
        return [self.keys[w] for w in sorted(counts, key=lambda w: -counts[w])]


def _note(index: dict[str, list[int]], names: Iterable[str], place: int) -> None:
    for name in dict.fromkeys(names):
        index.setdefault(name, []).append(place)

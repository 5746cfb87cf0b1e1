"""The records that are known to be of one paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from readnext.matching.identity import Identity
from readnext.matching.series import Place, are_two_of_a_series


class RecordGroup:
    """The identities of the records of one paper, each once.

    What is asked of all of them is kept as sets, so that the answer does not take
    longer the more records there are.
    """

    __slots__ = (
        "_arxiv",
        "_compared",
        "_dois",
        "_identities",
        "_notices",
        "_places",
        "titles",
    )

    def __init__(self, identities: Iterable[Identity] = ()) -> None:
        self._identities: dict[Identity, None] = {}
        self._dois: set[str] = set()
        self._arxiv: dict[str, set[str | None]] = {}  # arXiv id -> DOIs beside it
        # Kinds of notices and places of the first records, as many as are compared:
        # most groups are never asked for them.
        self._notices: set[str] = set()
        self._places: set[Place] = set()
        self._compared = 0
        self.titles: set[str] = set()
        for identity in identities:
            self.add(identity)

    def add(self, identity: Identity) -> None:
        """Add the identity of one more record."""
        if identity in self._identities:
            return
        self._identities[identity] = None
        self.titles.add(identity.title)
        if identity.doi:
            self._dois.add(identity.doi)
        if identity.arxiv:
            self._arxiv.setdefault(identity.arxiv, set()).add(identity.doi)

    def __contains__(self, identity: Identity) -> bool:
        return identity in self._identities

    def __iter__(self) -> Iterator[Identity]:
        return iter(self._identities)

    def __len__(self) -> int:
        return len(self._identities)

    def excludes(self, identity: Identity) -> bool:
        """Tell whether a record of the group proves an identity to be another paper.

        It is what `Identity.apart` says of any of them.
        """
        self._compare()
        other_notice = any(notice != identity.notice() for notice in self._notices)
        if other_notice and any(map(identity.has_other_notice, self)):
            return True
        place = identity.place()
        other_place = any(are_two_of_a_series(place, other) for other in self._places)
        if other_place and any(map(identity.is_another_of_a_series, self)):
            return True
        if identity.arxiv is None:
            return False
        return any(
            arxiv != identity.arxiv
            and (identity.doi is None or any(doi != identity.doi for doi in dois))
            for arxiv, dois in self._arxiv.items()
        )

    def _compare(self) -> None:
        """Note what is compared of the records that were added since the last time."""
        for identity in islice(self._identities, self._compared, None):
            self._notices.add(identity.notice())
            self._places.add(identity.place())
        self._compared = len(self._identities)

    def admits(self, identity: Identity) -> bool:
        """Tell whether a record that is the same as one of the group is of its paper.

        A part of a title proves little: it may be that of two works. So whoever is the
        same by that alone has to be the same as all records.
        """
        if self.excludes(identity):
            return False
        return any(map(identity.same_in_all_but_spelling, self)) or all(
            map(identity.same, self)
        )

    def shares_id(self, identity: Identity) -> bool:
        """Tell whether a record of the group has the DOI or arXiv id of an identity."""
        return identity.doi in self._dois or identity.arxiv in self._arxiv


def is_among(identity: Identity, group: Iterable[Identity]) -> bool:
    """Tell whether a record is of the paper of which all records of a group are.

    One of them must be the same, by more than a part of the title, or all of them; none
    may be proved to be another.
    """
    known = tuple(group)
    if any(map(identity.apart, known)):
        return False
    by_more = any(map(identity.same_in_all_but_spelling, known))
    return by_more or (bool(known) and all(map(identity.same, known)))

"""Finding records that are the same paper without comparing all with all.

Two records that are one paper by `Identity.same` share a name (DOI, arXiv id or
title) or a block, see `LookupKeys`. An index holds records by these keys and compares
those alone that share one. Where very many share a key, as all editorials do, they are
also held by finer keys (see `readnext.matching.finer`), and a bounded number of
records is compared for each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from readnext.matching.finer import FinerKeys, id_keys, title_keys, variant_keys
from readnext.matching.identity import Identity
from readnext.matching.prefilter import Prefilter

V = TypeVar("V", bound=Hashable)

# Up to so many records of one key are compared one by one; more use finer keys.
CROWD = 64
# Titles of which one is the other in another order share so many starts of words, of
# those of the shorter one.
SHARED_STARTS = 0.5
# At most so many records of each finer key are compared.
MOST_COMPARED = 32


@dataclass(slots=True)
class LookupKeys:
    """A record with the keys by which it is found and finds others.

    `names` are exact: one of them shared is nearly proof. `blocks` are shared by
    titles that begin or end alike.
    """

    identity: Identity
    names: tuple[str, ...]
    blocks: tuple[str, ...]
    prefilter: Prefilter

    @property
    def further(self) -> list[str]:
        """The blocks of titles that begin with another word of this one."""
        return self.identity.further_blocks(self.blocks)

    @classmethod
    def of(cls, identity: Identity) -> LookupKeys:
        """Return the lookup keys of a record."""
        names, blocks = tuple(identity.aliases()), tuple(identity.blocks())
        return cls(identity, names, blocks, Prefilter(identity))


class _Member(NamedTuple, Generic[V]):
    """A record in the index; `number` counts them."""

    number: int
    value: V
    keys: LookupKeys


class _Table(Generic[V]):
    """Records by one kind of keys, and by finer ones where they are too many."""

    def __init__(self, finer: Callable[[Identity], FinerKeys]) -> None:
        self._finer_keys = finer
        self._members: dict[str, list[_Member[V]]] = {}
        self._crowds: dict[str, dict[Hashable, list[_Member[V]]]] = {}

    def add(self, key: str, member: _Member[V]) -> None:
        """Hold a record under a key."""
        crowd = self._crowds.get(key)
        if crowd is None:
            members = self._members.setdefault(key, [])
            members.append(member)
            if len(members) <= CROWD:
                return
            crowd = self._crowds[key] = {}
            for one in self._members.pop(key):
                self._refine(crowd, one)
        else:
            self._refine(crowd, member)

    def _refine(
        self, crowd: dict[Hashable, list[_Member[V]]], member: _Member[V]
    ) -> None:
        for key in self._finer_keys(member.keys.identity).stored:
            members = crowd.setdefault(key, [])
            if len(members) < MOST_COMPARED:
                members.append(member)

    def find(self, key: str, identity: Identity) -> Iterable[_Member[V]]:
        """Return records that share a key, in the order in which they were added."""
        crowd = self._crowds.get(key)
        if crowd is None:
            return self._members.get(key, ())
        asked = self._finer_keys(identity).asked
        found = {one.number: one for k in asked for one in crowd.get(k, ())}
        return [found[number] for number in sorted(found)]


def _author_key(keys: LookupKeys) -> str:
    """A key of all records of one first author."""
    return keys.blocks[0].rpartition(":")[0]


class MatchIndex(Generic[V]):
    """Records by their lookup keys, each with a value: a place, a number, a key.

    With `by_words`, titles of one first author that share half of their words meet, in
    whatever order. That takes more time than there is for each paper of a catalog.
    """

    def __init__(
        self, records: Iterable[tuple[V, Identity]] = (), *, by_words: bool = True
    ) -> None:
        self._count = 0
        self._by_words = by_words
        self._ids = _Table[V](id_keys)
        self._titles = _Table[V](title_keys)
        self._blocks = _Table[V](variant_keys)
        for value, identity in records:
            self.add(value, LookupKeys.of(identity))

    def add(self, value: V, keys: LookupKeys) -> None:
        """Add a record."""
        member = _Member(self._count, value, keys)
        self._count += 1
        for name in keys.names:
            self._named(name).add(name, member)
        for block in keys.blocks:
            self._blocks.add(block, member)
        if self._by_words and keys.blocks:
            self._blocks.add(_author_key(keys), member)

    def candidates(self, keys: LookupKeys) -> dict[V, list[Identity]]:
        """Return the records that may be the same paper, by their values.

        Those that share an exact name come first, then in the order of addition.
        """
        found: dict[V, list[Identity]] = {}
        seen: set[int] = set()
        for number, value, other in self._near(keys):
            if number not in seen:
                seen.add(number)
                found.setdefault(value, []).append(other.identity)
        return found

    def find(self, keys: LookupKeys) -> Iterator[V]:
        """Yield the values of the records that are the same paper, each once."""
        for value, identities in self.candidates(keys).items():
            if any(map(keys.identity.same, identities)):
                yield value

    def _near(self, keys: LookupKeys) -> Iterator[_Member[V]]:
        for name in keys.names:
            yield from self._named(name).find(name, keys.identity)
        may_match = keys.prefilter.may_match
        for block in keys.blocks:
            for member in self._blocks.find(block, keys.identity):
                # Equal titles have met by their name.
                if member.keys.identity.title != keys.identity.title and may_match(
                    member.keys.prefilter.fingerprint
                ):
                    yield member
        if self._by_words and keys.blocks:
            yield from self._by_word(keys)

    def _by_word(self, keys: LookupKeys) -> Iterator[_Member[V]]:
        """Records whose titles have many words in common, and one of them first."""
        starts = keys.identity.word_starts()
        for member in self._blocks.find(_author_key(keys), keys.identity):
            theirs = member.keys.identity.word_starts()
            fewest = min(len(starts), len(theirs))
            if (
                len(starts & theirs) >= fewest * SHARED_STARTS
                and member.keys.identity.title != keys.identity.title
                and keys.prefilter.may_match(member.keys.prefilter.fingerprint)
            ):
                yield member

    def _named(self, name: str) -> _Table[V]:
        return self._titles if name.startswith("title:") else self._ids

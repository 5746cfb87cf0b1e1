"""What adding a paper needs of it that hangs on nothing but the paper."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from readnext.catalog.candidates import is_candidate, is_notice_title
from readnext.catalog.notice_titles import notice_names, retracted_title
from readnext.catalog.packing import pack
from readnext.catalog.serialize import dump_paper
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys
from readnext.paper import Paper

_identity = attrgetter(*Identity.__slots__)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is computed of a paper before it is looked up in a catalog.

    `keys` are its own, `retracts` those of the paper that it retracts by its title.
    `record` is the paper as text, `packed` as the database has it. `names` are those of
    other papers under which a notice is found. `candidate` says whether it can be
    suggested.
    """

    keys: LookupKeys
    retracts: LookupKeys | None
    record: str
    packed: bytes
    names: tuple[str, ...]
    candidate: bool

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the values alone, of many papers: a fifth of the usual time."""
        keys = self.keys
        rest = self.retracts, self.record, self.packed, self.names, self.candidate
        found = keys.names, keys.blocks, keys.prefilter
        return _facts, (_identity(keys.identity), found, rest)


def facts_of(paper: Paper) -> Facts:
    """Compute the facts of a paper."""
    record = dump_paper(paper)
    retracts: LookupKeys | None = None
    names: tuple[str, ...] = ()
    if paper.notice or paper.corrects or is_notice_title(paper.title):
        retracts, names = retracted_keys(paper), tuple(notice_names(paper))
    return Facts(
        LookupKeys.of(Identity.of(paper)),
        retracts,
        record,
        pack(record),
        names,
        is_candidate(paper),
    )


def retracted_keys(notice: Paper) -> LookupKeys | None:
    """Return the keys of the paper that a notice retracts by its title, if any."""
    title = retracted_title(notice)
    return LookupKeys.of(Identity.of(Paper(notice.id, title))) if title else None


def _facts(
    identity: tuple[Any, ...], found: tuple[Any, ...], rest: tuple[Any, ...]
) -> Facts:
    return Facts(LookupKeys(Identity(*identity), *found), *rest)

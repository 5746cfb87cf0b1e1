"""What a ranking rests on besides the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from readnext.library.works import Work, works_of
from readnext.matching.identity import Identity
from readnext.paper import Entry


@dataclass(frozen=True)
class Reader:
    """What a ranking rests on besides the catalog.

    `learned` entries are learned from; they and further `owned` ones are never
    suggested, nor are `excluded` papers: dismissed, or sent before. `disliked` papers
    count against papers like them, each with its weight; `refused` are the entries of
    those that the catalog may lack.
    """

    learned: tuple[Entry, ...]
    owned: tuple[Entry, ...] = ()
    excluded: tuple[Identity, ...] = ()
    disliked: Mapping[Identity, float] = field(default_factory=dict)
    refused: Mapping[Identity, Entry] = field(default_factory=dict)

    @cached_property
    def works(self) -> list[Work]:
        """The distinct works that are learned from."""
        return works_of(self.learned)

    @cached_property
    def owned_works(self) -> list[Work]:
        """The distinct works that the reader has besides."""
        return works_of(self.owned, self.works)

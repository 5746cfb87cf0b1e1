"""What a catalog has of the entries of a library, and what it could complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readnext.catalog.store import Catalog
from readnext.library.lint import Finding, offers
from readnext.matching.identity import Identity
from readnext.paper import Entry


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """How many entries were `found`, and what the catalog `offers` for them."""

    found: int = 0
    offers: tuple[Finding, ...] = ()


def check_with(entries: Sequence[Entry], catalog: Catalog) -> CatalogCheck:
    """Look the entries of a library up in a catalog. Raises CatalogError."""
    numbers = catalog.find([Identity.of(entry) for entry in entries])
    papers = catalog.papers({n for some in numbers for n in some})
    found = [[papers[n] for n in some if n in papers] for some in numbers]
    offered = (offers(e, some) for e, some in zip(entries, found, strict=True))
    every = tuple(finding for some in offered for finding in some)
    return CatalogCheck(sum(map(bool, found)), every)

"""What a catalog has of the entries of a library, and what it could complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readnext.catalog.store import Catalog
from readnext.library.corrections import corrections, told
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
    corrected = corrections(entries, found, catalog)
    findings: list[Finding] = []
    for entry, some, notices in zip(entries, found, corrected, strict=True):
        findings += offers(entry, some)
        findings += (
            Finding("correction", entry.where, (entry.key,), told(one))
            for one in notices
        )
    return CatalogCheck(sum(map(bool, found)), tuple(findings))

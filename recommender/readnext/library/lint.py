"""Lint of a library: what is missing, duplicated or damaged.

`examine` looks at the entries alone; `offers` compares one with what a catalog says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readnext.library.lint_rules import lost_characters, mojibake, name_fault
from readnext.library.same_works import same_works
from readnext.matching.arxiv import is_arxiv_doi
from readnext.matching.identity import Identity
from readnext.matching.kinds import is_chapter_type
from readnext.matching.preprints import is_preprint_venue
from readnext.paper import Entry, Paper

# Each kind of finding, in the order of the report, and what it is called there.
KINDS = {
    "title": "ignored, as there is no title",
    "authors": "without authors",
    "year": "without a year",
    "abstract": "without an abstract",
    "doi": "without a DOI, an arXiv id or an ISBN",
    "duplicate": "probable duplicates",
    "id": "one DOI or arXiv id of several works",
    "name": "broken names",
    "mojibake": "text that was read in a wrong encoding",
    "lost": "characters that are lost",
    "correction": "corrected since",
    "catalog": "more complete in the catalog",
}
MISSING = ("title", "authors", "year", "abstract", "doi")
# Many good libraries have entries without these: they are gaps, not faults.
GAPS = frozenset(("abstract", "doi", "correction", "catalog"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one entry, and where to fix it; `keys` are all it concerns."""

    kind: str
    where: str
    keys: tuple[str, ...]
    text: str

    @property
    def is_fault(self) -> bool:
        """Whether this needs a fix, rather than being a gap."""
        return self.kind not in GAPS


@dataclass(frozen=True, slots=True)
class LintReport:
    """The findings of a library, and how many entries, usable ones and works it has."""

    entries: int
    usable: int
    works: int
    findings: tuple[Finding, ...]

    def count(self, kind: str) -> int:
        """Return the number of findings of a kind."""
        return sum(finding.kind == kind for finding in self.findings)


def examine(entries: Sequence[Entry], more: Iterable[Finding] = ()) -> LintReport:
    """Return the report on a library; `more` are further findings, as of `offers`."""
    # BibLaTeX's containers of fields for other entries are no works.
    entries = [entry for entry in entries if entry.type != "xdata"]
    groups = same_works(entries)
    found = [finding for entry in entries for finding in _of_entry(entry)]
    found += [_duplicate(group) for group in groups if len(group) > 1]
    found += _shared_ids(groups)
    found += more
    order = {kind: number for number, kind in enumerate(KINDS)}
    return LintReport(
        entries=len(entries),
        usable=sum(map(len, groups)),
        works=len(groups),
        findings=tuple(sorted(found, key=lambda finding: order[finding.kind])),
    )


def _of_entry(entry: Entry) -> Iterator[Finding]:
    """The findings of a single entry."""
    for kind, text in (*_missing(entry), *_broken(entry)):
        yield Finding(kind, entry.where, (entry.key,), text)


def _missing(entry: Entry) -> Iterator[tuple[str, str]]:
    known = {
        "title": entry.title,
        "authors": entry.authors or entry.editors,
        "year": entry.year,
        "abstract": entry.abstract,
        "doi": entry.doi or entry.arxiv or entry.isbn,
    }
    yield from ((kind, f"no {kind}") for kind in MISSING if not known[kind])


def _broken(entry: Entry) -> Iterator[tuple[str, str]]:
    for author in (*entry.authors, *entry.editors):
        if fault := name_fault(author):
            yield "name", f'"{author.name}" {fault}'
    for field, text in _texts(entry):
        for wrong, right in mojibake(text):
            yield "mojibake", f'{field}: "{wrong}" should be "{right}"'
        for lost in lost_characters(text):
            yield "lost", f'{field}: "{lost}"'


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from (("title", entry.title), ("venue", entry.venue))
    yield "abstract", entry.abstract
    names = dict.fromkeys(a.name for a in (*entry.authors, *entry.editors))
    yield from (("name", name) for name in names)
    yield from (("keyword", word) for word in entry.keywords)


def _duplicate(group: Sequence[tuple[Entry, Identity]]) -> Finding:
    """The finding that several entries are one work."""
    (first, identity), *others = group
    also = ", ".join(
        f"{entry.key} ({entry.where}; {_proof(identity, other)})"
        for entry, other in others
    )
    keys = tuple(entry.key for entry, _ in group)
    return Finding("duplicate", first.where, keys, f'"{first.title}" is also {also}')


def _shared_ids(groups: Sequence[Sequence[tuple[Entry, Identity]]]) -> list[Finding]:
    """The findings that entries of several works have one DOI or arXiv id.

    Parts of a book often have its DOI, which is no fault.
    """
    owners: dict[str, dict[int, Entry]] = {}
    for number, group in enumerate(groups):
        for entry, identity in group:
            if identity.doi and not is_chapter_type(identity.type):
                owners.setdefault(f"DOI {identity.doi}", {}).setdefault(number, entry)
            if identity.arxiv:
                id_ = f"arXiv id {identity.arxiv}"
                owners.setdefault(id_, {}).setdefault(number, entry)
    found = []
    for id_, works in owners.items():
        first, *others = works.values()
        if others:
            keys = (first.key, *(entry.key for entry in others))
            also = ", ".join(f"{entry.key} ({entry.where})" for entry in others)
            found.append(
                Finding("id", first.where, keys, f"the {id_} is also in {also}")
            )
    return found


def _proof(one: Identity, other: Identity) -> str:
    """Why two identities of a group count as one work."""
    if one.doi and one.doi == other.doi:
        return "same DOI"
    if one.arxiv and one.arxiv == other.arxiv:
        return "same arXiv id"
    return "same title" if one.title == other.title else "nearly the same title"


def offers(entry: Entry, papers: Iterable[Paper]) -> Iterator[Finding]:
    """Yield what a catalog's records of an entry's work know and the entry does not."""
    papers = list(papers)
    for text in (*_abstract(entry, papers), *_publication(entry, papers)):
        yield Finding("catalog", entry.where, (entry.key,), text)


def _abstract(entry: Entry, papers: Sequence[Paper]) -> Iterator[str]:
    longest = max((len(paper.abstract) for paper in papers), default=0)
    if longest and not entry.abstract:
        yield f"an abstract of {longest} characters"


def publication(entry: Entry, papers: Iterable[Paper]) -> Paper | None:
    """Return the record of how a preprint that the entry is of was published."""
    preprint = entry.arxiv or is_preprint_venue(entry.venue)
    if not preprint or _is_published(entry.doi, entry.venue):
        return None
    return next((p for p in papers if _is_published(p.doi, p.venue)), None)


def _publication(entry: Entry, papers: Sequence[Paper]) -> Iterator[str]:
    """Where a preprint was published; else only a DOI that is missing."""
    if published := publication(entry, papers):
        year = str(published.year or "")
        doi = f"doi:{published.doi}" if _own(published.doi) else ""
        place = ", ".join(filter(None, (published.venue, year, doi)))
        yield f'your preprint has been published as "{published.title}", {place}'
    elif not entry.doi and (doi := next((d for p in papers if (d := _own(p.doi))), "")):
        yield f"the DOI {doi}"


def _is_published(doi: str | None, venue: str) -> bool:
    return bool(_own(doi) or (venue and not is_preprint_venue(venue)))


def _own(doi: str | None) -> str:
    """A DOI, unless it is one that arXiv assigns to every preprint."""
    return "" if doi is None or is_arxiv_doi(doi) else doi

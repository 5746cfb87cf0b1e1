"""A few papers to start from, named by title, id or address: `suggest --like`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readnext.catalog.store import Catalog
from readnext.catalog.title_search import near_titles
from readnext.errors import InputError, UserError
from readnext.library.citekeys import library_keys
from readnext.library.convert import as_entry
from readnext.matching.identity import Identity
from readnext.matching.ids import parse_arxiv, parse_doi, slug_id
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.matching.names import split_name
from readnext.paper import Entry, Paper

_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.I
)
_PAPERS_PAGE = re.compile(r"(?:huggingface|hf)\.co/papers/([^/?#\s]+)", re.IGNORECASE)
_WHERE = "--like"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper named by the user in a `text`: by an arXiv id, by a DOI, or by its title.

    `title` is "" where there is an id.
    """

    text: str
    title: str = ""
    arxiv: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Liked:
    """A paper to start from as a library has it, and a `note` on how it was found."""

    entry: Entry
    note: str


def read_wanted(text: str) -> Wanted:
    """Return the paper that a text names: by an id if there is one in it.

    Raises InputError for a text without letter or digit, and for an address without
    an id.

    >>> read_wanted("https://huggingface.co/papers/1706.03762").arxiv
    '1706.03762'
    >>> read_wanted("https://dl.acm.org/doi/10.1145/3292500.3330701").doi
    '10.1145/3292500.3330701'
    >>> read_wanted("Deep double descent").title
    'Deep double descent'
    """
    said = " ".join(text.split())
    if not any(map(str.isalnum, said)):
        raise InputError(f"--like {said!r}: name a paper by its title, arXiv id or DOI")
    page = _PAPERS_PAGE.search(said)
    if arxiv := parse_arxiv(page[1] if page else said, bare=True):
        return Wanted(said, arxiv=arxiv)
    if doi := parse_doi(said):
        return Wanted(said, doi=doi)
    if _ADDRESS.fullmatch(said):
        raise InputError(
            f"--like {said}: neither arXiv id nor DOI in that address; give the "
            "paper's title"
        )
    return Wanted(said, title=said)


def find_liked(
    wanted: Sequence[Wanted], catalog: Catalog, library: Sequence[Entry]
) -> list[Liked]:
    """Return what the catalog says of papers, in their order, as entries.

    They get keys in the style of the library, which none of its entries has. Of a
    paper whose title the catalog does not know, the title is all that is returned.
    Raises UserError for an id that the catalog does not know.
    """
    found = [_look_up(one, catalog) for one in wanted]
    papers = [paper for paper, _ in found]
    keys = library_keys(papers, library)
    index = MatchIndex((entry.key, Identity.of(entry)) for entry in library)
    liked = []
    for (paper, remark), key in zip(found, keys, strict=True):
        # A paper that has no type is the catalog's own record of it, letter by letter.
        entry = replace(as_entry(paper, _WHERE), key=key, type="")
        named = _key_in(index, entry) or key
        note = f"liked `{named}`: {_described(paper)}"
        liked.append(Liked(entry, f"{note}; {remark}" if remark else note))
    return liked


def find_paper(name: str, catalog: Catalog) -> Paper | None:
    """Return the paper that a user names by its id, DOI, arXiv id or whole title.

    Raises InputError for a text that can name no paper.
    """
    if paper := catalog.of_id(name):
        return paper
    wanted = read_wanted(name)
    named = Entry("", title=wanted.title, arxiv=wanted.arxiv, doi=wanted.doi)
    return next(iter(catalog.called(Identity.of(named).aliases())), None)


def _look_up(wanted: Wanted, catalog: Catalog) -> tuple[Paper, str]:
    """The paper, and a note on how it was found."""
    if paper := catalog.of_id(wanted.text):
        return paper, ""
    named = Entry("", title=wanted.title, arxiv=wanted.arxiv, doi=wanted.doi)
    known = catalog.called(Identity.of(named).aliases())
    if known:
        newest = max(known, key=lambda paper: paper.date or "")
        others = len(known) - 1
        if not others or not wanted.title:
            return newest, ""
        are = "another paper has" if others == 1 else f"{others} other papers have"
        return newest, f"{are} that title too"
    if not wanted.title:
        raise UserError(
            f"--like {wanted.text}: the catalog does not know that id, and an id alone "
            "says nothing of a paper; give its title"
        )
    if near := near_titles(wanted.title, catalog):
        of = f" of {len(near)}" if len(near) > 1 else ""
        return near[0], f'the nearest{of} that the catalog has to "{wanted.text}"'
    paper = Paper(slug_id(wanted.title), wanted.title)
    return paper, "not in the catalog, so only this title is learned from"


def _key_in(library: MatchIndex[str], liked: Entry) -> str:
    """The key under which a library has a paper already, or ""."""
    return next(library.find(LookupKeys.of(Identity.of(liked))), "")


def _described(paper: Paper) -> str:
    """Title, first author and year, as far as they are known."""
    parts = []
    if paper.authors:
        more = " et al." if len(paper.authors) > 1 or paper.authors_cut else ""
        parts.append((split_name(paper.authors[0])[0] or paper.authors[0]) + more)
    if paper.year:
        parts.append(str(paper.year))
    return f"{paper.title} ({', '.join(parts)})" if parts else paper.title

"""When two records are one paper.

They are when they share a DOI or an arXiv id (without version), or when their titles
are equal, or forms of one title, and neither persons nor years nor kinds contradict:
see `Identity`. "You own this already", joining a library with the catalog and merging
two sources are all based on this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readnext.matching import kinds
from readnext.matching.arxiv import is_arxiv_doi
from readnext.matching.authors import first_person
from readnext.matching.equal_titles import may_be_one
from readnext.matching.errata import notice_of
from readnext.matching.ids import parse_arxiv, without_class
from readnext.matching.kickers import are_one_but_for_kicker
from readnext.matching.kind_differences import kinds_differ
from readnext.matching.law_cases import case_citation
from readnext.matching.monographs import main_key
from readnext.matching.numbering import edition_in, volume_in, volume_key
from readnext.matching.parallel_titles import may_be_translated, parallel_keys
from readnext.matching.places import place_key, place_of
from readnext.matching.preprints import unversioned
from readnext.matching.reprints import is_printed_again
from readnext.matching.retitled import may_be_retitled
from readnext.matching.romanized import (
    is_in_other_script,
    is_romanized,
    romanizations,
    romanized_key,
)
from readnext.matching.series import Place, are_two_of_a_series
from readnext.matching.shared_ids import is_id_of_both
from readnext.matching.standards import standard_of, standards_agree
from readnext.matching.study_groups import group_key, may_be_of_group
from readnext.matching.title_variants import spelling_variant
from readnext.matching.titles import read_title, usual_key, word_starts, work_key
from readnext.paper import Author, Entry, Paper

# How much of a title's head or tail is the same in all its forms; see `blocks`. Heads
# are as short as names like "BERT"; many titles end with "learning".
_HEAD, _TAIL = 4, 10


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one paper from another.

    `title` is the key of the `full_title`; `doi` and `arxiv` are without version.
    `isbn` is that of a book or of proceedings, and not stated for a part of them.
    """

    doi: str | None
    arxiv: str | None
    title: str
    full_title: str
    authors: tuple[str | Author, ...]
    year: int | None
    venue: str = ""
    type: str = ""
    volume: str = ""
    number: str = ""
    edition: str = ""
    pages: str = ""
    isbn: str = ""

    @classmethod
    def of(cls, record: Entry | Paper) -> Identity:
        """Return the identity of an entry or a paper."""
        doi, arxiv = record.doi, record.arxiv
        if doi and is_arxiv_doi(doi):
            arxiv = arxiv or parse_arxiv(doi)
            doi = None
        elif doi:
            doi = unversioned(doi)
        if arxiv and "/" in arxiv:
            arxiv = without_class(arxiv)
        title = record.title
        known = (doi, arxiv, work_key(title), title, record.authors, record.year)
        if isinstance(record, Paper):
            return cls(*known, record.venue)
        place = (record.volume, record.number, record.edition, record.pages)
        type_ = record.type.casefold()
        whole = kinds.is_book_type(type_) or kinds.is_proceedings_type(type_)
        isbn = (record.isbn or "") if whole else ""
        return cls(*known, record.venue, type_, *place, isbn)

    def aliases(self) -> list[str]:
        """Return the exact names under which the same paper may be known."""
        names = [f"title:{title}" for title in self._spellings() if title]
        if romanized := self._romanized():
            names.append(f"title:~{romanized}")
            names += [f"title:{key}" for key in romanizations(self.full_title)]
        if case := case_citation(self.full_title):
            names.append(f"case:{case}")
        names += [f"title:{key}" for key in parallel_keys(self.full_title) if key]
        if self.type:
            if main := main_key(self):
                names.append(f"main:{main}")
            if group := group_key(self):
                names.append(f"group:{group}")
            if place := place_key(self):
                names.append(f"place:{place}")
            if standard := standard_of(self):
                names.append(f"standard:{standard[0]}")
        if self.doi:
            names.append(f"doi:{self.doi}")
        if self.arxiv:
            names.append(f"arxiv:{self.arxiv}")
        return names

    def blocks(self) -> list[str]:
        """Return names that a paper shares with one whose title differs a little.

        Such a title begins or ends alike, and the first author is the same.
        """
        first = first_person(self.authors)
        if first is None or not self.title:
            return []
        name = first.short
        titles = self._spellings()
        heads = {f"head:{name}:{title[:_HEAD]}": None for title in titles}
        tails = {f"tail:{name}:{title[-_TAIL:]}": None for title in titles}
        return [*heads, *tails]

    def further_blocks(self, blocks: Sequence[str]) -> list[str]:
        """Return names that are `blocks` of a paper whose title has another order.

        Such a title begins with a word that this one has elsewhere.
        """
        if not blocks:
            return []
        name = blocks[0].rpartition(":")[0]
        return [f"{name}:{start}" for start in self.word_starts()]

    def word_starts(self) -> frozenset[str]:
        """The heads of titles that begin with another word of this one."""
        return word_starts(self.full_title)

    def _spellings(self) -> tuple[str, ...]:
        """The key of the title, and that of its words in their usual spelling."""
        key = usual_key(self.full_title, self.title)
        return (self.title,) if key == self.title else (self.title, key)

    def _romanized(self) -> str:
        """The key of a Russian or Greek title, in whatever letters; else ""."""
        first = first_person(self.authors)
        return romanized_key(self.full_title, first.surname if first else "")

    def is_titled_like(self, other: Identity) -> bool:
        """Tell whether two titles are equal but for spelling, or for their letters."""
        if self.title == other.title:
            return True
        if read_title(self.full_title).key == read_title(other.full_title).key:
            return True
        titles = (self.full_title, other.full_title)
        if not any(map(is_in_other_script, titles)) and not all(
            map(is_romanized, titles)
        ):
            return False
        if self.title in romanizations(other.full_title):
            return True
        if other.title in romanizations(self.full_title):
            return True
        key = self._romanized()
        return key != "" and key == other._romanized()

    def shares_end(self, other: Identity) -> bool:
        """Tell whether two titles begin or end alike, as `blocks` has it."""
        return any(
            a[:_HEAD] == b[:_HEAD] or a[-_TAIL:] == b[-_TAIL:]
            for a in self._spellings()
            for b in other._spellings()
        )

    def shares_start(self, other: Identity) -> bool:
        """Tell whether one of two titles begins with a word of the other."""
        ours, theirs = self.word_starts(), other.word_starts()
        return other.title[:_HEAD] in ours or self.title[:_HEAD] in theirs

    def same(self, other: Identity) -> bool:
        """Tell whether the two are one paper.

        A shared DOI or arXiv id proves it, unless all else indicates two papers; two
        different arXiv ids disprove it. Otherwise the titles must be equal, or two
        forms of one title, and the persons and years must agree.
        """
        if self == other:
            return True
        if self.shares_id(other):
            return not self.apart(other) and is_id_of_both(self, other)
        if not self.title or not other.title or self._other_arxiv(other):
            return False
        case, its = map(case_citation, (self.full_title, other.full_title))
        if case and its:
            return case == its and not self.apart(other)
        standard = standards_agree(self, other)
        if standard is not None:
            return standard and not self.apart(other)
        agree = may_be_one if self.is_titled_like(other) else may_be_retitled
        return (
            (
                are_one_but_for_kicker(self, other)
                or may_be_translated(self, other)
                or agree(self, other)
                or may_be_of_group(self, other)
            )
            and not self.apart(other)
            and not kinds_differ(self, other)
        )

    def same_in_all_but_spelling(self, other: Identity) -> bool:
        """Tell whether the two are one paper by more than a part of the title.

        "Flood Recovery" may be "Flood Recovery: Network" cut short, or another work.
        """
        if self == other:
            return True
        if self.title != other.title and not self.shares_id(other):
            a, b = read_title(self.full_title), read_title(other.full_title)
            if not spelling_variant(a, b):
                return False
        return self.same(other)

    def apart(self, other: Identity) -> bool:
        """Tell whether something proves that the two are not one paper."""
        return (
            self._other_arxiv(other)
            or self.has_other_notice(other)
            or self.is_another_of_a_series(other)
        )

    def has_other_notice(self, other: Identity) -> bool:
        """Tell whether one of two is a text about the other."""
        if self.notice() == other.notice():
            return False
        return not are_one_but_for_kicker(self, other)

    def is_another_of_a_series(self, other: Identity) -> bool:
        """Tell whether two records of one title are two by their places."""
        if not are_two_of_a_series(self.place(), other.place()):
            return False
        return not is_printed_again(self, other)

    def place(self) -> Place:
        """Return where the record says that it appeared."""
        return place_of(self)

    def _other_arxiv(self, other: Identity) -> bool:
        if not self.arxiv or not other.arxiv or self.arxiv == other.arxiv:
            return False
        return self.doi is None or self.doi != other.doi

    def shares_id(self, other: Identity) -> bool:
        """Tell whether the two have one DOI or one arXiv id."""
        by_doi = self.doi is not None and self.doi == other.doi
        return by_doi or (self.arxiv is not None and self.arxiv == other.arxiv)

    def shares_isbn(self, other: Identity) -> bool:
        """Tell whether the two have one ISBN: are of one edition of one book."""
        return bool(self.isbn) and self.isbn == other.isbn

    def notice(self) -> str:
        """Which kind of text about another one this is, "" if it is none."""
        return notice_of(self.full_title) or (
            "review" if kinds.is_review_type(self.type) else ""
        )

    def volume_key(self) -> str:
        """The volume that the record states, in a field of its own or in its title."""
        return volume_key(self.volume) or volume_in(self.full_title)

    def edition_key(self) -> str:
        """The edition that the record states, in a field of its own or in its title."""
        return volume_key(self.edition) or edition_in(self.full_title)

    def is_preprint(self) -> bool:
        """Tell whether this is a preprint or report, whose title may still change."""
        return kinds.is_preprint(self.type, self.venue, self.doi, self.arxiv)

    def is_paper(self) -> bool:
        """Tell whether this is published, by its type."""
        return kinds.is_published_type(self.type)

    def is_thesis(self) -> bool:
        """Tell whether this is a thesis."""
        return kinds.is_thesis(self.type, self.venue, self.full_title)

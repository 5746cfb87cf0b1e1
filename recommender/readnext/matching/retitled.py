"""When two records of different titles are one paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.additions import with_species, without_additions, without_year
from readnext.matching.authors import (
    first_person,
    people_of,
    read_person,
    same_list,
    share_all,
    shared_part,
)
from readnext.matching.book_titles import book_titles, without_series
from readnext.matching.disease_names import with_one_name
from readnext.matching.fields_in_titles import without_author, without_venue
from readnext.matching.ids import dois_differ
from readnext.matching.lost_symbols import lost_symbol_variant
from readnext.matching.misprints import is_misprint, misprint_variant
from readnext.matching.misquoted import may_be_misquoted
from readnext.matching.monographs import (
    may_be_one_report,
    may_be_one_reprint,
)
from readnext.matching.names import fold
from readnext.matching.numbering import (
    edition_in,
    isbns_differ,
    volume_in,
    volume_key,
    without_edition,
    without_volume,
)
from readnext.matching.renamed import may_be_renamed
from readnext.matching.rewording import compare_words
from readnext.matching.title_variants import (
    cut_variant,
    name_variant,
    renaming_variant,
    spelling_variant,
    subtitle_variant,
    title_page_variant,
    wording_variant,
)
from readnext.matching.title_words import content_words
from readnext.matching.titles import Title, read_title
from readnext.matching.venues import (
    is_conference,
    is_journal,
    is_one_venue,
    may_be_one_venue,
)
from readnext.matching.word_forms import same_word

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

# How far apart the years of one paper's records may be, of a title spelt differently.
NEAR_RESPELT = 5
# A working paper is printed so many years later, often without its subtitle.
_IN_PRINT = 3
MOST = 2 / 3  # of the people
_GROUP = 3  # people
_NAMED, _TOLD = 3, 6  # words of a title that one group hardly gives to two works
_REORDERED = 3  # words that hardly make two titles
_DOTS = re.compile(r"(?:…|\.\.\.)[\s.}]*$")
_CUT_AT_DOTS = 4  # words of a title that are left before dots


def may_be_retitled(one: Identity, other: Identity) -> bool:
    """Tell whether two different titles are forms of one paper's title.

    The first author must be the same, and most of the others; see `blocks`, by which
    the two are found, and `readnext.matching.prefilter`, which knows what is asked
    first here. A title is cut short or changed within a year, while later work on the
    same matter comes out later; spelling is corrected at any time.
    """
    if may_be_one_reprint(one, other) or may_be_one_report(one, other):
        return True
    if may_be_misquoted(one, other, lambda: _titles(one, other)):
        return True
    apart = abs(one.year - other.year) if one.year and other.year else 0
    if apart > NEAR_RESPELT or not _share_block(one, other):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if shared_part(ours, theirs) < MOST:
        return False
    a, b = _titles(one, other)
    if "none" in (a.weight, b.weight) or one.notice() or other.notice():
        return False
    if (apart <= 1 or not dois_differ(one.doi, other.doi)) and (
        spelling_variant(a, b) or name_variant(a, b)
    ):
        return True
    if isbns_differ(one.isbn, other.isbn):
        return False
    if not _same_people(one, other):
        if _is_cut_short(one, other) and (
            subtitle_variant(a, b) or _is_cut_at_dots(one, other, a, b)
        ):
            return True
        return may_be_renamed(one, other, a, b, same_people=False)
    return _is_title_changed(one, other, a, b)


def _is_title_changed(one: Identity, other: Identity, a: Title, b: Title) -> bool:
    """Whether the same people can have changed a title, or a misprint did."""
    apart = abs(one.year - other.year) if one.year and other.year else 0
    if apart <= 1 and misprint_variant(a, b):
        return not dois_differ(one.doi, other.doi)
    renamed = may_be_renamed(one, other, a, b, same_people=True)
    if renamed or _is_changed_in_print(one, other, a, b):
        return True
    preprints = one.is_preprint() or other.is_preprint()
    if apart > 1 and not one.shares_isbn(other):
        return preprints and apart <= _IN_PRINT and subtitle_variant(a, b)
    # Papers of one year at two conferences are two, however alike their titles are.
    if not preprints and not may_be_one_venue(one.venue, other.venue):
        return apart == 0 and _on_one_page(one, other) and subtitle_variant(a, b)
    if _is_cut_at_dots(one, other, a, b):
        return True
    if _is_reordered(a, b):
        return apart <= 1 and not dois_differ(one.doi, other.doi)
    same = is_misprint if apart <= 1 else same_word
    if subtitle_variant(a, b, same) or wording_variant(a, b) or cut_variant(a, b):
        return True
    if _are_books(one, other):
        return apart == 0 and title_page_variant(a, b)
    pair = len(people_of(one.authors)) == len(people_of(other.authors)) > 1
    return preprints and pair and renaming_variant(a, b)


def _are_books(one: Identity, other: Identity) -> bool:
    return kinds.is_book_type(one.type) and kinds.is_book_type(other.type)


def _is_changed_in_print(one: Identity, other: Identity, a: Title, b: Title) -> bool:
    """Whether a symbol was lost in print, or the subtitle at the other place."""
    apart = abs(one.year - other.year) if one.year and other.year else 0
    if one.is_preprint() != other.is_preprint():
        near = apart <= 1
    else:
        in_one = may_be_one_venue(one.venue, other.venue)
        near = apart == 0 and in_one and not dois_differ(one.doi, other.doi)
    if near and lost_symbol_variant(a, b):
        return True
    return subtitle_variant(a, b) and _are_published_twice(one, other, a, b)


def _are_published_twice(one: Identity, other: Identity, a: Title, b: Title) -> bool:
    """Whether one work came out twice, once without its subtitle.

    Two publishers print a book; three people or more have a paper in a magazine and a
    journal within a year, or at a conference and, with a long title, in a journal some
    years later. Two talks are two.
    """
    if one.year is None or other.year is None:
        return False
    apart = abs(one.year - other.year)
    if _are_books(one, other):
        return apart <= 1
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if len(ours) < _GROUP or not share_all(ours, theirs):
        return False
    if not one.venue or not other.venue:
        return False
    short = min(a, b, key=lambda title: len(title.words))
    words = len(content_words(short.words))
    talks = sum(map(_is_talk, (one, other)))
    if talks == 0:
        return apart <= 1 and (short.coined or words >= _NAMED)
    return talks == 1 and apart <= _IN_PRINT and words >= _TOLD


def _is_talk(record: Identity) -> bool:
    """Whether a record is that of a paper at a conference; catalogs state no type."""
    if kinds.is_talk_type(record.type) or is_conference(record.venue):
        return True
    return not record.type and not is_journal(record.venue)


def _on_one_page(one: Identity, other: Identity) -> bool:
    """Whether two records name the same span of pages, of proceedings in a journal."""
    spans = [re.findall(r"\d+", record.pages) for record in (one, other)]
    return len(spans[0]) > 1 and spans[0] == spans[1]


def _is_cut_at_dots(one: Identity, other: Identity, a: Title, b: Title) -> bool:
    """Whether one title ends with dots, where a list of hits cut off the other one."""
    ends = [_DOTS.search(record.full_title) is not None for record in (one, other)]
    return ends[0] != ends[1] and cut_variant(a, b, _CUT_AT_DOTS)


def _is_reordered(a: Title, b: Title) -> bool:
    """Whether two titles have the same words in another order, misspelt or not."""
    change = compare_words(a, b)
    return change is not None and change.is_reordered and change.shared >= _REORDERED


def _same_people(one: Identity, other: Identity) -> bool:
    """Whether two lists name the same persons, or one is the other cut short.

    A body beside one person stands for all others: "Fox, A.; Pond Study Group".
    """
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if same_list(ours, theirs):
        return True
    short, long = sorted((ours, theirs), key=len)
    whole = one.authors if short is ours else other.authors
    bodies = any(p.is_body for p in map(read_person, whole) if p)
    return bodies and not short[0].is_body and short[0].surname == long[0].surname


def _is_cut_short(one: Identity, other: Identity) -> bool:
    """Whether one record names only the first of the people of the other.

    Elsewhere that may be an earlier work of one of them.
    """
    if one.year is None or one.year != other.year:
        return False
    if not one.venue or not is_one_venue(one.venue, other.venue):
        return False
    return min(len(people_of(r.authors)) for r in (one, other)) == 1


def _share_block(one: Identity, other: Identity) -> bool:
    """Whether two records have one of their `blocks` and the first author in common."""
    if not one.shares_end(other) and not one.shares_start(other):
        return False
    first, second = first_person(one.authors), first_person(other.authors)
    if first is None or second is None or first.short != second.short:
        return False
    return first.meets(second)


def _titles(one: Identity, other: Identity) -> tuple[Title, Title]:
    """Both titles, without what belongs to other fields and is the same in both.

    That is the volume, the edition, and for one of the titles the year, the venue and
    the author.
    """
    a, b = one.full_title, other.full_title
    if _are_books(one, other):
        a, b = without_series(a), without_series(b)
    for remove in (_without_number, _without_year, _without_venue, _without_author):
        short, brief = remove(a, one, other), remove(b, one, other)
        if short == a or brief == b:
            a, b = short, brief
    a, b = with_species(a, b), with_species(b, a)
    a, b = with_one_name(a, b)
    if any(map(volume_in, (a, b))) and one.volume_key() == other.volume_key():
        a, b = without_volume(a), without_volume(b)
    a, b = _without_own_edition(a, one), _without_own_edition(b, other)
    edition = one.edition_key()
    if (edition and edition == other.edition_key()) or one.shares_isbn(other):
        a, b = without_edition(a), without_edition(b)
    a, b = without_additions(a, b)
    if _are_books(one, other):
        return book_titles(a, b)
    return read_title(a), read_title(b)


def _without_own_edition(title: str, record: Identity) -> str:
    """A title without the edition that the record states in its own field, too."""
    edition = volume_key(record.edition) if record.edition else ""
    return without_edition(title) if edition and edition_in(title) == edition else title


def _without_year(title: str, one: Identity, other: Identity) -> str:
    years = {one.year, other.year} - {None}
    return without_year(title, years, in_any=len(years) == 1)


def _without_number(title: str, one: Identity, other: Identity) -> str:
    """A title without the number of the report in brackets behind it."""
    for number in {one.number, other.number} - {""}:
        title = re.sub(rf"\s*[(\[]{re.escape(number)}[)\]]\W*$", "", title)
    return title


def _without_venue(title: str, one: Identity, other: Identity) -> str:
    for venue in sorted({one.venue, other.venue}):
        title = without_venue(title, venue)
    return title


def _without_author(title: str, one: Identity, other: Identity) -> str:
    first = first_person(one.authors)
    if first is None:
        return title
    title = without_author(title, first.surname)
    rest = title[len(first.short) + 1 :]
    if not first.is_body or not fold(title).startswith(f"{first.short} "):
        return title
    return title if any(map(str.isdigit, rest.split(" ")[0])) else rest

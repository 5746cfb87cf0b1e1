"""Journals of all fields by their names: ISSN, field and size.

``journals.tsv`` holds about a thousand of them as facts. Libraries name a journal in
full, by its abbreviation under ISO 4 or that of NLM, or by an acronym.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from readnext.matching.names import fold

_SMALL = frozenset("the of and for in on an de la der die und et to with".split())
_TRAILING = re.compile(
    r"\((?:[^()]*)\)|\bvol(?:ume)?\b.*|[,;]?\s+\d{4}\s*$", re.IGNORECASE
)
# "Neural Networks (IJCNN), 2010 International Joint Conference on" is no journal.
_MEETING = re.compile(
    r"\b(?:conf(?:erence)?|symp(?:osium)?|workshop|congress|meeting)s?\b", re.IGNORECASE
)
_TURNED = re.compile(
    r"(.+?),\s*((?:IEEE|ACM|IET)\b.*?(?:Transactions|Trans\.?|Journal|J\.?|Magazine"
    r"|Letters)(?:\s+(?:on|of))?)\s*$",
    re.IGNORECASE,
)
_TITLE_PART = re.compile(r"\s*(?:[:.]|-(?=[A-Z]))\s*")
_LONGEST = 200
_CONTRACTED = 4  # letters of "natl" or "engl"


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal; `monthly` is an estimate of its papers a month."""

    issn: str
    title: str
    field: str
    monthly: int


@dataclass(frozen=True, slots=True)
class _Index:
    """All journals: by ISSN, by a name, and by the initials of their titles' words."""

    by_issn: dict[str, Journal]
    by_name: dict[str, Journal]
    by_initials: dict[str, list[tuple[tuple[str, ...], Journal]]]


def journal_with(issn: str) -> Journal | None:
    """Return the journal of an ISSN, None if it is not in the table."""
    return _index().by_issn.get(issn)


@lru_cache(maxsize=4096)
def journal_named(name: str) -> Journal | None:
    """Return the journal that a library means by a name, None if that is not clear.

    >>> journal_named("J. Chem. Phys.").title, journal_named("PNAS").issn
    ('Journal of Chemical Physics', '0027-8424')
    >>> journal_named("Proceedings of a Workshop on Chemical Physics")
    """
    if _MEETING.search(name[:_LONGEST]):
        return None
    found = _TURNED.match(name[:_LONGEST].strip())
    text = f"{found[2]} {found[1]}" if found else name[:_LONGEST]
    for form in dict.fromkeys((text, _TRAILING.sub(" ", text))):
        words = _words(form)
        if not words:
            continue
        known = _index().by_name.get(" ".join(words)) or _abbreviated(words)
        if known:
            return known
    return None


def _abbreviated(words: tuple[str, ...]) -> Journal | None:
    """The only journal whose title's words these abbreviate."""
    if len(words) < 2:
        return None
    initials = "".join(word[0] for word in words)
    fitting = {
        journal
        for title, journal in _index().by_initials.get(initials, ())
        if all(map(_abbreviates, words, title))
    }
    return fitting.pop() if len(fitting) == 1 else None


def _abbreviates(short: str, word: str) -> bool:
    """Whether a word is shortened: "chem" and "chemical", "natl" and "national"."""
    if word.startswith(short):
        return True
    contracted = 3 <= len(short) <= _CONTRACTED or len(short) >= len(word) - 2
    if not contracted or len(short) >= len(word) or short[:2] != word[:2]:
        return False
    letters = iter(word)
    return all(letter in letters for letter in short)


def _words(name: str) -> tuple[str, ...]:
    plain = fold(name.replace("&", " and ").replace("\\", ""))
    return tuple(w for w in re.findall(r"[^\W_]+", plain) if w not in _SMALL)


@cache
def _index() -> _Index:
    index = _Index({}, {}, {})
    entries = list(_entries())
    for journal, names in entries:
        index.by_issn[journal.issn] = journal
        for name in (journal.title, *names):
            index.by_name.setdefault(" ".join(_words(name)), journal)
        words = _words(journal.title)
        initials = "".join(word[0] for word in words)
        index.by_initials.setdefault(initials, []).append((words, journal))
    # "Angewandte Chemie" for the title with its edition, if no other is called so.
    firsts = [_words(_TITLE_PART.split(journal.title)[0]) for journal, _ in entries]
    for (journal, _), first in zip(entries, firsts, strict=True):
        if len(first) > 1 and firsts.count(first) == 1:
            index.by_name.setdefault(" ".join(first), journal)
    return index


def _entries() -> Iterator[tuple[Journal, list[str]]]:
    """The lines of the table: journals with their other names."""
    text = (
        files("readnext_adapters.sources").joinpath("journals.tsv").read_text("utf-8")
    )
    for line in text.splitlines():
        if line and not line.startswith("#"):
            issn, title, field, monthly, names = line.split("\t")
            others = [name for name in names.split("; ") if name]
            yield Journal(issn, title, field, int(monthly)), others

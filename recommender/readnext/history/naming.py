"""Which paper a user names: by its number in the last list, an id, a key, or a title.

A title need not be whole: its beginning is enough where one paper alone begins so, two
words in a row where one alone has them, and a title may have typing errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from readnext.catalog.title_search import has_stretch, is_near
from readnext.errors import InputError, UserError
from readnext.history.store import History
from readnext.library.liked import read_wanted
from readnext.matching.identity import Identity
from readnext.matching.titles import title_key
from readnext.paper import Paper

_NUMBER = 4  # digits of a number in a list; longer ones are ids
_SHOWN = 3  # papers named where several are meant
_LIKE = 0.6  # how alike a title is that is proposed, 0 to 1


def find_named(history: History, name: str) -> int | None:
    """Return the number in the history of the paper that is named, None if unknown.

    Raises UserError where several papers may be meant, and for a number that the last
    list does not have.
    """
    name = " ".join(name.split())
    listed = history.last_list()
    if name.isdecimal() and len(name) <= _NUMBER and listed:
        if number := listed.get(int(name)):
            return number
        if history.named(name) is None:
            raise UserError(f"{name}: the last list has the numbers 1 to {max(listed)}")
    number = history.named(name) or _by_identity(history, name)
    if number is not None:
        return number
    for numbers in (listed.values(), history.numbers()):
        found = _by_title(name, history.papers(numbers))
        if found is not None:
            return found
    return None


def proposal(name: str, titles: Iterable[str]) -> str:
    """Return a sentence that proposes a title like what was typed, "" for none."""
    keys = {title_key(title): title for title in titles}
    near = get_close_matches(title_key(name), keys, 1, _LIKE)
    return f'; did you mean "{keys[near[0]]}"?' if near else ""


def _by_identity(history: History, name: str) -> int | None:
    """The number of a paper named by DOI, arXiv id or its whole title."""
    try:
        wanted = read_wanted(name)
    except InputError:
        return None
    paper = Paper("", wanted.title, doi=wanted.doi, arxiv=wanted.arxiv)
    return history.find(Identity.of(paper))


def _by_title(name: str, papers: Mapping[int, Paper]) -> int | None:
    """The number of the paper whose title begins so, has it, or is nearly it."""
    key = title_key(name)
    if not key:
        return None
    found = {n: p for n, p in papers.items() if title_key(p.title).startswith(key)}
    for matches in (has_stretch, is_near):
        found = found or {n: p for n, p in papers.items() if matches(name, p.title)}
    if len(found) > 1:
        titles = [f'"{paper.title}"' for paper in list(found.values())[:_SHOWN]]
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise UserError(f"{name}: which one? {', '.join(titles)}{more}")
    return next(iter(found), None)

"""Keys for entries of formats without keys, and unique keys for repeated ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readnext.library.citekeys import DEFAULT, make_keys
from readnext.library.convert import as_paper
from readnext.paper import Entry, Problem


def with_keys(items: Iterable[Entry | Problem]) -> Iterator[Entry | Problem]:
    """Yield the items, every entry with a unique key.

    An entry without a key gets one of author, year and title. Of two entries with
    one key of their own, the second is called ``key-2`` and a problem says so.
    """
    found = list(items)
    taken = {item.key for item in found if isinstance(item, Entry)}
    last: dict[str, int] = {}
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        key = item.key or make_keys([as_paper(item)], DEFAULT, ())[0]
        if key in last or (not item.key and key in taken):
            new = _free(key, last, taken)
        else:
            new, last[key] = key, 1
        taken.add(new)
        yield item if new == item.key else replace(item, key=new)
        if item.key and new != item.key:
            why = f"key {key} occurs again; this entry is called {new}"
            yield Problem(item.where, why)


def keys_in(text: str) -> list[str]:
    """Return the citation keys of a list with commas, each once.

    >>> keys_in("{ash-old}, oldash,")
    ['ash-old', 'oldash']
    """
    keys = (" ".join(key.split()).strip("{}") for key in text.split(","))
    return list(dict.fromkeys(filter(None, keys)))


def without_common_labels(items: Iterable[Entry | Problem]) -> list[Entry | Problem]:
    """Return the items, without a key that several of them have.

    EndNote's label is a free text: some programs write the citation key there, others
    a word that all records of a search have.
    """
    found = list(items)
    often = Counter(item.key for item in found if isinstance(item, Entry))
    return [
        replace(item, key="")
        if isinstance(item, Entry) and often[item.key] > 1
        else item
        for item in found
    ]


def _free(key: str, last: dict[str, int], taken: set[str]) -> str:
    """Return the key with the next number that makes it free."""
    number = last.get(key, 1) + 1
    while (new := f"{key}-{number}") in taken:
        number += 1
    last[key] = number
    return new

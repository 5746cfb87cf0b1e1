"""The fields of a JSON record, checked for their type and cleaned.

A field of the wrong type counts as absent, and is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from readnext.dates import parse_date
from readnext.matching.ids import parse_arxiv
from readnext.paper import Popularity
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.labs import distinct_labs

_LONGEST_DATE = 60
_LARGEST = 2**53  # the largest integer that JSON and SQLite represent exactly


@lru_cache(maxsize=4096)
def _iso(text: str) -> str | None:
    date = parse_date(text)
    return None if date is None or date.startswith("0000") else date


class Fields:
    """The fields of one record, checked and cleaned on access."""

    __slots__ = ("complaints", "record")

    def __init__(self, record: dict[str, object], complaints: list[str]) -> None:
        self.record = record
        self.complaints = complaints

    def _drop(self, key: str, wanted: str) -> None:
        self.complaints.append(f"{key} left out: not {wanted}")

    def id(self) -> str:
        """Return the id, a text or a number."""
        value = self.record.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text("id")

    def text(self, key: str) -> str:
        """Return a text, or ""."""
        value = self.record.get(key)
        if isinstance(value, str):
            return clean(value)
        if value is not None:
            self._drop(key, "a text")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list that are not empty."""
        value = self.record.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._drop(key, "a list")
            return ()
        texts = [clean(item) for item in value if isinstance(item, str)]
        if len(texts) < len(value):
            self._drop(f"part of {key}", "a text")
        return tuple(filter(None, texts))

    def distinct(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list without duplicates."""
        return tuple(dict.fromkeys(self.texts(key)))

    def labs(self) -> tuple[str, ...]:
        """Return the labs without duplicates."""
        return distinct_labs(self.texts("labs"))

    def people(self, key: str) -> tuple[str, ...]:
        """Return the names of a list of names or of objects with names."""
        value = self.record.get(key)
        if isinstance(value, list) and not all(isinstance(x, str) for x in value):
            names = [_person(item) for item in value]
            if not all(names):
                self._drop(f"part of {key}", "a name")
            return tuple(name for name in map(clean, names) if name)
        return self.texts(key)

    def inner(self, key: str) -> Fields:
        """Return the fields of an object; empty if it is missing."""
        value = self.record.get(key)
        if value is not None and not isinstance(value, dict):
            self._drop(key, "an object")
        return Fields(value if isinstance(value, dict) else {}, self.complaints)

    def each(self, key: str) -> Iterator[Fields]:
        """Yield the fields of each object of a list."""
        value = self.record.get(key)
        if value is not None and not isinstance(value, list):
            self._drop(key, "a list")
            return
        odd = 0
        for item in value or ():
            if isinstance(item, dict):
                yield Fields(item, self.complaints)
            else:
                odd += 1
        if odd:
            self._drop(f"part of {key}", "an object")

    def parsed(self, key: str, parse: Callable[[str], str | None]) -> str | None:
        """Return what `parse` finds in a text."""
        text = self.text(key)
        found = parse(text) if text else None
        if text and not found:
            self._drop(key, f"a valid {key}: {text[:60]}")
        return found

    def arxiv(self, key: str) -> str | None:
        """Return the arXiv id in a text."""
        return self.parsed(key, _bare_arxiv)

    def link(self, key: str) -> str | None:
        """Return a URL."""
        text = self.text(key)
        if text and not _is_link(text):
            self._drop(key, f"a web address: {text[:60]}")
            return None
        return text or None

    def date(self, key: str = "date") -> str | None:
        """Return a date as ISO 8601; a year may be a number."""
        value = self.record.get(key)
        if isinstance(value, int) and 1000 <= value <= 9999:
            return str(value)
        text = self.text(key)
        found = _iso(text[:_LONGEST_DATE]) if text else None
        if text and not found:
            self._drop(key, f"a date: {text[:60]}")
        return found

    def code(self) -> str | None:
        """Return the URL of the code, or "" if it only is stated to exist."""
        value = self.record.get("code")
        return self.link("code") if isinstance(value, str) else self._code_flag(value)

    def _code_flag(self, value: object) -> str | None:
        if value is not None and not isinstance(value, bool):
            self._drop("code", "a web address or true")
        return "" if value is True else None

    def count(self, key: str) -> int | None:
        """Return a non-negative integer."""
        return self._count(key, self.record.get(key))

    def _count(self, key: str, value: object) -> int | None:
        number = self._number(key, value)
        if number is None or number < 0 or number != int(number):
            if number is not None:
                self._drop(key, "a count")
            return None
        return int(number)

    def _number(self, key: str, value: object) -> float | None:
        if value is None:
            return None
        # Infinity and what is not a number fail the comparison.
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and -_LARGEST <= value <= _LARGEST
        ):
            return float(value)
        self._drop(key, "a number")
        return None

    def flag(self, key: str) -> bool:
        """Return a boolean, false if there is none."""
        value = self.record.get(key)
        if value is not None and not isinstance(value, bool):
            self._drop(key, "true or false")
        return value is True

    def popularity(self) -> Popularity:
        """Return the popularity as the source states it."""
        value = self.record.get("popularity")
        if value is None:
            return Popularity()
        if not isinstance(value, dict):
            self._drop("popularity", "an object")
            return Popularity()
        return Popularity(
            upvotes=self._count("upvotes", value.get("upvotes")),
            comments=self._count("comments", value.get("comments")),
            score=self._number("score", value.get("score")),
            citations=self._count("citations", value.get("citations")),
        )


def _bare_arxiv(text: str) -> str | None:
    return parse_arxiv(text, bare=True)


def _person(item: object) -> str:
    """Return the name that an author's text or object gives, or ""."""
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        return ""
    whole = item.get("name") or item.get("literal")
    parts = [whole] if whole else [item.get("given"), item.get("family")]
    return " ".join(part for part in parts if isinstance(part, str))


def _is_link(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and " " not in text

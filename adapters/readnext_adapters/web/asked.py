"""What the parameters of an address ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from readnext.errors import InputError
from readnext.request import Filters, Parts, Request
from readnext_adapters.service.dates import asked_date

MOST = 200  # papers of a list
_LONGEST = 200  # characters of a value
_SEVERAL = {
    "category": "categories",
    "author": "authors",
    "lab": "labs",
    "venue": "venues",
    "exclude": "exclude",
}
_SWITCHES = dict.fromkeys(("1", "true", "yes", "on"), True)
_SWITCHES |= dict.fromkeys(("0", "false", "no", "off"), False)
NAMES = ("n", "part", "since", "until", "has-code", *_SEVERAL)


class Parameters(Protocol):
    """The parameters of an address, of which some occur several times."""

    def get(self, name: str, /) -> str | None:
        """Return the first value, None if there is none."""

    def getlist(self, name: str, /) -> Sequence[str]:
        """Return all values."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a list is made of where an address says nothing.

    `part` is "new" or "archive" for a part of it.
    """

    request: Request
    part: str | None = None

    def asked(self, given: Parameters, *, parts: bool, today: dt.date) -> Request:
        """Return the request of an address; with `parts`, new papers come first.

        Raises InputError for a value that cannot be one.
        """
        text = given.get("n")
        n = asked_number("n", text, 1, MOST) if text else self.request.n
        return replace(
            self.request,
            n=n,
            filters=_filters(given, self.request.filters, today),
            parts=_parts(given.get("part") or self.part, n, parts=parts),
            today=today,
        )


def is_filtered(given: Parameters) -> bool:
    """Tell whether an address asks for a part of the list."""
    return any(value.strip() for name in NAMES for value in given.getlist(name))


def asked_number(name: str, text: str, least: int, most: int) -> int:
    """Return the number that a parameter of a name has; InputError for another text."""
    digits = text.removeprefix("-")
    number = int(text[:12]) if digits.isascii() and digits.isdecimal() else None
    if number is None or not least <= number <= most:
        raise InputError(
            f"{name}: {text[:20]!r} is not a number from {least} to {most}"
        )
    return number


def has_code(given: Parameters) -> bool | None:
    """Return whether an address asks for papers with code, None if it says nothing.

    Raises InputError for a value that is neither yes nor no.
    """
    if not (text := (given.get("has-code") or "").strip()):
        return None
    if (found := _SWITCHES.get(text.lower())) is None:
        raise InputError(f"has-code: {text[:20]!r} is neither 1 nor 0")
    return found


def _parts(part: str | None, n: int, *, parts: bool) -> Parts | None:
    if part == "new":
        return Parts(n)
    if part == "archive":
        return Parts(0, n)
    if part:
        raise InputError(f"part: {part[:20]!r} is neither new nor archive")
    return Parts.of(n) if parts else None


def _filters(given: Parameters, default: Filters, today: dt.date) -> Filters:
    """The filters of the service, and those of the address beside them."""
    several: Mapping[str, tuple[str, ...]] = {
        field: words
        for name, field in _SEVERAL.items()
        if (words := tuple(_words(name, given)))
    }
    filters = replace(default, **several)  # type: ignore[arg-type]
    with_code = has_code(given)
    return replace(
        filters,
        since=asked_date("since", given.get("since"), today) or default.since,
        until=asked_date("until", given.get("until"), today) or default.until,
        has_code=default.has_code if with_code is None else with_code,
    )


def _words(name: str, given: Parameters) -> list[str]:
    found = [value.strip() for value in given.getlist(name) if value.strip()]
    for value in found:
        if len(value) > _LONGEST or not any(c.isalnum() or c in "*?" for c in value):
            raise InputError(f"{name}: {value[:20]!r} is not a name or a word")
    return found

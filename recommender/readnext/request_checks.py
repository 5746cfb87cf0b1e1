"""Checks of the fields of a request; the errors name the field and what to write."""

from __future__ import annotations

import datetime as dt
from math import inf
from numbers import Integral, Real

from readnext.dates import parse_date
from readnext.errors import InputError


def check_several(record: object, *names: str) -> None:
    """Raise InputError for a text where several are meant."""
    for name in names:
        if isinstance(value := getattr(record, name), str):
            raise InputError(f"{name} is {value!r}; write ({value!r},)")


def check_date(record: object, *names: str) -> None:
    """Raise InputError for a text that is not an ISO date, unless it is None."""
    for name in names:
        value = getattr(record, name)
        if value is None:
            continue
        if not isinstance(value, str) or parse_date(value) != value:
            raise InputError(
                f"{name} is {value!r}; write a date as 2025, 2025-09 or 2025-09-25"
            )


def check_day(record: object, name: str) -> None:
    """Raise InputError for what is neither a day nor None."""
    value = getattr(record, name)
    if value is not None and not isinstance(value, dt.date):
        raise InputError(f"{name} is {value!r}; write datetime.date(2025, 9, 25)")


def check_count(record: object, *names: str) -> None:
    """Raise InputError for what is not a whole number from 0 on."""
    for name in names:
        value = getattr(record, name)
        whole = isinstance(value, Integral) and not isinstance(value, bool)
        if not whole or value < 0:
            raise InputError(f"{name} is {value!r}; write a whole number, 0 or more")


def check_number(
    record: object, name: str, least: float = -inf, most: float = inf
) -> None:
    """Raise InputError for what is not a number in some limits, unless it is None."""
    value = getattr(record, name)
    if value is None:
        return
    real = isinstance(value, Real) and not isinstance(value, bool)
    if not real or not least <= value <= most:
        limits = [f"{word} {x:g}" for word, x in (("from", least), ("to", most))]
        known = [
            one for one, x in zip(limits, (least, most), strict=True) if abs(x) < inf
        ]
        raise InputError(f"{name} is {value!r}; write {' '.join(['a number', *known])}")

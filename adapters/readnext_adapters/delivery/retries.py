"""How long to wait between attempts at a delivery."""

from __future__ import annotations

_PAUSE, _GROWTH = (
    5.0,
    4.0,
)  # seconds before the second attempt, and the factor of each later pause


def pauses_between(attempts: int) -> tuple[float, ...]:
    """Return the seconds to wait between attempts.

    >>> pauses_between(3)
    (5.0, 20.0)
    """
    return tuple(_PAUSE * _GROWTH**i for i in range(attempts - 1))

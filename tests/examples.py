"""How many examples Hypothesis tries: a tenth in the quick run, all in the other.

The other, thorough run is `pytest -m hypothesis --hypothesis-profile=thorough`.
"""

from __future__ import annotations

import os

from hypothesis import settings

_USUAL = 100  # examples in the thorough run
_QUICK = 10


def register_profiles() -> None:
    """Register both profiles, and choose the quick one.

    A slow machine is no failure. In CI the examples are the same each time, so that
    what is red there is red again elsewhere; on a desk they are new ones each time.
    """
    same = bool(os.environ.get("CI"))
    for name, count in (("quick", _QUICK), ("thorough", _USUAL)):
        settings.register_profile(
            name, deadline=None, derandomize=same, max_examples=count
        )
    settings.load_profile("quick")


def examples(count: int) -> int:
    """Return as many examples, or the chosen profile's share of them."""
    chosen = settings.default
    return max(count * (chosen.max_examples if chosen else _USUAL) // _USUAL, 1)

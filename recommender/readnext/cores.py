"""The processor's cores: how many there are for this process, and work for all of them.

Threads gain where NumPy and SciPy compute, which other threads need not wait for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_THREADS = 4  # at most: more wait for each other between what NumPy computes


def spare_cores() -> int:
    """Return how many cores this process may use beside one."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0)) - 1
    return (os.cpu_count() or 1) - 1


def on_all_cores(compute: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield what is computed of each item, in their order, by a thread for each core.

    Raises what `compute` raises.
    """
    threads = min(_threads(), len(items))
    if threads < 2:
        yield from map(compute, items)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as executor:
        yield from executor.map(compute, items)


def even_parts(size: int, most: int) -> list[slice]:
    """Return slices of nearly one length that make up `size` items.

    They have at most `most` items each. More than one are as many for each thread.

    >>> even_parts(5, 9)
    [slice(0, 5, None)]
    """
    count = -(-size // most)
    if count > 1:
        count = -(-count // _threads()) * _threads()
    ends = [size * n // count for n in range(count + 1)] if count else []
    return [slice(start, end) for start, end in pairwise(ends)]


def _threads() -> int:
    return min(spare_cores() + 1, _THREADS)

"""Work on all cores: its order, its errors, and its parts."""

from __future__ import annotations

import threading
import time

import pytest

from readnext.cores import even_parts, on_all_cores, spare_cores


def test_results_are_in_the_order_of_the_items() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.02 if number == 0 else 0)
        return number**2

    assert list(on_all_cores(slow_first, range(20))) == [n**2 for n in range(20)]


@pytest.mark.skipif(spare_cores() < 1, reason="there is one core only")
def test_two_items_are_computed_at_once() -> None:
    both = threading.Barrier(2, timeout=30)
    assert len(list(on_all_cores(lambda _: both.wait(), range(2)))) == 2


def test_an_error_is_raised() -> None:
    def fail(number: int) -> int:
        return 1 // (number - 3)

    with pytest.raises(ZeroDivisionError):
        list(on_all_cores(fail, range(8)))


def test_one_item_needs_no_thread() -> None:
    (thread,) = on_all_cores(lambda _: threading.current_thread(), ["one"])
    assert thread is threading.current_thread()
    assert list(on_all_cores(str, [])) == []


@pytest.mark.parametrize(("size", "most"), [(0, 5), (1, 5), (5, 5), (6, 5), (91, 10)])
def test_parts_make_up_all_items(size: int, most: int) -> None:
    parts = even_parts(size, most)
    assert [n for part in parts for n in range(size)[part]] == list(range(size))
    lengths = {part.stop - part.start for part in parts}
    assert all(0 < length <= most for length in lengths)
    assert len(lengths) <= 1 or max(lengths) - min(lengths) == 1

"""Papers that other processes prepare give the same catalog."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, repeat
from multiprocessing import spawn
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Timer

import pytest

from readnext.catalog.import_result import ImportResult
from readnext.catalog.page import sizes_of
from readnext.catalog.pool import PreparingPool
from readnext.catalog.prepared import Prepared
from readnext.catalog.store import Catalog
from readnext.catalog.verify import verify
from readnext.cores import spare_cores
from readnext.paper import Gone, Paper, Popularity
from tests.catalog.contents import contents

pytestmark = pytest.mark.skipif(spare_cores() < 1, reason="there is one core only")

METHODS = [m for m in ("fork", "spawn") if m in multiprocessing.get_all_start_methods()]
PAGE = 400


def papers(number: int, source: str = "a") -> list[Paper]:
    """Papers of which some are cut short, retracted, or have notices."""
    return [
        Paper(
            f"{source}/{n}",
            f"{'RETRACTED: ' * (n % 97 == 5)}Pond {n * 7919 % 10007}: on Ducks {n}",
            authors=("Mia Sand", f"Person {n % 50} Reed", f"Vera{n} Frog"),
            labs=("Pond Lab",) * (n % 2),
            abstract=f"Ducks of pond {n} are calibrated. " * (n % 3),
            date=f"20{n % 25:02}-05-06",
            venue="Pond" if n % 3 else "Journal of Ponds",
            doi=f"10.5555/p.{n}" if n % 4 == 0 else None,
            categories=("q-bio.PE",),
            popularity=Popularity(citations=n if n % 5 == 0 else None),
        )
        for n in range(number)
    ]


def items() -> list[Paper | Gone]:
    """What a source can have: known papers, others of one id, notices, deleted ones."""
    found: list[Paper | Gone] = list(papers(900))
    first, second = papers(2)
    found[450:450] = [
        first,
        replace(second, title="On Moss in Tea", authors=("Ida Bogs",)),
        Paper("n/1", f"Retraction notice to “{second.title}”", venue="Pond"),
        Paper("n/2", "Retraction of Ducks", retracts=("10.5555/p.8",), notice=True),
        Gone("a/33"),
    ]
    found += [replace(one, id=f"b/{n}") for n, one in enumerate(papers(1300)[850:])]
    return [*found, Gone("a/899"), Gone("unknown")]


def added(
    folder: Path, pool: PreparingPool | None, given: Sequence[Paper | Gone]
) -> ImportResult:
    """Add items to a new catalog."""
    with Catalog.open(folder, create=True) as catalog:
        return catalog.add(given, "source", batch=PAGE, pool=pool)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ImportResult]:
    """What one process makes of the items."""
    folder = tmp_path_factory.mktemp("alone") / "catalog"
    result = added(folder, None, items())
    assert result.updated
    assert result.unchanged
    assert result.deleted == 2
    assert len(result.problems) == 1
    return folder, result


@pytest.mark.slow
def test_the_pages_are_those_of_one_process(
    alone: tuple[Path, ImportResult], tmp_path: Path
) -> None:
    for method in METHODS:
        context = multiprocessing.get_context(method)
        with PreparingPool(context, fewest=100) as pool:
            assert added(tmp_path / method, pool, items()) == alone[1]
            assert len(multiprocessing.active_children()) >= 1
        assert not multiprocessing.active_children()
        assert contents(tmp_path / method) == contents(alone[0])
        assert not verify(tmp_path / method)


def test_what_processes_had_that_were_killed_is_done_here(
    alone: tuple[Path, ImportResult], tmp_path: Path
) -> None:
    killed = []

    def killing() -> Iterator[Paper | Gone]:
        for place, item in enumerate(items()):
            if place == 850:
                for child in multiprocessing.active_children():
                    child.kill()
                    killed.append(child)
            yield item

    with (
        PreparingPool(fewest=100) as pool,
        Catalog.open(tmp_path / "c", create=True) as catalog,
    ):
        result = catalog.add(killing(), "source", batch=PAGE, pool=pool)
    assert killed
    assert result == alone[1]
    assert contents(tmp_path / "c") == contents(alone[0])


def kill(children: Sequence[BaseProcess]) -> None:
    for child in children:
        child.kill()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="there is no SIGSTOP")
def test_a_process_is_killed_when_tasks_were_taken_back_from_it() -> None:
    many = papers(4_000)

    def stopping() -> Iterator[Paper | Gone]:
        for place, item in enumerate(many):
            if place == 1_000:  # two tasks are given; four will be, and be taken back
                for child in multiprocessing.active_children():
                    assert child.pid
                    os.kill(child.pid, signal.SIGSTOP)
            yield item

    with PreparingPool(fewest=100) as pool:
        page = next(pool.pages(stopping(), repeat(3_000)))
        children = multiprocessing.active_children()
        assert children
        timer = Timer(0.3, kill, [children])
        timer.start()
        prepared = page.prepared()
        timer.join()
    assert prepared
    alone = Prepared.of(many[:3_000])
    for paper in many[:3_000]:
        found, expected = prepared.facts_of(paper), alone.facts_of(paper)
        assert found
        assert expected
        assert (found.packed, found.keys.names) == (
            expected.packed,
            expected.keys.names,
        )
    assert prepared.people == alone.people


@pytest.mark.slow
def test_without_processes_all_is_done_here(
    alone: tuple[Path, ImportResult], tmp_path: Path
) -> None:
    python = spawn.get_executable()
    multiprocessing.set_executable(str(tmp_path / "missing"))
    try:
        context = multiprocessing.get_context("spawn")
        with PreparingPool(context, fewest=100) as pool:
            assert added(tmp_path / "c", pool, items()) == alone[1]
            assert not multiprocessing.active_children()
    finally:
        multiprocessing.set_executable(python)
    assert contents(tmp_path / "c") == contents(alone[0])


def test_pages_grow() -> None:
    assert list(islice(sizes_of(0), 5)) == [2_500, 5_000, 10_000, 20_000, 20_000]
    assert list(islice(sizes_of(7), 3)) == [7, 7, 7]


def test_few_papers_start_no_process(tmp_path: Path) -> None:
    with PreparingPool() as pool:
        added(tmp_path / "c", pool, papers(300))
        assert not multiprocessing.active_children()


def test_known_papers_are_not_prepared(tmp_path: Path) -> None:
    """Each page of known ones after the first, of which that cannot be known."""
    every, computed = papers(1600), []
    added(tmp_path / "c", None, every)
    with (
        PreparingPool(fewest=100) as pool,
        Catalog.open(tmp_path / "c") as catalog,
    ):
        pages = pool.pages(every, sizes_of(PAGE))
        for page in pages:
            computed.append(bool(page.tasks))
            known = len(computed) > 1
            prepared = None if known else page.prepared()
            result = catalog.add_page(page.items, "source", prepared=prepared)
            assert result.unchanged == PAGE
    assert computed == [True, True, False, False]


def test_an_error_comes_after_the_pages_before_it(tmp_path: Path) -> None:
    def failing() -> Iterator[Paper | Gone]:
        yield from papers(1000)
        raise ValueError("the file ends")

    for name in ("alone", "pool"):
        with (
            PreparingPool(fewest=100) as pool,
            Catalog.open(tmp_path / name, create=True) as catalog,
        ):
            with pytest.raises(ValueError, match="the file ends"):
                used = pool if name == "pool" else None
                catalog.add(failing(), "source", batch=PAGE, pool=used)
            assert len(catalog) == 800
    assert contents(tmp_path / "alone") == contents(tmp_path / "pool")

"""Processes that prepare papers while this one reads others and adds them.

Half of the work of adding papers hangs on nothing but the papers. It is done by as
many processes as the computer has cores to spare. What they have not begun when it is
needed, this process does itself, and also what a process had that ended. The catalog
is the same in any case.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from readnext.catalog.page import Page
from readnext.catalog.prepared import Computed, Prepared, compute
from readnext.cores import spare_cores
from readnext.paper import Gone, Paper

_FEWEST = 1_000  # papers for which it pays to start processes
_TASK = 500  # papers a task, which takes less than a tenth of a second
_MOST = 3  # processes; more would wait for this one
# What starting a process raises where it is not possible, or no longer.
_NO_PROCESS = (OSError, ImportError, NotImplementedError, BrokenExecutor)


@dataclass(slots=True)
class _Given:
    """A task that was given to the processes.

    Its papers are in the file at `path`, which a process that begins the task renames.
    Who removes it first has the task. Cancelling the future would do the same, but a
    pool of Python 3.11 that meets a cancelled future when a process was killed does not
    fail the others.
    """

    path: Path
    future: Future[Path]


@dataclass(slots=True)
class _Task:
    """Papers to prepare, which may be given to the processes."""

    papers: Sequence[Paper]
    given: _Given | None = None

    def is_free(self) -> bool:
        """Take the task back, and tell whether no process has begun it."""
        if self.given is not None:
            try:
                self.given.path.unlink()
            except OSError:
                return False
        self.given = None
        return True

    def result(self) -> Computed:
        """Wait for the result, or compute it here if the process ended."""
        try:
            if self.given is not None:
                path = self.given.future.result()
                found: Computed = pickle.loads(path.read_bytes())
                path.unlink()
                return found
        except (OSError, BrokenExecutor):
            pass
        return compute(self.papers)


@dataclass(slots=True)
class PreparedPage(Page):
    """A page of which the papers are being prepared."""

    tasks: list[_Task] = field(default_factory=list)
    wanted: bool = False

    def prepared(self) -> Prepared | None:
        """Return the papers prepared, None if nothing is known of them."""
        self.wanted = True
        if not self.tasks:
            return None
        own: list[Computed] = []
        for task in reversed(self.tasks):
            if not task.is_free():  # nor are those before it, which were begun first
                break
            own.append(compute(task.papers))
        others = self.tasks[: len(self.tasks) - len(own)]
        papers = list(chain.from_iterable(task.papers for task in self.tasks))
        return Prepared(papers, [*(task.result() for task in others), *reversed(own)])

    def give_up(self) -> None:
        """Have no more of the page prepared."""
        for task in self.tasks:
            task.is_free()
        self.tasks = []


class PreparingPool:
    """Processes that prepare papers. Use as a context manager.

    They are started when there are more than so many papers. `context` says how; by
    default, the platform does.
    """

    def __init__(
        self, context: BaseContext | None = None, *, fewest: int = _FEWEST
    ) -> None:
        self._context, self._fewest = context, fewest
        self._executor: ProcessPoolExecutor | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._failed = spare_cores() < 1
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
        if self._folder is not None:
            self._folder.cleanup()

    def pages(
        self, items: Iterable[Paper | Gone], sizes: Iterator[int]
    ) -> Iterator[PreparedPage]:
        """Yield items in pages of some sizes, each when the next one has been read.

        If `prepared` was not called on a page, the next one is not prepared either. An
        error of `items` is raised after the pages before it.
        """
        stream, ahead, busy = iter(items), PreparedPage(), True
        while True:
            try:
                page = self._read(stream, next(sizes), busy)
            except Exception:
                if ahead.items:
                    yield ahead
                raise
            if ahead.items:
                yield ahead
                busy = ahead.wanted
            if not page.items:
                return
            if not busy:
                page.give_up()
            ahead = page

    def _read(
        self, stream: Iterator[Paper | Gone], size: int, busy: bool
    ) -> PreparedPage:
        """Read a page, and have its papers prepared from the first one on."""
        page = PreparedPage()
        begun, waiting = self._count > 0, list[_Task]()
        while some := list(islice(stream, min(_TASK, size - len(page.items)))):
            page.items += some
            waiting.append(_Task([one for one in some if isinstance(one, Paper)]))
            if busy and not self._failed and (begun or len(page.items) > self._fewest):
                page.tasks += map(self._begun, waiting)
                waiting = []
        return page

    def _begun(self, task: _Task) -> _Task:
        """A task that is begun by a process as soon as one is free."""
        if not self._failed:
            try:
                with _uninterrupted():
                    executor, folder = self._started()
                    self._count += 1
                    path = Path(folder, str(self._count))
                    path.write_bytes(_pickled(task.papers))
                    task.given = _Given(path, executor.submit(_compute, path))
            except _NO_PROCESS:
                self._failed = True
        return task

    def _started(self) -> tuple[ProcessPoolExecutor, str]:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="readnext-")
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                min(spare_cores(), _MOST),
                self._context or _safe_context(),
                initializer=_begin,
                initargs=(self._folder.name,),
            )
        return self._executor, self._folder.name


def _safe_context() -> BaseContext | None:
    """The platform's way to start processes, unless that copies one of many threads."""
    return get_context("spawn") if threading.active_count() > 1 else None


# ------------------------------------------------------------ in those processes
def _begin(folder: str) -> None:
    """Prepare a process for its tasks, and have it end with its parent."""
    gc.disable()  # as while papers are added: what is computed has no cycles
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: str) -> None:
    if parent := parent_process():
        wait([parent.sentinel])
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def _compute(path: Path) -> Path:
    """Write what is computed of the papers in a file to another, and return its path.

    If the file was removed, somebody else does it. Papers and results are in files
    since a process that is killed while it sends or receives something long leaves its
    parent waiting; a path is sent at once.
    """
    begun, found = path.with_suffix(".begun"), path.with_suffix(".found")
    try:
        path.rename(begun)
    except FileNotFoundError:
        return found
    found.write_bytes(_pickled(compute(pickle.loads(begun.read_bytes()))))
    begun.unlink()
    return found


def _pickled(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Have processes that are started here ignore Ctrl-C, which this one handles."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

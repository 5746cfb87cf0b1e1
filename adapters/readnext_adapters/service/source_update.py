"""Updating the catalog from its sources while the service runs.

`readnext catalog update` runs in a process of its own, so that the page stays quick. It
ends with the service.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from readnext.catalog.store import Catalog
from readnext.errors import UserError

_KEPT = 200  # lines of the command's output
_PATIENCE = 10.0  # seconds to end the command in


@dataclass(frozen=True, slots=True)
class UpdateState:
    """What the last run has said so far, and how many papers are new since it began.

    `code` is its exit code, None while it is `running`, or if there was no run.
    """

    running: bool = False
    lines: tuple[str, ...] = ()
    new: int = 0
    code: int | None = None


class SourceUpdate:
    """Runs a command that updates a catalog; any thread may use it.

    `done` is called when the command has ended.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, done: Callable[[], object]
    ) -> None:
        self._command = command
        self._folder = folder
        self._done = done
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: deque[str] = deque(maxlen=_KEPT)
        self._since = 0
        self._closed = False

    def start(self) -> bool:
        """Start the command; return False if it is running already."""
        with self._lock:
            if self._closed or self._is_running():
                return False
            with Catalog.open(self._folder) as catalog:
                self._since = catalog.newest()
            self._lines.clear()
            self._process = subprocess.Popen(
                list(self._command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
            threading.Thread(
                target=self._follow, args=(self._process,), daemon=True
            ).start()
            return True

    def state(self) -> UpdateState:
        """Return how far the last run is."""
        with self._lock:
            running, process = self._is_running(), self._process
            if process is None:
                return UpdateState()
            code = None if running else process.returncode
            return UpdateState(running, tuple(self._lines), self._new(), code)

    def close(self) -> None:
        """End the command, which loses nothing that it has stored."""
        with self._lock:
            self._closed = True
            process = self._process
        if process and process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            process.kill()

    def __enter__(self) -> SourceUpdate:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def _new(self) -> int:
        try:
            with Catalog.open(self._folder) as catalog:
                return catalog.count_since(self._since)
        except UserError:  # the page says so where it shows the sources
            return 0

    def _follow(self, process: subprocess.Popen[str]) -> None:
        """Keep what the command says until it ends."""
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                with self._lock:
                    self._lines.append(line.rstrip("\n"))
        process.wait()
        if not self._closed:
            self._done()

"""The real command, run in a new process or, which is much faster, in this one."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from readnext_adapters import apikeys
from readnext_adapters.cli import main

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

_TIMEOUT = 120.0  # seconds
# What cannot be undone in a running process: these options hold for all of it, and the
# interpreter and its libraries read these variables once, when they start.
_LASTING = ("--offline", "--debug")
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LANGUAGE", "TZ", "OMP_", "OPENBLAS_")


def needs_process(arguments: Sequence[str], added: Mapping[str, str]) -> bool:
    """Tell whether this run would change, or not see, the state of a process."""
    lasting = any(argument in _LASTING for argument in arguments)
    return lasting or any(name.startswith(_READ_AT_START) for name in added)


def run_process(
    arguments: Sequence[str], stdin: str, cwd: Path, env: Mapping[str, str]
) -> Done:
    """Run `python -m readnext`."""
    return subprocess.run(
        [sys.executable, "-m", "readnext", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=env,
        timeout=_TIMEOUT,
    )


def run_here(
    arguments: Sequence[str], stdin: str, cwd: Path, env: Mapping[str, str]
) -> Done:
    """Run the command's entry point in this process, which is left as it was."""
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(stdin.encode())
        files[0].seek(0)
        stack.enter_context(_surroundings(["readnext", *arguments], cwd, env))
        with _streams(files):
            code = _exit_code()
        out, err = (_content(file) for file in files[1:])
    return subprocess.CompletedProcess(list(arguments), code, out, err)


def _exit_code() -> int:
    """Run the entry point and return the code it exits with."""
    try:
        main()
    except SystemExit as end:
        assert isinstance(end.code, int), end.code
        return end.code
    raise AssertionError("the command returned without an exit code")


def _content(file: IO[bytes]) -> str:
    """What was written, with line ends as a subprocess in text mode gives them."""
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def _surroundings(argv: list[str], cwd: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Set arguments, folder and variables, and put back all that a command changes."""
    before = sys.argv, Path.cwd(), dict(os.environ), gc.get_threshold()
    sys.argv = argv
    os.chdir(cwd)
    _set_environment(env)
    apikeys._told.cache_clear()
    try:
        yield
    finally:
        sys.argv = before[0]
        os.chdir(before[1])
        _set_environment(before[2])
        gc.set_threshold(*before[3])


def _set_environment(env: Mapping[str, str]) -> None:
    """Change only what differs: os.environ also tells the C library each time."""
    for name in os.environ.keys() - env.keys():
        del os.environ[name]
    for name, value in env.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


@contextmanager
def _streams(files: Sequence[IO[bytes]]) -> Iterator[None]:
    """Make files the standard streams, also for the programs that a command starts."""
    before = sys.stdin, sys.stdout, sys.stderr
    saved = [os.dup(number) for number in range(3)]
    for stream in before[1:]:
        stream.flush()
    try:
        for number, file in enumerate(files):
            file.flush()
            os.dup2(file.fileno(), number)
        with (
            open(0, encoding="utf-8", closefd=False) as sys.stdin,
            open(1, "w", encoding="utf-8", closefd=False) as sys.stdout,
            open(2, "w", 1, "utf-8", "backslashreplace", closefd=False) as sys.stderr,
        ):
            yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for number, duplicate in enumerate(saved):
            os.dup2(duplicate, number)
            os.close(duplicate)

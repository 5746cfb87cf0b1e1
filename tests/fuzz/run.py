"""Runs a target on changed files, in a process of its own, within limits."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.fuzz.mutate import changed
from tests.fuzz.targets import REFUSALS, targets

LONGEST = 10.0  # CPU seconds of a case
MOST_MEMORY = 1000  # MB
_GRACE = 600.0  # seconds for a busy machine to start and end a process


@dataclass(frozen=True)
class Result:
    """What came of fuzzing one parser; `fault` is "" if nothing did."""

    name: str
    cases: int = 0
    slowest: float = 0.0
    memory: int = 0
    fault: str = ""

    def __str__(self) -> str:
        """Return a line of the table."""
        figures = f"{self.cases:>8,} cases {self.slowest:7.2f} s {self.memory:>5} MB"
        return f"{self.name:<24}{figures}  {self.fault}".rstrip()


def fuzz(name: str, seconds: float) -> Result:
    """Fuzz a target for so many seconds."""
    case = Path(tempfile.gettempdir()) / f"readnext-fuzz-{name}-{os.getpid()}"
    command = [sys.executable, "-m", "tests.fuzz.run", name, str(seconds), str(case)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            timeout=seconds + _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Result(name, fault=f"hangs: {case}")
    try:
        result = Result(**json.loads(done.stdout))
    except ValueError:
        # SIGPROF ends a case after its CPU time, whatever code it is in.
        hangs = hasattr(signal, "SIGPROF") and done.returncode == -signal.SIGPROF
        end = "hangs" if hangs else f"ended with {done.returncode}"
        return Result(name, fault=f"{end}: {case}")
    if not result.fault:
        case.unlink(missing_ok=True)
    return result


def _run(name: str, seconds: float, case: Path) -> Result:
    target = targets()[name]
    chance = random.Random(int(os.environ.get("FUZZ_SEED", "20261128")))
    cases, slowest, fault = 0, 0.0, ""
    warnings.simplefilter("ignore")
    end = time.monotonic() + seconds
    while time.monotonic() < end and not fault:
        data = changed(chance, target.seeds)
        case.write_bytes(data)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 1.5 * LONGEST)
        start = time.process_time()
        try:
            target.read(data)
        except REFUSALS:
            pass
        except Exception:
            fault = f"{traceback.format_exc(limit=-1).splitlines()[-1]}: {case}"
        spent = time.process_time() - start
        cases, slowest = cases + 1, max(slowest, spent)
        if slowest > LONGEST:
            fault = f"takes {slowest:.0f} s: {case}"
    memory = _peak()
    if memory > MOST_MEMORY and not fault:
        fault = "takes too much memory"
    return Result(name, cases, round(slowest, 2), memory, fault)


def _peak() -> int:
    """The peak memory of this process in MB, 0 where it is unknown."""
    status = Path("/proc/self/status")
    found = (
        re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
    )
    return int(found[1]) // 1000 if found else 0


if __name__ == "__main__":
    found = _run(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3]))
    sys.stdout.write(json.dumps(asdict(found)))

"""Fuzz all parsers, or those that are named, for so many seconds each.

    python -m tests.fuzz 60
    python -m tests.fuzz 600 library-bibtex catalog-feed

Each parser runs in a process of its own. It prints the number of cases, the longest CPU
time of a case and the peak memory, and ends with 1 if a case crashed, took more than
10 s, or 1 GB. The case is then left in a file, which belongs into tests/fuzz/corpus.
"""

from __future__ import annotations

import argparse
import sys

from tests.fuzz.run import fuzz
from tests.fuzz.targets import targets


def main() -> int:
    """Run the fuzzer, and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("seconds", nargs="?", type=float, default=60.0)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    results = []
    for name in arguments.names or targets():
        results.append(fuzz(name, arguments.seconds))
        sys.stdout.write(f"{results[-1]}\n")
        sys.stdout.flush()
    cases = sum(result.cases for result in results)
    failed = sum(bool(result.fault) for result in results)
    sys.stdout.write(f"{cases:,} cases, {failed} parsers failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Kill every command that writes at random moments, and print one table.

    python -m tests.bench.kills [KILLS]

KILLS, 25 by default, is how often each command is run to be killed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

_TESTS = Path(__file__).resolve().parents[1] / "adapters" / "cli"
_FILES = (
    "test_commands_killed.py",
    "test_catalog_update_killed.py",
    "test_digest_killed.py",
    "test_init.py",
    "test_serve.py",
)


def main() -> int:
    """Run the tests that kill; return the exit code of pytest."""
    os.environ["READNEXT_KILLS"] = sys.argv[1] if len(sys.argv) > 1 else "25"
    files = [str(_TESTS / name) for name in _FILES]
    return pytest.main(["-q", "-m", "slow", "-k", "kill", *files])


if __name__ == "__main__":
    sys.exit(main())

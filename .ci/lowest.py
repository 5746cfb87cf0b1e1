"""Prints the lowest version that pyproject.toml allows of each dependency.

python .ci/lowest.py > lowest.txt && pip install -c lowest.txt -e '.[dev]'
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

_BOUND = re.compile(r"([\w.-]+)(?:\[[\w,-]*\])?>=([\w.]+)")


def main() -> None:
    """Print constraints for pip, one a line."""
    root = Path(__file__).resolve().parent.parent
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"]:
        if found := _BOUND.match(requirement):
            sys.stdout.write(f"{found[1]}=={found[2]}\n")


if __name__ == "__main__":
    main()

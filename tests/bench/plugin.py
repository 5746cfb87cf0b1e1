"""How long the plugin for Zotero waits for its first list.

    python -m tests.bench.plugin LIBRARY.bib CATALOG [--runs 3]

The library is served as Zotero's own API does. Prints the seconds of `readnext zotero
list`, the whole process as the plugin starts it, and how many items and papers it has.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.adapters.cli.zotero_program import reading_library
from tests.adapters.serving import Server


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("catalog", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Server().running() as server:
        server.behave = library = reading_library(chosen.library)
        port = server.url.rpartition(":")[2]
        options = ["--timeout", "120", "--zotero-port", port, "--zotero-data", folder]
        command = [sys.executable, "-m", "readnext", "zotero", "list", *options]
        environment = os.environ | {"HOME": folder, "XDG_DATA_HOME": folder}
        for _ in range(chosen.runs):
            before, start = os.times(), time.perf_counter()
            done = subprocess.run(
                [*command, "--catalog", str(chosen.catalog)],
                capture_output=True,
                check=True,
                env=environment,
            )
            seconds, after = time.perf_counter() - start, os.times()
            spent = after.children_user - before.children_user
            spent += after.children_system - before.children_system
            found = json.loads(done.stdout)
            items, near = len(library.objects["items"]), len(found["near"])
            sys.stdout.write(
                f"{items} items, {found['shown']} papers shown, {near} items with "
                f"papers near: {seconds:.1f} s, {spent:.1f} CPU s\n"
            )


if __name__ == "__main__":
    main()

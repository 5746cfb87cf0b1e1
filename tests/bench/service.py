"""How fast the page is: a verdict until it is stored, and until all is ranked again.

    python -m tests.bench.service [--catalog FOLDER] [--library FILE.bib]

Without a catalog, the one of tests/bench/speed.py is made: 91,000 papers, 300 entries.
Prints medians over 50 verdicts by the API of a real process, and of searches while all
is ranked again; says how many cores.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.bench.speed import make_files

_VERDICTS = 50
_SEARCHING = 45.0  # seconds, of which the 31st begins a ranking of all papers


class Client:
    """A running `readnext serve`."""

    def __init__(self, library: Path, catalog: Path, home: Path) -> None:
        start = time.perf_counter()
        command = ("serve", library, "--catalog", catalog, "--port", "0", "-n", "100")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "readnext", *map(str, command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home)},
        )
        assert self.process.stdout
        address = self.process.stdout.readline().strip()
        self.started = time.perf_counter() - start
        self._url, _, self._token = address.partition("?token=")

    def ask(self, path: str, value: object = None) -> Any:  # noqa: ANN401
        """Ask the API."""
        headers = {"Authorization": f"Bearer {self._token}"}
        headers["Content-Type"] = "application/json"
        body = None if value is None else json.dumps(value).encode()
        asked = urllib.request.Request(f"{self._url}api/v1/{path}", body, headers)
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)

    def megabytes(self) -> float:
        """Peak memory, where the system says it."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.is_file():
            return 0.0
        lines = status.read_text().splitlines()
        return next(int(x.split()[1]) / 1024 for x in lines if x.startswith("VmHWM"))


def measure(client: Client) -> tuple[list[float], list[float], list[float]]:
    """Give verdicts; return the seconds until stored, ranked, and listed again."""
    stored, ranked, listed = [], [], []
    for number in range(_VERDICTS):
        paper = client.ask("suggestions?n=100")["suggestions"][number % 7]
        version = client.ask("status")["version"]
        verdict = {"id": paper["id"], "verdict": "like" if number % 2 else "dismiss"}
        start = time.perf_counter()
        client.ask("verdicts", verdict)
        stored.append(time.perf_counter() - start)
        while client.ask(f"status?after={version}")["version"] <= version:
            pass
        ranked.append(time.perf_counter() - start)
        client.ask("suggestions?n=100")
        listed.append(time.perf_counter() - start)
    return stored, ranked, listed


def searches(client: Client) -> list[float]:
    """Search for a while after a verdict, in which all is ranked again."""
    paper = client.ask("suggestions?n=100")["suggestions"][0]
    client.ask("verdicts", {"id": paper["id"], "verdict": "like"})
    seconds, end = [], time.perf_counter() + _SEARCHING
    while time.perf_counter() < end:
        start = time.perf_counter()
        client.ask("search?q=deep+learning+of+ducks")
        seconds.append(time.perf_counter() - start)
        time.sleep(0.3)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalog", type=Path)
    parser.add_argument("--library", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog, library = chosen.catalog, chosen.library
        if catalog is None or library is None:
            source, made = make_files(folder)
            library = library or made
            catalog = catalog or folder / "catalog"
            add = ["catalog", "add", str(source), "--catalog", str(catalog)]
            subprocess.run([sys.executable, "-m", "readnext", *add], check=True)
        client = Client(library, catalog, folder)
        figures = (*measure(client), searches(client))
        memory = client.megabytes()
        client.process.terminate()
        client.process.wait()
    out = sys.stdout.write
    out(f"{library.name}, {os.cpu_count()} cores, {_VERDICTS} verdicts\n")
    out(f"start, until the address is printed   {client.started:8.2f} s\n")
    names = ("verdict stored", "ranked again", "list answered", "search")
    for what, seconds in zip(names, figures, strict=True):
        middle, worst = statistics.median(seconds), max(seconds)
        out(f"{what:<37} {middle * 1000:8.0f} ms, at most {worst * 1000:.0f} ms\n")
    out(f"peak memory                           {memory:8.0f} MB\n")


if __name__ == "__main__":
    main()

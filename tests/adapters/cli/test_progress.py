"""Progress is for people: on a terminal, and only for what takes a while."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest


def terminal_says(command: list[str], environment: dict[str, str], cwd: Path) -> str:
    """What a command writes to its standard error, which is a terminal."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "readnext", *command],
        stdout=subprocess.DEVNULL,
        stderr=follower,
        env=environment,
        cwd=cwd,
    ):
        os.close(follower)
        said = b""
        while True:
            try:
                block = os.read(leader, 4096)
            except OSError:  # the other end is closed
                break
            said += block
            if not block:
                break
    os.close(leader)
    return said.decode()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
@pytest.mark.parametrize(("papers", "drawn"), [(30_000, True), (3, False)])
def test_a_bar_is_drawn_for_long_work_and_cleared(
    environment: dict[str, str], tmp_path: Path, papers: int, drawn: bool
) -> None:
    (tmp_path / "x.jsonl").write_text(
        "".join(
            f'{{"id": "{n}", "title": "Duck {n} of the great pond"}}\n'
            for n in range(papers)
        )
    )
    command = ["catalog", "add", "x.jsonl", "--catalog", "c"]
    said = terminal_says(command, environment, tmp_path)
    assert ("adding x.jsonl: " in said) == drawn
    if drawn:
        assert said.endswith("\r\x1b[K")
    else:
        assert said == ""

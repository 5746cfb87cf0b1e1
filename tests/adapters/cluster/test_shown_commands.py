"""The documentation's commands for clusters work as they are shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import Run
from tests.documents import marked

pytest.importorskip("fsspec")
pytest.importorskip("filelock")

COMMANDS = [words for block in marked("cluster") for words in block.commands]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_shown_command_works(
    run: Run, data: Path, papers_of_today: Path, tmp_path: Path, words: list[str]
) -> None:
    shutil.copytree(papers_of_today, data / "catalog")
    program, *arguments = words
    assert program == "readnext"
    done = run(*(a.replace("/srv", str(tmp_path / "srv")) for a in arguments))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "srv").is_dir()

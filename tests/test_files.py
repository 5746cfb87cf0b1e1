"""Files are written whole, and what a killed process left is deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from readnext.errors import OutputError
from readnext.files import replace_file
from tests.conftest import ROOT

WRITER = """
import os, signal, sys
from pathlib import Path
from readnext.errors import OutputError
from readnext.files import replace_file

def kill(handle):
    os.kill(os.getpid(), signal.SIGKILL)

os.fsync = kill
replace_file(Path(sys.argv[1]), "half")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_temporary_file_of_a_killed_process_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "next.bib"
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "recommender")},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".next.bib.")
    replace_file(path, "whole")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "whole"


def test_files_of_others_stay(tmp_path: Path) -> None:
    """A file that is being written, of another target, or made by a user."""
    names = (f".next.bib.{os.getppid()}-abcd1234", ".next.bib.swp", ".x.bib.abcd1234")
    for name in (*names, ".next.bib.abcd1234", ".next.bib.99-abcd1234"):
        (tmp_path / name).write_text("")
        if name not in names:
            os.utime(tmp_path / name, (0, 0))
    replace_file(tmp_path / "next.bib", "whole")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*names, "next.bib"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_is_written_to_once_a_program_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Timer(0.2, lambda: read.append(pipe.read_bytes()))
    reader.start()
    replace_file(pipe, bytes(1 << 20))  # more than a pipe holds at once
    reader.join()
    assert [len(data) for data in read] == [1 << 20]
    monkeypatch.setattr("readnext.files._FOR_READER", 0.1)
    with pytest.raises(OutputError, match="is a pipe, and no program reads from it"):
        replace_file(pipe, "a")

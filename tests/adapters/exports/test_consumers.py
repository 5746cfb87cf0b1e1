"""What BibTeX and biber themselves make of the output."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from readnext.suggestion import Answer
from readnext_adapters.exports import WRITERS

# Our own fields are in no data model; a paper may lack what a type should have.
EXPECTED = re.compile(
    r"WARN - Datamodel: .*(?:Field 'readnext-\w+' invalid|Missing mandatory field)"
)


def run(folder: Path, *command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_biber_warns_of_nothing_unexpected(answer: Answer, tmp_path: Path) -> None:
    text = WRITERS["biblatex"].render(answer, 80)
    (tmp_path / "out.bib").write_text(text, encoding="utf-8")
    printed = run(tmp_path, "biber", "--tool", "--validate-datamodel", "out.bib")
    lines = [x for x in printed.splitlines() if x.startswith(("WARN", "ERROR"))]
    assert [line for line in lines if not EXPECTED.match(line)] == []
    written = (tmp_path / "out_bibertool.bib").read_text(encoding="utf-8")
    assert written.count("\n@") + 1 == len(answer.suggestions)


def test_bibtex_typesets_every_entry(answer: Answer, tmp_path: Path) -> None:
    text = WRITERS["bibtex"].render(answer, 80)
    (tmp_path / "out.bib").write_text(text, encoding="utf-8")
    aux = "\\relax\n\\bibstyle{plain}\n\\bibdata{out}\n\\citation{*}\n"
    (tmp_path / "paper.aux").write_text(aux, encoding="utf-8")
    printed = run(tmp_path, "bibtex", "paper")
    warnings = [line for line in printed.splitlines() if line.startswith("Warning")]
    assert warnings == ["Warning--to sort, need author or key in paper"]
    listed = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert listed.count("\\bibitem") == len(answer.suggestions)
    assert "\\input" not in listed and "\\write" not in listed

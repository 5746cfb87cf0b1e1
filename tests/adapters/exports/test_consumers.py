"""What BibTeX, biber and a citation processor themselves make of the output."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON

from readnext.suggestion import Answer
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.exports.plain_record import plain_record
from tests.adapters.exports.hostile import hostile_answer

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
    text = EXPORT_FORMATS["biblatex"].render(answer, 80)
    (tmp_path / "out.bib").write_text(text, encoding="utf-8")
    printed = run(tmp_path, "biber", "--tool", "--validate-datamodel", "out.bib")
    lines = [x for x in printed.splitlines() if x.startswith(("WARN", "ERROR"))]
    assert [line for line in lines if not EXPECTED.match(line)] == []
    written = (tmp_path / "out_bibertool.bib").read_text(encoding="utf-8")
    assert written.count("\n@") + 1 == len(answer.suggestions)


def test_bibtex_typesets_every_entry(answer: Answer, tmp_path: Path) -> None:
    text = EXPORT_FORMATS["bibtex"].render(answer, 80)
    (tmp_path / "out.bib").write_text(text, encoding="utf-8")
    aux = "\\relax\n\\bibstyle{plain}\n\\bibdata{out}\n\\citation{*}\n"
    (tmp_path / "paper.aux").write_text(aux, encoding="utf-8")
    printed = run(tmp_path, "bibtex", "paper")
    warnings = [line for line in printed.splitlines() if line.startswith("Warning")]
    assert warnings == ["Warning--to sort, need author or key in paper"]
    listed = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert listed.count("\\bibitem") == len(answer.suggestions)
    assert "\\input" not in listed and "\\write" not in listed


@pytest.mark.slow
def test_biber_reads_every_hostile_entry(tmp_path: Path) -> None:
    answer = hostile_answer(seed=7, count=300)
    text = EXPORT_FORMATS["biblatex"].render(answer, 80)
    (tmp_path / "out.bib").write_text(text, encoding="utf-8")
    printed = run(tmp_path, "biber", "--tool", "out.bib")
    assert not [line for line in printed.splitlines() if line.startswith("ERROR")]
    written = (tmp_path / "out_bibertool.bib").read_text(encoding="utf-8")
    assert written.count("\n@") + 1 == len(answer.suggestions)


def test_bibtex_typesets_every_hostile_entry(tmp_path: Path) -> None:
    answer = hostile_answer(seed=7, count=300)
    text = EXPORT_FORMATS["bibtex"].render(answer, 80)
    (tmp_path / "out.bib").write_text(text, encoding="utf-8")
    aux = "\\relax\n\\bibstyle{plain}\n\\bibdata{out}\n\\citation{*}\n"
    (tmp_path / "paper.aux").write_text(aux, encoding="utf-8")
    run(tmp_path, "bibtex", "-terse", "paper")
    listed = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert listed.count("\\bibitem") == len(answer.suggestions)
    assert "\\input" not in listed and "\\write" not in listed


def bibliography(text: str) -> list[str]:
    """The items of CSL JSON as a style of author and year prints them."""
    with warnings.catch_warnings():
        # citeproc-py knows neither of these two, which CSL 1.0.2 has.
        warnings.filterwarnings("ignore", r".*unsupported: (custom|citation_key)\b")
        source = CiteProcJSON(json.loads(text))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    printed = CitationStylesBibliography(style, source, formatter.plain)
    for key in source:
        printed.register(Citation([CitationItem(key)]))
    return [str(item) for item in printed.bibliography()]


def test_a_citation_processor_prints_every_item(answer: Answer) -> None:
    first, second, third, *_ = bibliography(
        EXPORT_FORMATS["csljson"].render(answer, 80)
    )
    assert first.startswith("Müller, Ł. et al. (2024) “NeurIPS reviewers")
    assert "Advances in Neural Information Processing Systems" in first
    assert "https://doi.org/10.1000/xyz_(123)" in first
    assert second.startswith("Example, M., Jr. and Barnes and Noble (2023)")
    assert "arXiv. Available at: https://arxiv.org/abs/2311.12345" in second
    assert third.startswith("Ångström, Z. (2020)") and "Journal of Examples" in third


def test_a_citation_processor_prints_every_hostile_item() -> None:
    answer = hostile_answer(seed=7, count=200)
    printed = bibliography(EXPORT_FORMATS["csljson"].render(answer, 80))
    works = [plain_record(suggestion.paper) for suggestion in answer.suggestions]
    assert len(printed) == len(works)
    for line, work in zip(printed, works, strict=True):
        assert not work.date or work.date[:4] in line
